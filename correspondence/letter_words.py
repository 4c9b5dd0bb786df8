"""The fixed words of messages and letters, and dates and places as they write them, in the six languages.

The words stand in texts/<language>/words.toml. A language that is not among the six reads English.
"""

import tomllib
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path

from django.utils.html import format_html
from django.utils.safestring import SafeString

from conference import facts as conference_facts
from lib import states, zones
from lib.text import without_breaks
from lib.written import comma, direction, main_language, written_days

TEXTS = Path(__file__).parent / "texts"
FIRST_STRONG, END_OF_IT = "\u2068", "\u2069"  # what stands between has an order of its own (Unicode Annex 9)
MADAM = ("ms", "mrs", "miss", "mme", "madame", "sra", "señora", "г-жа", "г жа", "frau")
SIR = ("mr", "m", "monsieur", "sr", "señor", "г-н", "г н", "herr")


@cache
def words(language: str) -> dict:
    """Return the fixed words of a language, by their groups."""
    path = TEXTS / main_language(language) / "words.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def isolated(text: str) -> str:
    """Return a text whose lines keep an order of their own among others: a number stays a number."""
    return "\n".join(f"{FIRST_STRONG}{line}{END_OF_IT}" if line else "" for line in text.split("\n"))


def among(text: str, language: str) -> str:
    """Return a text as it stands among words of a language: in its own order where these run from the right."""
    return isolated(text) if direction(language) == "rtl" else text


def word(key: str, language: str) -> str:
    """Return a fixed word of letters."""
    return words(language)["letter"][key]


def buttons(language: str) -> dict[str, str]:
    """Return what links to our pages are called where a text gives them no name."""
    return words(language)["buttons"]


def no_more(language: str) -> str:
    """Return how the link is called behind which somebody says: no more of these."""
    return words(language)["frame"]["no_more"]


def salutation(honorific: str, name: str, language: str) -> str:
    """Write how a letter begins, without the comma; `name` is the whole name, since only its bearer knows its parts.

    It may begin with the honorific. Without a name, the letter is to whom it may concern there.
    """
    forms = words(language)["salutation"]
    bare = name.removeprefix(honorific).strip() or name
    title = honorific.replace(" ", "").rstrip(".").casefold()
    if title.startswith("h.e"):
        form = "excellency_madam" if title[3:].lstrip(".") in MADAM else "excellency"
    elif not name:
        form = "nobody"
    else:
        form = "madam" if title in MADAM else "sir" if title in SIR else "other"
    return forms[form].format(name=bare, formal_name=name)


def frame(conference, reason: str, language: str) -> dict:
    """Return what stands around the text of a message: its language, the conference, why somebody gets it, questions."""
    said, title = words(language), conference.title
    if direction(language) == "rtl":
        title = format_html("<bdi>{}</bdi>", title)
    where = conference.city
    dates = written_dates(conference.starts_on, conference.ends_on, language)
    return {
        "language": language,
        "direction": direction(language),
        "title": conference.title,
        "dates_and_city": comma(language).join(part for part in (dates, where) if part),
        "because": format_html(said["reasons"][reason], conference=title),
        "questions": _questions(conference, language),
    }


def _questions(conference, language) -> SafeString | str:
    email = conference.contact_email
    if not email:
        return ""
    link = format_html('<a href="mailto:{0}">{0}</a>', email)
    contact = link
    if conference.contact_name:
        name = among(conference.contact_name, language)
        contact = format_html("{}{}{}", name, comma(language), link)
    return format_html(words(language)["frame"]["questions"], contact=contact)


def written_date(day: date, language: str) -> str:
    """Write a day: “8 June 2017”, “8 juin 2017”, “2017年6月8日”."""
    return written_days([day], language)


def written_dates(first: date, last: date, language: str) -> str:
    """Write when a conference takes place: “8–9 June 2017”, “8-9 juin 2017”."""
    if main_language(language) == "en":
        return conference_facts.date_range(first, last)
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return written_days(days, language)


def weekday(day: date, language: str) -> str:
    """Write a day with its name: “Monday 3 June 2030”."""
    said = words(language)["time"]
    return said["weekday"].format(weekday=said["weekdays"][day.weekday()], date=written_date(day, language))


def moment(at: datetime, zone, language: str = "en") -> str:
    """Write a moment in a zone, with the zone named: “28 May 2030, 18:00 (Mexico City, UTC−6)”."""
    local = at.astimezone(zone)
    day = written_date(local.date(), language)
    return words(language)["time"]["moment"].format(date=day, time=f"{local:%H:%M}", zone=zones.named(zone, at))


def deadline(at: datetime, zone, language: str = "en") -> str:
    """Write until when; midnight is the end of the day before: “the end of 28 May 2030 (Mexico City, UTC−6)”."""
    local = at.astimezone(zone)
    if local.time() != time.min:
        return moment(at, zone, language)
    day = written_date(local.date() - timedelta(days=1), language)
    return words(language)["time"]["end_of_day"].format(date=day, zone=zones.named(zone, at))


def written_venue(conference, language: str) -> str:
    """Write the whole place, with the State's name in the language."""
    written = conference_facts.venue(conference, language)
    if direction(language) == "ltr":
        return written
    between = comma(language)
    return between.join(isolated(part) for part in written.split(between))


def passport_lines(name: str, nationality: str, born_on: date | None, number: str, language: str) -> str:
    """Write the passport as a letter names it, a line for each thing that is known."""
    values = (
        without_breaks(name),
        states.name(nationality, language) if nationality else "",
        written_date(born_on, language) if born_on else "",
        without_breaks(number),
    )
    labels = words(language)["letter"]["passport"]
    colon = words(language)["letter"]["colon"]
    return "\n".join(f"{label}{colon}{value}" for label, value in zip(labels, values, strict=True) if value)
