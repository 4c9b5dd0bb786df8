"""What receivers find about the sender, and what mailcheck says of it."""

import pytest
from django.core.management import CommandError, call_command

from correspondence import sender_checks
from lib import dns

GOOD = {
    "office.example.org": ["some-verification=1", "v=spf1 include:spf.example.net ~all"],
    "s1._domainkey.office.example.org": ["v=DKIM1; k=rsa; p=MIGfMA0"],
    "_dmarc.example.org": ["v=DMARC1; p=quarantine"],
}


def check(records, *, domain="office.example.org", selector="s1"):
    found = sender_checks.findings(
        domain, mail_host="mx.example.net", selector=selector, texts=lambda name: records.get(name, [])
    )
    return {finding.name: finding for finding in found}


def test_a_sender_with_all_three_is_in_order():
    found = check(GOOD)

    assert [(name, finding.is_good) for name, finding in found.items()] == [
        ("SPF", True), ("DKIM", True), ("DMARC", True),
    ]  # fmt: skip
    assert "mx.example.net" in found["SPF"].advice
    assert found["DMARC"].found == "_dmarc.example.org: v=DMARC1; p=quarantine"


@pytest.mark.parametrize(
    ("name", "published", "part", "words"),
    [
        ("office.example.org", [], "SPF", "v=spf1 a:mx.example.net -all"),
        ("office.example.org", ["v=spf1 -all", "v=spf1 ~all"], "SPF", "ignore all"),
        ("office.example.org", ["v=spf1 +all"], "SPF", "anyone may send"),
        ("s1._domainkey.office.example.org", [], "DKIM", "s1._domainkey.office.example.org"),
        ("s1._domainkey.office.example.org", ["v=DKIM1; p="], "DKIM", "revoked"),
        ("_dmarc.example.org", [], "DMARC", "_dmarc.office.example.org"),
        ("_dmarc.example.org", ["v=DMARC1; rua=mailto:a@example.org"], "DMARC", "Add a policy"),
    ],
)
def test_what_is_missing_is_said_with_what_to_publish(name, published, part, words):
    finding = check(GOOD | {name: published})[part]

    assert not finding.is_good
    assert words in finding.advice


def test_without_a_selector_dkim_cannot_be_checked():
    assert "selector" in check(GOOD, selector="")["DKIM"].advice


def test_a_sender_without_a_domain_is_refused():
    assert list(check({}, domain="localhost")) == ["Sender"]


@pytest.mark.parametrize(
    ("sender", "domain"),
    [("Office <office@Conferences.example.org>", "conferences.example.org"), ("office@example.org", "example.org")],
)
def test_the_domain_is_that_of_the_address(sender, domain):
    assert sender_checks.sender_domain(sender) == domain


def test_the_command_says_all_and_fails_when_something_is_to_do(settings, monkeypatch, capsys):
    settings.DEFAULT_FROM_EMAIL = "Office <office@office.example.org>"
    monkeypatch.setattr(dns, "texts", lambda name: GOOD.get(name, []))

    call_command("mailcheck", selector="s1")
    said = capsys.readouterr().out
    assert "SPF: in order" in said
    assert "List-Unsubscribe and List-Unsubscribe-Post" in said
    assert "Return-Path at office.example.org" in said

    with pytest.raises(CommandError, match="Receivers may refuse"):
        call_command("mailcheck")


def test_a_resolver_that_is_away_is_said_plainly(settings, monkeypatch):
    def no_answer(name):
        raise dns.NoAnswer("The name server 192.0.2.1 did not answer.")

    settings.DEFAULT_FROM_EMAIL = "office@example.org"
    monkeypatch.setattr(dns, "texts", no_answer)

    with pytest.raises(CommandError, match="did not answer"):
        call_command("mailcheck")
