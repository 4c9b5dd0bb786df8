"""The sentences of facts, word for word, in each of the six languages."""

from datetime import date

import pytest

from conference.models import Conference, Series
from participants.choices import Gender, Sector
from reports.facts import Basis, Data, fact_of
from reports.facts.model import Group
from reports.facts.phrases import Phrases, plural_category
from tests.reports.test_facts import CONFERENCE, PEOPLE, SESSIONS, person

NB = "\u00a0"
LANGUAGES = ("en", "fr", "es", "ru", "zh-Hans", "ar")
TOTALS = {
    "en": {
        1: "There was one participant.",
        2: "There was a total of two participants.",
        5: "There was a total of five participants.",
        11: "There was a total of 11 participants.",
        31: "There was a total of 31 participants.",
    },
    "fr": {
        1: "La conférence a réuni un participant.",
        2: "La conférence a réuni au total deux participants.",
        5: "La conférence a réuni au total cinq participants.",
        11: "La conférence a réuni au total 11 participants.",
        31: "La conférence a réuni au total 31 participants.",
    },
    "es": {
        1: "En la conferencia participó una persona.",
        2: "En la conferencia participaron en total dos personas.",
        5: "En la conferencia participaron en total cinco personas.",
        11: "En la conferencia participaron en total 11 personas.",
        31: "En la conferencia participaron en total 31 personas.",
    },
    "ru": {
        1: "В конференции принял участие один человек.",
        2: "В общей сложности в конференции приняли участие 2 человека.",
        5: "В общей сложности в конференции приняли участие 5 человек.",
        11: "В общей сложности в конференции приняли участие 11 человек.",
        31: "В общей сложности в конференции принял участие 31 человек.",
    },
    "zh-Hans": {
        1: "与会者共1人。",
        2: "与会者共2人。",
        5: "与会者共5人。",
        11: "与会者共11人。",
        31: "与会者共31人。",
    },
    "ar": {
        1: "شارك في المؤتمر شخص واحد.",
        2: "شارك في المؤتمر شخصان.",
        5: "شارك في المؤتمر ما مجموعه 5 أشخاص.",
        11: "شارك في المؤتمر ما مجموعه 11 شخصاً.",
        31: "شارك في المؤتمر ما مجموعه 31 شخصاً.",
    },
}


def sentence(key, language, *, basis=Basis.CONFIRMED, conference=CONFERENCE, **data):
    return fact_of(Data(conference, **data), key, basis, language).sentence


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [1, 2, 5, 11, 31])
def test_participants_are_counted_in_the_grammar_of_the_language(language, count):
    people = [person(str(number), "CL", has_arrived=True) for number in range(count)]

    assert sentence("total", language, basis=Basis.CHECKED_IN, people=people) == TOTALS[language][count]


@pytest.mark.parametrize(
    ("language", "confirmed", "registered"),
    [
        ("en", "There was a total of 31 confirmed participants.", "A total of 31 persons registered."),
        (
            "fr",
            "La participation de 31 personnes au total a été confirmée.",
            "Au total, 31 personnes se sont inscrites.",
        ),
        (
            "es",
            "Se confirmó la participación de un total de 31 personas.",
            "Se inscribieron en total 31 personas.",
        ),
        (
            "ru",
            "В общей сложности подтверждено участие 31 человека.",
            "В общей сложности зарегистрировался 31 человек.",
        ),
        ("zh-Hans", "确认与会者共31人。", "登记者共31人。"),
        ("ar", "تأكدت مشاركة ما مجموعه 31 شخصاً.", "سُجّل ما مجموعه 31 شخصاً."),
    ],
)
def test_a_sentence_says_whether_people_came_or_only_meant_to(language, confirmed, registered):
    people = [person(str(number), "CL") for number in range(31)]

    assert sentence("total", language, people=people) == confirmed
    assert sentence("total", language, basis=Basis.REGISTERED, people=people) == registered


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "Of the six participants, four came from Governments, one from the United Nations and one from industry.",
        ),
        (
            "fr",
            f"Les six participants représentaient les secteurs suivants{NB}: gouvernements (4), "
            "Organisation des Nations Unies (1) et industrie (1).",
        ),
        (
            "es",
            "Los seis participantes representaban a los sectores siguientes: gobiernos (4), Naciones Unidas (1) "
            "e industria (1).",
        ),
        (
            "ru",
            "Участники представляли следующие секторы: правительства (4), Организация Объединенных Наций (1) "
            "и промышленность (1).",
        ),
        ("zh-Hans", "与会者来自各国政府（4人）、联合国（1人）和工业界（1人）。"),
        ("ar", "مثّل المشاركون القطاعات التالية: الحكومات (4) والأمم المتحدة (1) وقطاع الصناعة (1)."),
    ],
)
def test_sectors(language, text):
    assert sentence("sectors", language, people=PEOPLE) == text


@pytest.mark.parametrize(
    ("language", "four", "one"),
    [
        ("en", "Four States were represented: Chile, Colombia, Mexico and Peru.", "One State was represented: Chile."),
        (
            "fr",
            f"Quatre États étaient représentés{NB}: Chili, Colombie, Mexique et Pérou.",
            f"Un État était représenté{NB}: Chili.",
        ),
        (
            "es",
            "Estuvieron representados cuatro Estados: Chile, Colombia, México y Perú.",
            "Estuvo representado un Estado: Chile.",
        ),
        (
            "ru",
            "Были представлены 4 государства: Колумбия, Мексика, Перу и Чили.",
            "Было представлено одно государство: Чили.",
        ),
        ("zh-Hans", "共有4个国家派代表出席：哥伦比亚、秘鲁、墨西哥和智利。", "共有1个国家派代表出席：智利。"),
        ("ar", "كانت 4 دول ممثَّلة: بيرو وشيلي وكولومبيا والمكسيك.", "كانت دولة واحدة ممثَّلة: شيلي."),
    ],
)
def test_states_have_the_names_and_the_order_of_the_language(language, four, one):
    assert sentence("states", language, people=PEOPLE) == four
    assert sentence("states", language, people=PEOPLE[:1]) == one


@pytest.mark.parametrize(
    ("language", "whole", "part"),
    [
        (
            "en",
            "Participants came from the Andean States (Chile and Colombia).",
            "Participants came from one of the two Andean States (Chile).",
        ),
        (
            "fr",
            f"Tous les États du groupe «{NB}Andean States{NB}» comptaient des participants{NB}: Chili et Colombie.",
            f"Les États suivants du groupe «{NB}Andean States{NB}» comptaient des participants (un sur deux){NB}: Chili.",
        ),
        (
            "es",
            "Hubo participantes de todos los Estados del grupo «Andean States»: Chile y Colombia.",
            "Hubo participantes de los siguientes Estados del grupo «Andean States» (uno de dos): Chile.",
        ),
        (
            "ru",
            "Были участники из всех государств группы «Andean States»: Колумбия и Чили.",
            "Были участники из следующих государств группы «Andean States» (1 из 2): Чили.",
        ),
        (
            "zh-Hans",
            "“Andean States”所有国家均有人与会：哥伦比亚和智利。",
            "“Andean States”2个国家中有1个国家有人与会：智利。",
        ),
        (
            "ar",
            "حضر مشاركون من جميع الدول في مجموعة «\u2068Andean States\u2069»: شيلي وكولومبيا.",
            "حضر مشاركون من الدول التالية في مجموعة «\u2068Andean States\u2069» (1 من أصل 2): شيلي.",
        ),
    ],
)
def test_groups_keep_the_name_that_the_staff_gave_them(language, whole, part):
    groups = [Group("Andean States", ["CL", "CO"])]

    assert sentence("group:Andean States", language, people=PEOPLE, groups=groups) == whole
    assert sentence("group:Andean States", language, people=PEOPLE[:1], groups=groups) == part


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The following organizations and companies were represented: Müller GmbH and UNODA."),
        ("fr", f"Les organisations et entreprises suivantes étaient représentées{NB}: Müller GmbH et UNODA."),
        ("es", "Estuvieron representadas las organizaciones y empresas siguientes: Müller GmbH y UNODA."),
        ("ru", "Были представлены следующие организации и компании: Müller GmbH и UNODA."),
        ("zh-Hans", "下列组织和公司派代表出席：Müller GmbH和UNODA。"),
        ("ar", "كانت المنظمات والشركات التالية ممثَّلة: \u2068Müller GmbH\u2069 و\u2068UNODA\u2069."),
    ],
)
def test_organisations_keep_their_names_which_run_in_their_own_direction(language, text):
    assert sentence("organisations", language, people=PEOPLE) == text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Of the 13 participants who stated their gender, 6 were women and 7 men."),
        ("fr", "Sur les 13 participants ayant indiqué leur genre, on comptait 6 femmes et 7 hommes."),
        ("es", "De los 13 participantes que indicaron su género, 6 eran mujeres y 7 hombres."),
        ("ru", "Среди участников, указавших свой пол (13), женщин – 6 и мужчин – 7."),
        ("zh-Hans", "在说明性别的13名与会者中，女性6人和男性7人。"),
        ("ar", "من بين المشاركين الذين ذكروا نوع الجنس (13)، بلغ عدد النساء 6 وعدد الرجال 7."),
    ],
)
def test_gender_is_told_where_no_group_is_small(language, text):
    women = [person(f"w{number}", gender=Gender.FEMALE) for number in range(6)]
    men = [person(f"m{number}", gender=Gender.MALE) for number in range(7)]

    assert sentence("gender", language, people=women + men) == text
    assert sentence("gender", language, people=women + men[:4]) == ""


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "It was the third conference in the series “Wiesbaden Conferences”. "
            "Earlier conferences were held in Seoul, Republic of Korea (2016) and online (2017).",
        ),
        (
            "fr",
            f"C’était la troisième conférence de la série «{NB}Wiesbaden Conferences{NB}». "
            f"Conférences précédentes{NB}: Seoul, République de Corée (2016) et en ligne (2017).",
        ),
        (
            "es",
            "Fue la tercera conferencia de la serie «Wiesbaden Conferences». "
            "Conferencias anteriores: Seoul, República de Corea (2016) y en línea (2017).",
        ),
        (
            "ru",
            "Это была третья конференция в серии «Wiesbaden Conferences». "
            "Предыдущие конференции: Seoul, Республика Корея (2016 год) и в режиме онлайн (2017 год).",
        ),
        (
            "zh-Hans",
            "这是“Wiesbaden Conferences”系列的第三次会议。此前的会议：Seoul、大韩民国（2016年）和线上（2017年）。",
        ),
        (
            "ar",
            "كان هذا هو المؤتمر الثالث في سلسلة «\u2068Wiesbaden Conferences\u2069». "
            "المؤتمران السابقان: Seoul، جمهورية كوريا (2016) وعبر الإنترنت (2017).",
        ),
    ],
)
def test_the_place_in_the_series(language, text):
    days = {"starts_on": date(2018, 6, 8), "ends_on": date(2018, 6, 9), "time_zone": "UTC"}
    conference = Conference(series=Series(pk=1, name="Wiesbaden Conferences"), ordinal=3, **days)
    seoul = Conference(slug="s", city="Seoul", country="KR", **days | {"starts_on": date(2016, 9, 1)})
    online = Conference(slug="o", is_online=True, **days | {"starts_on": date(2017, 9, 1)})

    assert sentence("series", language, conference=conference, earlier=[seoul, online]) == text


@pytest.mark.parametrize(
    ("language", "numbers", "categories"),
    [
        ("ru", [1, 2, 4, 5, 11, 12, 21, 22, 25, 111], "one few few many many many one few many many"),
        ("ar", [1, 2, 3, 10, 11, 99, 100, 102, 103, 111], "one two few few many many other other few many"),
        ("fr", [0, 1, 2], "one one other"),
        ("en", [0, 1, 2], "other one other"),
        ("es", [0, 1, 2], "other one other"),
        ("zh", [0, 1, 2], "other other other"),
    ],
)
def test_numbers_fall_into_the_categories_of_cldr(language, numbers, categories):
    assert [plural_category(number, language) for number in numbers] == categories.split()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sector_and_every_small_ordinal_has_its_word(language):
    phrases = Phrases(language)

    assert len({phrases.word("sector", sector) for sector in Sector}) == len(Sector)
    assert len({phrases.word("ordinal", number) for number in range(1, 13)}) == 12


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "1,250"),
        ("fr", f"1{NB}250"),
        ("es", f"1{NB}250"),
        ("ru", f"1{NB}250"),
        ("zh", "1250"),
        ("ar", f"1{NB}250"),
    ],
)
def test_thousands_are_parted_as_the_language_does(language, written):
    assert Phrases(language).digits(1250) == written


@pytest.mark.parametrize(
    ("language", "tokens"),
    [
        ("en", ["4", "Chile, Colombia, Mexico and Peru", "Mexico, Germany and the Republic of Korea"]),
        ("fr", ["4", "Chili, Colombie, Mexique et Pérou", "Mexique, Allemagne et République de Corée"]),
        ("ar", ["4", "بيرو وشيلي وكولومبيا والمكسيك", "المكسيك وألمانيا وجمهورية كوريا"]),
    ],
)
def test_the_bare_figure_or_list_is_offered_for_a_sentence_of_ones_own(language, tokens):
    data = Data(CONFERENCE, PEOPLE[:4], sessions=SESSIONS)

    assert [fact_of(data, key, Basis.CONFIRMED, language).token for key in ("total", "states", "keynotes")] == tokens
