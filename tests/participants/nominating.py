"""What tests of delegations share: lists of nominees, and the link by which a focal point writes them."""

from django.urls import reverse

from lib import links
from participants import actions
from participants.choices import DelegationRole
from tests.factories import BEFORE, make_delegation

BY = {"by": "Olga", "at": BEFORE}


def person(family_name, *, email="", role=DelegationRole.DELEGATE, **more):
    """Return a nominee as the form gives one to the action."""
    return {"role": role, "honorific": "", "given_name": "", "family_name": family_name, "job_title": ""} | {
        "email": email,
        **more,
    }


def submitted(conference, *people, **fields):
    """Make a delegation whose list of nominees is submitted."""
    delegation = make_delegation(conference, **fields)
    actions.save_nomination(delegation, list(people), **BY)
    return actions.submit_nomination(delegation, **BY)


def link_to(delegation):
    """Return the address at which the focal point nominates."""
    link = links.make("participants:nomination", delegation.pk, delegation.link_version)
    return reverse("participants:nomination", kwargs={"link": link})
