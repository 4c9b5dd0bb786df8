"""Looking texts up in the domain name system, against a name server of the test's own."""

import socket
import socketserver
import struct
import threading

import pytest

from lib import dns


class NameServer:
    """Answers over UDP and TCP on one port: `records` maps names to lists of strings."""

    def __init__(self, records, *, code=0, is_brief=False):
        self.records, self.code, self.is_brief = records, code, is_brief

    def answer(self, question, *, over_udp):
        labels, position = [], 12
        while size := question[position]:
            labels.append(question[position + 1 : position + 1 + size].decode())
            position += size + 1
        texts = self.records.get(".".join(labels), [])
        code = self.code or (0 if texts else dns.NO_SUCH_NAME)
        if over_udp and self.is_brief:
            return question[:2] + struct.pack(">BBHHHH", 0x83, 0x80 | code, 1, 0, 0, 0) + question[12:]
        records = b""
        for text in texts:
            raw = text.encode()
            strings = b"".join(
                bytes([len(part)]) + part for part in (raw[i : i + 200] for i in range(0, len(raw), 200))
            )
            records += b"\xc0\x0c" + struct.pack(">HHIH", 16, 1, 60, len(strings)) + strings
        alias = b"\xc0\x0c" + struct.pack(">HHIH", 5, 1, 60, 2) + b"\xc0\x0c" if texts else b""
        count = len(texts) + bool(alias)
        header = question[:2] + struct.pack(">BBHHHH", 0x81, 0x80 | code, 1, count, 0, 0)
        return header + question[12:] + alias + records


def on_one_port(brief, long):
    """Return servers for UDP and TCP on one port; a port that is free for the one may be taken for the other."""
    while True:
        udp = socketserver.UDPServer(("127.0.0.1", 0), brief)
        try:
            return udp, socketserver.TCPServer(udp.server_address, long)
        except OSError:
            udp.server_close()


@pytest.fixture
def name_server():
    """Return a function that starts a name server with these records and returns its address."""
    running = []

    def start(records, **how):
        server = NameServer(records, **how)

        class Brief(socketserver.BaseRequestHandler):
            def handle(self):
                question, line = self.request
                line.sendto(server.answer(question, over_udp=True), self.client_address)

        class Long(socketserver.StreamRequestHandler):
            def handle(self):
                (size,) = struct.unpack(">H", self.rfile.read(2))
                answer = server.answer(self.rfile.read(size), over_udp=False)
                self.wfile.write(struct.pack(">H", len(answer)) + answer)

        udp, tcp = on_one_port(Brief, Long)
        for each in (udp, tcp):
            threading.Thread(target=each.serve_forever, daemon=True).start()
            running.append(each)
        return udp.server_address

    yield start
    for each in running:
        each.shutdown()
        each.server_close()


def test_texts_are_found_and_long_ones_are_joined(name_server):
    key = "v=DKIM1; p=" + "A" * 400
    server = name_server({"example.org": ["v=spf1 -all", key]})

    assert dns.texts("example.org", server=server) == ["v=spf1 -all", key]
    assert dns.texts("example.org.", server=server) == ["v=spf1 -all", key]


def test_a_name_that_does_not_exist_has_no_texts(name_server):
    assert dns.texts("nowhere.example.org", server=name_server({})) == []


def test_an_answer_that_was_cut_is_asked_for_again_at_length(name_server):
    server = name_server({"example.org": ["x" * 900]}, is_brief=True)

    assert dns.texts("example.org", server=server) == ["x" * 900]


def test_a_refusal_and_a_silent_server_are_named(name_server, monkeypatch):
    with pytest.raises(dns.NoAnswer, match="code 2"):
        dns.texts("example.org", server=name_server({}, code=2))

    monkeypatch.setattr(dns, "TIMEOUT", 0.1)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
        silent.bind(("127.0.0.1", 0))
        with pytest.raises(dns.NoAnswer, match="did not answer"):
            dns.texts("example.org", server=silent.getsockname())
