"""Sentences of facts in English."""

from participants.choices import Gender, Sector
from reports.wording import SMALL_NUMBERS, ordinal

PHRASES = {
    "numbers": SMALL_NUMBERS,
    "thousands": ",",
    "quotation": "“{}”",
    "total:checked_in": {"one": "There was one participant.", "other": "There was a total of {n} participants."},
    "total:confirmed": {
        "one": "There was one confirmed participant.",
        "other": "There was a total of {n} confirmed participants.",
    },
    "total:registered": {"one": "One person registered.", "other": "A total of {n} persons registered."},
    "sectors": "Of the {n} participants, {counts}.",
    "first count": "{number} came from {name}",
    "count": "{number} from {name}",
    "sector": {
        Sector.GOVERNMENT: "Governments",
        Sector.UNITED_NATIONS: "the United Nations",
        Sector.INTERGOVERNMENTAL: "intergovernmental organizations",
        Sector.REGIONAL: "regional organizations",
        Sector.INDUSTRY: "industry",
        Sector.CIVIL_SOCIETY: "civil society",
        Sector.ACADEMIA: "academia",
        Sector.MEDIA: "the media",
        Sector.OTHER: "other organizations",
    },
    "states": {"one": "One State was represented: {names}.", "other": "{n} States were represented: {names}."},
    "whole group": "Participants came from the {group} ({names}).",
    "part of group": "Participants came from {some} of the {n} {group} ({names}).",
    "organisations": {
        "one": "The following organization or company was represented: {names}.",
        "other": "The following organizations and companies were represented: {names}.",
    },
    "gender": "Of the {total} participants who stated their gender, {counts}.",
    "first of gender": {
        Gender.FEMALE: "{number} were women",
        Gender.MALE: "{number} were men",
        Gender.OTHER: "{number} were of other genders",
    },
    "of gender": {
        Gender.FEMALE: "{number} women",
        Gender.MALE: "{number} men",
        Gender.OTHER: "{number} were of other genders",
    },
    "length": {
        "1": "The conference lasted half a day.",
        "2": "The conference lasted one day.",
        "whole": "The conference lasted {n} days.",
        "half": "The conference lasted {n} and a half days.",
    },
    "opened": "The conference opened with {title}.",
    "began": "The work of the conference began with {title}.",
    "followed": "This was followed by {titles}.",
    "last": "The last session was {title}.",
    "last of the work": "The last working session was {title}.",
    "keynotes": "Keynote presentations were given by representatives of {names}.",
    "series": "It was the {ordinal} conference in the series {name}.",
    "ordinal": {number: ordinal(number) for number in range(1, 200)},
    "earlier": {"one": "The earlier conference was held {places}.", "other": "Earlier conferences were held {places}."},
    "place": "in {place} ({year})",
    "online": "online ({year})",
    "contact": "For further information, write to {address}.",
}
