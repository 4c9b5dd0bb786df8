"""The HTML that is made once for a text says of the next person what it would say made anew, and nothing of the last."""

import pytest

from conference.models import Conference
from correspondence import link_place, wording
from tests.factories import OPENING

TEXT = "{salutation},\n\n* {name}, see {personal_link}\n\n{reference}\n\n{personal_link}\n\n{note}\n"
PEOPLE = [
    {"salutation": "Dear Ms. Elena Núñez", "name": "Elena Núñez", "reference": "7KQ4-M2XD"},
    {"salutation": "Dear <b>Ana</b>", "name": "**Ana** [here](https://example.org/)", "reference": "AAAA-2222"},
    {"salutation": "Dear {personal_link}", "name": "{name} & {personal", "reference": "BBBB-3333"},
    {"salutation": "", "name": "https://example.org/ _x_", "reference": ""},
    {
        "salutation": "شكرا",
        "name": "İpek\u2060 O’Neil <script>",
        "reference": "CCCC-4444",
        "note": "A note\n\nof two parts",
    },
]


def fill(values, *, language="en", title="A conference & more"):
    conference = Conference(title=title, starts_on=OPENING.date(), ends_on=OPENING.date())
    return wording.fill("About {name}: {reference}", TEXT, values, conference=conference, language=language)


def forget():
    wording._html.cache_clear()
    wording._page.cache_clear()


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_what_is_kept_gives_the_same_as_what_is_made_anew(language):
    forget()
    kept = [fill(values, language=language) for values in [*PEOPLE, *PEOPLE]]
    anew = [forget() or fill(values, language=language) for values in PEOPLE]

    assert kept == [*anew, *anew]
    assert wording._html.cache_info().misses == 1


def test_nobody_gets_a_word_that_stands_for_another():
    for subject, text, html in [fill(values) for values in PEOPLE]:
        for word in [*wording._STAND_INS.values(), wording._SUBJECT, wording._BODY, wording._LINK]:
            assert word not in subject + text + html


def test_what_somebody_typed_makes_no_link_and_no_tag():
    texts = [fill(values) for values in PEOPLE]

    assert all("<b>Ana" not in html and "<script" not in html for _, _, html in texts)
    assert all('href="https://example.org/' not in html for _, _, html in texts)
    assert len({html.count(link_place.PLACE) for _, _, html in texts}) == 1
    assert len({text.count(link_place.PLACE) for _, text, _ in texts}) == 1


def test_a_conference_that_is_called_otherwise_gets_another_page():
    first, second = (fill(PEOPLE[0], title=title)[2] for title in ("The old title", "The <new> title"))

    assert "The old title" in first
    assert "The &lt;new&gt; title" in second
    assert "The old title" not in second
