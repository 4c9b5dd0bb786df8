"""The sentences of facts about the agenda, word for word, in each of the six languages."""

from types import SimpleNamespace

import pytest

from reports.facts.phrases import Phrases
from sessions.choices import SessionKind
from tests.reports.test_facts import SESSIONS
from tests.reports.test_facts_in_six_languages import NB, sentence


@pytest.mark.parametrize(
    ("language", "lengths"),
    [
        ("en", ["half a day", "one day", "one and a half days", "two days", "two and a half days", "12 days"]),
        (
            "fr",
            [
                *("une demi-journée", "une journée", "une journée et demie"),
                *("deux journées", "deux journées et demie", "12 journées"),
            ],
        ),
        ("es", ["medio día", "un día", "un día y medio", "dos días", "dos días y medio", "12 días"]),
        ("ru", ["полдня", "один день", "полтора дня", "2 дня", "2 с половиной дня", "12 дней"]),
        ("zh-Hans", ["半天", "一天", "一天半", "两天", "两天半", "12天"]),
        ("ar", ["نصف يوم", "يوماً واحداً", "يوماً ونصف اليوم", "يومين", "يومين ونصف اليوم", "12 يوماً"]),
    ],
)
def test_half_days(language, lengths):
    begins = {
        "en": "The conference lasted ",
        "fr": "La conférence a duré ",
        "es": "La conferencia duró ",
        "ru": "Конференция продолжалась ",
        "zh-Hans": "会议为期",
        "ar": "استمر المؤتمر ",
    }[language]
    stop = "。" if language == "zh-Hans" else "."

    said = [Phrases(language).length(half_days) for half_days in (1, 2, 3, 4, 5, 24)]

    assert said == [f"{begins}{length}{stop}" for length in lengths]
    assert sentence("length", language, sessions=SESSIONS) == said[2]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "The conference opened with “Opening”. This was followed by “Keynotes”. "
            "The last session was “Role of industry”.",
        ),
        (
            "fr",
            f"La conférence s’est ouverte par «{NB}Opening{NB}». Est venue ensuite la séance «{NB}Keynotes{NB}». "
            f"La dernière séance était «{NB}Role of industry{NB}».",
        ),
        (
            "es",
            "La conferencia se inició con «Opening». A continuación se celebró la sesión «Keynotes». "
            "La última sesión fue «Role of industry».",
        ),
        (
            "ru",
            "Конференция открылась заседанием «Opening». Затем состоялось заседание «Keynotes». "
            "Последним было заседание «Role of industry».",
        ),
        ("zh-Hans", "会议以“Opening”开始。随后举行了“Keynotes”。最后一场会议是“Role of industry”。"),
        (
            "ar",
            "افتُتح المؤتمر بجلسة «\u2068Opening\u2069». وتلتها جلسة «\u2068Keynotes\u2069». "
            "وكانت الجلسة الأخيرة «\u2068Role of industry\u2069».",
        ),
    ],
)
def test_sessions_in_order(language, text):
    assert sentence("order", language, sessions=SESSIONS) == text


@pytest.mark.parametrize(
    ("language", "began", "last"),
    [
        ("en", "The work of the conference began with “Opening”.", "The last working session was “Role of industry”."),
        (
            "fr",
            f"Les travaux de la conférence ont commencé par «{NB}Opening{NB}».",
            f"La dernière séance de travail était «{NB}Role of industry{NB}».",
        ),
        (
            "es",
            "Los trabajos de la conferencia comenzaron con «Opening».",
            "La última sesión de trabajo fue «Role of industry».",
        ),
        (
            "ru",
            "Работа конференции началась с заседания «Opening».",
            "Последним рабочим заседанием было «Role of industry».",
        ),
        ("zh-Hans", "会议工作从“Opening”开始。", "最后一场工作会议是“Role of industry”。"),
        (
            "ar",
            "بدأت أعمال المؤتمر بجلسة «\u2068Opening\u2069».",
            "وكانت جلسة العمل الأخيرة «\u2068Role of industry\u2069».",
        ),
    ],
)
def test_sessions_of_work_between_an_opening_and_a_closing(language, began, last):
    framed = [framing("Welcome", SESSIONS[0]), *SESSIONS, framing("Closing", SESSIONS[-1])]

    said = sentence("order", language, sessions=framed)

    assert said.startswith(began)
    assert said.endswith(last)


def framing(title, beside):
    """A ceremony at the time of a session."""
    return SimpleNamespace(**vars(beside) | {"title": title, "kind": SessionKind.CEREMONY})


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Keynote presentations were given by representatives of Mexico, Germany and the Republic of Korea."),
        (
            "fr",
            "Des exposés liminaires ont été présentés par des représentants des États suivants"
            f"{NB}: Mexique, Allemagne et République de Corée.",
        ),
        (
            "es",
            "Pronunciaron discursos principales representantes de los Estados siguientes: "
            "México, Alemania y República de Corea.",
        ),
        (
            "ru",
            "С основными докладами выступили представители следующих государств: Мексика, Германия и Республика Корея.",
        ),
        ("zh-Hans", "墨西哥、德国和大韩民国的代表作了主旨发言。"),
        ("ar", "ألقى الكلمات الرئيسية ممثلو الدول التالية: المكسيك وألمانيا وجمهورية كوريا."),
    ],
)
def test_the_keynote_speakers_states_stand_in_the_order_of_the_agenda(language, text):
    assert sentence("keynotes", language, sessions=SESSIONS) == text
