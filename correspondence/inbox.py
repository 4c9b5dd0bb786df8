"""Reading the mailbox to which delivery reports and calendars' answers come: a Maildir, POP3 or IMAP by its address.

INBOX_URL is maildir:///path, pop3://, pop3s://, imap:// or imaps://user:password@host:port/folder.
"""

import imaplib
import poplib
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

TIMEOUT = 15
AT_MOST = 200  # per visit; the next one goes on


def visit(url: str, handle: Callable[[bytes], None]) -> int:
    """Hand each new message to `handle`, and note it as read once that returned; return how many there were."""
    parts = urlsplit(url)
    readers = {"maildir": _maildir, "pop3": _pop3, "pop3s": _pop3, "imap": _imap, "imaps": _imap}
    if parts.scheme not in readers:
        raise ValueError(f"INBOX_URL starts with {parts.scheme}:, which is none of {', '.join(readers)}")
    count = 0
    for raw in readers[parts.scheme](parts):
        handle(raw)
        count += 1
    return count


def _maildir(parts) -> Iterator[bytes]:
    """Read what lies in `new` alone: what was read is in `cur`, and may be much."""
    box = Path(unquote(parts.path))
    unread = sorted(file for file in (box / "new").iterdir() if not file.name.startswith("."))
    for file in unread[:AT_MOST]:
        yield file.read_bytes()
        file.rename(box / "cur" / f"{file.name.partition(':')[0]}:2,S")


def _pop3(parts) -> Iterator[bytes]:
    connect = poplib.POP3_SSL if parts.scheme == "pop3s" else poplib.POP3
    line = connect(parts.hostname, parts.port or (995 if parts.scheme == "pop3s" else 110), timeout=TIMEOUT)
    try:
        line.user(unquote(parts.username or ""))
        line.pass_(unquote(parts.password or ""))
        count, _ = line.stat()
        for number in range(1, min(count, AT_MOST) + 1):
            yield b"\r\n".join(line.retr(number)[1])
            line.dele(number)
    finally:
        line.quit()


def _imap(parts) -> Iterator[bytes]:
    connect = imaplib.IMAP4_SSL if parts.scheme == "imaps" else imaplib.IMAP4
    with connect(parts.hostname, parts.port or (993 if parts.scheme == "imaps" else 143), timeout=TIMEOUT) as line:
        line.login(unquote(parts.username or ""), unquote(parts.password or ""))
        line.select(unquote(parts.path.strip("/")) or "INBOX")
        _, found = line.uid("SEARCH", "UNSEEN")
        for uid in found[0].split()[:AT_MOST]:
            _, answer = line.uid("FETCH", uid, "(BODY.PEEK[])")
            yield answer[0][1]
            line.uid("STORE", uid, "+FLAGS", r"(\Seen)")
