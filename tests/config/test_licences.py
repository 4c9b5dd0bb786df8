"""What Plenary is made of can be listed, with licences (OPS-05)."""

import json
import re
from io import StringIO

from django.core.management import call_command

from config.management.commands.licences import libraries
from tests.servers import ROOT


def test_every_library_is_listed_with_its_version_and_licence():
    listed = libraries()

    assert {"django", "weasyprint", "celery"} <= {name for name, _, _ in listed}
    assert [name for name, _, licence in listed if licence == "not stated"] == []
    assert len(listed) > 40


def test_the_list_is_a_bill_of_materials():
    said = StringIO()
    call_command("licences", "--sbom", stdout=said)
    bill = json.loads(said.getvalue())

    pinned = dict(re.findall(r"^([a-z0-9._-]+)==([^ \\;]+)", (ROOT / "requirements.txt").read_text(), re.MULTILINE))
    versions = {part["name"]: part["version"] for part in bill["components"]}
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.5")
    assert {name: versions[name] for name in pinned if name in versions} == {
        name: pinned[name] for name in pinned if name in versions
    }
    assert versions["bootstrap"] == "5.3.8"


def test_each_vendored_folder_carries_its_licence():
    folders = [path for path in (ROOT / "static" / "vendor").iterdir() if path.is_dir()]

    assert [
        path.name
        for path in folders
        if not any(re.search("licen[cs]e|ofl", each.name, re.I) for each in path.rglob("*"))
    ] == []
