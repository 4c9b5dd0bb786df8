"""Talking to a mail server, and what its answer means: taken, put off, refused, or the server itself is away."""

import contextlib
import re
import smtplib
from dataclasses import dataclass, replace

from correspondence.choices import AttemptOutcome

TAKEN, WILL_FORWARD, GO_ON, GOING_AWAY = 250, 251, 354, 421
SIGN_IN_CODES = {530, 534, 535, 538}
CONNECTION_CODES = {GOING_AWAY} | SIGN_IN_CODES  # about the connection, not about one message
SERVICE_CODES = {401, 402, 403, 408, 429}  # likewise, where a mail service is called over HTTP
MESSAGE_TOO_LARGE = 552  # said already to MAIL FROM, which names the size
# About the address itself (RFC 3463): it does not exist, or was closed. Others may pass, or are about sender and text.
CLOSED_ADDRESS = re.compile(r"^5\.(1\.(1|2|3|6|10)|2\.1)$")
ENHANCED_CODE = re.compile(r"\d{3}[ -](5\.\d+\.\d+)\b")  # further on in an answer such digits mean anything: an address
REFUSES_CONNECTIONS = "The mail server refuses connections."
DOES_NOT_ANSWER = "The mail server does not answer in time."


@dataclass(frozen=True)
class Answer:
    """How a try to hand over ended, with the server's code and words where there are any."""

    outcome: str
    code: int | None = None
    detail: str = ""
    refuses_the_recipient: bool = False

    @property
    def is_about_the_server(self) -> bool:
        """Whether every other message would fare the same now."""
        return self.outcome == AttemptOutcome.UNREACHABLE

    @property
    def says_the_address_is_closed(self) -> bool:
        """Whether no message to this address will ever arrive."""
        if self.outcome != AttemptOutcome.REFUSED or not self.refuses_the_recipient:
            return False
        status = ENHANCED_CODE.match(self.detail)
        return bool(status and CLOSED_ADDRESS.match(status.group(1)))


ACCEPTED = Answer(AttemptOutcome.ACCEPTED, TAKEN)


class NotNow(Exception):  # noqa: N818 - reads as a sentence where it is raised
    """Something of ours keeps an e-mail from being built at the moment, and may pass."""


def send(line: smtplib.SMTP, sender: str, recipient: str, mail: bytes) -> None:
    """Hand an e-mail over on an open line; what smtplib raises says that the server did not take it.

    A server that knows PIPELINING (RFC 2920) gets the commands before the text at once, which saves two of the four
    times of waiting for an answer.
    """
    line.ehlo_or_helo_if_needed()
    if not line.has_extn("pipelining"):
        line.sendmail(sender, [recipient], mail)
        return
    size = f" SIZE={len(mail)}" if line.has_extn("size") else ""
    commands = [f"MAIL FROM:{smtplib.quoteaddr(sender)}{size}", f"RCPT TO:{smtplib.quoteaddr(recipient)}", "DATA"]
    if not all(command.isprintable() for command in commands):
        raise ValueError("an address with a line break")
    line.send("".join(f"{command}\r\n" for command in commands).encode("ascii"))
    answers = []
    while len(answers) < len(commands) and not (answers and answers[-1][0] == GOING_AWAY):
        answers.append(line.getreply())
    if refusal := _refusal(answers, sender, recipient):
        _leave(line, answers)
        raise refusal
    line.send(mail.replace(b"\r\n.", b"\r\n..") + (b".\r\n" if mail.endswith(b"\r\n") else b"\r\n.\r\n"))
    code, words = line.getreply()
    if code != TAKEN:
        _leave(line, [(code, words)])
        raise smtplib.SMTPDataError(code, words)


def _refusal(answers, sender, recipient) -> smtplib.SMTPException | None:
    """Return what keeps an e-mail's text from being sent, by the answers to its sender, its recipient and DATA."""
    code, words = answers[0]
    if code != TAKEN:
        return smtplib.SMTPSenderRefused(code, words, sender)
    code, words = answers[1]
    if code not in {TAKEN, WILL_FORWARD}:
        return smtplib.SMTPRecipientsRefused({recipient: (code, words)})
    code, words = answers[2]
    return None if code == GO_ON else smtplib.SMTPDataError(code, words)


def _leave(line, answers):
    """Bring a line back to where the next e-mail may begin, or close it when the server said that it goes away.

    A server that hangs up now has answered already: what it said of the e-mail counts, and the next one finds the line
    closed.
    """
    if answers[-1][0] == GOING_AWAY:
        line.close()
        return
    with contextlib.suppress(smtplib.SMTPServerDisconnected):
        if answers[-1][0] == GO_ON:  # it waits for a text without a recipient: the end of an empty one (RFC 2920, 3.1)
            line.send(b".\r\n")
            line.getreply()
        line.rset()


def is_timeout(error: Exception) -> bool:
    """Say whether the server did not answer in time: smtplib wraps a timeout in what it raises for a lost line."""
    return isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError)


def judge(error: Exception) -> Answer:
    """Return what an exception of smtplib, of the socket or of building the e-mail says."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
        return replace(_by_code(code, words), refuses_the_recipient=True)
    if isinstance(error, smtplib.SMTPSenderRefused) and error.smtp_code != MESSAGE_TOO_LARGE:
        # The sender is the same in every message: its refusal is about our settings, not about who should read it.
        return Answer(
            AttemptOutcome.UNREACHABLE, max(error.smtp_code, 0) or None, _words(error.smtp_code, error.smtp_error)
        )
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return Answer(AttemptOutcome.REFUSED, None, _shorten(f"The mail server cannot take this address: {error}"))
    if isinstance(error, smtplib.SMTPConnectError | smtplib.SMTPAuthenticationError | smtplib.SMTPHeloError):
        return Answer(AttemptOutcome.UNREACHABLE, error.smtp_code, _words(error.smtp_code, error.smtp_error))
    if isinstance(error, smtplib.SMTPResponseException):
        return _by_code(error.smtp_code, error.smtp_error)
    if isinstance(error, NotNow):
        return Answer(AttemptOutcome.DEFERRED, None, _shorten(str(error)))
    if code := getattr(error, "status_code", None):  # of a mail service that is called over HTTP (django-anymail)
        about_the_message = 400 <= code < 500 and code not in SERVICE_CODES
        outcome = AttemptOutcome.REFUSED if about_the_message else AttemptOutcome.UNREACHABLE
        return Answer(outcome, code, _words(code, error))
    if is_timeout(error):
        return Answer(AttemptOutcome.UNREACHABLE, None, DOES_NOT_ANSWER)
    if isinstance(error, ConnectionRefusedError):
        return Answer(AttemptOutcome.UNREACHABLE, None, REFUSES_CONNECTIONS)
    if isinstance(error, OSError):  # SMTPServerDisconnected is one too
        return Answer(AttemptOutcome.UNREACHABLE, None, _shorten(f"The mail server could not be used: {error}"))
    return Answer(AttemptOutcome.REFUSED, None, _shorten(f"The message could not be built: {error}"))


def _by_code(code, words):
    if code in CONNECTION_CODES or code < 0:
        return Answer(AttemptOutcome.UNREACHABLE, max(code, 0) or None, _words(code, words))
    outcome = AttemptOutcome.DEFERRED if 400 <= code < 500 else AttemptOutcome.REFUSED
    return Answer(outcome, code, _words(code, words))


def _words(code, words):
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
    return _shorten(f"{code} {text}")


def _shorten(text):
    return " ".join(text.split())[:500]
