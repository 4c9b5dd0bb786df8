"""The sentences of facts in the six languages: fixed wording with places for figures and names, one module a language.

They are worded so that little has to agree: names stand behind a colon, counts in brackets. Where a word must agree with
a number, it has a form for each category of number that Unicode CLDR gives the language; `one`, `two`, `few`, `many`,
`other`, after https://cldr.unicode.org/index/cldr-spec/plural-rules.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from lib.written import enumeration, main_language
from reports.documents.frame import isolated
from reports.facts.phrases import arabic, chinese, english, french, russian, spanish

Forms = str | Mapping[str, str]  # a sentence, or one for each category of number

PHRASES = MappingProxyType(
    {
        "en": english.PHRASES,
        "fr": french.PHRASES,
        "es": spanish.PHRASES,
        "ru": russian.PHRASES,
        "zh": chinese.PHRASES,
        "ar": arabic.PHRASES,
    }
)


class Phrases:
    """The sentences of one language."""

    def __init__(self, language: str):
        self.language = main_language(language)
        self._phrases = PHRASES[self.language]

    def say(self, sentence: str, number: int = 0, /, **places) -> str:
        """Return a sentence with its places filled; its form agrees with the number, which it may show as {n}."""
        forms: Forms = self._phrases[sentence]
        if not isinstance(forms, str):
            forms = forms.get(str(number)) or forms.get(plural_category(number, self.language)) or forms["other"]
        text = forms.format(n=self.figure(number), **places)
        return text[:1].upper() + text[1:]

    def say_within(self, part: str, /, **places) -> str:
        """Return a part of a sentence with its places filled."""
        return self._phrases[part].format(**places)

    def length(self, half_days: int) -> str:
        """Return the sentence that says how long a conference was."""
        forms = self._phrases["length"]
        if whole := forms.get(str(half_days)):
            return whole
        days, is_half = divmod(half_days, 2)
        form = forms["half" if is_half else "whole"]
        if not isinstance(form, str):
            form = form.get(plural_category(days, self.language)) or form["other"]
        return form.format(n=self.figure(days))

    def word(self, table: str, key) -> str:
        """Return a word of a table: the name of a sector, an ordinal."""
        words = self._phrases[table]
        return words.get(key) or words["other"].format(n=key)

    def figure(self, number: int) -> str:
        """Write a number: in words below ten where the language's UN texts do so, thousands parted as it parts them."""
        words = self._phrases["numbers"]
        return words[number] if number < len(words) else self.digits(number)

    def alike(self, numbers: Iterable[int]) -> list[str]:
        """Write the counts of one sentence alike: in brackets, and where one of them is ten or more, all in figures."""
        written = [(self.figure(number), self.digits(number)) for number in numbers]
        in_figures = "({number" in self._phrases["count"] or any(figure == digits for figure, digits in written)
        return [digits if in_figures else figure for figure, digits in written]

    def digits(self, number: int) -> str:
        """Write a number in figures."""
        return f"{number:,}".replace(",", self._phrases["thousands"])

    def listed(self, names: Iterable[str]) -> str:
        """Join names; in a text from right to left each keeps its own order."""
        return enumeration((isolated(name, self.language) for name in names), self.language)

    def quoted(self, title: str) -> str:
        """Return a title in the quotation marks of the language."""
        return self._phrases["quotation"].format(isolated(title, self.language))

    def sentences(self, *parts: str) -> str:
        """Join sentences to a text."""
        return ("" if self.language == "zh" else " ").join(part for part in parts if part)


def plural_category(number: int, language: str) -> str:
    """Return the category of a whole number of things in a language, after Unicode CLDR."""
    tens, hundreds = number % 10, number % 100
    if language == "ru":
        if tens == 1 and hundreds != 11:
            return "one"
        return "few" if tens in (2, 3, 4) and hundreds not in (12, 13, 14) else "many"
    if language == "ar":
        if number in (1, 2):
            return ("one", "two")[number - 1]
        return "few" if 3 <= hundreds <= 10 else "many" if 11 <= hundreds <= 99 else "other"
    is_one = number in (0, 1) if language == "fr" else number == 1 and language != "zh"
    return "one" if is_one else "other"
