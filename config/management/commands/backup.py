"""Keep everything in one file, while Plenary runs:  manage.py backup /backups/plenary-2026-11-24.tar"""

from pathlib import Path

from django.core.management.base import BaseCommand
from django.utils import timezone

from config import backup


class Command(BaseCommand):
    help = "Write database and files to one tar file, as they are at this moment. The secret key is not in it."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="the tar file to write; it must not exist yet")

    def handle(self, *, file, **options):
        manifest = backup.keep(file, at=timezone.now())
        rows = sum(count for count, _total in manifest["tables"].values())
        self.stdout.write(
            f"{file}: {rows} rows of {len(manifest['tables'])} tables, {len(manifest['files'])} files. "
            "Keep it apart from the secret key: together they open every personal page."
        )
