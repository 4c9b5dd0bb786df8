"""Status and its transitions: one table, read by the actions, the pages and the bulk actions alike."""

from dataclasses import dataclass

from participants.choices import RegistrationStatus as Status


@dataclass(frozen=True)
class Transition:
    """One way from some statuses to another.

    `label` leads to its confirm page, which asks `question` above `button`; `done` stands on the page after, `verb` in
    the history.
    """

    name: str
    label: str
    button: str
    sources: frozenset[str]
    target: str
    verb: str
    question: str
    done: str
    email: str = ""
    is_destructive: bool = False


def _of(*statuses) -> frozenset[str]:
    return frozenset(statuses)


TRANSITIONS = {
    each.name: each
    for each in [
        Transition(
            name="confirm",
            label="Confirm",
            button="Confirm the registration",
            sources=_of(Status.PENDING, Status.WAITLISTED, Status.REJECTED),
            target=Status.CONFIRMED,
            verb="registration.confirmed",
            question="Confirm the registration of {}?",
            done="{} is confirmed.",
            email="confirmation",
        ),
        Transition(
            name="waitlist",
            label="Put on the waiting list",
            button="Put on the waiting list",
            sources=_of(Status.PENDING, Status.CONFIRMED),
            target=Status.WAITLISTED,
            verb="registration.waitlisted",
            question="Put {} on the waiting list?",
            done="{} is on the waiting list.",
            email="waiting_list",
        ),
        Transition(
            name="reject",
            label="Reject",
            button="Reject the registration",
            sources=_of(Status.PENDING, Status.WAITLISTED, Status.CONFIRMED),
            target=Status.REJECTED,
            verb="registration.rejected",
            question="Reject the registration of {}?",
            done="The registration of {} is rejected.",
            email="rejection",
            is_destructive=True,
        ),
        Transition(
            name="cancel",
            label="Cancel registration",
            button="Cancel the registration",
            sources=_of(Status.PENDING, Status.WAITLISTED, Status.CONFIRMED),
            target=Status.CANCELLED,
            verb="registration.cancelled",
            question="Cancel the registration of {}?",
            done="The registration of {} is cancelled.",
            email="cancellation",
            is_destructive=True,
        ),
        Transition(
            name="reinstate",
            label="Reinstate",
            button="Reinstate the registration",
            sources=_of(Status.CANCELLED, Status.REJECTED),
            target=Status.PENDING,
            verb="registration.reinstated",
            question="Reinstate the registration of {}?",
            done="The registration of {} is reinstated and awaits approval.",
            email="received",
        ),
    ]
}

# What a status is called inside a sentence: “Elena Núñez is on the waiting list.”
IN_A_SENTENCE = {
    Status.PENDING: "awaits approval",
    Status.CONFIRMED: "is confirmed",
    Status.WAITLISTED: "is on the waiting list",
    Status.REJECTED: "is rejected",
    Status.CANCELLED: "is cancelled",
}


def possible_from(status: str) -> list[Transition]:
    """Return the transitions that a registration of this status can take, in the order of the table."""
    return [each for each in TRANSITIONS.values() if status in each.sources]
