"""How days and lists are written in the six languages. Pure.

English follows the UN Editorial Manual ("8-9 June 2017", no comma before "and"), the others UN usage in theirs.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import groupby, pairwise

from lib.text import search_key

# The six languages as people choose them.
LANGUAGES = [
    ("ar", "العربية"),
    ("zh-Hans", "中文"),
    ("en", "English"),
    ("fr", "Français"),
    ("ru", "Русский"),
    ("es", "Español"),
]
# What people call them besides, in small letters without accents.
_OTHER_NAMES = {
    "ar": "arabic|arabe|arabisch|арабскии|阿拉伯文|阿拉伯语",
    "zh-Hans": "zh|chinese|chinois|chino|chinesisch|китаискии|中文|汉语|الصينية",
    "en": "anglais|ingles|englisch|англиискии|英文|英语|الانكليزية|الإنجليزية",
    "fr": "french|frances|franzosisch|французскии|法文|法语|الفرنسية",
    "ru": "russian|russe|ruso|russisch|俄文|俄语|الروسية",
    "es": "spanish|espagnol|spanisch|castellano|испанскии|西班牙文|西班牙语|الإسبانية",
}
_MONTHS = {
    "en": "January|February|March|April|May|June|July|August|September|October|November|December",
    "fr": "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre",
    "es": "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre",
    "ru": "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря",
    "ar": "كانون الثاني/يناير|شباط/فبراير|آذار/مارس|نيسان/أبريل|أيار/مايو|حزيران/يونيه|"
    "تموز/يوليه|آب/أغسطس|أيلول/سبتمبر|تشرين الأول/أكتوبر|تشرين الثاني/نوفمبر|كانون الأول/ديسمبر",
}
MONTHS = {language: tuple(names.split("|")) for language, names in _MONTHS.items()}
# Day and month, what joins them to the year, and what comes behind the year.
FORMS = {
    "en": ("{day} {month}", " {year}"),
    "fr": ("{day} {month}", " {year}"),
    "es": ("{day} de {month}", " de {year}"),
    "ru": ("{day} {month}", " {year} года"),
    "ar": ("{day} {month}", " {year}"),
}
_WEEKDAYS = {
    "en": "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday",
    "fr": "Lundi|Mardi|Mercredi|Jeudi|Vendredi|Samedi|Dimanche",
    "es": "Lunes|Martes|Miércoles|Jueves|Viernes|Sábado|Domingo",
    "ru": "Понедельник|Вторник|Среда|Четверг|Пятница|Суббота|Воскресенье",
    "zh": "星期一|星期二|星期三|星期四|星期五|星期六|星期日",
    "ar": "الاثنين|الثلاثاء|الأربعاء|الخميس|الجمعة|السبت|الأحد",
}
_WITH_WEEKDAY = {"fr": "{weekday} {day}", "es": "{weekday} {day}", "zh": "{day}{weekday}", "ar": "{weekday}، {day}"}
_COLONS = {"fr": "\u00a0: ", "zh": "："}
ANDS = {"en": " and ", "fr": " et ", "es": " y ", "ru": " и ", "zh": "和", "ar": " و"}
_COMMAS = {"zh": "、", "ar": "، "}
_CLAUSE_COMMAS = {"zh": "，", "ar": "، "}
_RIGHT_TO_LEFT = {"ar", "fa", "he", "ur"}


def language_named(name: str) -> str:
    """Return the code of one of the six languages by its name, in any of them, or its code; raise ValueError if it is none."""
    known = {word: code for code, words in _OTHER_NAMES.items() for word in words.split("|")}
    known |= {word.casefold(): code for code, own in LANGUAGES for word in (code, own, search_key(own))}
    found = known.get(name.strip().casefold()) or known.get(search_key(name))
    if found is None:
        raise ValueError(f"“{name}” is none of the six languages: Arabic, Chinese, English, French, Russian, Spanish.")
    return found


def asked_for(header: str) -> str:
    """Return the code of the first of the six languages that a browser asks for (Accept-Language); empty when none is."""
    wanted = []
    for tag, quality in re.findall(
        r"([A-Za-z]+)(?:-[\w-]+)?\s*(?:;\s*q=([01](?:\.\d{1,3})?))?\s*(?:,|$)", header[:1000]
    ):
        wanted.append((float(quality or 1), tag.lower()))
    codes = {code.partition("-")[0]: code for code, _ in LANGUAGES}
    by_wish = sorted((each for each in wanted if each[0]), key=lambda each: -each[0])
    return next((codes[tag] for _, tag in by_wish if tag in codes), "")


def main_language(language: str) -> str:
    """Return the first part of a language's tag, if it is among the six; else English."""
    first = language.partition("-")[0].lower()
    return first if first in ANDS else "en"


def direction(language: str) -> str:
    """Return how a language is written: “ltr” or “rtl”."""
    return "rtl" if language.partition("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"


def is_in_other_letters(text: str, language: str) -> bool:
    """Return whether a text has no letter of a language that is written from right to left or in Chinese signs."""
    if direction(language) == "rtl":
        kinds = {unicodedata.bidirectional(character) for character in text}
        return "L" in kinds and not kinds & {"R", "AL"}
    if main_language(language) != "zh":
        return False
    letters = [unicodedata.name(character, "") for character in text if character.isalpha()]
    return bool(letters) and not any("CJK" in letter for letter in letters)


def comma(language: str) -> str:
    """Return what parts the names of a list."""
    return _COMMAS.get(main_language(language), ", ")


def clause_comma(language: str) -> str:
    """Return what parts a place from a date: Chinese has a sign of its own between parts of a sentence."""
    return _CLAUSE_COMMAS.get(main_language(language), ", ")


def colon(language: str) -> str:
    """Return what parts a label from what it names, with the space behind it where the language has one."""
    return _COLONS.get(main_language(language), ": ")


def enumeration(names: Iterable[str], language: str = "en") -> str:
    """Join names as UN texts do: “A, B and C”, without a comma before “and”; in Arabic each has its “and”."""
    *first, last = list(names) or [""]
    if not first:
        return last
    language = main_language(language)
    link = ANDS[language]
    if language == "es" and _sounds_like_i(last):
        link = " e "
    between = link if language == "ar" else comma(language)
    return f"{between.join(first)}{link}{last}"


def written_days(days: Sequence[date], language: str = "en") -> str:
    """Write days in order: “8-9 June 2017”, “31 July-1 August 2024”, “1, 8 and 15 December 2020”."""
    language = main_language(language)
    first, last = days[0], days[-1]
    if language == "zh":
        return _in_chinese(days)
    if len(days) == 1:
        return _written([(first.year, first.month, [str(_day(first, language))])], language)
    if is_run(days):
        if language == "es" and len(days) == 2 and first.month == last.month:
            return _written([(first.year, first.month, [f"{first.day} y {last.day}"])], language)
        return _written_run(first, last, language)
    months = [(key[0], key[1], list(group)) for key, group in groupby(days, key=lambda day: (day.year, day.month))]
    return _written([(year, month, [str(_day(d, language)) for d in group]) for year, month, group in months], language)


def written_with_weekday(day: date, language: str = "en") -> str:
    """Write a day as the heading of what happens on it: “Thursday, 8 June 2017”."""
    main = main_language(language)
    weekday = _WEEKDAYS[main].split("|")[day.weekday()]
    return _WITH_WEEKDAY.get(main, "{weekday}, {day}").format(weekday=weekday, day=written_days([day], language))


def is_run(days: Sequence[date]) -> bool:
    """Return whether each day is the one after the day before it."""
    return all(later - earlier == timedelta(days=1) for earlier, later in pairwise(days))


def _day(day, language):
    return "1er" if language == "fr" and day.day == 1 else day.day


def _written_run(first, last, language):
    month, year = FORMS[language]
    dash = "–" if language == "ru" else "-"
    end = month.format(day=_day(last, language), month=MONTHS[language][last.month - 1]) + year.format(year=last.year)
    if (first.year, first.month) == (last.year, last.month):
        return f"{_day(first, language)}{dash}{end}"
    start = month.format(day=_day(first, language), month=MONTHS[language][first.month - 1])
    return f"{start}{year.format(year=first.year) if first.year != last.year else ''}{dash}{end}"


def _written(months, language):
    """Write days of several months; the year stands behind its last month."""
    month_form, year_form = FORMS[language]
    parts = []
    for place, (year, month, days) in enumerate(months):
        text = month_form.format(day=enumeration(days, language), month=MONTHS[language][month - 1])
        ends_year = place + 1 == len(months) or months[place + 1][0] != year
        parts.append(text + (year_form.format(year=year) if ends_year else ""))
    return enumeration(parts, language)


def _in_chinese(days):
    first, last = days[0], days[-1]
    start = f"{first.year}年{first.month}月{first.day}日"
    if len(days) == 1:
        return start
    if not is_run(days):
        rest = [f"{day.day}日" if day.month == first.month else f"{day.month}月{day.day}日" for day in days[1:]]
        return enumeration([start, *rest], "zh")
    if first.year != last.year:
        return f"{start}至{last.year}年{last.month}月{last.day}日"
    return f"{start}至{last.day}日" if first.month == last.month else f"{start}至{last.month}月{last.day}日"


def _sounds_like_i(word):
    folded = word.casefold()
    return folded.startswith(("i", "í", "hi", "hí")) and not folded.startswith(("hie", "hia", "ia", "ie", "io"))
