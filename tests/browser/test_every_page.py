"""Every address that answers a page, on the narrowest phone: axe finds nothing, and nothing scrolls sideways (UX-08).

The addresses and what they name come from tests/addresses/; pages that anybody may read are read by a stranger, the
others by an organiser.
"""

from itertools import groupby

import pytest

from tests.addresses import ADDRESSES, make_world
from tests.browser.conftest import NARROWEST, overhanging, serious_findings
from tests.browser.looks import further_faults
from tests.test_every_address import NAMES, address_of, client_of

PAGES = {200, 410}


def reader_of(name) -> str:
    """Say who reads a page; nothing when nobody gets one."""
    row = ADDRESSES[name]
    return next((each for each in ("anonymous", "organiser") if not row.is_post_only and row.who[each] in PAGES), "")


READ = [name for name in NAMES if reader_of(name)]
PARTS = {part: list(names) for part, names in groupby(READ, key=lambda name: name.partition(":")[0].partition("_")[0])}


def is_a_page(answer) -> bool:
    """Say whether an answer is a page: no file, no piece of one, and not the HTML of an e-mail, which a page has in a frame."""
    is_html = answer.headers.get("Content-Type", "").startswith("text/html")
    is_framed = "sandbox" in answer.headers["Content-Security-Policy"]
    return is_html and not is_framed and answer.text.lstrip().lower().startswith("<!doctype html>")


def faults(page) -> list[str]:
    """Return what axe finds, what is too wide, and what further looks see."""
    return serious_findings(page) + [f"too wide: {each}" for each in overhanging(page)] + further_faults(page)


@pytest.mark.parametrize("part", PARTS)
def test_every_page_is_accessible_and_fits_the_narrowest_phone(transactional_db, new_page, part):
    world = make_world()
    pages = {reader: new_page(user=world.users[reader], width=NARROWEST) for reader in ("anonymous", "organiser")}
    found, seen = {}, 0

    for name in PARTS[part]:
        reader, address = reader_of(name), address_of(name, world)
        if is_a_page(client_of(world, reader).get(address)):
            pages[reader].goto(address)
            seen += 1
            if wrong := faults(pages[reader]):
                found[name] = wrong

    assert found == {}
    assert seen > 0
