"""Loads the demonstration: the States, the sign-ins, and the three conferences, each once."""

from datetime import datetime

from django.core.management import call_command

from conference.models import Conference
from demo import coming, mexico, seoul
from demo.data.mexico import SLUG
from demo.data.seoul import SLUG as SEOUL_SLUG
from demo.data.upcoming import SLUG as COMING_SLUG
from demo.stage import open_team


def load(*, at: datetime) -> list[str]:
    """Load what is missing and return the titles of the conferences loaded now; what stands there is left alone."""
    call_command("load_states", verbosity=0)
    team = open_team(at=at)
    loaded = []
    if not Conference.objects.filter(slug=SEOUL_SLUG).exists():
        loaded.append(seoul.load(team))
    if not Conference.objects.filter(slug=SLUG).exists():
        loaded.append(mexico.load(team))
    if not Conference.objects.filter(slug=COMING_SLUG).exists():
        loaded.append(coming.load(team, at=at))
    return [conference.title for conference in loaded]
