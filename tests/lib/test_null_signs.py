"""The sign NUL in an address."""

import pytest


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/notes/?q=a%00b", "/c/a%00b/"])
def test_an_address_with_the_sign_nul_is_refused(client, address):
    assert client.get(address).status_code == 400


@pytest.mark.django_db
def test_an_address_with_percent_signs_is_none_of_them(client):
    assert client.get("/notes/?q=100%2500").status_code == 200
