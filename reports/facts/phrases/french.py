"""Sentences of facts in French: a space before the colon and within quotation marks, names behind a colon."""

from participants.choices import Gender, Sector

PHRASES = {
    "numbers": ("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf"),
    "thousands": "\u00a0",
    "quotation": "«\u00a0{}\u00a0»",
    "total:checked_in": {
        "one": "La conférence a réuni un participant.",
        "other": "La conférence a réuni au total {n} participants.",
    },
    "total:confirmed": {
        "one": "La participation d’une personne a été confirmée.",
        "other": "La participation de {n} personnes au total a été confirmée.",
    },
    "total:registered": {
        "one": "Une personne s’est inscrite.",
        "other": "Au total, {n} personnes se sont inscrites.",
    },
    "sectors": "Les {n} participants représentaient les secteurs suivants\u00a0: {counts}.",
    "first count": "{name} ({number})",
    "count": "{name} ({number})",
    "sector": {
        Sector.GOVERNMENT: "gouvernements",
        Sector.UNITED_NATIONS: "Organisation des Nations Unies",
        Sector.INTERGOVERNMENTAL: "organisations intergouvernementales",
        Sector.REGIONAL: "organisations régionales",
        Sector.INDUSTRY: "industrie",
        Sector.CIVIL_SOCIETY: "société civile",
        Sector.ACADEMIA: "milieux universitaires",
        Sector.MEDIA: "médias",
        Sector.OTHER: "autres organisations",
    },
    "states": {
        "one": "Un État était représenté\u00a0: {names}.",
        "other": "{n} États étaient représentés\u00a0: {names}.",
    },
    "whole group": "Tous les États du groupe «\u00a0{group}\u00a0» comptaient des participants\u00a0: {names}.",
    "part of group": "Les États suivants du groupe «\u00a0{group}\u00a0» comptaient des participants ({some} sur {n})\u00a0: {names}.",
    "organisations": {
        "one": "L’organisation ou l’entreprise suivante était représentée\u00a0: {names}.",
        "other": "Les organisations et entreprises suivantes étaient représentées\u00a0: {names}.",
    },
    "gender": "Sur les {total} participants ayant indiqué leur genre, on comptait {counts}.",
    "first of gender": {
        Gender.FEMALE: "{number} femmes",
        Gender.MALE: "{number} hommes",
        Gender.OTHER: "{number} personnes d’un autre genre",
    },
    "of gender": {
        Gender.FEMALE: "{number} femmes",
        Gender.MALE: "{number} hommes",
        Gender.OTHER: "{number} personnes d’un autre genre",
    },
    "length": {
        "1": "La conférence a duré une demi-journée.",
        "2": "La conférence a duré une journée.",
        "3": "La conférence a duré une journée et demie.",
        "whole": "La conférence a duré {n} journées.",
        "half": "La conférence a duré {n} journées et demie.",
    },
    "opened": "La conférence s’est ouverte par {title}.",
    "began": "Les travaux de la conférence ont commencé par {title}.",
    "followed": {
        "one": "Est venue ensuite la séance {titles}.",
        "other": "Sont venues ensuite les séances {titles}.",
    },
    "last": "La dernière séance était {title}.",
    "last of the work": "La dernière séance de travail était {title}.",
    "keynotes": {
        "one": "Des exposés liminaires ont été présentés par des représentants de l’État suivant\u00a0: {names}.",
        "other": "Des exposés liminaires ont été présentés par des représentants des États suivants\u00a0: {names}.",
    },
    "series": "C’était la {ordinal} conférence de la série {name}.",
    "ordinal": {
        1: "première",
        2: "deuxième",
        3: "troisième",
        4: "quatrième",
        5: "cinquième",
        6: "sixième",
        7: "septième",
        8: "huitième",
        9: "neuvième",
        10: "dixième",
        "other": "{n}e",
    },
    "earlier": {"one": "Conférence précédente\u00a0: {places}.", "other": "Conférences précédentes\u00a0: {places}."},
    "place": "{place} ({year})",
    "online": "en ligne ({year})",
    "contact": "Pour tout complément d’information, écrire à {address}.",
}
