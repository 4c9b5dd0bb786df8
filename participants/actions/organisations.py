"""What puts organisations into the dictionary, which all conferences share."""

from django.db import transaction

from conference import audit
from lib.text import search_key
from participants.models import Organisation


@transaction.atomic
def add_organisation(
    *,
    official_name: str,
    sector: str,
    short_name: str = "",
    aliases: list[str] | None = None,
    country: str = "",
    is_state: bool = False,
    conference=None,
    by,
    at,
) -> Organisation:
    """Put an organisation into the dictionary; one of the same official name is returned as it is.

    The entry of history stands with the conference for whose sake the organisation was added, if there is one.
    """
    official_name = official_name.strip()
    existing = Organisation.objects.filter(official_name__iexact=official_name).first()
    if existing:
        return existing
    organisation = Organisation.objects.create(
        official_name=official_name,
        short_name=short_name.strip(),
        aliases=aliases or [],
        sector=sector,
        country=country,
        is_state=is_state,
        search_key=search_key(official_name, short_name, *(aliases or [])),
    )
    if conference:
        audit.record("organisation.added", organisation, conference=conference, by=by, at=at)
    return organisation
