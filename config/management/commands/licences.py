"""What Plenary is made of:  manage.py licences [--sbom]"""

import json
import re
from importlib.metadata import Distribution, PackageNotFoundError, distribution

from django.conf import settings
from django.core.management.base import BaseCommand

PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ \\;]+)", re.MULTILINE)
VENDORED = settings.BASE_DIR / "static" / "vendor"


def libraries() -> list[tuple[str, str, str]]:
    """Return (name, version, licence) of each pinned library that is installed here, by name."""
    found = []
    for name, version in PIN.findall((settings.BASE_DIR / "requirements.txt").read_text()):
        try:
            found.append((name, version, _licence(distribution(name))))
        except PackageNotFoundError:  # for another system or an older Python
            continue
    return sorted(found)


def _licence(package: Distribution) -> str:
    """Return the licence as the package states it: an expression, else its classifiers, else its own short word."""
    stated = package.metadata
    classified = [
        line.rpartition(":: ")[2] for line in stated.get_all("Classifier", []) if line.startswith("License ::")
    ]
    own = (stated.get("License") or "").strip().splitlines()
    return stated.get("License-Expression") or ", ".join(classified) or (own[0][:80] if own else "not stated")


class Command(BaseCommand):
    help = "List the libraries with version and licence, and what static/vendor/ has; --sbom as CycloneDX."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--sbom", action="store_true", help="as JSON in the form of CycloneDX 1.5")

    def handle(self, *, sbom, **options):
        vendored = sorted(path.name.rpartition("-") for path in VENDORED.iterdir() if path.is_dir())
        if not sbom:
            for name, version, licence in libraries():
                self.stdout.write(f"{name} {version}: {licence}")
            for name, _, version in vendored:
                self.stdout.write(f"{name} {version}: see static/vendor/{name}-{version}/")
            return
        parts = [
            {"type": "library", "name": name, "version": version, "purl": f"pkg:pypi/{name}@{version}",
             "licenses": [{"license": {"name": licence}}]}
            for name, version, licence in libraries()
        ]  # fmt: skip
        parts += [{"type": "library", "name": name, "version": version} for name, _, version in vendored]
        self.stdout.write(
            json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1, "components": parts}, indent=1)
        )
