"""What people type stays what they typed: markup, placeholders, links, encoded words and line breaks in every field.

One life of a person is told twice: with ordinary words, and with planted ones in every field. In HTML, plain text, headers
and log the second differs from the first by those words and by nothing else. Letters have tests of their own, on paper.
"""

from email import message_from_bytes, policy
from html.parser import HTMLParser

import pytest
from django.urls import reverse

from correspondence import actions as correspondence
from correspondence import emails, jobs, link_place
from correspondence.models import Message
from lib import mime
from participants import actions
from tests.factories import BEFORE, OPENING, make_conference, make_delegation, make_organisation

pytestmark = pytest.mark.django_db
PLANTED = (
    '<script>x</script> <b>b</b> {personal_link} {{ name }} **x** [l](https://evil.example) "q" =?utf-8?q?=3Cb=3E?='
)
BREAKS = "\r\nBcc: all@example.org\r\n\r\n<img src=x>"
FIELDS = {
    "honorific": 40,
    "given_name": 150,
    "family_name": 150,
    "job_title": 200,
    "needs": 2000,
}
EVERYTHING = "{salutation}, {name}, {reference}\n\n{name}\n\n**{name}** {personal_link}\n\n# {name}\n\n- {name}\n"


def live(word: str, lines: str, *, note: str | None = None):
    """Tell the life of a person whose every field holds the word and the lines; `note` is what the organiser adds."""
    conference = make_conference()
    by = {"by": None, "at": BEFORE}
    fields = {name: (word + lines)[:longest] for name, longest in FIELDS.items()}
    organisation = make_organisation(official_name=f"{word} {conference.pk}", short_name=word[:40])
    invitation = actions.invite(
        conference,
        email=f"ana{conference.pk}@example.org",
        organisation=organisation,
        note=note or word + lines,
        **fields,
        **by,
    )
    registration = actions.accept(invitation, **by)
    actions.cancel(registration, reason=word + lines, **by)
    actions.decline(invitation, reason=(word + lines)[:500], **by)
    delegation = make_delegation(conference, organisation=organisation, focal_point_name=word + lines)
    actions.ask_for_nominations(delegation, **by)
    mailing = correspondence.prepare(conference, audience="everyone", subject="For {name}", text=EVERYTHING, **by)
    correspondence.start(mailing, **by)
    jobs.write_mailings()
    return conference


class Skeleton(HTMLParser):
    """The elements of a page, with the names of their attributes and where links lead; without what is written."""

    def __init__(self, page):
        super().__init__()
        self.elements = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        leads = [value.partition("?")[0] for name, value in attributes if name in {"href", "src", "action"} and value]
        self.elements.append((tag, [name for name, _ in attributes], [lead.split("/")[2:3] for lead in leads]))


def mails_of(conference):
    """Return the e-mails of a conference by their kinds, as the mail server gets them."""
    written = conference.messages.order_by("kind", "pk")
    return [
        (each, message_from_bytes(mime.encode(emails.as_mail(each, at=OPENING)), policy=policy.default))
        for each in written
    ]


def html_of(mail):
    return mail.get_body(["html"]).get_content()


def test_in_an_email_planted_words_stay_words():
    plain, planted = mails_of(live("Ana", "")), mails_of(live(PLANTED, BREAKS))

    kinds = [message.kind for message, _ in planted]
    assert kinds == [message.kind for message, _ in plain]
    assert {"invitation", "confirmation", "cancellation", "nomination_request", "mailing"} <= set(kinds)
    for (_, ordinary), (message, mail) in zip(plain, planted, strict=True):
        assert mail.keys() == ordinary.keys()
        assert [len(mail[name].addresses) for name in ("From", "To")] == [1, 1]
        assert mail["To"].addresses[0].addr_spec == message.to_email
        assert mail["Subject"].split() == message.subject.split()
        assert not mail.defects
        assert html_of(mail).count("<script") == html_of(mail).count("<img") == 0
        assert "<script>x</script>" in mail.get_body(["plain"]).get_content()


def test_a_planted_word_makes_no_element_and_no_link():
    note = "Please see the programme."  # an organiser's own words may hold an address, which is a link then
    plain, planted = mails_of(live("Ana", "", note=note)), mails_of(live(PLANTED, "", note=note))

    for (_, ordinary), (message, mail) in zip(plain, planted, strict=True):
        assert Skeleton(html_of(mail)).elements == Skeleton(html_of(ordinary)).elements, message.kind
        for part in ("plain", "html"):
            said, meant = (each.get_body([part]).get_content() for each in (mail, ordinary))
            assert said.count("http://") == meant.count("http://"), message.kind
            assert said.count("evil.example") == said.count("[l](https://evil.example)") > 0


def test_in_the_log_planted_words_stay_words(sign_in):
    plain, planted = live("Ana", ""), live(PLANTED, BREAKS)

    for conference in (plain, planted):
        client = sign_in(conference)
        pages = [reverse("correspondence:message_list", kwargs={"conference": conference.slug})]
        pages += [message.get_absolute_url() for message in conference.messages.order_by("kind", "pk")]
        first = conference.messages.earliest("pk")
        names = {"conference": conference.slug, "email": first.to_email}
        pages.append(reverse("correspondence:address", kwargs=names))
        for page in pages:
            shown = client.get(page).content.decode()
            assert "<script>x" not in shown
            assert "<img src=x" not in shown
            assert "<b>b</b>" not in shown
            if conference == planted:
                assert "&lt;script&gt;x&lt;/script&gt;" in shown


def test_where_somebody_typed_the_place_of_the_link_there_is_none():
    for message in live("{personal_link}", "").messages.all():
        filled = link_place.fill(message.text, "THE LINK")
        assert filled.count("THE LINK") <= 1
        assert "{personal_link}" in filled
    assert Message.objects.exists()
