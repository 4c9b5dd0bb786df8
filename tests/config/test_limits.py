"""What a request may hold: more is refused soon, and is not read into memory first (SEC-20)."""

import time
import tracemalloc
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db
MEGABYTE = 1024 * 1024


class Endless(BytesIO):
    """A body that says it is long, and counts what is read of it."""

    def __init__(self):
        super().__init__()
        self.taken = 0

    def read(self, size=-1):
        size = min(size if size >= 0 else MEGABYTE, MEGABYTE)
        self.taken += size
        return b"a" * size


@pytest.mark.parametrize(
    "data",
    [{"login": "a" * (3 * MEGABYTE)}, {f"field{number}": "" for number in range(6000)}],
    ids=["a large body", "many fields"],
)
def test_what_is_too_large_is_refused_soon(data):
    client = Client(raise_request_exception=False)
    began = time.thread_time()

    response = client.post(
        reverse("account_login"),
        "&".join(f"{name}={value}" for name, value in data.items()),
        content_type="application/x-www-form-urlencoded",
    )

    assert response.status_code in {400, 413}
    assert time.thread_time() - began < 2


def test_a_body_that_says_it_is_large_is_not_read():
    body = Endless()
    tracemalloc.start()

    response = Client(raise_request_exception=False).generic(
        "POST",
        reverse("account_login"),
        **{
            "wsgi.input": body,
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(500 * MEGABYTE),
        },
    )
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert response.status_code in {400, 413}
    assert body.taken <= MEGABYTE
    assert peak < 20 * MEGABYTE
