"""Reading a note's plain text: any words, any shape, and not a character lost."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib import markup
from reports.note_text import MARK, ParsedNote, Unplaced, parse

NOTE = """\
Information Note¹

Event: Regional Workshop on Export Controls (Lima–Callao Workshop) for the States of the “Pacific” region.

Organizers: Government of Peru with support from Chile and the UN Office for Disarmament Affairs (UNODA)

Date: 8-9 June 2017, Lima, Peru

Participants: List attached

Background

Resolution 1540 (2004) asks all States for appropriate laws. It asks for their enforcement, too.

The “Lima Workshops” are held every year.

Highlights

There was a total of 31 participants. They spoke of licences² and of borders.

¹ For information – not an official report.

The last session looked ahead.³ Nobody objected.

² As in paragraph 3 (d).

Additional Comments

Please write to workshop@example.org.

³ See https://example.org/next.
"""


def test_a_note_is_read_into_its_parts():
    assert parse(NOTE) == ParsedNote(
        title="Information Note",
        title_footnote=1,
        front_matter=[
            (
                "Event",
                "Regional Workshop on Export Controls (Lima–Callao Workshop) for the States of the “Pacific” region.",
            ),
            (
                "Organizers",
                "Government of Peru with support from Chile and the UN Office for Disarmament Affairs (UNODA)",
            ),
            ("Date", "8-9 June 2017, Lima, Peru"),
            ("Participants", "List attached"),
        ],
        sections=[
            (
                "Background",
                [
                    "Resolution 1540 (2004) asks all States for appropriate laws. It asks for their enforcement, too.",
                    "The “Lima Workshops” are held every year.",
                ],
            ),
            (
                "Highlights",
                [
                    "There was a total of 31 participants. They spoke of licences[^2] and of borders.",
                    "The last session looked ahead.[^3] Nobody objected.",
                ],
            ),
            ("Additional Comments", ["Please write to workshop@example.org."]),
        ],
        footnotes={
            1: "For information – not an official report.",
            2: "As in paragraph 3 (d).",
            3: "See https://example.org/next.",
        },
        unplaced=[],
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\r"),
        lambda text: "\ufeff" + text,
        lambda text: "\n\n" + text + "\n\n",
        lambda text: text.replace("\n\n", "\n \t\n\n\n"),
        lambda text: text.replace("\n\n", "\n"),
        lambda text: text.replace(": ", ":\n", 4),
        lambda text: text.replace("Date: ", "Date:\u00a0").replace("Event: ", "Event\u00a0: "),
        lambda text: text.replace("¹ For", "¹For").replace("² As", "²\u00a0As"),
        lambda text: "\n".join(f"  {line}  " for line in text.split("\n")),
    ],
    ids=[
        "windows",
        "old mac",
        "mark of UTF-8",
        "blank ends",
        "blank lines",
        "no blank lines",
        "values below",
        "nbsp",
        "tight",
        "indented",
    ],
)
def test_the_shape_of_the_file_does_not_matter(change):
    assert parse(change(NOTE)) == parse(NOTE)


def test_wrapped_lines_are_one_paragraph():
    text = (
        "Note\n\nEvent: A workshop with a title so long that an editor had to break\nits line: here\n\nBackground\n\n"
        "Resolution 1540 (2004) acknowledges that industry is an important\nstakeholder and partner.\nSo it is.\n"
    )

    note = parse(text)

    assert note.front_matter == [
        ("Event", "A workshop with a title so long that an editor had to break its line: here")
    ]
    assert [(heading, [" ".join(each.split()) for each in paragraphs]) for heading, paragraphs in note.sections] == [
        (
            "Background",
            ["Resolution 1540 (2004) acknowledges that industry is an important stakeholder and partner. So it is."],
        )
    ]


@pytest.mark.parametrize(
    ("line", "label", "value"),
    [
        ("Date and venue: 31 July–1 August 2024, online", "Date and venue", "31 July–1 August 2024, online"),
        (
            "Venue and Date: Room 3, Palais; 1, 8 and 15 December 2020",
            "Venue and Date",
            "Room 3, Palais; 1, 8 and 15 December 2020",
        ),
        ("Organizer: The Government of Chile: the ministry", "Organizer", "The Government of Chile: the ministry"),
        ("Objective(s): to learn", "Objective(s)", "to learn"),
        ("Lieu et date : Genève, 8 juin", "Lieu et date", "Genève, 8 juin"),
        ("Мероприятие: конференция", "Мероприятие", "конференция"),
        ("Participants: https://example.org/list", "Participants", "https://example.org/list"),
        ("In co-operation with: A & B", "In co-operation with", "A & B"),
        ("États: *none*", "États", r"\*none\*"),
    ],
)
def test_labels_may_have_any_words(line, label, value):
    assert parse(f"Note\n\n{line}\n\nBackground\n\nText.").front_matter == [(label, value)]


def test_several_labelled_lines_may_share_a_block():
    note = parse("Note\n\nEvent: One\nOrganizers: Two\nDate: Three\n\nBackground\n\nText.")

    assert note.front_matter == [("Event", "One"), ("Organizers", "Two"), ("Date", "Three")]


def test_a_value_may_have_several_lines():
    note = parse("Note\n\nParticipants:\nChile, Colombia\nMexico and Peru\n\nBackground\n\nText.")

    assert note.front_matter == [("Participants", "Chile, Colombia\nMexico and Peru")]


def test_a_label_without_a_value_does_not_swallow_the_first_heading():
    without = parse("Note\n\nParticipants:\n\nBackground\n\nIt was a long meeting.")
    below = parse("Note\n\nParticipants:\n\nList attached\n\nBackground\n\nIt was a long meeting.")

    assert without.front_matter == [("Participants", "")]
    assert below.front_matter == [("Participants", "List attached")]
    assert without.sections == below.sections == [("Background", ["It was a long meeting."])]


@pytest.mark.parametrize(
    "heading",
    [
        *("Background", "Additional Comments", "Summary of proceedings", "I. Introduction", "1540 and industry"),
        *("“Wiesbaden” process", "Key points, conclusions and recommendations", "Ключевые выводы", "États membres"),
    ],
)
def test_headings_are_short_lines_without_a_final_stop(heading):
    note = parse(f"Note\n\nEvent: One\n\n{heading}\n\nText of the section.\n\nEmpty\n\nLast\n\nText.")

    assert note.sections == [(heading, ["Text of the section."]), ("Empty", []), ("Last", ["Text."])]


def test_a_heading_may_stand_directly_on_its_text():
    note = parse("Note\n\nEvent: One\n\nBackground\nIt was a long meeting.\n\nHighlights\nThere were some.")

    assert note.sections == [("Background", ["It was a long meeting."]), ("Highlights", ["There were some."])]


@pytest.mark.parametrize("line", ["Is this one?", "not a heading", "- an item", "see a@example.org", "Thus:", "Done."])
def test_other_short_lines_are_text(line):
    assert len(parse(f"Note\n\nBackground\n\n{line}\n\nMore text.").sections) == 1


def test_a_mark_in_a_heading_a_label_or_a_value_is_a_reference():
    note = parse("Note\n\nParticipants²: List attached³\n\nBackground¹\n\nText.\n\n¹ One\n\n² Two\n\n³ Three")

    assert note.front_matter == [("Participants[^2]", "List attached[^3]")]
    assert note.sections == [("Background[^1]", ["Text."])]
    assert note.footnotes == {1: "One", 2: "Two", 3: "Three"}
    assert note.unplaced == []


def test_twelve_is_twelve_where_there_are_twelve_footnotes():
    footnotes = "".join(
        f"\n\n{str(n).translate(str.maketrans('0123456789', '⁰¹²³⁴⁵⁶⁷⁸⁹'))} Note {n}." for n in range(1, 13)
    )
    twelve = parse("Note\n\nBackground\n\nA¹ b² c³ d⁴ e⁵ f⁶ g⁷ h⁸ i⁹ j¹⁰ k¹¹ l¹².\n\nEnd." + footnotes)
    two = parse("Note\n\nBackground\n\nBoth.¹²\n\n¹ One\n² Two")

    assert twelve.sections[0][1][0].endswith("j[^10] k[^11] l[^12].")
    assert twelve.footnotes[12] == "Note 12."
    assert two.sections == [("Background", ["Both.[^1][^2]"])]


def test_a_power_is_not_a_mark():
    note = parse("Note\n\nBackground\n\nA hall of 500 m² and 10² more.²\n\n² A footnote.")

    assert note.sections == [("Background", ["A hall of 500 m² and 10² more.[^2]"])]
    assert note.unplaced == []


@pytest.mark.parametrize(
    ("text", "unplaced"),
    [
        ("Note\n\nBackground\n\nText.\n\n¹ Lost.", [Unplaced("¹ Lost.", "No mark ¹ refers to this footnote.")]),
        ("Note\n\nBackground\n\nText.⁴", [Unplaced("⁴", "The mark ⁴ in “Background” has no footnote.")]),
        ("Note²\n\nBackground\n\nText.", [Unplaced("²", "The mark ² in the title has no footnote.")]),
        (
            "Note¹\n\nBackground\n\nText.\n\n¹ One.\n\n¹ Another.",
            [Unplaced("¹ Another.", "There is already a footnote 1.")],
        ),
        (
            "Note\n\nThis sentence has no place.\n\nBackground\n\nText.",
            [Unplaced("This sentence has no place.", "It stands before the first heading and has no label.")],
        ),
        ("Event: One\n\nBackground\n\nText.", [Unplaced("", "The note has no title.")]),
    ],
)
def test_what_cannot_be_placed_is_kept_and_said(text, unplaced):
    assert parse(text).unplaced == unplaced


def test_signs_of_markdown_are_escaped():
    note = parse("Note\n\nBackground\n\n*Not* emphasis, [not](a link), 1_000_000 and [^1].\n\n1. Not a list.")

    assert [markup.plain_text(each) for each in note.sections[0][1]] == [
        "*Not* emphasis, [not](a link), 1_000_000 and [^1].",
        "1. Not a list.",
    ]


LINES = st.lists(
    st.sampled_from(
        [
            *(
                "Information Note¹",
                "Event: UN conference",
                "Date : 8-9 June",
                "Participants:",
                "Background",
                "Highlights",
            ),
            *(
                "It was good.",
                "It was *good*² and [new](x).",
                "¹ A disclaimer – “short”.",
                "² See a@example.org.",
                "³ Lost",
                "",
            ),
            *("", "", "- an item", "A hall of 20 m²", "x" * 150, "12. Point; see below:", "Ελληνικά", "Россия и мир."),
        ]
    ),
    max_size=25,
)


@given(LINES)
def test_every_word_is_found_again(lines):
    note = parse("\n".join(lines))

    texts = [*(part for pair in note.front_matter for part in pair), *note.footnotes.values()]
    texts += [text for heading, paragraphs in note.sections for text in (heading, *paragraphs)]
    found = " ".join([note.title, *(markup.plain_text(each) for each in texts), *(each.text for each in note.unplaced)])
    assert letters(found) == letters(" ".join(lines))


def letters(text):
    """Count the characters of a text, without blanks, colons of labels and footnote marks."""
    return Counter("".join(MARK.sub("", text).replace(":", "").split()))
