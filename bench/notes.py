"""How fast notes and lists are printed.

usage: python -m bench.notes

Prints three measurements as JSON: the two-page note by our press against WeasyPrint alone for the same HTML, in the
same run and process (it exits 1 when ours takes more than 1.25 times as long); a list of 2,000 participants in the
process with limits, with the memory that it took; and a stored PDF served again.
"""

import io
import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings_test")

import django

django.setup()

import pikepdf  # noqa: E402 - the settings come first
from django.conf import settings  # noqa: E402 - as above

from lib import pdf  # noqa: E402 - as above
from participants.choices import DelegationRole, Sector  # noqa: E402 - as above
from participants.models import Organisation, Participant  # noqa: E402 - as above
from reports import printing  # noqa: E402 - as above
from reports.composing import document_of  # noqa: E402 - as above
from reports.content import of_parsed  # noqa: E402 - as above
from reports.documents import people  # noqa: E402 - as above
from reports.documents.frame import Frame  # noqa: E402 - as above
from reports.note_document import SHEETS, print_html  # noqa: E402 - as above
from reports.note_text import parse  # noqa: E402 - as above

MOST_RATIO = 1.25
COUNTRIES = ["AR", "AU", "BR", "CA", "CL", "CN", "CO", "DE", "EG", "ES", "FR", "GB", "IN", "JP", "KE", "MX", "NG", "ZA"]
ROUNDS = 15
PARAGRAPH = (
    "The conference brought together industry and governments, who spoke of licences, of customs and of borders, and of "
    "what the obligations of resolution 1540 (2004) mean for those who make and carry sensitive goods. "
)
NOTE = f"""Information Note¹

Event: Regional Conference on Export Controls

Organizers: Government of Chile with support from Germany

Date and Venue: 8-9 June 2030, Santiago, Chile

Participants: List attached

Background

{PARAGRAPH * 2}

{PARAGRAPH * 3}

¹ The views in this note do not necessarily reflect those of the United Nations.

Highlights

{PARAGRAPH * 3}

{PARAGRAPH * 3}

{PARAGRAPH * 3}

Additional Comments

{PARAGRAPH * 2}
"""


def note():
    """Time a note of two pages, our press and WeasyPrint alone taking turns, both warm."""
    html = print_html(document_of(of_parsed(parse(NOTE), "en")))
    press = pdf._press()
    sheets = [pdf._sheet(name) for name in SHEETS]

    def alone():
        source = press.HTML(string=html, base_url=pdf.NOWHERE, url_fetcher=press.ClosedWorld({}))
        source.write_pdf(
            font_config=press.font_config,
            counter_style=press.CounterStyle(press.counter_style),
            stylesheets=sheets,
            pdf_variant=pdf.VARIANT,
        )

    def ours():
        pdf.render(html, sheets=SHEETS)

    taken = {"weasyprint": [], "ours": []}
    for number in range(ROUNDS + 2):
        for name, make in (("weasyprint", alone), ("ours", ours)):
            seconds = _cpu(make)
            if number >= 2:  # both are warm
                taken[name].append(seconds)
    medians = {name: statistics.median(each) for name, each in taken.items()}
    with pikepdf.open(io.BytesIO(pdf.render(html, sheets=SHEETS))) as opened:
        pages = len(opened.pages)
    return {
        "pages": pages,
        "weasyprint_ms": round(medians["weasyprint"] * 1000, 1),
        "ours_ms": round(medians["ours"] * 1000, 1),
        "ratio": round(medians["ours"] / medians["weasyprint"], 3),
    }


def participants(count=2000):
    """Time a list of so many participants in the process of its own, and read the memory that the process took."""
    bodies = [
        Organisation(official_name=f"Ministry number {number}", sector=Sector.GOVERNMENT, country=country)
        for number, country in enumerate(COUNTRIES)
    ]
    listed = [
        Participant(
            pk=number,
            honorific="Ms.",
            given_name="Elena",
            family_name=f"Participant {number}",
            sort_key=f"{number:05}",
            job_title="Director for Strategic Trade Controls",
            organisation=bodies[number % len(bodies)],
            delegation_role=DelegationRole.DELEGATE,
        )
        for number in range(count)
    ]
    frame = Frame(title="List of participants", event="Regional Conference", place_and_date="8-9 June 2030")
    order = printing.Order(people.participants_html(listed, frame, people.Layout.DELEGATIONS), people.SHEETS)
    press = printing.in_the_worker
    press.warm_up()
    started = time.perf_counter()
    printed = printing.printed(order)
    seconds = time.perf_counter() - started
    process = Path(f"/proc/{press._process.pid}")
    peak = process.joinpath("status").read_text().split("VmHWM:")[1].split()[0]
    ticks = process.joinpath("stat").read_text().rpartition(")")[2].split()[11:13]
    started = time.perf_counter()
    again = printing.ask_for(order)
    stored = time.perf_counter() - started
    if again != printed:
        raise SystemExit("The stored PDF is another one.")
    return {
        "participants": count,
        "characters": len(order.html),
        "seconds": round(seconds, 1),
        "processor_seconds": round(sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK"), 1),
        "limit_seconds": press.limits.seconds,
        "peak_megabytes": round(int(peak) / 1024),
        "limit_megabytes": press.limits.megabytes,
        "stored_ms": round(stored * 1000, 2),
    }


def _cpu(make):
    """Return the processor time that a call takes: what others do on the machine meanwhile does not count."""
    started = time.process_time()
    make()
    return time.process_time() - started


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        settings.VAR_DIR = Path(folder)
        found = {"load": round(os.getloadavg()[0], 1), "note": note(), "list": participants()}
    sys.stdout.write(json.dumps(found, indent=2) + "\n")
    return int(found["note"]["ratio"] > MOST_RATIO)


if __name__ == "__main__":
    sys.exit(main())
