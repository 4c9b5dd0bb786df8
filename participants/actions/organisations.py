"""What puts organisations into the dictionary, which all conferences share."""

from django.db import IntegrityError, transaction
from django.db.models import Value
from django.db.models.functions import Lower
from django.db.models.lookups import Exact

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
    named = Organisation.objects.filter(Exact(Lower("official_name"), Lower(Value(official_name.strip()))))
    if existing := named.first():
        return existing
    organisation = Organisation(
        official_name=official_name.strip(),
        short_name=short_name.strip(),
        aliases=aliases or [],
        sector=sector,
        country=country,
        is_state=is_state,
        search_key=search_key(official_name, short_name, *(aliases or [])),
    )
    try:
        with transaction.atomic():
            organisation.save(force_insert=True)
    except IntegrityError:  # somebody else, for another conference, was a moment quicker
        return named.get()
    if conference:
        audit.record("organisation.added", organisation, conference=conference, by=by, at=at)
    return organisation
