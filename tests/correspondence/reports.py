"""E-mails that come back, written as mail servers and calendar programs write them."""

CRLF = "\r\n"


def delivery_report(
    message, *, action="failed", status="5.1.1", said="550 5.1.1 No such user", source="<r1@mx.example>"
):
    """A report by RFC 3464, with the headers of the message that it is about."""
    return f"""From: MAILER-DAEMON@mx.example
To: office@example.org
Subject: Undelivered Mail Returned to Sender
Message-ID: {source}
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

This is the mail system at host mx.example.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example
Arrival-Date: Mon, 3 Jun 2030 09:00:00 +0000

Final-Recipient: rfc822; {message.to_email}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {said}

--b
Content-Type: text/rfc822-headers

From: Plenary <plenary@localhost>
To: {message.to_email}
Message-ID: {message.message_id}
Subject: {message.subject}

--b--
""".replace("\n", CRLF).encode()


def complaint(message, *, source="<c1@mx.example>"):
    """A complaint in the abuse reporting format (RFC 5965)."""
    return f"""From: abuse@mx.example
Message-ID: {source}
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b"

--b
Content-Type: text/plain

This is an email abuse report.

--b
Content-Type: message/feedback-report

Feedback-Type: abuse
Version: 1

--b
Content-Type: message/rfc822

Message-ID: {message.message_id}
Subject: {message.subject}

text

--b--
""".replace("\n", CRLF).encode()


def calendar_reply(uid, attendee, *, answer="ACCEPTED", source="<a1@mx.example>", method="REPLY"):
    """An answer to an invitation, as a calendar program mails it (RFC 6047)."""
    return f"""From: {attendee}
Message-ID: {source}
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="b"

--b
Content-Type: text/plain

Ana has answered.

--b
Content-Type: text/calendar; method={method}; charset=utf-8

BEGIN:VCALENDAR
PRODID:-//Example//EN
VERSION:2.0
METHOD:{method}
BEGIN:VEVENT
UID:{uid}
DTSTAMP:20300603T090000Z
DTSTART:20300603T090000Z
ATTENDEE;PARTSTAT={answer}:mailto:{attendee}
COMMENT:Only on the first day
END:VEVENT
END:VCALENDAR

--b--
""".replace("\n", CRLF).encode()
