"""The queue in files: messages are whole or not there, whoever writes and reads at the same time."""

import threading
from queue import Empty

import pytest
from kombu import Connection

from lib import file_queue


@pytest.fixture
def channel(tmp_path):
    """A channel over a folder of the test's own."""
    folder = str(tmp_path / "queue")
    (tmp_path / "queue").mkdir()
    options = {"data_folder_in": folder, "data_folder_out": folder, "control_folder": str(tmp_path / "control")}
    with Connection(f"{file_queue.SCHEME}://localhost", transport_options=options) as connection:
        yield connection.channel()


def test_what_is_put_is_got_once_and_in_order(channel):
    for number in range(3):
        channel._put("celery", {"number": number})

    assert [channel._get("celery")["number"] for _ in range(3)] == [0, 1, 2]
    with pytest.raises(Empty):
        channel._get("celery")


def test_a_message_that_is_still_being_written_is_not_seen(channel, tmp_path):
    (tmp_path / "queue" / ".1_x.celery.msg.part").write_text('{"number":')

    with pytest.raises(Empty):
        channel._get("celery")


def test_a_message_that_is_not_whole_is_left_aside(channel, tmp_path):
    (tmp_path / "queue" / "00000000000000000000_x.celery.msg").write_text('{"number":')
    channel._put("celery", {"number": 1})

    assert channel._get("celery") == {"number": 1}


def test_a_list_of_queues_that_is_not_whole_stops_nobody(channel, tmp_path):
    (tmp_path / "control").mkdir(exist_ok=True)
    (tmp_path / "control" / "news.exchange").write_text('[["", "",')

    assert channel.get_table("news") == []


def test_many_writers_and_a_reader_lose_nothing(channel):
    def write(first):
        for number in range(first, first + 200):
            channel._put("celery", {"number": number, "padding": "x" * 5000})

    writers = [threading.Thread(target=write, args=(first,)) for first in (0, 200, 400)]
    for writer in writers:
        writer.start()
    got = set()
    while len(got) < 600:
        is_written_to = any(writer.is_alive() for writer in writers)
        try:
            got.add(channel._get("celery")["number"])
        except Empty:
            if not is_written_to:
                break

    assert got == set(range(600))
