"""The access log shows no personal link."""

import pytest

from lib.logs import masked


@pytest.mark.parametrize(
    ("address", "logged"),
    [
        ("GET /i/40.0.F7i_3SrmCr3Q/ HTTP/1.1", "GET /i/…/ HTTP/1.1"),
        ("/i/40.0.F7i_3SrmCr3Q/accept/", "/i/…/accept/"),
        ("/me/7.2.x-y/conference.ics", "/me/…/conference.ics"),
        ("/me/7.2.x-y?from=mail", "/me/…?from=mail"),
        ("https://conferences.example.org/me/7.2.x-y/", "https://conferences.example.org/me/…/"),
        ("/account/password/reset/1-c8k2-0f3a/", "/account/password/reset/…/"),
        ("/account/password/reset/", "/account/password/reset/"),
        ("/n/12.3.x-y/letter/", "/n/…/letter/"),
        ("/c/mexico-wiesbaden-2017/agenda/", "/c/mexico-wiesbaden-2017/agenda/"),
    ],
)
def test_personal_links_are_masked(address, logged):
    assert masked(address) == logged
