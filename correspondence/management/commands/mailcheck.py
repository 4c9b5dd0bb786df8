"""Say what receivers find about the configured sender, and what has to be published for mail to arrive."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from correspondence import sender_checks
from lib import dns

WHAT_ELSE = """
What your mail server has to do besides
  Sign with DKIM (RFC 6376) as {domain}, and include List-Unsubscribe and List-Unsubscribe-Post in what is signed.
  Leave the Return-Path at {domain}, as Plenary gives it: SPF then speaks for the same domain as From (DMARC alignment).
  Accept mail to that address, and let Plenary read it (INBOX_URL), so that what cannot be delivered is noticed.
The organiser's own address stands in Reply-To only, so it needs nothing of this.
"""


class Command(BaseCommand):
    help = "Check what SPF, DKIM and DMARC say about the configured sender (DEFAULT_FROM_EMAIL)."

    def add_arguments(self, parser):
        parser.add_argument("--selector", default="", help="the DKIM selector, from your mail provider")

    def handle(self, **options):
        domain = sender_checks.sender_domain(settings.DEFAULT_FROM_EMAIL)
        host = "your mail server" if settings.HAS_LOCAL_MAILBOX else settings.EMAIL_HOST
        self.stdout.write(f"Sender: {settings.DEFAULT_FROM_EMAIL}\n\n")
        try:
            found = list(sender_checks.findings(domain, mail_host=host, selector=options["selector"], texts=dns.texts))
        except dns.NoAnswer as problem:
            raise CommandError(str(problem)) from problem
        for finding in found:
            self.stdout.write(f"{finding.name}: {'in order' if finding.is_good else 'to do'}\n  {finding.found}\n")
            if finding.advice:
                self.stdout.write(f"  {finding.advice}\n")
        self.stdout.write(WHAT_ELSE.format(domain=domain))
        if not all(finding.is_good for finding in found):
            raise CommandError("Receivers may refuse this sender's mail, or put it aside.")
