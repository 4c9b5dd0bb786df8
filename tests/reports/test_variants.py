"""Notes differ in every part: each shape that real notes have prints what was entered, in its order."""

import pytest

from reports.composing import document_of
from reports.content import of_parsed
from reports.note_text import ParsedNote
from tests.poppler import facts, squash, tagged_blocks
from tests.reports.notes import print_note


def content(language="en", **parts):
    return of_parsed(ParsedNote(title="Information Note"), language) | parts


def items(*pairs, groups=()):
    return [
        {"id": n, "key": "", "label": label, "value": value, "groups": list(groups) if n == len(pairs) - 1 else []}
        for n, (label, value) in enumerate(pairs)
    ]


def sections(*triples):
    return [
        {"id": n, "heading": heading, "level": level, "text": text} for n, (heading, level, text) in enumerate(triples)
    ]


def footnotes(*texts, on_title=0):
    return [{"id": n, "number": n, "text": text, "is_on_title": n == on_title} for n, text in enumerate(texts, start=1)]


GROUPS = [
    {"name": "Pacific Alliance States", "entries": ["Chile", "Colombia", "Mexico", "Peru"]},
    {"name": "Other States", "entries": ["Brazil", "Côte d’Ivoire", "Türkiye"]},
    {"name": "United Nations", "entries": ["UNODA", "1540 Committee: Group of Experts"]},
    {"name": "Industry", "entries": ["Aceros, S.A. de C.V.", "Müller & Söhne GmbH"]},
    {"name": "Speakers", "entries": ["Ms. Elena Núñez"]},
]
TABLE = "| State | Report |\n| --- | --- |\n| Chile | 2004 |\n| Peru | 2006 |"
VARIANTS = {
    "one organizer and one day": (
        content(front_matter=items(("Organizer", "Government of Chile"), ("Date", "8 June 2017, Santiago, Chile"))),
        ["InformationNote", "Organizer:GovernmentofChile", "Date:8June2017,Santiago,Chile"],
    ),
    "venue before date": (
        content(front_matter=items(("Venue and Date", "Room 4, Vienna International Centre, 31 July-1 August 2024"))),
        ["InformationNote", "VenueandDate:Room4,ViennaInternationalCentre,31July-1August2024"],
    ),
    "days apart, online, start and end": (
        content(
            front_matter=items(
                ("Date", "1, 8 and 15 December 2020, online"),
                ("Start Date", "1 December 2020"),
                ("End Date", "15 December 2020"),
                ("Location", "online"),
            )
        ),
        [
            "InformationNote",
            "Date:1,8and15December2020,online",
            "StartDate:1December2020",
            "EndDate:15December2020",
            "Location:online",
        ],
    ),
    "five groups of participants": (
        content(front_matter=items(("Participants", ""), groups=GROUPS)),
        [
            "InformationNote",
            "Participants:PacificAllianceStates:Chile,Colombia,MexicoandPeru"
            "OtherStates:Brazil,Côted’IvoireandTürkiye"
            "UnitedNations:UNODAand1540Committee:GroupofExperts"
            "Industry:Aceros,S.A.deC.V.andMüller&SöhneGmbH"
            "Speakers:Ms.ElenaNúñez",
        ],
    ),
    "no front matter at all": (
        content(sections=sections(("Summary", "1", "Text."))),
        ["InformationNote", "Summary", "Text."],
    ),
    "two levels, numbered headings and paragraphs": (
        content(
            is_numbered=True,
            first_number=4,
            heading_numbers="roman",
            sections=sections(
                ("Proceedings", "1", "One."), ("First day", "2", "Two.\n\nThree."), ("End", "1", "Four.")
            ),
        ),
        ["InformationNote", "I.Proceedings", "4.One.", "A.Firstday", "5.Two.", "6.Three.", "II.End", "7.Four."],
    ),
    "a list, a table and a quotation": (
        content(
            sections=sections(("Key points", "1", f"Two points:\n\n- First\n- Second\n\n{TABLE}\n\n> As was said."))
        ),
        [
            *("InformationNote", "Keypoints", "Twopoints:", "•First", "•Second"),
            *("State", "Report", "Chile", "2004", "Peru", "2006", "Aswassaid."),
        ],
    ),
    "footnotes on title, label, heading, paragraph and in another order than numbered": (
        content(
            front_matter=items(("Participants[^3]", "List attached")),
            sections=sections(("Background[^2]", "1", "Text.[^4] And again.[^2]")),
            footnotes=footnotes("On the title.", "On the heading.", "On the label.", "On the text.", on_title=1),
        ),
        [
            *("InformationNote¹", "Participants²:Listattached", "Background³", "Text.⁴Andagain.³"),
            *("¹Onthetitle.", "²Onthelabel.", "³Ontheheading.", "⁴Onthetext."),
        ],
    ),
    "three annexes": (
        content(
            annexes=[
                {"id": n, "kind": "text", "title": title, "text": f"Text of {title}."}
                for n, title in enumerate(["List of participants", "Agenda", "Statement"])
            ]
        ),
        [
            "InformationNote",
            *("AnnexIListofparticipants", "TextofListofparticipants."),
            *("AnnexIIAgenda", "TextofAgenda.", "AnnexIIIStatement", "TextofStatement."),
        ],
    ),
    "an event with quotations within quotations and brackets": (
        content(front_matter=items(("Event", "Workshop “On the ‘Wiesbaden’ process” (second part) for States"))),
        ["InformationNote", "Event:Workshop“Onthe‘Wiesbaden’process”(secondpart)forStates"],
    ),
    "roles of organizers on lines of their own": (
        content(
            front_matter=items(
                ("Host", "Government of Kazakhstan"),
                ("Organized by", "UNODA and UNRCPD"),
                ("In cooperation with", "the African Union, the OAS and the OSCE"),
                ("With the support of", "Norway"),
                ("Co-sponsors", "Chile and the Republic of Korea"),
                ("Financial support", "the European Union"),
            )
        ),
        [
            *("InformationNote", "Host:GovernmentofKazakhstan", "Organizedby:UNODAandUNRCPD"),
            *("Incooperationwith:theAfricanUnion,theOASandtheOSCE", "Withthesupportof:Norway"),
            *("Co-sponsors:ChileandtheRepublicofKorea", "Financialsupport:theEuropeanUnion"),
        ],
    ),
    "date and venue in one line, over five days": (
        content(front_matter=items(("Date and venue", "24-28 October 2016, Room XIX, Palais des Nations, Geneva"))),
        ["InformationNote", "Dateandvenue:24-28October2016,RoomXIX,PalaisdesNations,Geneva"],
    ),
    "participants as a count only, and objectives": (
        content(
            front_matter=items(
                ("Participants", "31 participants from seven States"), ("Objectives", "To share practice")
            )
        ),
        ["InformationNote", "Participants:31participantsfromsevenStates", "Objectives:Tosharepractice"],
    ),
    "ministries of one State, and States that are in two groups": (
        content(
            front_matter=items(
                ("Participants", "National round table"),
                groups=[
                    {"name": "Ministries", "entries": ["Ministry of Trade, Industry and Energy", "Customs Service"]},
                    {"name": "States of the region", "entries": ["Zaire", "Swaziland"]},
                    {"name": "Observers", "entries": ["Holy See", "Swaziland"]},
                    {"name": "Host", "entries": ["Czech Republic"]},
                ],
            )
        ),
        [
            "InformationNote",
            "Participants:Nationalroundtable"
            "Ministries:MinistryofTrade,IndustryandEnergyandCustomsService"
            "Statesoftheregion:ZaireandSwaziland"
            "Observers:HolySeeandSwaziland"
            "Host:CzechRepublic",
        ],
    ),
    "other sections, headings in figures": (
        content(
            heading_numbers="arabic",
            sections=sections(
                ("Introduction", "1", "One."),
                ("Key points", "1", "Two."),
                ("Trade", "2", "Three."),
                ("Recommendations", "1", "Four."),
            ),
        ),
        [
            *("InformationNote", "1.Introduction", "One.", "2.Keypoints", "Two."),
            *("2.1.Trade", "Three.", "3.Recommendations", "Four."),
        ],
    ),
    "a footnote in a cell of a table": (
        content(
            sections=sections(("Reports", "1", "| State | Report |\n| --- | --- |\n| Chile[^1] | 2004 |")),
            footnotes=footnotes("As of June."),
        ),
        ["InformationNote", "Reports", "State", "Report", "Chile¹", "2004", "¹AsofJune."],
    ),
    "a symbol above the title": (
        content(series_number="S/AC.44/2017/NOTE.3", sections=sections(("Summary", "1", "Text."))),
        ["S/AC.44/2017/NOTE.3", "InformationNote", "Summary", "Text."],
    ),
    "Spanish": (
        content("es", front_matter=items(("Fecha y lugar", "8 y 9 de junio de 2017, Lima")), title="Nota informativa"),
        ["Notainformativa", "Fechaylugar:8y9dejuniode2017,Lima"],
    ),
    "Chinese": (
        content("zh-Hans", front_matter=items(("日期", "2017年6月8日至9日，墨西哥城")), title="情况说明"),
        ["情况说明", "日期：2017年6月8日至9日，墨西哥城"],
    ),
    "French": (
        content("fr", front_matter=items(("Organisateurs", "Gouvernement du Chili")), title="Note d’information"),
        ["Noted’information", "Organisateurs:GouvernementduChili"],
    ),
    "Russian": (
        content("ru", front_matter=items(("Дата", "8–9 июня 2017 года")), title="Информационная записка"),
        ["Информационнаязаписка", "Дата:8–9июня2017года"],
    ),
}


@pytest.mark.parametrize("variant", VARIANTS)
def test_what_was_entered_is_what_is_printed_block_by_block(variant):
    entered, blocks = VARIANTS[variant]

    pdf = print_note(document_of(entered))

    assert pdf == print_note(document_of(entered))
    printed = [(kind, squash(text)) for kind, text in tagged_blocks(pdf)]
    assert [text for kind, text in printed if kind != "Note"] == [block for block in blocks if block[0] not in "¹²³⁴"]
    assert [text for kind, text in printed if kind == "Note"] == [block for block in blocks if block[0] in "¹²³⁴"]


def test_each_annex_begins_a_page():
    entered, _ = VARIANTS["three annexes"]

    assert facts(print_note(document_of(entered)))["Pages"] == "4"
