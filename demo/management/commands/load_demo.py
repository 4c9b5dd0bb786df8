"""Load the demonstration conferences, with their sign-ins."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from demo import sign_ins
from demo.load import load


class Command(BaseCommand):
    """Loads what is missing; a second run changes nothing."""

    help = "Load the demonstration conferences with their sign-ins. Only with DEBUG=yes; harmless when repeated."

    def handle(self, **options):
        if not settings.DEBUG:
            raise CommandError(
                "The demonstration has sign-ins with a known password, so it is loaded only with DEBUG=yes, never on a "
                "public address."
            )
        loaded = load(at=timezone.now())
        for title in loaded:
            self.stdout.write(f"Loaded: {title}")
        if not loaded:
            self.stdout.write("The demonstration is loaded already; nothing was changed.")
        if options["verbosity"] > 0:
            self.stdout.write("\n".join(sign_ins.lines()))
