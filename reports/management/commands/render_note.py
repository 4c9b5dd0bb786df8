"""`manage.py render_note SLUG FILE.pdf [--language xx]`: print a note's text as it stands."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from lib.pdf import DocumentError
from lib.written import LANGUAGES
from reports.models import InformationNote
from reports.printing import order_of, printed
from reports.reading import document_of_note


class Command(BaseCommand):
    help = "Write the PDF of a conference's information note: the text at work, without the mark of a draft."

    def add_arguments(self, parser):
        parser.add_argument(
            "conference", metavar="SLUG", help="the conference's address, such as mexico-wiesbaden-2017"
        )
        parser.add_argument("file", metavar="FILE.pdf", type=Path, help="where the PDF goes")
        parser.add_argument("--language", default="en", choices=[code for code, _ in LANGUAGES])

    def handle(self, *, conference, file, language, **options):
        note = InformationNote.objects.whole().filter(conference__slug=conference, language=language).first()
        if note is None:
            raise CommandError(f"The conference “{conference}” has no note in this language ({language}).")
        try:
            made = printed(order_of(document_of_note(note, with_mark=False)))
        except DocumentError as problem:
            raise CommandError(str(problem)) from problem
        try:
            file.write_bytes(made.body)
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"{file}: {len(made.body):,} bytes.")
