"""Put the Member States of the United Nations into the dictionary of organisations."""

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from lib import states
from participants import actions
from participants.choices import Sector
from participants.models import Organisation


class Command(BaseCommand):
    """Adds the States that are missing; a second run changes nothing."""

    help = "Add the 193 Member States of the United Nations as organisations. Harmless when repeated."

    def handle(self, **options):
        known = set(Organisation.objects.filter(is_state=True).values_list("country", flat=True))
        missing = [state for state in states.member_states() if state.code not in known]
        at = timezone.now()
        with transaction.atomic():
            for state in missing:
                actions.add_organisation(
                    official_name=state.names["en"],
                    aliases=other_names(state),
                    sector=Sector.GOVERNMENT,
                    country=state.code,
                    is_state=True,
                    by=None,
                    at=at,
                )
        if options["verbosity"] > 0:
            self.stdout.write(f"{len(missing)} States added, {len(known)} known before.")


def other_names(state: states.State) -> list[str]:
    """Return what else a State is called: what people type, its formal name, its names in the other UN languages."""
    formal = state.formal.removeprefix("the ")
    others = [*state.aliases, formal, *state.names.values()]
    return [name for name in dict.fromkeys(others) if name and name != state.names["en"]]
