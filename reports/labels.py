"""The fixed words of notes in the six languages. Offered to the author, who may change each of them in a note."""

from types import MappingProxyType

from reports.choices import FrontMatterKey

ENGLISH = {
    "title": "Information Note",
    "event": "Event",
    "organizer": "Organizer",
    "organizers": "Organizers",
    "date": "Date",
    "date_and_venue": "Date and venue",
    "participants": "Participants",
    "objectives": "Objectives",
    "list_attached": "List attached",
    "background": "Background",
    "highlights": "Highlights",
    "comments": "Additional Comments",
    "annex": "Annex",
    "list_of_participants": "List of participants",
    "agenda": "Agenda",
}
_IN = {
    "en": ENGLISH,
    "fr": {
        "title": "Note d’information",
        "event": "Événement",
        "organizer": "Organisateur",
        "organizers": "Organisateurs",
        "date": "Date",
        "date_and_venue": "Date et lieu",
        "participants": "Participants",
        "objectives": "Objectifs",
        "list_attached": "Liste jointe",
        "background": "Contexte",
        "highlights": "Points saillants",
        "comments": "Observations complémentaires",
        "annex": "Annexe",
        "list_of_participants": "Liste des participants",
        "agenda": "Programme",
    },
    "es": {
        "title": "Nota informativa",
        "event": "Evento",
        "organizer": "Organizador",
        "organizers": "Organizadores",
        "date": "Fecha",
        "date_and_venue": "Fecha y lugar",
        "participants": "Participantes",
        "objectives": "Objetivos",
        "list_attached": "Se adjunta la lista",
        "background": "Antecedentes",
        "highlights": "Aspectos destacados",
        "comments": "Observaciones adicionales",
        "annex": "Anexo",
        "list_of_participants": "Lista de participantes",
        "agenda": "Programa",
    },
    "ru": {
        "title": "Информационная записка",
        "event": "Мероприятие",
        "organizer": "Организатор",
        "organizers": "Организаторы",
        "date": "Дата",
        "date_and_venue": "Дата и место проведения",
        "participants": "Участники",
        "objectives": "Цели",
        "list_attached": "Список прилагается",
        "background": "Справочная информация",
        "highlights": "Основные моменты",
        "comments": "Дополнительные замечания",
        "annex": "Приложение",
        "list_of_participants": "Список участников",
        "agenda": "Программа",
    },
    "zh-Hans": {
        "title": "情况说明",
        "event": "活动",
        "organizer": "主办方",
        "organizers": "主办方",
        "date": "日期",
        "date_and_venue": "日期和地点",
        "participants": "与会者",
        "objectives": "目标",
        "list_attached": "名单附后",
        "background": "背景",
        "highlights": "要点",
        "comments": "补充说明",
        "annex": "附件",
        "list_of_participants": "与会者名单",
        "agenda": "议程",
    },
    "ar": {
        "title": "مذكرة إعلامية",
        "event": "المناسبة",
        "organizer": "الجهة المنظمة",
        "organizers": "الجهات المنظمة",
        "date": "التاريخ",
        "date_and_venue": "التاريخ والمكان",
        "participants": "المشاركون",
        "objectives": "الأهداف",
        "list_attached": "القائمة مرفقة",
        "background": "معلومات أساسية",
        "highlights": "أبرز النقاط",
        "comments": "تعليقات إضافية",
        "annex": "المرفق",
        "list_of_participants": "قائمة المشاركين",
        "agenda": "جدول الأعمال",
    },
}
LABELS = MappingProxyType({language: MappingProxyType(words) for language, words in _IN.items()})


def labels(language: str) -> MappingProxyType:
    """Return the fixed words of notes in a language; English ones where the language has none."""
    return LABELS.get(language, LABELS["en"])


KEYS = {
    "event": FrontMatterKey.EVENT,
    "organizer": FrontMatterKey.ORGANIZERS,
    "organizers": FrontMatterKey.ORGANIZERS,
    "date": FrontMatterKey.DATE,
    "date_and_venue": FrontMatterKey.DATE,
    "participants": FrontMatterKey.PARTICIPANTS,
    "objectives": FrontMatterKey.OBJECTIVES,
}
# Labels that notes use besides those that we offer.
ALSO = {
    "organiser": FrontMatterKey.ORGANIZERS,
    "organisers": FrontMatterKey.ORGANIZERS,
    "organized by": FrontMatterKey.ORGANIZERS,
    "organised by": FrontMatterKey.ORGANIZERS,
    "host": FrontMatterKey.ORGANIZERS,
    "dates": FrontMatterKey.DAYS,
    "venue": FrontMatterKey.PLACE,
    "venue and date": FrontMatterKey.PLACE_DATE,
    "location": FrontMatterKey.PLACE,
    "start date": FrontMatterKey.FIRST_DAY,
    "end date": FrontMatterKey.LAST_DAY,
    "objective": FrontMatterKey.OBJECTIVES,
}
KEY_OF = ALSO | {words[name].casefold(): key for words in _IN.values() for name, key in KEYS.items()}


def key_of(label: str) -> FrontMatterKey:
    """Return what a label is about, in any of the six languages; OTHER when it is not known."""
    return KEY_OF.get(label.casefold(), FrontMatterKey.OTHER)


def translated(word: str, source: str, target: str) -> str:
    """Return a fixed word of notes in another language; what is none stays as it is."""
    known = labels(source)
    name = next((name for name, value in known.items() if value == word), None)
    return labels(target)[name] if name else word
