"""Notes as documents: our press beside WeasyPrint alone, 2,000 participants in an annex, a page that has its PDF.

usage: python bench/notes.py [--rounds N]

Works on invented text; needs no server and no database. It last gave, on two shared cores: ratio 0.85 (306 ms);
37 s and 148 MB for 2,000 participants; 6 ms for a stored document.
"""

import argparse
import os
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
MOST_RATIO, MOST_MEMORY, MOST_SECONDS, PARTICIPANTS = 1.25, 1024, 150, 2_000
PARAGRAPH = (
    "The conference facilitated a dialogue between the Committee, participating Member States and industry, and raised "
    "awareness of the importance of information-sharing. It helped to identify and share effective practices for "
    "compliance strategies within companies, in the light of resolution 1540 (2004).[^{note}] "
)


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=15, help="measurements of each kind (default 15)")
    rounds = max(parser.parse_args().rounds, 3)
    with tempfile.TemporaryDirectory(prefix="plenary-bench-") as folder:
        _set_up(folder)
        findings = {
            f"a note of two pages takes at most {MOST_RATIO} times what WeasyPrint alone takes": _ratio(rounds),
            f"{PARTICIPANTS:,} participants: at most {MOST_SECONDS} s and {MOST_MEMORY} MB": _many_participants(),
            "a page that needs no new PDF serves the stored one": _stored(rounds),
        }
    failed = [name for name, is_met in findings.items() if not is_met]
    say("\nall met" if not failed else "\nnot met: " + "; ".join(failed))
    return 1 if failed else 0


def _set_up(folder):
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SECRET_KEY": "a key for measuring only, which signs nothing of value",
        "PLENARY_VAR": folder,
        "LOG_LEVEL": "ERROR",
    }
    import django  # noqa: PLC0415 - after the environment is set

    django.setup()


def two_pages():
    """Return a note of about two pages with two footnotes."""
    from reports.note_document import FrontMatterLine, NoteDocument, Section  # noqa: PLC0415 - Django is set up by now

    text = "\n\n".join(PARAGRAPH.format(note=1 + number % 2) * 2 for number in range(3))
    return NoteDocument(
        title="Information Note",
        front_matter=[FrontMatterLine(label, f"A value for {label}") for label in ("Event", "Organizers", "Date")],
        sections=[Section(heading, text) for heading in ("Background", "Highlights")],
        footnotes={"1": "For information – not an official report.", "2": "A remark."},
    )


def _ratio(rounds):
    """Measure both in turns, so that whatever else the machine does falls on both."""
    import weasyprint  # noqa: PLC0415 - to compare with

    from lib import pdf  # noqa: PLC0415 - Django is set up by now
    from reports.note_document import SHEETS, print_html  # noqa: PLC0415 - as above

    html = print_html(two_pages())
    pdf.render(html, sheets=SHEETS)
    press = pdf._press()
    sheets = [pdf._sheet(name) for name in SHEETS]

    def alone():
        source = weasyprint.HTML(string=html, url_fetcher=press.ClosedWorld({}))
        source.write_pdf(
            stylesheets=sheets,
            font_config=press.font_config,
            counter_style=press.counter_style.copy(),
            pdf_variant=pdf.VARIANT,
        )

    alone()
    ours, theirs = [], []
    for _ in range(rounds):
        ours.append(_seconds(lambda: pdf.render(html, sheets=SHEETS)))
        theirs.append(_seconds(alone))
    ratio = statistics.median(ours) / statistics.median(theirs)
    say(
        f"two-page note: ours {statistics.median(ours) * 1000:.0f} ms, "
        f"WeasyPrint alone {statistics.median(theirs) * 1000:.0f} ms, ratio {ratio:.2f}"
    )
    return ratio <= MOST_RATIO


def _many_participants():
    """Print an annex of many participants in a process of its own, as the worker does."""
    from lib.pdf_process import Limits, Press  # noqa: PLC0415 - Django is set up by now
    from reports.note_document import SHEETS, Annex, NoteDocument, print_html  # noqa: PLC0415 - as above

    lines = []
    for number in range(PARTICIPANTS):
        if number % 10 == 0:
            lines.append(f"\n**Delegation {number // 10 + 1}**\n")
        lines.append(f"- Ms. Given Family{number}, Director of something, Ministry of Foreign Affairs")
    note = NoteDocument(title="Information Note", annexes=[Annex("Annex", "\n".join(lines), "List of participants")])
    press = Press(Limits(seconds=MOST_SECONDS))
    html = print_html(note)
    seconds = _seconds(lambda: press.render(html, sheets=SHEETS))
    press.close()
    megabytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    say(f"{PARTICIPANTS:,} participants: {seconds:.1f} s, {megabytes:.0f} MB in a process of its own")
    return seconds <= MOST_SECONDS and megabytes <= MOST_MEMORY


def _stored(rounds):
    """Ask for a document twice: the second time it must come from the folder, hundreds of times faster."""
    from reports import printing  # noqa: PLC0415 - Django is set up by now

    document = two_pages()
    first = _seconds(lambda: printing.ask_for(printing.order_of(document)))
    again = [_seconds(lambda: printing.ask_for(printing.order_of(document))) for _ in range(rounds)]
    say(f"made: {first * 1000:.0f} ms; stored: {statistics.median(again) * 1000:.1f} ms")
    return statistics.median(again) * 10 < first


def _seconds(work) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
