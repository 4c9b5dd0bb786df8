"""Every address of the site, and what each kind of reader gets there. A new URL needs a row in a file here.

A row says who is let in and which objects of the small world (`make_world`) the address names; the conference and
personal links are filled in by themselves. The answers are what a GET gets; tests/test_every_address.py also posts as
those who are refused, and tries the objects of another conference.
"""

from tests.addresses import participants, reports, sessions, site
from tests.addresses.words import READERS, TO_SIGN_IN
from tests.addresses.world import client_of, link_owner, make_world, signed_in

ADDRESSES = site.ADDRESSES | participants.ADDRESSES | sessions.ADDRESSES | reports.ADDRESSES

__all__ = ["ADDRESSES", "READERS", "TO_SIGN_IN", "client_of", "link_owner", "make_world", "signed_in"]
