"""The fixed words of letters, and dates and places as letters write them, in the six languages.

A language that is not among the six reads English. Months and the order of a date come from Django's own formats.
"""

from datetime import date

from django.utils import translation
from django.utils.formats import date_format

from conference import facts as conference_facts
from lib import states

LANGUAGES = [
    ("ar", "العربية"),
    ("zh-Hans", "中文"),
    ("en", "English"),
    ("fr", "Français"),
    ("ru", "Русский"),
    ("es", "Español"),
]
RIGHT_TO_LEFT = {"ar", "fa", "he", "ur"}
WORDS = {
    "en": {"reference": "Reference", "page": "Page", "note_verbale": "Note verbale"},
    "fr": {"reference": "Référence", "page": "Page", "note_verbale": "Note verbale"},
    "es": {"reference": "Referencia", "page": "Página", "note_verbale": "Nota verbal"},
    "ru": {"reference": "Исх. №", "page": "Стр.", "note_verbale": "Вербальная нота"},
    "zh": {"reference": "编号", "page": "页", "note_verbale": "普通照会"},
    "ar": {"reference": "المرجع", "page": "صفحة", "note_verbale": "مذكرة شفوية"},
}
PASSPORT = {
    "en": ("Name in the passport", "Nationality", "Date of birth", "Passport number"),
    "fr": ("Nom figurant sur le passeport", "Nationalité", "Date de naissance", "Numéro de passeport"),
    "es": ("Nombre en el pasaporte", "Nacionalidad", "Fecha de nacimiento", "Número de pasaporte"),
    "ru": ("Имя в паспорте", "Гражданство", "Дата рождения", "Номер паспорта"),
    "zh": ("护照姓名", "国籍", "出生日期", "护照号码"),
    "ar": ("الاسم في جواز السفر", "الجنسية", "تاريخ الميلاد", "رقم جواز السفر"),
}

# How a letter to a person begins, without the comma: to an Excellency, and to anybody else.
SALUTATIONS = {
    "en": ("Excellency", "Dear {name}"),
    "fr": ("Excellence", "Madame, Monsieur"),
    "es": ("Excelencia", "De mi consideración"),
    "ru": ("Ваше Превосходительство", "Уважаемая госпожа, уважаемый господин"),
    "zh": ("{name}阁下", "尊敬的{name}"),
    "ar": ("صاحب السعادة", "تحية طيبة وبعد"),
}


def main_language(language: str) -> str:
    """Return which of the six a language is written like: “zh” for “zh-Hans”, “en” for one that is not among them."""
    first_part = language.partition("-")[0]
    return first_part if first_part in WORDS else "en"


def direction(language: str) -> str:
    """Return how a language is written: “ltr” or “rtl”."""
    return "rtl" if language.partition("-")[0] in RIGHT_TO_LEFT else "ltr"


def comma(language: str) -> str:
    """Return what parts a place from a date."""
    return {"ar": "، ", "zh": "，"}.get(main_language(language), ", ")


def word(key: str, language: str) -> str:
    """Return a fixed word of letters."""
    return WORDS[main_language(language)][key]


def salutation(honorific: str, name: str, language: str) -> str:
    """Write how a letter begins, without the comma; `name` is the whole name, since only its bearer knows its parts."""
    to_excellency, to_others = SALUTATIONS[main_language(language)]
    is_excellency = honorific.replace(" ", "").startswith("H.E.")
    return (to_excellency if is_excellency else to_others).format(name=name)


def written_date(day: date, language: str) -> str:
    """Write a day: “8 June 2017”, “8 juin 2017”, “2017年6月8日”."""
    if main_language(language) == "en":
        return conference_facts.date_range(day, day)
    with translation.override("zh-hans" if language.startswith("zh") else language):
        return date_format(day, "DATE_FORMAT")


def written_dates(first: date, last: date, language: str) -> str:
    """Write when a conference takes place: “8-9 June 2017”, “8 juin 2017 – 9 juin 2017”."""
    if main_language(language) == "en" or first == last:
        return conference_facts.date_range(first, last) if first != last else written_date(first, language)
    return f"{written_date(first, language)} – {written_date(last, language)}"


def written_venue(conference, language: str) -> str:
    """Write the whole place, with the State's name in the language."""
    if main_language(language) == "en":
        return conference_facts.venue(conference)
    country = states.name(conference.country, language) if conference.country else ""
    return ", ".join(part for part in (conference.venue_name, conference.address, conference.city, country) if part)


def passport_lines(name: str, nationality: str, born_on: date | None, number: str, language: str) -> str:
    """Write the passport as a letter names it, a line for each thing that is known."""
    values = (
        name,
        states.name(nationality, language) if nationality else "",
        written_date(born_on, language) if born_on else "",
        number,
    )
    labels = PASSPORT[main_language(language)]
    return "\n".join(f"{label}: {value}" for label, value in zip(labels, values, strict=True) if value)
