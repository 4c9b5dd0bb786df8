"""Every kind of letter, in every language, with and without pictures, is PDF/UA-1 and PDF/A-3a by the veraPDF engine."""

import io
from datetime import UTC, date, datetime

import pytest
from PIL import Image

from correspondence import kinds, printing, wording
from correspondence.choices import LetterKind
from lib import uploads
from lib.written import LANGUAGES
from tests import verapdf

pytestmark = pytest.mark.services  # once in a run of everything is enough

TEXTS = {
    "en": "The conference brings together industry and States.",
    "fr": "La conférence réunit l’industrie et les États : « un succès ».",
    "es": "La conferencia reúne a la industria y a los Estados.",
    "ru": "Конференция соберёт представителей промышленности и государств.",
    "zh-Hans": "会议汇聚了工业界和各国代表。",
    "ar": "يجمع المؤتمر ممثلي الصناعة والدول، عملاً بالقرار 1540 (2004).",
}
CODES = [code for code, _ in LANGUAGES]


def uploaded(kind, mode) -> bytes:
    """Return what becomes of a picture that somebody uploads."""
    written = io.BytesIO()
    Image.new(mode, (300, 200), 0 if mode in {"1", "L", "P"} else tuple([90] * len(mode))).save(written, kind)
    return uploads.print_picture(written.getvalue()).read()


def head(**pictures):
    return printing.Head(
        office="Secretariat of the Conference 会议秘书处 أمانة المؤتمر",
        lines="Federal Foreign Office\nin cooperation with Mexico",
        address="Werderscher Markt 1\n10117 Berlin",
        place="Berlin",
        signatory_name="Dr. Márta Łukasiewicz",
        signatory_title="Secretary",
        pictures=pictures,
    )


def letter(kind, language, text="", **pictures):
    subject, shipped = wording.shipped(kind, language)
    said = TEXTS[language]
    values = dict.fromkeys(kinds.PLACEHOLDERS_OF_LETTERS, said) | {"passport": f"{said}\n{said}"}
    values |= dict.fromkeys(kinds.LINKS, "https://plenary.example.org/c/x/")
    return printing.pdf(
        printing.Sheet(
            kind=kind,
            language=language,
            head=head(**pictures),
            subject=subject,
            text=text or shipped,
            reference="MWC/2030/001",
            dated_on=date(2030, 3, 1),
            ordered_at=datetime(2030, 3, 1, tzinfo=UTC),
            addressee=f"{said}\nJirón Lampa 545",
            values=values,
        ),
        printing.in_the_worker,
    )


def documents():
    """Yield the name and the PDF of every kind of letter in every language, and of the pictures that people have."""
    long = "\n\n".join(["{name} {organisation} {agenda_link}\n\n- {position}\n- {contact}\n\n> {note}"] * 12)
    for language in CODES:
        for kind in LetterKind.values:
            yield f"{kind}-{language}", letter(kind, language)
        yield f"long-{language}", letter(LetterKind.INVITATION, language, long, signature=uploaded("PNG", "RGBA"))
    for name, kind, mode in PICTURES:
        yield f"logo-{name}", letter(LetterKind.NOTE_VERBALE, "en", logo=uploaded(kind, mode))


PICTURES = [
    ("cmyk", "JPEG", "CMYK"),
    ("grey", "JPEG", "L"),
    ("transparent", "PNG", "RGBA"),
    ("palette", "PNG", "P"),
    ("two-colours", "PNG", "1"),
]
NAMES = [
    *(f"{kind}-{language}" for kind in (*LetterKind.values, "long") for language in CODES),
    *(f"logo-{name}" for name, *_ in PICTURES),
]


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory):
    folder = tmp_path_factory.mktemp("letters")
    for name, body in documents():
        (folder / f"{name}.pdf").write_bytes(body)
    try:
        return verapdf.verdicts(folder)
    except verapdf.ToolsMissingError as problem:
        pytest.skip(f"NO LETTER WAS CHECKED, because the veraPDF engine could not be fetched: {problem}")


@pytest.mark.parametrize("name", NAMES)
def test_a_letter_can_be_archived_and_read_aloud(verdicts, name):
    assert verdicts[name] == {"ua1": [], "3a": []}
