"""What apps above this one show on the pages of a conference.

The chain of imports goes one way (docs/architecture.md), so the pages of a conference ask here, and each app says in
its `AppConfig.ready()` what it has to show:

    panels.desk.append(function)      (conference, user, at) -> [Panel], on the overview of the team's area
    panels.public.append(function)    (conference, user, at) -> [Panel], on the conference's public page
    panels.troubles.append(function)  (conference, at) -> str | None, a sentence above every page of the team's area
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from conference.models import Conference


@dataclass(frozen=True)
class Panel:
    """One part of an overview: a template of the app that shows it, with what the template needs."""

    template: str
    context: dict = field(default_factory=dict)
    position: int = 50


desk: list[Callable] = []
public: list[Callable] = []
troubles: list[Callable] = []


def shown(functions: list[Callable], conference: Conference, user, at) -> list[Panel]:
    """Return the panels that have something to show, in order of their position."""
    found = [panel for function in functions for panel in function(conference, user, at)]
    return sorted(found, key=lambda panel: panel.position)


def sentences_of_trouble(conference: Conference, at) -> list[str]:
    """Return the sentences about what does not work at the moment; usually none."""
    return [sentence for function in troubles if (sentence := function(conference, at))]
