"""What is kept about people and until when:  manage.py retention [--erase]"""

from django.core.management.base import BaseCommand
from django.utils import timezone

from conference import actions, holdings
from conference.models import Conference


class Command(BaseCommand):
    help = "Show for each conference what is kept and until when; with --erase, erase what is due (the clock does it daily)."

    def add_arguments(self, parser):
        parser.add_argument("--erase", action="store_true", help="erase what is due now, instead of only showing it")

    def handle(self, *, erase, **options):
        now = timezone.now()
        for conference in Conference.objects.newest_first():
            own = list(conference.retention_dates.all())
            due = {term.holding.key for term in holdings.due(conference, own, now)}
            self.stdout.write(f"{conference} ({conference.slug})")
            for term in holdings.terms(conference, own):
                count = term.holding.count(conference)
                state = "nothing left" if not count else f"{count}, due" if term.holding.key in due else str(count)
                self.stdout.write(f"  {term.erase_on:%-d %B %Y}  {term.holding.label}: {state}")
            if erase:
                erased = actions.erase_what_is_due(conference, by=None, at=now)
                said = ", ".join(f"{count} × {key}" for key, count in erased.items()) or "nothing"
                self.stdout.write(f"  erased: {said}")
