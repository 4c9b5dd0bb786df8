"""Every kind of document, in every language, is PDF/UA-1 and PDF/A-3a by the veraPDF engine; and the engine is awake."""

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pikepdf
import pytest

from lib import pdf
from lib.written import LANGUAGES
from participants.choices import DelegationRole, Sector
from participants.models import Organisation, Participant, Registration
from reports.documents import badges, booklet, people
from reports.documents.frame import Frame
from reports.labels import labels
from reports.note_document import Annex, FrontMatterLine, NoteDocument, Section
from sessions.choices import SessionKind, SpeakerRoleKind
from sessions.facts import reading
from tests import verapdf
from tests.reports.notes import print_note
from tests.reports.test_note_document import DOCUMENT

pytestmark = pytest.mark.services  # once in a run of everything is enough

CODES = [code for code, _ in LANGUAGES]
TEXTS = {
    "en": "The conference brought together industry and States.",
    "fr": "La conférence a réuni l’industrie et les États : « un succès ».",
    "es": "La conferencia reunió a la industria y a los Estados.",
    "ru": "Конференция собрала представителей промышленности и государств.",
    "zh-Hans": "会议汇聚了工业界和各国代表，根据第1540 (2004)号决议。",
    "ar": "جمع المؤتمر ممثلي الصناعة والدول، عملاً بالقرار 1540 (2004).",
}
TABLE = "| A | B |\n| - | - |\n" + "| one | two |\n" * 60


def note(language):
    said, text = labels(language), TEXTS[language]
    return NoteDocument(
        title=said["title"],
        language=language,
        title_footnote="1",
        front_matter=[
            FrontMatterLine(said["event"], text),
            FrontMatterLine(said["organizers"], "José García, 李小红, محمد"),
        ],
        sections=[
            Section(
                said["background"], f"{text} *{text}* **{text}**[^2]\n\n- {text}\n- office@example.org\n\n> {text}"
            ),
            Section(said["highlights"], "\n\n".join([text * 8] * 12), level=2),
        ],
        annexes=[Annex(said["annex"], TABLE, said["list_of_participants"])],
        footnotes={"1": text, "2": f"{text} https://example.org/a"},
        author="Government of Peru",
        subject=text,
        draft_mark="DRAFT",
    )


def persons():
    bodies = [
        Organisation(official_name="Ministry of Foreign Affairs", sector=Sector.GOVERNMENT, country="CL"),
        Organisation(official_name="Secretariat of State", sector=Sector.GOVERNMENT, country="VA"),
        Organisation(official_name="外交部", sector=Sector.GOVERNMENT, country="CN"),
        Organisation(official_name="UNODA", sector=Sector.UNITED_NATIONS),
        Organisation(official_name="Aceros, S.A. de C.V.", sector=Sector.INDUSTRY, country="MX"),
    ]
    names = ["Núñez", "Ósk Þórðardóttir", "李小红", "محمد الأحمد", "Łukasiewicz"]
    return [
        Participant(
            pk=number,
            honorific="H.E. Ms.",
            family_name=names[number % 5],
            sort_key=names[number % 5],
            job_title="Director for Strategic Trade, a long title that goes on for more than a line",
            organisation=bodies[number % 5],
            delegation_role=DelegationRole.HEAD if number < 5 else DelegationRole.DELEGATE,
        )
        for number in range(90)
    ]


def registrations():
    """Registrations of some of them: more than fill a sheet."""
    return [Registration(participant=person, reference=f"K7Q{person.pk:05}") for person in persons()[:12]]


def agenda(language):
    starts = datetime(2030, 6, 3, 9, tzinfo=UTC)
    person = {
        "pk": 1,
        "name": "Ms. Elena Núñez",
        "job_title": "",
        "organisation": "UNODA",
        "country": "CL",
        "talk": None,
    }
    entries = [
        {
            "pk": number,
            "kind": SessionKind.BREAK if number % 3 == 2 else SessionKind.PANEL,
            "title": TEXTS[language],
            "summary": f"{TEXTS[language]}\n\n- one\n- two",
            "starts_at": (starts + timedelta(hours=2 * number)).isoformat(),
            "ends_at": (starts + timedelta(hours=2 * number + 1)).isoformat(),
            "room": "Salón de Conferencias",
            "talks": [{"pk": 7, "title": "A talk", "abstract": TEXTS[language]}],
            "people": [person | {"role": SpeakerRoleKind.CHAIR}, person | {"role": SpeakerRoleKind.SPEAKER, "talk": 7}],
            "sequence": 0,
            "changed_at": starts.isoformat(),
        }
        for number in range(12)
    ]
    zone = ZoneInfo("UTC")
    return reading.agenda(reading.items(entries, zone, language=language), zone)


def good_documents():
    """Yield the name and the PDF of every kind of document in every language."""
    yield "reference", print_note(DOCUMENT)
    yield "numbered", print_note(replace(DOCUMENT, is_numbered=True, series_number="S/AC.44/2017/1"))
    for language in CODES:
        frame = Frame(title="Title", event=TEXTS[language], place_and_date="Geneva", language=language, is_draft=True)
        yield f"note-{language}", print_note(note(language))
        for layout in people.Layout.values:
            made = pdf.render(people.participants_html(persons(), frame, layout), sheets=people.SHEETS)
            yield f"participants-{layout}-{language}", made
        days = booklet.days(agenda(language), language, with_texts=True, with_people=True)
        for paper in booklet.Paper.values:
            yield (
                f"booklet-{paper}-{language}",
                pdf.render(booklet.booklet_html(days, frame), sheets=booklet.sheets(paper)),
            )
        made = badges.badges(registrations(), {2: SpeakerRoleKind.CHAIR}, language)
        for size in badges.Size.values:
            html = badges.badges_html(made, frame, size, event=TEXTS[language])
            yield f"badges-{size}-{language}", pdf.render(html, sheets=badges.sheets(size))


GOOD = [
    "reference",
    "numbered",
    *(f"note-{language}" for language in CODES),
    *(f"participants-{layout}-{language}" for layout in people.Layout.values for language in CODES),
    *(f"booklet-{paper}-{language}" for paper in booklet.Paper.values for language in CODES),
    *(f"badges-{size}-{language}" for size in badges.Size.values for language in CODES),
]
# What must be found in each document that is wrong on purpose.
BAD = {
    "no-language": {"7.2-29"},
    "no-title": {"7.1-9"},
    "empty-description": {"7.3-1"},
    "skipped-heading": {"7.4.2-1"},
    "missing-glyph": {"7.21.4.1-2", "7.21.8-1"},
}
PICTURE = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
)


def bad_documents(monkeypatch):
    """Yield documents that are wrong on purpose: our own refusals are taken away, or the PDF is spoilt afterwards."""
    monkeypatch.setattr(pdf, "_refuse_what_no_archive_takes", lambda document: None)
    monkeypatch.setattr(pdf, "_refuse_missing_glyphs", lambda source: None)

    def page(body, head="<title>T</title>", lang=' lang="en"'):
        return pdf.render(f"<!DOCTYPE html><html{lang}><head>{head}</head><body>{body}</body></html>")

    yield "no-language", page("<h1>T</h1>", lang="")
    yield "no-title", page("<h1>T</h1>", head="")
    yield "skipped-heading", page("<h1>T</h1><h3>Too deep</h3><p>x</p>")
    yield "missing-glyph", page("<h1>T</h1><p>☃</p>")
    yield "empty-description", _without_descriptions(page(f'<h1>T</h1><p><img src="{PICTURE}" alt="A dot"></p>'))


def _without_descriptions(body):
    with pikepdf.open(io.BytesIO(body)) as opened:
        figures = [
            each for each in opened.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Figure"
        ]
        assert figures
        for figure in figures:
            figure.Alt = pikepdf.String("")
        kept = io.BytesIO()
        opened.save(kept)
    return kept.getvalue()


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory):
    folder = tmp_path_factory.mktemp("documents")
    with pytest.MonkeyPatch.context() as monkeypatch:
        documents = SimpleNamespace(good=dict(good_documents()), bad=dict(bad_documents(monkeypatch)))
    for name, body in {**documents.good, **documents.bad}.items():
        (folder / f"{name}.pdf").write_bytes(body)
    try:
        found = verapdf.verdicts(folder)
    except verapdf.ToolsMissingError as problem:
        pytest.skip(f"NO PDF WAS CHECKED, because the veraPDF engine could not be fetched: {problem}")
    return found


@pytest.mark.parametrize("name", GOOD)
def test_a_document_can_be_archived_and_read_aloud(verdicts, name):
    assert verdicts[name] == {"ua1": [], "3a": []}


@pytest.mark.parametrize("name", BAD)
def test_what_is_wrong_is_found(verdicts, name):
    assert BAD[name] <= set(verdicts[name]["ua1"])


def test_nothing_is_left_unasked(verdicts):
    assert set(verdicts) == {*GOOD, *BAD}
