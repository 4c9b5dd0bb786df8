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

    same = spans_between(f"Old {long} old", f"New {long} new")[2]

    start, end = (" ".join(f"word{n}" for n in numbers) for numbers in (range(15), range(86, 100)))
    assert same.text == f" {start} … {end} "


def test_before_the_first_and_after_the_last_change_only_what_is_near_it_is_shown():
    first, last = (" ".join(f"{name}{number}" for number in range(100)) for name in ("a", "z"))

    before, changed, after = spans_between(f"{first} and {last}", f"{first} and so {last}")

    assert before.text == "… " + " ".join(f"a{n}" for n in range(77, 100)) + " and "
    assert changed == Span("added", "so ")
    assert after.text == " ".join(f"z{n}" for n in range(27)) + " …"


def test_no_more_is_shown_than_the_paragraph_of_the_change():
    other = "Nothing changed in this paragraph. " * 10

    spans = spans_between(f"One.\n\n{other}\n\nTwo here.", f"One more.\n\n{other}\n\nTwo there.")

    assert "".join(span.text for span in spans if span.kind != "removed") == "One more.\n\n…\n\nTwo there."


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
        [Span("removed", "Text"), Span("added", "Texts"), Span("same", ".")],
    )


def test_a_heading_that_changed_stands_before_its_text():
    earlier = EMPTY | {"sections": [section(1, "Highlight", "Text.")]}
    later = EMPTY | {"sections": [section(1, "Highlights", "Texts.")]}

    (change,) = differences(earlier, later)

    assert (change.where, [span.text for span in change.spans]) == (
        "Highlights",
        ["Highlight", "Highlights", "\n\n", "Text", "Texts", "."],
    )


def test_the_first_revision_is_all_new():
    assert [(change.where, change.kind) for change in differences(None, EMPTY)] == [("Title", "changed")]
