"""Make a conference of any size."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from conference.models import Conference
from demo.scale import load


class Command(BaseCommand):
    """Makes the conference scale-<registrations>-<sessions>."""

    help = "Make a conference with any number of registrations and sessions; the same seed gives the same people."

    def add_arguments(self, parser):
        parser.add_argument("--registrations", type=int, default=1000, metavar="N")
        parser.add_argument("--sessions", type=int, default=100, metavar="M")
        parser.add_argument("--seed", type=int, default=1540)
        parser.add_argument("--slug", default="", help="the conference's address (default: scale-N-M)")

    def handle(self, *, registrations, sessions, seed, slug, **options):
        if registrations < 0 or sessions < 0:
            raise CommandError("Give numbers that are not negative.")
        slug = slug or f"scale-{registrations}-{sessions}"
        if Conference.objects.filter(slug=slug).exists():
            self.stdout.write(f"The conference {slug} is loaded already; nothing was changed.")
            return
        load(slug=slug, registration_count=registrations, session_count=sessions, seed=seed, at=timezone.now())
        self.stdout.write(f"Made {slug}: {registrations} registrations, {sessions} sessions.")
