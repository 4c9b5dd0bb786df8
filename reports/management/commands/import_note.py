"""`manage.py import_note SLUG FILE [--language xx]`: read a note's text in as a draft."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from conference.models import Conference
from lib.written import LANGUAGES
from reports import actions
from reports.note_text import parse


class Command(BaseCommand):
    help = "Read the plain text of an information note into a conference, as a draft."

    def add_arguments(self, parser):
        parser.add_argument(
            "conference", metavar="SLUG", help="the conference's address, such as mexico-wiesbaden-2017"
        )
        parser.add_argument("file", metavar="FILE", type=Path, help="the note as plain text in UTF-8")
        parser.add_argument("--language", default="en", choices=[code for code, _ in LANGUAGES])

    def handle(self, *, conference, file, language, **options):
        found = Conference.objects.filter(slug=conference).first()
        if found is None:
            raise CommandError(f"There is no conference with the address “{conference}”.")
        parsed = parse(self._read(file))
        note = actions.import_note(found, parsed, language=language, by=None, at=timezone.now())
        counts = [
            _count(parsed.front_matter, "line of front matter", "lines of front matter"),
            _count(parsed.sections, "section", "sections"),
            _count(parsed.footnotes, "footnote", "footnotes"),
        ]
        self.stdout.write(f"{note.get_desk_url()}: {', '.join(counts)}.")
        for each in parsed.unplaced:
            self.stdout.write(self.style.WARNING(f"Not placed: {each.reason} {each.text}".rstrip()))

    def _read(self, file):
        try:
            text = file.read_text(encoding="utf-8-sig")
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        except UnicodeDecodeError as error:
            raise CommandError(f"{file} is not plain text in UTF-8.") from error
        if not text.strip():
            raise CommandError(f"{file} is empty.")
        return text


def _count(things, one, several):
    return f"{len(things)} {one if len(things) == 1 else several}"
