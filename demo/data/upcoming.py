"""A conference that is still to come, invented for the demonstration: registration is open, and every link works.

Its dates follow the day on which the demonstration is loaded.
"""

from datetime import date, time, timedelta

from demo.data.people import ACADEMIA, GOVERNMENT, INDUSTRY
from demo.shape import Body, Person, Slot, Talk

SLUG = "wiesbaden-conference"
ROOMS = (("Plenary hall", 120), ("Room Taunus", 40), ("Foyer", None))
HALL, TAUNUS, FOYER = "Plenary hall", "Room Taunus", "Foyer"
CAPACITY = 60
ORGANIZERS = (("Government of Germany", "host"), ("the UN Office for Disarmament Affairs (UNODA)", "support"))

BODIES = {
    "fr-economy": Body("Ministry of Economy, France", GOVERNMENT, "FR"),
    "ci-foreign": Body("Ministry of Foreign Affairs, Côte d'Ivoire", GOVERNMENT, "CI"),
    "jo-foreign": Body("Ministry of Foreign Affairs, Jordan", GOVERNMENT, "JO"),
    "fjord": Body("Fjordlys Undervannsteknikk AS", INDUSTRY, "NO", "Fjordlys"),
    "konkan": Body("Konkan Blue Pharmachem Ltd.", INDUSTRY, "IN", "Konkan Blue"),
    "taunus": Body("Taunusblick University", ACADEMIA, "DE"),
}

NEWCOMERS = (
    Person(
        "chloe.saintmartin",
        "Ms.",
        "Chloé",
        "Saint-Martin",
        "Head of Dual-Use Licensing",
        "fr-economy",
        language="fr",
        gender="female",
    ),
    Person(
        "kouadio.nguessan",
        "Mr.",
        "Kouadio",
        "N’Guessan",
        "Director, United Nations",
        "ci-foreign",
        language="fr",
        gender="male",
        needs="Arrives late on the first day.",
    ),
    Person("layla.khatib", "H.E. Ms.", "ليلى", "الخطيب", "Ambassador", "jo-foreign", gender="female"),
    Person("bjorn.aasen", "Mr.", "Bjørn", "Åsen", "Export Manager", "fjord", gender="male"),
    Person(
        "revathi",
        "Ms.",
        "",
        "Revathi",
        "General Manager, Regulatory Compliance",
        "konkan",
        gender="female",
        needs="Vegan meals.",
    ),
    Person("friederike.gross", "Prof.", "Friederike", "Groß", "Chair of Security Law", "taunus", gender="female"),
    Person("jan.vanderberg", "Mr.", "Jan", "van der Berg", "Logistics Lead", "fjord"),
    Person("amara.okonkwo", "Dr.", "Amara", "Okonkwo", "Research Fellow", "taunus", is_listed=False),
)

# Who of the earlier conference is asked again, by key; the rest of the lists are keys of newcomers.
CONFIRMED = (
    "annegret.heide", "juergen.weiss", "zoe.lefevre", "fiona.mcdonald", "minjun.kim", "layla.alhaddad", "wei.li",
    "wirawan", "elena.nunez", "luiza.saesilva", "chloe.saintmartin", "kouadio.nguessan", "friederike.gross",
)  # fmt: skip
PENDING = ("bjorn.aasen", "revathi", "amara.okonkwo", "thiago.nakamura")
DECLINED = (("rodrigo.ibarra", "Another meeting in the same week."),)
CANCELLED = ("jan.vanderberg",)
UNANSWERED = ("maria.delacruz", "layla.khatib", "yusuf.mansur", "valentina.ospina")

AGENDA = (
    Slot("break", "Arrival and coffee", 0, time(8, 30), time(9, 30), FOYER),
    Slot(
        "opening",
        "Opening",
        0,
        time(9, 30),
        time(10, 0),
        HALL,
        roles=(("chair", "annegret.heide"), ("speaker", "layla.alhaddad")),
    ),
    Slot(
        "keynote",
        "Talking with industry: what has changed",
        0,
        time(10, 0),
        time(11, 0),
        HALL,
        "What the conferences have changed, and what they have not.",
        talks=(Talk("Talking with industry: what has changed", ("minjun.kim",)),),
    ),
    Slot("break", "Coffee", 0, time(11, 0), time(11, 30), FOYER),
    Slot(
        "panel",
        "Intangible transfers: drawings, code and advice",
        0,
        time(11, 30),
        time(13, 0),
        HALL,
        roles=(
            ("moderator", "zoe.lefevre"),
            ("panellist", "fiona.mcdonald"),
            ("panellist", "friederike.gross"),
            ("panellist", "luiza.saesilva"),
        ),
    ),
    Slot(
        "discussion",
        "Round table of licensing officers",
        0,
        time(11, 30),
        time(13, 0),
        TAUNUS,
        "For government participants.",
        roles=(("moderator", "chloe.saintmartin"), ("rapporteur", "elena.nunez")),
    ),
    Slot("break", "Lunch", 0, time(13, 0), time(14, 30), FOYER),
    Slot(
        "presentations",
        "Internal compliance programmes of small companies",
        0,
        time(14, 30),
        time(16, 0),
        HALL,
        roles=(("moderator", "wei.li"),),
        talks=(
            Talk("What an auditor looks at first", ("juergen.weiss",)),
            Talk("Screening without a department", ("zoe.lefevre",)),
        ),
    ),
    Slot("break", "Coffee", 1, time(8, 30), time(9, 0), FOYER),
    Slot(
        "panel",
        "Regional conferences: what comes after",
        1,
        time(9, 0),
        time(10, 30),
        HALL,
        roles=(("moderator", "wirawan"), ("panellist", "elena.nunez"), ("panellist", "kouadio.nguessan")),
    ),
    Slot("break", "Coffee", 1, time(10, 30), time(11, 0), FOYER),
    Slot("ceremony", "Closing", 1, time(11, 0), time(11, 45), HALL, roles=(("chair", "annegret.heide"),)),
    Slot(
        "discussion",
        "Academia as an exporter",
        None,
        summary="Time and room to be found.",
        roles=(("moderator", "friederike.gross"),),
        is_published=False,
    ),
)


def first_day(today: date) -> date:
    """Return the first Tuesday that lies at least four months after today."""
    earliest = today + timedelta(days=120)
    return earliest + timedelta(days=(1 - earliest.weekday()) % 7)


def conference(starts_on: date) -> dict:
    """Return the conference's own facts."""
    return {
        "title": f"Wiesbaden Conference {starts_on.year} on Industry and Resolution 1540 (2004)",
        "short_title": f"Wiesbaden Conference {starts_on.year}",
        "slug": SLUG,
        "summary": "A conference invented for this demonstration. Licensing authorities, exporters and researchers meet "
        "to compare what works in the control of strategic trade.",
        "starts_on": starts_on,
        "ends_on": starts_on + timedelta(days=1),
        "time_zone": "Europe/Berlin",
        "venue_name": "Congress centre",
        "city": "Wiesbaden",
        "country": "DE",
        "capacity": CAPACITY,
        "is_moderated": True,
        "contact_name": "Conference office",
        "contact_email": "conference.office@example.org",
    }


LETTERHEAD = {
    "office": "Secretariat of the Wiesbaden Conference",
    "lines": "",
    "address": "Conference office\nWiesbaden, Germany",
    "name_in_notes": "The Secretariat of the Wiesbaden Conference",
    "place": "Wiesbaden",
    "signatory_name": "Dr. Marta Lindqvist",
    "signatory_title": "Secretary of the Conference",
    "reference_prefix": "WBC",
    "has_visa_letters": True,
    "has_passport": True,
}
