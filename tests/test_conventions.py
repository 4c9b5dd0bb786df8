"""Rules about the code itself (docs/architecture.md). Each test lists what breaks one rule; the lists are empty.

An exception stands in a table with its reason, and a reason that no longer applies fails too.
"""

import ast
import re
from functools import cache
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models

from conference.audit import verbs
from conference.checks import every_view_declares_its_access
from tests.servers import ROOT

APPS = ["accounts", "conference", "correspondence", "participants", "sessions", "reports"]
PACKAGES = ["config", "demo", *APPS, "lib"]
ENTRY_POINTS = {"views", "api", "jobs", "management", "urls", "apps", "admin"}
HTTP = ("django.http", "django.shortcuts", "django.views", "django.contrib.messages", "django.template.response")
WRITES = {"save", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "update", "delete"}

WRITERS_BESIDES_ACTIONS = {
    "accounts/querysets.py": "createsuperuser of Django makes users through their manager",
    "conference/audit.py": "the one place that writes history, for all actions",
    "correspondence/letters.py": "the press's own bookkeeping: leases, what was made, what failed",
    "correspondence/delivery.py": "the queue's own bookkeeping: leases, tries, outcomes",
    "correspondence/heartbeats.py": "signs of life of processes; nobody acts",
}
SPEAKS_HTTP = {
    "accounts/middleware.py": "a middleware",
    "conference/access.py": "the decorators of views",
    "conference/middleware.py": "a middleware",
    "conference/once.py": "a decorator of views",
    "lib/acting.py": "how views end",
    "lib/faults.py": "the page for faults, and what browsers report",
    "lib/headers.py": "a middleware and what views share about headers",
    "lib/htmx.py": "renders pages for views",
    "lib/styleguide.py": "a view of development",
    "participants/selections.py": "reads the query of the desk's list, which a mailing keeps",
}
KNOWS_THE_TIME = {
    "accounts/models.py": "the default for users that createsuperuser makes",
    "conference/context.py": "fills pages, as views do",
    "correspondence/heartbeats.py": "a clock by its nature",
    "correspondence/mail_service.py": "answers the calls of a mail service, as views do",
    "correspondence/tasks.py": "starts by itself, as jobs do",
    "lib/acting.py": "ends views",
}
OF_NO_CONFERENCE = {"Conference", "User", "Organisation", "NoteTemplate", "StateGroup"}
FINDS_OTHERWISE = {
    "sessions/views/profiles.py": "behind a personal link: what belongs to its participant",
}
TIMES_BY_OTHER_NAMES = {"at", "not_before", "leased_until", "last_login"}


def python_files(*packages):
    """Yield (path from the root, Path) of our Python files, without migrations."""
    for package in packages:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield str(path.relative_to(ROOT)), path


def part(name: str) -> str:
    """Return which part of an app a file belongs to: “views” for sessions/views/desk.py."""
    return name.split("/")[1].removesuffix(".py")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def functions(path: Path):
    return [node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def calls(path: Path):
    return [node for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]


def imports(path: Path) -> set[str]:
    """Return the full names that a file imports, at its head or inside a function."""
    names = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def writes(path: Path) -> list[int]:
    """Return the lines on which a file changes the database through the ORM."""
    found = []
    for call in calls(path):
        if not (isinstance(call.func, ast.Attribute) and call.func.attr in WRITES):
            continue
        if ast.unparse(call.func.value) == "actions":
            continue
        is_dictionary = call.func.attr == "update" and not any(keyword.arg for keyword in call.keywords)
        is_file_or_path = call.func.attr == "delete" and bool(call.args)
        if not (is_dictionary or is_file_or_path):
            found.append(call.lineno)
    return found


def test_only_actions_write():
    guilty = {
        name: writes(path)
        for name, path in python_files(*APPS)
        if part(name) not in {"actions", "management"} and writes(path)
    }

    assert guilty.keys() == WRITERS_BESIDES_ACTIONS.keys(), guilty


def test_a_row_is_saved_with_the_fields_that_changed():
    guilty = [
        f"{name}:{call.lineno}"
        for name, path in python_files(*APPS)
        for call in calls(path)
        if isinstance(call.func, ast.Attribute)
        and call.func.attr == "save"
        and not re.search("update_fields|force_insert", ast.unparse(call))
    ]

    assert guilty == []


def public_actions(app):
    """Yield (name, function) of an app's actions: all of actions.py, or what the package gives out at its head."""
    package = ROOT / app / "actions"
    files = sorted(package.glob("*.py")) if package.is_dir() else [ROOT / app / "actions.py"]
    given_out = {name.rpartition(".")[2] for name in imports(package / "__init__.py")} if package.is_dir() else None
    for path in files:
        for node in tree(path).body:
            if not isinstance(node, ast.FunctionDef):
                continue
            if node.name in given_out if given_out is not None else not node.name.startswith("_"):
                yield f"{app}: {node.name}", node


def test_actions_say_who_and_when():
    given = {
        name: {argument.arg for argument in function.args.kwonlyargs}
        for app in APPS
        for name, function in public_actions(app)
    }

    assert len(given) > 30
    assert [name for name, keywords in given.items() if not {"by", "at"} <= keywords] == []


def test_only_what_answers_requests_knows_http():
    speak = {
        name
        for name, path in python_files(*APPS, "lib")
        if part(name) not in ENTRY_POINTS and any(each.startswith(HTTP) for each in imports(path))
    }

    assert speak == SPEAKS_HTTP.keys()


def test_the_small_tools_have_no_models():
    guilty = [name for name, path in python_files("lib") if any(each.startswith("django.db") for each in imports(path))]

    assert guilty == []


def test_only_one_module_imports_weasyprint():
    guilty = [
        name for name, path in python_files(*PACKAGES) if any(each.startswith("weasyprint") for each in imports(path))
    ]

    assert guilty == ["lib/pdf.py"]


def test_time_is_an_argument():
    """Only what starts by itself asks for the time: views, jobs, commands."""
    asks = {
        name
        for name, path in python_files(*APPS, "lib")
        if part(name) not in ENTRY_POINTS
        and any(
            isinstance(node, ast.Attribute)
            and node.attr in {"now", "today", "utcnow"}
            and isinstance(node.value, ast.Name)
            and node.value.id in {"timezone", "datetime", "date"}
            for node in ast.walk(tree(path))
        )
    }

    assert asks == KNOWS_THE_TIME.keys()


def test_every_view_declares_its_access():
    assert every_view_declares_its_access(None) == []


@pytest.mark.django_db
def test_models_and_migrations_agree():
    said = StringIO()

    call_command("makemigrations", dry_run=True, stdout=said)

    assert said.getvalue() == "No changes detected\n"


def our_fields():
    for model in apps.get_models():
        if model.__module__.partition(".")[0] in APPS:
            for field in model._meta.get_fields():
                if isinstance(field, models.Field) and field.model is model:
                    yield f"{model.__name__}.{field.name}", field


def test_dates_times_and_truths_are_named_as_such():
    guilty = []
    for name, field in our_fields():
        if isinstance(field, models.DateTimeField):
            is_good = field.name.endswith("_at") or field.name in TIMES_BY_OTHER_NAMES
        elif isinstance(field, models.DateField):
            is_good = field.name.endswith("_on")
        elif isinstance(field, models.BooleanField):
            is_good = field.name.startswith(("is_", "has_"))
        elif field.name.startswith(("number_of_", "num_")):
            is_good = False
        else:
            is_good = True
        if not is_good:
            guilty.append(name)

    assert guilty == []


def test_models_save_themselves_as_django_does():
    guilty = [
        f"{name}: {function.name}"
        for name, path in python_files(*APPS)
        if part(name) == "models"
        for function in functions(path)
        if function.name in {"save", "delete"}
    ]

    assert guilty == []


def test_every_verb_of_history_has_its_sentence():
    used = {
        call.args[0].value
        for _name, path in python_files(*APPS)
        for call in calls(path)
        if ast.unparse(call.func).rpartition(".")[2] == "record"
        and call.args
        and isinstance(call.args[0], ast.Constant)
    }

    assert used - verbs.keys() == set()
    assert [verb for verb in verbs if not re.fullmatch(r"[a-z_]+\.[a-z_]+", verb)] == []


def test_views_find_objects_through_their_conference():
    """A view asks conference.registrations, never Registration.objects, unless it filters by the conference itself.

    What a personal link names is found by `find_…`, after the link was verified.
    """
    guilty = {}
    for name, path in python_files(*APPS):
        for function in functions(path) if part(name) == "views" else []:
            for statement in function.body if not function.name.startswith("find_") else []:
                for node in ast.walk(statement):
                    if isinstance(node, ast.Attribute) and node.attr == "objects":
                        is_shared = ast.unparse(node.value) in OF_NO_CONFERENCE
                        if not is_shared and "conference" not in ast.unparse(statement):
                            guilty[name] = f"line {node.lineno}: {ast.unparse(node)}"

    assert guilty.keys() == FINDS_OTHERWISE.keys(), guilty


def length(function) -> int:
    """Return a function's lines, without decorators and docstring."""
    lines = function.end_lineno - function.lineno + 1
    return lines - (len(ast.get_docstring(function, clean=False).splitlines()) if ast.get_docstring(function) else 0)


def test_files_and_functions_can_be_read_in_one_go():
    files = list(python_files(*PACKAGES))
    long_files = [name for name, path in files if len(path.read_text().splitlines()) > 400]
    long_functions = [
        f"{name}: {function.name}, {length(function)} lines"
        for name, path in files
        for function in functions(path)
        if length(function) > (25 if "/views" in name else 60)
    ]
    long_scripts = [
        path.name for path in (ROOT / "static" / "js").rglob("*.js") if len(path.read_text().splitlines()) > 100
    ]

    assert (long_files, long_functions, long_scripts) == ([], [], [])


TEMPLATE_RULES = {
    "trusts a text": re.compile(r"\|\s*safe\b|{%\s*autoescape\s+off|\|\s*safeseq\b"),
    "loads from another host": re.compile(
        r"<(script|link|img|iframe|source|video|audio|object|embed|form)\b[^>]*\b(src|href|action|data|srcset)=[\"']?(https?:)?//",
        re.IGNORECASE,
    ),
    "has an inline handler": re.compile(r"\son[a-z]+=[\"']"),
    "has an inline script": re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*type=[\"']application/(?:ld\+)?json)[^>]*>", re.IGNORECASE
    ),
    "has an inline style": re.compile(r"\sstyle=[\"']|<style\b", re.IGNORECASE),
    "is pleased with itself": re.compile(r"successfully|Oops|Please note", re.IGNORECASE),
    "shouts": re.compile(r"\w!(?!=)"),
}


@pytest.mark.parametrize("rule", TEMPLATE_RULES)
def test_no_template(rule):
    guilty = []
    for path in sorted((ROOT / "templates").rglob("*")):
        is_mail = {"emails", "email"} & set(path.parts)
        if path.suffix != ".html" or (is_mail and rule == "has an inline style"):
            continue
        text = re.sub(
            r"{#.*?#}|{% comment %}.*?{% endcomment %}|{% include .*?%}", "", path.read_text(), flags=re.DOTALL
        )
        if found := TEMPLATE_RULES[rule].search(text):
            guilty.append(f"{path.relative_to(ROOT)}: {found.group().strip()}")

    assert guilty == []


def test_no_sentence_is_pleased_with_itself():
    said = re.compile(r"successfully|\w!$", re.IGNORECASE)
    guilty = [
        f"{name}:{node.lineno} {node.value}"
        for name, path in python_files(*APPS, "lib", "config")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and said.search(node.value)
    ]

    assert guilty == []


def test_no_style_sheet_loads_from_another_host():
    guilty = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "static" / "css").rglob("*.css")
        if re.search(r"url\(\s*[\"']?(https?:)?//|@import", path.read_text())
    ]

    assert guilty == []
