"""Bring a backup back into an empty system:  manage.py restore /backups/plenary-2026-11-24.tar"""

from pathlib import Path

from django.core.management.base import BaseCommand

from config import backup


class Command(BaseCommand):
    help = "Restore a backup into an empty database and an empty folder of files, and compare every table and file."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="a file that manage.py backup has written")

    def handle(self, *, file, **options):
        manifest = backup.bring_back(file)
        rows = sum(count for count, _total in manifest["tables"].values())
        self.stdout.write(
            f"Restored as it was on {manifest['made_at']}: {rows} rows, {len(manifest['files'])} files, all compared. "
            "Run manage.py migrate next, in case the program is newer than the backup."
        )
