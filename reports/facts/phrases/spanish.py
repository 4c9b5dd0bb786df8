"""Sentences of facts in Spanish."""

from participants.choices import Gender, Sector

PHRASES = {
    "numbers": ("cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve"),
    "thousands": "\u00a0",
    "quotation": "«{}»",
    "total:checked_in": {
        "one": "En la conferencia participó una persona.",
        "other": "En la conferencia participaron en total {n} personas.",
    },
    "total:confirmed": {
        "one": "Se confirmó la participación de una persona.",
        "other": "Se confirmó la participación de un total de {n} personas.",
    },
    "total:registered": {
        "one": "Se inscribió una persona.",
        "other": "Se inscribieron en total {n} personas.",
    },
    "sectors": "Los {n} participantes representaban a los sectores siguientes: {counts}.",
    "first count": "{name} ({number})",
    "count": "{name} ({number})",
    "sector": {
        Sector.GOVERNMENT: "gobiernos",
        Sector.UNITED_NATIONS: "Naciones Unidas",
        Sector.INTERGOVERNMENTAL: "organizaciones intergubernamentales",
        Sector.REGIONAL: "organizaciones regionales",
        Sector.INDUSTRY: "industria",
        Sector.CIVIL_SOCIETY: "sociedad civil",
        Sector.ACADEMIA: "mundo académico",
        Sector.MEDIA: "medios de comunicación",
        Sector.OTHER: "otras organizaciones",
    },
    "states": {
        "one": "Estuvo representado un Estado: {names}.",
        "other": "Estuvieron representados {n} Estados: {names}.",
    },
    "whole group": "Hubo participantes de todos los Estados del grupo «{group}»: {names}.",
    "part of group": "Hubo participantes de los siguientes Estados del grupo «{group}» ({some} de {n}): {names}.",
    "organisations": {
        "one": "Estuvo representada la organización o empresa siguiente: {names}.",
        "other": "Estuvieron representadas las organizaciones y empresas siguientes: {names}.",
    },
    "gender": "De los {total} participantes que indicaron su género, {counts}.",
    "first of gender": {
        Gender.FEMALE: "{number} eran mujeres",
        Gender.MALE: "{number} eran hombres",
        Gender.OTHER: "{number} eran de otro género",
    },
    "of gender": {
        Gender.FEMALE: "{number} mujeres",
        Gender.MALE: "{number} hombres",
        Gender.OTHER: "{number} de otro género",
    },
    "length": {
        "1": "La conferencia duró medio día.",
        "2": "La conferencia duró un día.",
        "3": "La conferencia duró un día y medio.",
        "whole": "La conferencia duró {n} días.",
        "half": "La conferencia duró {n} días y medio.",
    },
    "opened": "La conferencia se inició con {title}.",
    "began": "Los trabajos de la conferencia comenzaron con {title}.",
    "followed": {
        "one": "A continuación se celebró la sesión {titles}.",
        "other": "A continuación se celebraron las sesiones {titles}.",
    },
    "last": "La última sesión fue {title}.",
    "last of the work": "La última sesión de trabajo fue {title}.",
    "keynotes": {
        "one": "Pronunciaron discursos principales representantes del Estado siguiente: {names}.",
        "other": "Pronunciaron discursos principales representantes de los Estados siguientes: {names}.",
    },
    "series": "Fue la {ordinal} conferencia de la serie {name}.",
    "ordinal": {
        1: "primera",
        2: "segunda",
        3: "tercera",
        4: "cuarta",
        5: "quinta",
        6: "sexta",
        7: "séptima",
        8: "octava",
        9: "novena",
        10: "décima",
        "other": "{n}ª",
    },
    "earlier": {"one": "Conferencia anterior: {places}.", "other": "Conferencias anteriores: {places}."},
    "place": "{place} ({year})",
    "online": "en línea ({year})",
    "contact": "Para más información, escriba a {address}.",
}
