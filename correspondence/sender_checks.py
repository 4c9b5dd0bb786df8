"""What receivers look up about the sender's domain (SPF, DKIM, DMARC), and what has to be published there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.utils import parseaddr


@dataclass(frozen=True)
class Finding:
    """One thing that receivers look up: whether it is in order, what was found, and what to do."""

    name: str
    is_good: bool
    found: str
    advice: str = ""


def sender_domain(from_email: str) -> str:
    """Return the domain of the configured sender."""
    return parseaddr(from_email)[1].rpartition("@")[2].lower()


def findings(domain: str, *, mail_host: str, selector: str, texts: Callable[[str], list[str]]) -> Iterator[Finding]:
    """Yield what is published for the domain; `texts(name)` looks TXT records up."""
    if "." not in domain:
        yield Finding(
            "Sender", False, f"“{domain}” is no public domain", "Set DEFAULT_FROM_EMAIL to an address of yours."
        )
        return
    yield _spf(domain, mail_host, texts)
    yield _dkim(domain, selector, texts)
    yield _dmarc(domain, texts)


def _spf(domain, mail_host, texts):
    policies = [text for text in texts(domain) if text.lower().split(" ")[0] == "v=spf1"]
    if not policies:
        advice = f"Publish under {domain} as TXT: v=spf1 a:{mail_host} -all (or what your mail provider tells you)."
        return Finding("SPF", False, "nothing published", advice)
    if len(policies) > 1:
        return Finding("SPF", False, " · ".join(policies), "Join them: with more than one, receivers ignore all.")
    words = policies[0].lower().split()
    if words[-1] in {"-all", "~all"} or any(word.startswith("redirect=") for word in words):
        return Finding("SPF", True, policies[0], f"It has to cover the server that sends for you, {mail_host}.")
    return Finding("SPF", False, policies[0], "End it with -all or ~all: as it stands, anyone may send for you.")


def _dkim(domain, selector, texts):
    if not selector:
        advice = "Ask your mail provider for the selector, and call mailcheck --selector NAME."
        return Finding("DKIM", False, "not checked: no selector given", advice)
    name = f"{selector}._domainkey.{domain}"
    keys = [text for text in texts(name) if "p=" in text.replace(" ", "")]
    if not keys:
        return Finding(
            "DKIM", False, "nothing published", f"Publish under {name} the key with which your server signs."
        )
    key = keys[0].replace(" ", "")
    if "p=;" in f"{key};":
        return Finding("DKIM", False, keys[0], "The key was revoked (p= is empty): publish the one in use.")
    return Finding("DKIM", True, f"{key[:60]}…", "")


def _dmarc(domain, texts):
    labels = domain.split(".")
    for position in range(len(labels) - 1):
        name = "_dmarc." + ".".join(labels[position:])
        for text in texts(name):
            if text.lower().replace(" ", "").startswith("v=dmarc1"):
                return _dmarc_policy(name, text)
    advice = (
        f"Publish under _dmarc.{domain} as TXT: v=DMARC1; p=none; rua=mailto:postmaster@{domain}, later p=quarantine."
    )
    return Finding("DMARC", False, "nothing published", advice)


def _dmarc_policy(name, text):
    if any(part.strip().lower().startswith("p=") for part in text.split(";")):
        return Finding("DMARC", True, f"{name}: {text}", "")
    return Finding("DMARC", False, f"{name}: {text}", "Add a policy, such as p=quarantine.")
