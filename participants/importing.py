"""What a spreadsheet would do: each row as add, change, same or error, with all errors at once. Nothing is written.

The preview and the import itself read the plan from here; its fingerprint binds the one to the other.
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from lib import names, states
from lib.text import search_key
from participants import columns, places, questions
from participants.cells import READERS, WHOLE_NAME
from participants.choices import Sector
from participants.models import Import, Organisation, Participant
from participants.replies import Asked, Reply
from participants.sectors import name_in, sector_of, shared_by_countries

ADD, CHANGE, SAME, ERROR = "add", "change", "same", "error"
STRIDE = 250  # rows between two words about how far it is
FIELDS = [
    "honorific",
    "given_name",
    "family_name",
    "name_order",
    "job_title",
    "organisation",
    "sector",
    "country",
    "email",
    "phone",
    "needs",
    "language",
    "gender",
    "is_listed",
    "reference",
]
TARGETS = [
    ("", "Leave out"),
    (WHOLE_NAME, "Whole name"),
    *((key, columns.COLUMNS[key].label) for key in FIELDS),
]


@dataclass
class Row:
    """What one row of the file would do; errors are (column's header, sentence).

    `replies` answer the conference's own questions otherwise than `former` did.
    """

    number: int
    verdict: str = ADD
    values: dict = field(default_factory=dict)
    changes: dict[str, tuple[str, str]] = field(default_factory=dict)
    errors: list[tuple[str, str]] = field(default_factory=list)
    new_organisation: dict | None = None
    participant: Participant | None = None
    replies: dict[str, Reply] = field(default_factory=dict)
    former: dict[str, Reply] = field(default_factory=dict)

    @property
    def told(self) -> dict[str, str]:
        """What the row says, in words: of the person, and in answer to the conference's own questions."""
        return _told(self.values) | {target: reply.text for target, reply in self.replies.items()}

    @property
    def name(self) -> str:
        """The person's name with its title, as it will be."""
        return " ".join(self.values[key] for key in ("honorific", "given_name", "family_name") if self.values.get(key))

    @property
    def new_sector(self) -> str:
        """What kind of organisation a new one is taken for, in words."""
        return Sector(self.new_organisation["sector"]).label if self.new_organisation else ""


@dataclass
class Plan:
    """What a whole file would do."""

    rows: list[Row]
    fingerprint: str

    def of(self, verdict: str) -> list[Row]:
        """Return the rows of one verdict."""
        return [row for row in self.rows if row.verdict == verdict]

    @property
    def effective(self) -> list[Row]:
        """The rows that change something."""
        return [row for row in self.rows if row.verdict in {ADD, CHANGE}]

    @property
    def error_count(self) -> int:
        return sum(len(row.errors) for row in self.rows)

    def kept(self) -> dict:
        """Return what a page shows of the plan, as JSON keeps it."""
        rows = [[row.number, row.verdict, row.told, row.changes, row.errors, row.new_organisation] for row in self.rows]
        return {"fingerprint": self.fingerprint, "rows": rows}


def kept_plan(kept: dict) -> Plan:
    """Return what `Plan.kept` gave, to be shown; its values are words."""
    rows = [
        Row(number, verdict, values, changes, errors, new_organisation)
        for number, verdict, values, changes, errors, new_organisation in kept["rows"]
    ]
    return Plan(rows, kept["fingerprint"])


def labels(asked: dict[str, str]) -> dict[str, str]:
    """Return what everything that a column can fill is called, by key; `asked` are the conference's own questions."""
    return dict(TARGETS) | asked


def guess(headers: list[str], remembered: dict[str, str], rows=(), asked=None) -> list[str]:
    """Return what each column fills: as it was mapped before, else by its header, else by what stands in it; nothing twice.

    `asked` are the conference's own questions that a column may fill, key by key with what it is called.
    """
    asked, mapping = asked or {}, []
    by_heading = {search_key(heading): target for target, heading in asked.items()}
    for header in headers:
        column = columns.named(header)
        known = column.key if column and column.key in {WHOLE_NAME, *FIELDS} else ""
        said = remembered.get(search_key(header))
        if said and said.startswith(questions.KEY) and said not in asked:
            said = None
        target = said or by_heading.get(search_key(header), known if said is None else "")
        mapping.append("" if target in mapping else target)
    for at, target in enumerate(mapping):
        if not target and "email" not in mapping and _are_addresses(cells[at] for _, cells in rows[:20]):
            mapping[at] = "email"
    if "family_name" in mapping and WHOLE_NAME in mapping:
        mapping[mapping.index(WHOLE_NAME)] = ""
    return mapping


def _are_addresses(cells) -> bool:
    filled = [cell for cell in cells if cell]
    return bool(filled) and all("@" in cell and " " not in cell for cell in filled)


def plan(run: Import, *, passed: Callable | None = None) -> Plan:
    """Return what the import would do now. `passed` is told now and then how many rows are through."""
    known = _Known(run)
    seen = _Seen()
    rows, said = [], [run.file_hash, run.mapping, run.new_become, run.new_sector]
    for count, (number, cells) in enumerate(run.rows, start=1):
        row = _row(run, known, seen, number, cells)
        rows.append(row)
        said.append([number, row.verdict, row.told, row.changes, row.participant and row.participant.pk])
        if passed and count % STRIDE == 0:
            passed(count)
    return Plan(rows, hashlib.sha256(json.dumps(said).encode()).hexdigest())


def in_words(rows: Iterable[Row], asked: dict[str, str]) -> list[tuple[Row, list, list]]:
    """Return each row with its changes as (what it is called, before, after), and with its answers as (question, words).

    `asked` are the conference's own questions that the reader sees, as in `labels`.
    """
    called = labels(asked)
    return [
        (
            row,
            [(called.get(name, name), before, after) for name, (before, after) in row.changes.items()],
            [(called[name], words) for name, words in row.told.items() if name in asked],
        )
        for row in rows
    ]


class _Known:
    """Everything that rows are compared with, fetched once."""

    def __init__(self, run):
        conference = run.conference
        people = conference.participants.select_related("organisation", "registration", "delegation__organisation")
        self.by_email, self.by_reference, self.by_name = {}, {}, {}
        self.tally, self.new_sectors = places.Tally(conference), {}
        self.asked = Asked(conference, run.mapping)
        for person in people:
            self.by_name.setdefault((person.given_name, person.family_name, person.organisation_id), person)
            if person.email:
                self.by_email[person.email.casefold()] = person
            if hasattr(person, "registration"):
                self.by_reference[person.registration.reference] = person
        organisations = list(Organisation.objects.order_by("-pk"))
        by_code = {each.country: each for each in organisations if each.is_state}
        self.countries = {search_key(name): each.code for each in states.everything() for name in each.names.values()}
        self.organisations = {key: by_code[code] for key, code in self.countries.items() if code in by_code}
        for organisation in organisations:
            for name in [*organisation.aliases, organisation.short_name, organisation.official_name]:
                if name:
                    self.organisations[search_key(name)] = organisation
        self.countries |= {search_key(name): code for code, name in states.choices()}
        self.countries |= {search_key(alias): each.code for each in states.everything() for alias in each.aliases}
        self.countries |= {code.casefold(): code for code, _ in states.choices()}
        self.shared = set()
        if {"organisation", "country"} <= set(run.mapping):
            name, country = run.mapping.index("organisation"), run.mapping.index("country")
            code_of = lru_cache(lambda cell: self.countries.get(search_key(cell), ""))
            self.shared = shared_by_countries((cells[name], code_of(cells[country])) for _, cells in run.rows)

    def is_of(self, row, organisation) -> bool:
        """Say whether a row is about somebody who represents this organisation already."""
        found = self.by_reference.get(
            row.values.get("reference"), self.by_email.get(row.values.get("email", "").casefold())
        )
        return found is not None and found.organisation_id == organisation.pk


class _Seen:
    """Who stands in the rows so far, to find those who stand in two."""

    def __init__(self):
        self.people, self.addresses, self.names = {}, {}, {}

    def twice(self, row, headers) -> tuple[str, str] | None:
        """Note a row; return (column, sentence) when its person or its address stands in an earlier one.

        Two of the same name and organisation are two people only when each has an address.
        """
        email = row.values.get("email", "").casefold()
        person = row.participant and row.participant.pk
        name = (row.values.get("given_name"), row.values.get("family_name"), str(row.values.get("organisation")))
        earlier = self.people.get(person) if person else None
        nameless, named = self.names.setdefault(name, ([], []))
        if earlier is None and not person and (found := nameless if email else nameless + named):
            earlier = found[0]
        sharing = self.addresses.get(email) if email else None
        if person:
            self.people.setdefault(person, row.number)
        else:
            (named if email else nameless).append(row.number)
        if email:
            self.addresses.setdefault(email, row.number)
        if earlier is None and sharing is None:
            return None
        if person and earlier is None:
            return headers["email"], f"Row {sharing} has the same address."
        column = headers.get("email") or headers.get("reference") or headers.get("family_name", "")
        return column, f"The same person stands in row {earlier or sharing}."


def _row(run, known, seen, number, cells):
    row = Row(number)
    headers = {target: run.headers[at] for at, target in enumerate(run.mapping) if target}
    for at, target in enumerate(run.mapping):
        if target in READERS and cells[at]:
            try:
                row.values[target] = READERS[target](cells[at], known)
            except ValueError as problem:
                row.errors.append((run.headers[at], str(problem)))
    _take_name_apart(row)
    if not row.values.get("family_name") and "family_name" not in [target for target, _ in row.errors]:
        column = headers.get("family_name") or headers.get(WHOLE_NAME, "Family name")
        row.errors.append((column, "A person needs a name."))
    _find_organisation(run, row, known)
    _find_person(row, known, seen, headers)
    _read_replies(run, row, known, cells)
    if row.errors:
        row.verdict = ERROR
    elif row.participant is None:
        row.verdict = ADD
    else:
        row.changes = _differences(row)
        row.changes |= {target: (row.former[target].text, reply.text) for target, reply in row.replies.items()}
        row.verdict = CHANGE if row.changes else SAME
        _take_place_along(row, known, headers)
    if row.verdict in {ADD, CHANGE}:
        known.asked.take(row.number, row.participant, row.replies)
    return row


def _read_replies(run, row, known, cells):
    """Read the answers to the conference's own questions that are not known yet, for the sector that the person will have."""
    organisation = row.values.get("organisation", row.participant and row.participant.organisation)
    sector = row.new_organisation["sector"] if row.new_organisation else getattr(organisation, "sector", "")
    for at, target in enumerate(run.mapping):
        if target in known.asked.questions and cells[at]:
            try:
                reply = known.asked.read(target, cells[at], row.participant, sector)
            except ValueError as problem:
                row.errors.append((run.headers[at], str(problem)))
                continue
            if reply:
                row.replies[target], row.former[target] = reply, known.asked.known(row.participant, target)


def _take_place_along(row, known, headers):
    """Refuse to move somebody with a place to a sector or delegation that has none, after the rows before this one."""
    person = row.participant
    if "organisation" not in row.changes or not (hasattr(person, "registration") and person.registration.holds_a_place):
        return
    organisation, stays = row.values["organisation"], person.delegation
    if stays and stays.organisation == person.organisation:
        stays = None  # who leaves an organisation leaves its delegation too
    if isinstance(organisation, str):
        sector = known.new_sectors.setdefault(search_key(organisation), row.new_organisation["sector"])
        delegation = stays
    else:
        sector, delegation = organisation.sector, known.tally.delegations.get(organisation.pk, stays)
    if reason := known.tally.move(person, sector, delegation):
        row.errors.append((headers["organisation"], f"{person.name} holds a place. {reason}"))
        row.verdict = ERROR


def _take_name_apart(row):
    """Fill the parts of a name from a column that holds it whole; a title of its own column stays."""
    whole = row.values.pop(WHOLE_NAME, "")
    if whole and not row.values.get("family_name"):
        name = names.take_apart(whole)
        parts = {"honorific": name.honorific, "given_name": name.given, "family_name": name.family}
        row.values = {key: part for key, part in parts.items() if part} | row.values


def _find_organisation(run, row, known):
    """Find the organisation, or say which is new. A ministry's name that several countries have takes the country's."""
    name, sector = row.values.pop("organisation", ""), row.values.pop("sector", "")
    if not name:
        return
    country = row.values.get("country", "") if sector_of(name) == Sector.GOVERNMENT else ""
    found = known.organisations.get(search_key(name))
    is_new, is_anothers = found is None, found and found.country not in {"", country} and not known.is_of(row, found)
    if country and (is_anothers or (is_new and search_key(name) in known.shared)):
        name = name_in(name, country)
        found = known.organisations.get(search_key(name))
    if found is None:
        sector = sector or sector_of(name) or run.new_sector
        row.new_organisation = {"official_name": name, "sector": sector, "country": country}
    row.values["organisation"] = found or name


def _find_person(row, known, seen, headers):
    """Find whom the row is about: by reference, else by address, else by name and organisation."""
    reference, email = row.values.pop("reference", ""), row.values.get("email", "")
    by_email = known.by_email.get(email.casefold()) if email else None
    if reference:
        row.participant = known.by_reference.get(reference)
        if row.participant is None:
            row.errors.append((headers["reference"], f"No registration has the reference {reference}."))
        elif by_email and by_email != row.participant:
            row.errors.append((headers["email"], f"{by_email.name} has the address {email}."))
    elif by_email:
        row.participant = by_email
    elif not email:
        organisation = row.values.get("organisation")
        key = (row.values.get("given_name", ""), row.values.get("family_name"), getattr(organisation, "pk", None))
        row.participant = known.by_name.get(key)
    if twice := seen.twice(row, headers):
        row.errors.append(twice)


def _differences(row):
    """Return what the row would change; an empty cell leaves what is known."""
    person, changes = row.participant, {}
    for name, value in row.values.items():
        old = getattr(person, name)
        same = (
            str(old or "").replace("\r\n", "\n") == value.replace("\r\n", "\n")
            if isinstance(value, str)
            else old == value
        )
        if not same:
            changes[name] = (_shown(old), _shown(value))
    return changes


def _told(values) -> dict:
    return {name: _shown(value) for name, value in values.items()}


def _shown(value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(getattr(value, "official_name", value) or "")
