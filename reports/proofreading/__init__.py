"""Proofreading: what a careful colleague would ask before a note leaves the house. It reports and never changes.

Each rule is a function from an `Evidence` to findings; each finding names its place, its reason and, where there is
one, a wording that the author may accept, or dismiss with a reason. Pure over what was fetched before.
"""

from reports.proofreading.consistency import annex_missing, footnotes, no_consent, other_date
from reports.proofreading.figures import days_in_words, front_matter, persons, states_counted
from reports.proofreading.model import Evidence, Finding, passages_of
from reports.proofreading.names import resolutions, state_names
from reports.proofreading.style import empty_sections, mixed_spelling, placeholders, unlinked

__all__ = ["Evidence", "Finding", "passages_of", "proofread"]

RULES = (
    front_matter,
    persons,
    states_counted,
    days_in_words,
    resolutions,
    state_names,
    mixed_spelling,
    other_date,
    annex_missing,
    footnotes,
    no_consent,
    placeholders,
    empty_sections,
    unlinked,
)


def proofread(evidence: Evidence) -> list[Finding]:
    """Return what all rules find, in the order of the text, each place once per rule."""
    found = {}
    for rule in RULES:
        for finding in rule(evidence):
            found.setdefault(finding.fingerprint, finding)
    order = {passage.place: number for number, passage in enumerate(evidence.passages)}
    return sorted(found.values(), key=lambda finding: (order.get(finding.place, -1), finding.start))
