"""The columns of the desk's list: what each is called, what it says of a registration, what it is sorted by.

The list on the screen, its export and its import name and read them here, so that they agree.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from lib import states
from lib.text import search_key
from lib.written import LANGUAGES
from participants.choices import InvitationState, RegistrationStatus, Sector


@dataclass(frozen=True)
class Column:
    """One column. `value` gives what is exported, a string as it is kept; `order_by` names fields of Registration."""

    key: str
    label: str
    value: Callable
    order_by: tuple[str, ...] = ()
    is_default: bool = False
    is_moment: bool = False


def _of_person(name: str) -> Callable:
    return lambda registration: str(getattr(registration.participant, name) or "")


def _of_organisation(get: Callable) -> Callable:
    def value(registration):
        organisation = registration.participant.organisation
        return get(organisation) if organisation else ""

    return value


def _country(registration):
    code = registration.participant.country
    return states.name(code) if code else ""


def _language(registration):
    return dict(LANGUAGES).get(registration.participant.language, "")


def _invitation(registration):
    return InvitationState(registration.invitation_state).label if registration.invitation_state else ""


def _tags(registration):
    return ", ".join(tag.name for tag in registration.tags.all())


def _consent(registration):
    person = registration.participant
    if not person.is_listed:
        return ""
    said = f"version {person.consent_version}" if person.consent_version else "noted by the team"
    at = person.consented_at
    return f"{said}, {at.astimezone(registration.conference.zone):%Y-%m-%d}" if at else said


def _yes(value):
    return "yes" if value else "no"


PERSON, ORGANISATION = "participant__", "participant__organisation__"
COLUMNS = {
    column.key: column
    for column in [
        Column("name", "Name", lambda r: r.participant.formal_name, (PERSON + "sort_key",), is_default=True),
        Column("honorific", "Title", _of_person("honorific"), (PERSON + "honorific",)),
        Column("given_name", "Given name", _of_person("given_name"), (PERSON + "given_name",)),
        Column("family_name", "Family name", _of_person("family_name"), (PERSON + "family_name",)),
        Column("name_order", "Order of the name", lambda r: r.participant.get_name_order_display()),
        Column("job_title", "Position", _of_person("job_title"), (PERSON + "job_title",)),
        Column(
            "organisation",
            "Organisation",
            _of_organisation(lambda o: o.official_name),
            (ORGANISATION + "official_name",),
            is_default=True,
        ),
        Column(
            "sector",
            "Sector",
            _of_organisation(lambda o: Sector(o.sector).label),
            (ORGANISATION + "sector",),
            is_default=True,
        ),
        Column("country", "Country", _country, (PERSON + "country",)),
        Column("delegation", "Delegation", lambda r: str(r.participant.delegation or "")),
        Column("email", "E-mail address", _of_person("email"), (PERSON + "email",)),
        Column("phone", "Telephone", _of_person("phone"), (PERSON + "phone",)),
        Column("needs", "Diet, access and other needs", _of_person("needs")),
        Column("language", "Language of our messages", _language),
        Column("gender", "Gender", lambda r: r.participant.get_gender_display() if r.participant.gender else ""),
        Column("is_listed", "Agrees to be named", lambda r: _yes(r.participant.is_listed), (PERSON + "is_listed",)),
        Column("consent", "Wording agreed to", _consent, (PERSON + "consent_version",)),
        Column("reference", "Reference", lambda r: r.reference, ("reference",)),
        Column("status", "Status", lambda r: RegistrationStatus(r.status).label, ("status",), is_default=True),
        Column("invitation", "Invitation", _invitation, ("invitation_state",)),
        Column("tags", "Tags", _tags),
        Column(
            "registered_at",
            "Registered",
            lambda r: r.registered_at,
            ("registered_at",),
            is_default=True,
            is_moment=True,
        ),
        Column("checked_in_at", "Arrived", lambda r: r.checked_in_at, ("checked_in_at",), is_moment=True),
    ]
}
DEFAULT = [column.key for column in COLUMNS.values() if column.is_default]
CHOICES = [(column.key, column.label) for column in COLUMNS.values() if column.key != "name"]
# What only those who work at the desk read of a person.
PERSONAL = {"needs", "gender"}
# What makes up a name stands in columns of its own where a list is to be read by a machine.
NAME_PARTS = ["honorific", "given_name", "family_name", "name_order"]


def chosen(keys, further: list[Column] = ()) -> list[Column]:
    """Return the columns of these keys in the order of the table, the name always first; none means the usual ones.

    `further` are those of the conference's own questions (participants/questions.py); they stand at the end.
    """
    wanted = {"name", *keys} if keys else set(DEFAULT)
    return [column for column in [*COLUMNS.values(), *further] if column.key in wanted]


def for_export(columns: list[Column]) -> list[Column]:
    """Return the columns with the name taken apart into its parts, so that nothing is lost on the way back."""
    others = [column for column in columns if column.key not in {"name", *NAME_PARTS}]
    return [*(COLUMNS[key] for key in NAME_PARTS), *others]


def named(header: str) -> Column | None:
    """Return the column that people mean by this header, whatever its case and accents, in one language or several.

    A word that may mean two things (“Title / Function”) gives way to one that means one.
    """
    found = [column for part in [header, *re.split(r"[/|(),;:\n]", header)] if (column := _BY_HEADER.get(_plain(part)))]
    certain = [column for column in found if column.key != "honorific"]
    return next(iter([*certain, *found]), None)


def header_row(rows: Iterable[list[str]], remembered: dict[str, str]) -> int:
    """Return which row holds the headers: the first of which most cells, and two at least, are known; else the first.

    `remembered` says, by header, what a column of an earlier file was taken for.
    """
    for position, cells in enumerate(rows):
        filled = [cell for cell in cells if cell]
        known = sum(1 for cell in filled if remembered.get(search_key(cell)) or named(cell))
        if known >= 2 and known * 2 >= len(filled):
            return position
    return 0


def _plain(header):
    return " ".join(re.sub(r"[-_.*]", " ", search_key(header)).split())


_OTHER_HEADERS = {
    "name": [
        "full name",
        "participant",
        "participants",
        "delegate",
        "name of participant",
        "name of delegate",
        "nom complet",
        "nom et prenom",
        "nombre completo",
        "nombre y apellidos",
        "name and surname",
    ],
    "honorific": ["honorific", "salutation", "prefix", "anrede", "titre", "titulo", "mr ms", "ms mr"],
    "given_name": [
        "first name",
        "forename",
        "firstname",
        "given names",
        "first names",
        "prenom",
        "prenoms",
        "vorname",
        "nombre",
        "nombres",
    ],
    "family_name": [
        "last name",
        "surname",
        "surnames",
        "lastname",
        "nom",
        "nom de famille",
        "nachname",
        "apellido",
        "apellidos",
        "family names",
        "last names",
    ],
    "job_title": [
        "job title",
        "function",
        "function title",
        "role",
        "designation",
        "cargo",
        "fonction",
        "post",
        "rank",
        "puesto",
        "official title",
        "functional title",
        "title function",
        "title position",
    ],
    "organisation": [
        "organization",
        "affiliation",
        "company",
        "institution",
        "institution name",
        "entity",
        "organizacion",
        "employer",
        "ministry",
        "agency",
        "institucion",
        "ministere",
        "ministerio",
        "organisme",
        "represents",
        "representing",
    ],
    "sector": ["type", "type of organisation", "kind"],
    "country": ["state", "nation", "country code", "pais", "pays", "land", "member state", "nationality", "estado"],
    "email": [
        "email",
        "e mail",
        "email address",
        "mail",
        "correo",
        "correo electronico",
        "courriel",
        "adresse electronique",
    ],
    "phone": [
        "phone",
        "phone number",
        "mobile",
        "tel",
        "telefono",
        "mobile phone",
        "telephone number",
        "tel no",
        "cell",
    ],
    "needs": [
        "needs",
        "diet",
        "dietary requirements",
        "special needs",
        "requirements",
        "diet needs",
        "dietary",
        "dietary needs",
        "remarks diet",
    ],
    "language": [
        "language",
        "preferred language",
        "language for correspondence",
        "correspondence language",
        "langue",
        "langue de correspondance",
        "idioma",
        "idioma de correspondencia",
        "sprache",
        "язык",
        "语文",
        "语言",
        "اللغة",
    ],
    "is_listed": ["listed", "agrees to be listed", "consent"],
}
_BY_HEADER = {_plain(column.label): column for column in COLUMNS.values()} | {
    header: COLUMNS[key] for key, headers in _OTHER_HEADERS.items() for header in headers
}
