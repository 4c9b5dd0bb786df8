"""An earlier conference, in Seoul in September 2016, as it may have been: its facts, its note, and what slipped in later.

That the Republic of Korea hosted the first regional conference of the series is history; what is told here is invented.
"""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from demo.data.people import GOVERNMENT, INDUSTRY
from demo.shape import Body, Person, Slot, Talk

ZONE = ZoneInfo("Asia/Seoul")
SLUG = "seoul-wiesbaden-2016"
CONFERENCE = {
    "title": "First Regional Industry Outreach Conference on Security Council Resolution 1540 (Asia-Pacific Wiesbaden "
    "Conference)",
    "short_title": "Asia-Pacific Wiesbaden Conference",
    "slug": SLUG,
    "ordinal": 1,
    "summary": "Governments and companies of Asia and the Pacific talk about their part in carrying out Security Council "
    "resolution 1540 (2004).",
    "starts_on": date(2016, 9, 6),
    "ends_on": date(2016, 9, 6),
    "time_zone": ZONE.key,
    "venue_name": "Hangang Conference Centre",
    "city": "Seoul",
    "country": "KR",
    "capacity": 30,
    "is_moderated": False,
    "registration_opens_at": datetime(2016, 7, 4, 9, 0, tzinfo=ZONE),
    "registration_closes_at": datetime(2016, 8, 26, 18, 0, tzinfo=ZONE),
    "contact_name": "Conference office",
    "contact_email": "seoul.office@example.org",
}
DISCLAIMER = "This note is for information and is not an official report."
ORGANIZERS = (("Government of the Republic of Korea", "host"), ("Germany", "support"))
HALL = "Hall A"
ROOMS = ((HALL, 60),)

BODIES = {
    "vn-trade": Body("Ministry of Industry and Trade, Viet Nam", GOVERNMENT, "VN"),
    "jp-economy": Body("Ministry of Economy, Japan", GOVERNMENT, "JP"),
    "sg-customs": Body("Customs, Singapore", GOVERNMENT, "SG"),
    "hana": Body("Hanbyeol Precision Co., Ltd.", INDUSTRY, "KR", "Hanbyeol Precision"),
    "kaze": Body("Asakaze Chemicals K.K.", INDUSTRY, "JP", "Asakaze Chemicals"),
}
PRESENT = (
    Person("minjun.kim", "Mr.", "Min-jun", "Kim", "Director, Strategic Trade", "kr-trade", is_family_first=True),
    Person("annegret.heide", "Ms.", "Annegret", "von der Heide", "Head of Division", "de-foreign"),
    Person("thu.nguyen", "Ms.", "Thị Thu", "Nguyễn", "Deputy Director", "vn-trade", is_family_first=True),
    Person("kenji.mori", "Mr.", "Kenji", "Mori", "Director, Security Export Control", "jp-economy"),
    Person("meilin.tan", "Ms.", "Mei Lin", "Tan", "Head of Permits", "sg-customs", is_family_first=True),
    Person("layla.alhaddad", "Ms.", "Layla", "Al-Haddad", "Expert", "experts"),
    Person("soyeon.han", "Ms.", "So-yeon", "Han", "Quality Manager", "hana", is_family_first=True, is_listed=False),
    Person("daichi.ueda", "Mr.", "Daichi", "Ueda", "Head of Compliance", "kaze"),
)
DELEGATIONS = (("minjun.kim", 2), ("kenji.mori", 2))
AGENDA = (
    Slot(
        "opening",
        "Opening",
        0,
        time(9, 30),
        time(10, 0),
        HALL,
        roles=(("chair", "minjun.kim"), ("speaker", "layla.alhaddad")),
    ),
    Slot(
        "keynote",
        "What companies ask of regulators",
        0,
        time(10, 0),
        time(11, 30),
        HALL,
        talks=(Talk("What companies ask of regulators", ("kenji.mori", "annegret.heide")),),
    ),
    Slot(
        "panel",
        "Trade and its control in the region",
        0,
        time(14, 0),
        time(15, 30),
        HALL,
        roles=(("moderator", "meilin.tan"), ("panellist", "thu.nguyen"), ("panellist", "daichi.ueda")),
    ),
)

NOTE = f"""Information Note¹

Event: First Regional Industry Outreach Conference on Security Council Resolution 1540 (2004)

Organizers: Government of the Republic of Korea with support from Germany

Date: 6 September 2016, Seoul, Republic of Korea

Participants: List attached

Background

Security Council resolution 1540 (2004), and resolution 1977 (2011) after it, call upon all States to work with industry. The conferences that began in Wiesbaden have shown how; this was the first one for Asia and the Pacific.

Highlights

There was a total of eight participants. Germany, Japan, the Republic of Korea, Singapore and Viet Nam were represented, and two companies took part. The part that companies play was recognized throughout.

The conference opened on 6 September 2016 with the keynote presentations. In the afternoon a panel spoke of trade in the region, and an expert from a company described how goods are classified.

Additional Comments

Further conferences will be organized in other regions from 2017. Questions can be sent to seoul.office@example.org.

¹ {DISCLAIMER}
"""

# What slipped into the draft of a correction, one thing of each kind: the section, the right words and the wrong ones.
SLIPS = (
    ("Background", "1977 (2011)", "1977 (2001)"),
    ("Background", "in Wiesbaden have shown how", "in Wiesbaden[^7] have shown how"),
    ("Highlights", "of eight participants", "of nine participants"),
    ("Highlights", "Viet Nam", "Vietnam"),
    ("Highlights", "recognized", "recognised"),
    ("Highlights", "on 6 September 2016", "on 7 September 2016"),
    ("Highlights", "an expert from a company", "Han So-yeon"),
    ("Additional Comments", "from 2017", "from [year]"),
    ("Additional Comments", "seoul.office@example.org", "seoul.office (at) example.org"),
)
