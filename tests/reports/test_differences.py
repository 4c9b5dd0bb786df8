"""What changed between two revisions."""

from reports.differences import Change, Span, differences, spans_between

EMPTY = {"title": "A note", "series_number": "", "front_matter": [], "sections": [], "footnotes": [], "annexes": []}


def section(pk, heading, text):
    return {"id": pk, "heading": heading, "level": "1", "text": text}


def test_words_are_compared_one_by_one():
    assert spans_between("There were 30 participants.", "There were 31 participants from Peru.") == [
        Span("same", "There were "),
        Span("removed", "30"),
        Span("added", "31"),
        Span("same", " participants"),
        Span("added", " from Peru"),
        Span("same", "."),
    ]


def test_a_long_stretch_without_a_change_shows_its_ends():
    long = " ".join(f"word{number}" for number in range(100))

    same, added = spans_between(long, f"{long} new")

    assert same.text == "word0 word1 " + " ".join(f"word{n}" for n in range(2, 15)) + " … " + " ".join(
        f"word{n}" for n in range(86, 100)
    )
    assert added == Span("added", " new")


def test_equal_contents_do_not_differ():
    content = EMPTY | {"sections": [section(1, "Background", "Text.")]}

    assert differences(content, content) == []


def test_parts_are_added_removed_changed_and_moved():
    earlier = EMPTY | {"sections": [section(1, "A", "One."), section(2, "B", "Two."), section(3, "C", "Three.")]}
    later = EMPTY | {"sections": [section(3, "C", "Three."), section(1, "A", "One more."), section(4, "D", "Four.")]}

    assert [(change.where, change.kind) for change in differences(earlier, later)] == [
        ("A", "changed"),
        ("D", "added"),
        ("B", "removed"),
        ("Order", "moved"),
    ]


def test_a_text_that_was_read_in_anew_is_compared_by_its_headings():
    earlier = EMPTY | {"sections": [section(1, "Background", "Text.")]}
    later = EMPTY | {"sections": [section(8, "Background", "Texts.")]}

    (change,) = differences(earlier, later)

    assert change == Change(
        "Background",
        "changed",
        [Span("same", "Background\n\n"), Span("removed", "Text"), Span("added", "Texts"), Span("same", ".")],
    )


def test_the_first_revision_is_all_new():
    assert [(change.where, change.kind) for change in differences(None, EMPTY)] == [("Title", "changed")]
