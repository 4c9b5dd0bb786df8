"""The conference in Mexico City: its facts, and its agenda of one and a half days in the order of its note."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from demo.shape import Slot, Talk

ZONE = ZoneInfo("America/Mexico_City")
SLUG = "mexico-wiesbaden-2017"
SERIES = "Wiesbaden Conferences"
CONFERENCE = {
    "title": "UN Security Council Resolution 1540 Regional Industry Outreach Conference (Mexico-Wiesbaden Conference) "
    "for the Pacific Alliance States and Brazil",
    "short_title": "Mexico-Wiesbaden Conference",
    "slug": SLUG,
    "ordinal": 2,
    "summary": "Governments and companies of Chile, Colombia, Mexico, Peru and Brazil talk about their part in carrying "
    "out Security Council resolution 1540 (2004), with the 1540 Committee and with experts who know earlier Wiesbaden "
    "Conferences. It is the second regional conference of the series; the Republic of Korea hosted the first, in "
    "September 2016.",
    "starts_on": date(2017, 6, 8),
    "ends_on": date(2017, 6, 9),
    "time_zone": ZONE.key,
    "venue_name": "Centro de Conferencias",
    "city": "Mexico City",
    "country": "MX",
    "capacity": 40,
    "is_moderated": True,
    "registration_opens_at": datetime(2017, 4, 3, 9, 0, tzinfo=ZONE),
    "registration_closes_at": datetime(2017, 5, 31, 18, 0, tzinfo=ZONE),
    "contact_name": "Conference office",
    "contact_email": "conference.office@example.org",
}
DISCLAIMER = (
    "This note is for information and is not an official report. What it says does not commit the 1540 Committee, the "
    "organizers or the participants."
)
ORGANIZERS = (
    ("Government of Mexico", "host"),
    ("Germany", "support"),
    ("the UN Office for Disarmament Affairs (UNODA)", "support"),
)

# The head of each ministry's delegation, and how many seats it has.
DELEGATIONS = (
    ("maria.delacruz", 3),
    ("elena.nunez", 2),
    ("andres.nanez", 2),
    ("rosa.quispe", 2),
    ("joao.guimaraes", 2),
)

ROOMS = (("Salón de Conferencias", 80), ("Foyer", None))
HALL, FOYER = "Salón de Conferencias", "Foyer"

# Who joined a panel after the first version of the agenda was out.
LATE_PANELLIST = ("The role of industry in preventing proliferation", "fiona.mcdonald")

AGENDA = (
    Slot("break", "Arrival and coffee", 0, time(8, 15), time(9, 0), FOYER),
    Slot(
        "opening",
        "Opening",
        0,
        time(9, 0),
        time(9, 30),
        HALL,
        "Words of welcome by the host, and by those who support the conference.",
        roles=(("chair", "maria.delacruz"), ("speaker", "annegret.heide"), ("speaker", "wirawan")),
    ),
    Slot(
        "presentations",
        "Resolution 1540 (2004): a general introduction",
        0,
        time(9, 30),
        time(10, 30),
        HALL,
        "What the resolution asks of States, what the Committee does, and where industry comes in.",
        roles=(("moderator", "wirawan"),),
        talks=(
            Talk(
                "Obligations of States under resolution 1540 (2004)",
                ("layla.alhaddad",),
                "The operative paragraphs, and how the Committee follows their implementation.",
            ),
            Talk("Assistance, and working with industry", ("wei.li",), "Paragraph 8, and what grew out of it."),
        ),
    ),
    Slot("break", "Coffee", 0, time(10, 30), time(11, 0), FOYER),
    Slot(
        "presentations",
        "Taking stock of earlier Wiesbaden Conferences",
        0,
        time(11, 0),
        time(12, 30),
        HALL,
        "Industry representatives who took part before report what came of it in their companies.",
        roles=(("moderator", "joaquin.zepeda"),),
        talks=(
            Talk(
                "An internal compliance programme, five years on",
                ("juergen.weiss",),
                "Who decides, who checks, and what the auditors found.",
            ),
            Talk("Screening customers at the speed of sales", ("fiona.mcdonald",)),
            Talk("What a small instrument maker can afford", ("zoe.lefevre",)),
        ),
    ),
    Slot("break", "Lunch", 0, time(12, 30), time(14, 0), FOYER),
    Slot(
        "panel",
        "Lessons learned for the Pacific Alliance States and Brazil",
        0,
        time(14, 0),
        time(15, 15),
        HALL,
        "How regulators, customs and exporters work together, and what of it fits the region.",
        roles=(
            ("moderator", "rosa.quispe"),
            ("panellist", "antonia.muller"),
            ("panellist", "juergen.weiss"),
            ("panellist", "luiza.saesilva"),
            ("panellist", "ximena.ofarrill"),
        ),
    ),
    Slot("break", "Coffee", 0, time(15, 15), time(15, 45), FOYER),
    Slot(
        "keynote",
        "Keynotes: Mexico, Germany, Republic of Korea",
        0,
        time(15, 45),
        time(17, 15),
        HALL,
        "Three States that have hosted or supported Wiesbaden Conferences say what they expect of industry.",
        roles=(("chair", "layla.alhaddad"),),
        talks=(
            Talk("Mexico: a host’s view of the region", ("maria.delacruz",)),
            Talk("Germany: the Wiesbaden idea", ("annegret.heide",)),
            Talk("Republic of Korea: the first regional conference", ("minjun.kim",)),
        ),
    ),
    Slot("break", "Coffee", 1, time(8, 30), time(9, 0), FOYER),
    Slot(
        "presentations",
        "Strategic trade controls: laws in force and in preparation",
        1,
        time(9, 0),
        time(10, 45),
        HALL,
        "Government speakers on what their law says today and what is being drafted.",
        roles=(("chair", "andres.nanez"),),
        talks=(
            Talk("Brazil", ("conceicao.araujo",)),
            Talk("Chile", ("elena.nunez",)),
            Talk("Colombia", ("catalina.rincon",)),
            Talk("Mexico", ("rodrigo.ibarra",)),
            Talk("Peru", ("luis.huaman",)),
        ),
    ),
    Slot("break", "Coffee", 1, time(10, 45), time(11, 15), FOYER),
    Slot(
        "panel",
        "The role of industry in preventing proliferation",
        1,
        time(11, 15),
        time(12, 30),
        HALL,
        "Exporters, carriers and makers of the region with colleagues from elsewhere.",
        roles=(
            ("moderator", "wei.li"),
            ("panellist", "hector.vazquez"),
            ("panellist", "valentina.ospina"),
            ("panellist", "cesar.ttito"),
            ("rapporteur", "tomas.errazuriz"),
        ),
    ),
    Slot(
        "ceremony",
        "Closing",
        1,
        time(12, 30),
        time(13, 0),
        HALL,
        "Whether and how the Wiesbaden process may go on in the region; thanks.",
        roles=(("chair", "maria.delacruz"), ("speaker", "joao.guimaraes")),
    ),
)
