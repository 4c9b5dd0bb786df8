"""What a machine lacks is named, with the line to run."""

import socket

import pytest

from config import machine
from config.machine import Missing, Need

THERE = Need("Bread", lambda: True, ("bread",))
MISSING = Need("Wine", lambda: False, ("wine", "glass"))


def test_what_is_there_needs_nothing():
    assert machine.provide(THERE) is None


def test_an_ordinary_user_is_told_the_line_to_run(monkeypatch):
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")

    with pytest.raises(Missing) as refusal:
        machine.provide(THERE, MISSING)

    assert str(refusal.value) == (
        "Plenary needs Wine. Install it, then run this again:  sudo apt-get install wine glass"
    )


def test_a_machine_without_apt_is_told_the_names(monkeypatch):
    monkeypatch.setattr("shutil.which", lambda name: None)

    with pytest.raises(Missing) as refusal:
        machine.provide(MISSING)

    assert str(refusal.value) == "Plenary needs Wine, which this machine lacks. Install it, then run this again."


def test_a_port_in_use_is_seen():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        port = server.getsockname()[1]

        assert not machine.port_is_free("127.0.0.1", port)

    assert machine.port_is_free("127.0.0.1", port)


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("localhost", True),
        ("::1", True),
        ("10.0.0.1", False),
    ],
)
def test_only_this_machine_reaches_the_loopback(host, expected):
    assert machine.is_loopback(host) is expected


def test_a_port_that_anybody_may_use_is_not_reserved():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        taken = server.getsockname()[1]

        assert machine.port_is_reserved("127.0.0.1", taken) is False
    assert machine.port_is_reserved("127.0.0.1", taken) is False
