"""The headers that every answer of the site carries, whatever the address and the status (SEC-11)."""

POLICY = {
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "form-action 'self'", "base-uri 'none'",
    "object-src 'none'", "frame-ancestors 'none'", "report-uri /policy-report/",
}  # fmt: skip
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
# What is shown in a frame of our own pages has a policy of its own: the HTML of an e-mail, in which nothing runs and
# nothing is loaded, and the PDF beside the text.
OF_THEIR_OWN = {
    "correspondence:mailbox_html", "correspondence:message_html", "correspondence:text_html", "correspondence:letter_sample",
    "reports:desk_pdf",
}  # fmt: skip


def faults(response, name=""):
    """Return what is wrong with the headers of an answer."""
    found = [key for key, value in ALWAYS.items() if response.headers.get(key) != value]
    policy = {each.strip() for each in response.headers.get("Content-Security-Policy", "").split(";")}
    if name in OF_THEIR_OWN:
        return [each for each in found if each != "X-Frame-Options"] + sorted({"default-src 'none'"} - policy)
    found += sorted(POLICY - policy)
    found += [each for each in policy if "unsafe" in each or "*" in each or "http" in each]
    if "camera=()" not in response.headers.get("Permissions-Policy", ""):
        found.append("Permissions-Policy")
    if response.headers.get("Referrer-Policy") not in {"same-origin", "no-referrer"}:
        found.append("Referrer-Policy")
    return found
