"""What a page costs."""

from django.db import connection
from django.test.utils import CaptureQueriesContext


def cost_of(client, address) -> int:
    """Return how many queries a page takes, once it was seen."""
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    assert response.status_code == 200
    return len(queries)
