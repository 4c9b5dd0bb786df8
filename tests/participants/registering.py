"""What tests of the public registration share: an open conference, the answers of one person, the way through all steps."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from participants.models import RegistrationDraft
from tests.factories import make_conference

PERSON = {"honorific": "Ms.", "given_name": "Elena", "family_name": "Núñez", "email": "elena@example.org"}
COMPANY = {"organisation": "Andean Freight", "sector": "industry", "country": "PE"}
STAY = {
    "phone": "+51 1 204 2400",
    "needs": "No nuts,\nplease.",
    "is_listed": "on",
    "language": "fr",
    "gender": "female",
}


def open_conference(**fields):
    """Make a conference that takes registrations from yesterday on."""
    now = timezone.now()
    dates = {"registration_opens_at": now - timedelta(days=1), "registration_closes_at": now + timedelta(days=30)}
    return make_conference(**dates | fields)


def register_url(conference):
    """Return the address at which a registration is begun."""
    return reverse("participants:register", kwargs={"conference": conference.slug})


def fill_in(client, conference, person=PERSON, company=COMPANY):
    """Go through all steps up to the page that shows the answers; return its address."""
    key = client.get(register_url(conference)).context["key"]
    address = client.post(register_url(conference), person | {"key": key})["Location"]
    for answers in (company, STAY):
        address = client.get(client.post(address, answers)["Location"])["Location"]
    return address


def without_names_of_this_run(page):
    """Return a page without what belongs to this one draft."""
    draft = RegistrationDraft.objects.latest("pk")
    return page.replace(draft.reference, "REFERENCE")
