"""From a note's content, as rows or frozen in an edition, to the document that page, PDF and Word share. Pure."""

from datetime import datetime

from lib import markup
from lib.written import main_language
from reports.choices import NoteStatus, SectionLevel
from reports.groups import joined_groups
from reports.labels import labels
from reports.note_document import Annex, FrontMatterLine, NoteDocument, Section
from reports.numbering import heading_numbers, roman

# What stands above a text that is not published, in the language of the text.
DRAFT_MARKS = {
    NoteStatus.DRAFT: {
        "ar": "مشروع",
        "zh": "草稿",
        "en": "DRAFT",
        "fr": "PROJET",
        "ru": "ПРОЕКТ",
        "es": "PROYECTO",
    },
    NoteStatus.WITH_ORGANIZERS: {
        "ar": "مشروع لإبداء التعليقات",
        "zh": "征求意见稿",
        "en": "DRAFT FOR COMMENT",
        "fr": "PROJET POUR OBSERVATIONS",
        "ru": "ПРОЕКТ ДЛЯ ЗАМЕЧАНИЙ",
        "es": "PROYECTO PARA OBSERVACIONES",
    },
    NoteStatus.CLEARED: {
        "ar": "موافق عليه، لم يُنشر بعد",
        "zh": "已核可，尚未发布",
        "en": "CLEARED, NOT YET PUBLISHED",
        "fr": "APPROUVÉ, NON ENCORE PUBLIÉ",
        "ru": "СОГЛАСОВАНО, ЕЩЕ НЕ ОПУБЛИКОВАНО",
        "es": "APROBADO, AÚN NO PUBLICADO",
    },
}


def draft_mark(status: str, language: str) -> str:
    """Return what a text of this status is marked with; nothing once it is published, or withdrawn."""
    return DRAFT_MARKS[status][main_language(language)] if status in DRAFT_MARKS else ""


def document_of(content: dict, *, subject: str = "", author: str = "", draft_mark: str = "") -> NoteDocument:
    """Return the document that a content describes (reports/content.py); generated annexes must be filled already."""
    on_title = next((each for each in content["footnotes"] if each["is_on_title"]), None)
    return NoteDocument(
        title=content["title"],
        language=content["language"],
        title_footnote=str(on_title["number"]) if on_title else "",
        front_matter=[
            FrontMatterLine(item["label"], value_lines(item, content["language"])) for item in content["front_matter"]
        ],
        sections=list(_sections(content)),
        annexes=list(annexes_of(content)),
        footnotes={str(footnote["number"]): footnote["text"] for footnote in content["footnotes"]},
        author=author,
        subject=subject,
        series_number=content["series_number"],
        draft_mark=draft_mark,
        is_numbered=content["is_numbered"],
        first_number=content["first_number"],
        created_at=_moment(content.get("created_at")),
        modified_at=_moment(content.get("changed_at")),
    )


def value_lines(item: dict, language: str) -> str:
    """Return the value of an item as it is printed: its own, then one line for each group of participants."""
    lines = [item["value"]] if item["value"] else []
    return "\n".join(lines + [markup.escape(line) for line in joined_groups(item["groups"], language)])


def _sections(content):
    numbers = heading_numbers([section["level"] for section in content["sections"]], content["heading_numbers"])
    for section, number in zip(content["sections"], numbers, strict=True):
        level = 2 if section["level"] == SectionLevel.SUBSECTION else 1
        yield Section(number + section["heading"] if section["heading"] else "", section["text"], level)


def annexes_of(content: dict):
    """Yield the annexes with their headings: “Annex”, or “Annex I” and so on where there are several."""
    word = labels(content["language"])["annex"]
    several = len(content["annexes"]) > 1
    for place, annex in enumerate(content["annexes"], start=1):
        heading = f"{word} {roman(place)}" if several else word
        yield Annex(heading=heading, title=annex["title"], text=annex["text"])


def _moment(text):
    return datetime.fromisoformat(text) if text else None
