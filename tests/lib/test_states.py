"""Names of States: complete, right, in each language's own order."""

import re

import pytest
from pyuca import Collator

from lib import states

SIX = ["ar", "zh", "en", "fr", "ru", "es"]


def test_there_are_193_member_states_and_two_observers():
    kinds = [state.kind for state in states.everything()]
    assert kinds.count("member") == 193
    assert [state.code for state in states.everything() if state.kind == "observer"] == ["VA", "PS"]


@pytest.mark.parametrize(
    ("code", "language", "expected"),
    [
        ("MX", "en", "Mexico"),
        ("KR", "en", "Republic of Korea"),
        ("CI", "en", "Côte d'Ivoire"),
        ("TR", "en", "Türkiye"),
        ("DE", "fr", "Allemagne"),
        ("DE", "ru", "Германия"),
        ("ES", "es", "España"),
        ("CN", "zh", "中国"),
        ("CN", "zh-Hans", "中国"),
        ("EG", "ar", "مصر"),
        ("BR", "de", "Brazil"),
        ("XX", "en", "XX"),
        ("", "en", ""),
    ],
)
def test_a_name_is_the_un_short_name_in_the_language(code, language, expected):
    assert states.name(code, language) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("BO", "دولة بوليفيا المتعددة القوميات"),
        ("IR", "جمهورية إيران الإسلامية"),
        ("FM", "ولايات ميكرونيزيا الموحدة"),
        ("NL", "مملكة هولندا"),
        ("VE", "جمهورية فنزويلا البوليفارية"),
        ("GW", "غينيا-بيساو"),
        ("TL", "تيمور-ليشتي"),
    ],
)
def test_arabic_names_stand_as_they_are_read(code, expected):
    assert states.name(code, "ar") == expected


@pytest.mark.parametrize("language", SIX)
def test_no_name_is_missing_inverted_or_untidy(language):
    names = [state.names[language] for state in states.everything()]
    assert [name for name in names if not name or name != " ".join(name.split()) or re.search(r"_| - |- ", name)] == []
    assert len(set(names)) == len(names)


def test_formal_names_carry_their_article_and_fall_back_to_the_short_name():
    assert states.formal_name("BR") == "the Federative Republic of Brazil"
    assert states.formal_name("GL") == "Greenland"
    assert states.formal_name("XX") == "XX"


@pytest.mark.parametrize("language", ["en", "fr", "ru", "es"])
def test_the_order_is_that_of_the_unicode_collation_algorithm(language):
    names = [name for _code, name in states.choices(language)]
    assert names == sorted(names, key=Collator().sort_key)


@pytest.mark.parametrize(
    ("language", "codes"),
    [
        ("en", ["CR", "CI", "HR", "CU", "CZ"]),
        ("en", ["TO", "TT", "TN", "TR", "TM"]),
        ("es", ["SN", "RS", "SC"]),
        ("zh", ["AL", "AF", "BR", "CN"]),
        ("ar", ["RU", "ET", "AR", "JO", "DZ", "MX", "JP"]),
    ],
)
def test_the_order_is_that_of_each_language(language, codes):
    assert sorted(set(codes), key=lambda code: states.position(code, language)) == codes


def test_unknown_codes_sort_last():
    assert states.position("XX") == len(states.everything()) > states.position("ZW")


def test_every_language_orders_the_same_states():
    for language in SIX:
        assert sorted(code for code, _name in states.choices(language)) == sorted(
            state.code for state in states.everything()
        )


def test_member_states_carry_what_people_type():
    aliases = {state.code: state.aliases for state in states.member_states()}
    assert {"South Korea", "Korea"} <= set(aliases["KR"])
    assert "USA" in aliases["US"]
    assert "UK" in aliases["GB"]
    assert "Palestine" not in {alias for names in aliases.values() for alias in names}
