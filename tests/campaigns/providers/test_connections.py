"""Calls over kept connections: what is used again, what is not, and what a broken answer is taken for."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from campaigns.providers.connections import Answer, Connections, CutOffError, NotSentError
from tests.served import free_port

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"
HALF = b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi"


@dataclass
class Scripted:
    """A server that answers each request with the next of its lines, and hangs up where one is followed by None."""

    script: list[bytes | None]
    url: str = ""
    opened: int = 0
    heard: list[bytes] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection."""
        self.opened += 1
        while self.script:
            try:
                head = await reader.readuntil(b"\r\n\r\n")
            except asyncio.IncompleteReadError:
                break
            length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
            self.heard.append(head + await reader.readexactly(length))
            answer = self.script.pop(0)
            if answer is not None:
                writer.write(answer)
            if answer is None or (self.script and self.script[0] is None and self.script.pop(0) is None):
                break
        writer.close()


@asynccontextmanager
async def scripted(
    *script: bytes | None, tls: ssl.SSLContext | None = None, seconds: float = 5.0
) -> AsyncIterator[tuple[Scripted, Connections]]:
    there = Scripted(list(script))
    server = await asyncio.start_server(there.serve, "127.0.0.1", 0, ssl=tls)
    there.url = f"http{'s' if tls else ''}://127.0.0.1:{server.sockets[0].getsockname()[1]}/a/b?c=d"
    connections = Connections(10, seconds)
    try:
        yield there, connections
    finally:
        connections.close()
        server.close()
        await server.wait_closed()


async def posted(there: Scripted, connections: Connections, body: str = "好") -> Answer:
    return await connections.call("POST", there.url, {"X-One": "1"}, body)


async def test_what_is_sent_is_one_request_with_its_length() -> None:
    async with scripted(OK) as (there, connections):
        assert await posted(there, connections) == Answer(200, {"content-length": "2"}, b"hi")
        host = there.url.removeprefix("http://").partition("/")[0]
        wanted = f"POST /a/b?c=d HTTP/1.1\r\nHost: {host}\r\nX-One: 1\r\nContent-Length: 3\r\n\r\n好"
        assert there.heard == [wanted.encode()]


async def test_a_connection_is_used_again() -> None:
    async with scripted(OK, OK, OK) as (there, connections):
        for _ in range(3):
            assert (await posted(there, connections)).body == b"hi"
        assert there.opened == 1


@pytest.mark.parametrize(
    "first",
    [
        [b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi"],
        [b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nhi"],
        [b"HTTP/1.1 200 OK\r\n\r\nhi", None],
        [OK + OK],
        [OK + b"HTTP/1.1 500"],
    ],
    ids=["said so", "old", "no length", "an answer too many", "half an answer too many"],
)
async def test_one_that_ended_or_said_too_much_is_not(first: Sequence[bytes | None]) -> None:
    async with scripted(*first, OK) as (there, connections):
        assert (await posted(there, connections)).body == b"hi"
        assert (await posted(there, connections)).body == b"hi"
        assert there.opened == 2


async def test_an_answer_may_come_in_pieces_and_after_a_go_on() -> None:
    pieces = b"HTTP/1.1 201 Made\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nh\r\n1\r\ni\r\n0\r\n\r\n"
    async with scripted(b"HTTP/1.1 100 Continue\r\n\r\n" + pieces, OK) as (there, connections):
        answer = await posted(there, connections)
        assert (answer.status, answer.body) == (201, b"hi")
        assert (await posted(there, connections)).status == 200
        assert there.opened == 1


@pytest.mark.parametrize(
    "broken",
    [[None], [HALF, None], [b"HTTP/1.1 200 OK\r\nContent-", None], [b"what?\r\n\r\n"]],
    ids=["nothing", "half a body", "half a head", "another language"],
)
async def test_a_broken_answer_leaves_a_doubt_and_is_not_asked_for_again(
    broken: Sequence[bytes | None],
) -> None:
    async with scripted(*broken, OK) as (there, connections):
        with pytest.raises(CutOffError):
            await posted(there, connections)
        assert len(there.heard) == 1
        assert (await posted(there, connections)).body == b"hi"


async def test_an_answer_that_does_not_come_leaves_a_doubt() -> None:
    async with scripted(HALF, OK, seconds=0.2) as (there, connections):
        with pytest.raises(TimeoutError):
            await posted(there, connections)
        assert (await posted(there, connections)).body == b"hi"
        assert there.opened == 2


async def test_where_nobody_listens_nothing_leaves() -> None:
    connections = Connections(1, 1.0)
    for url in (f"http://127.0.0.1:{free_port()}/", "http://no.such.name.invalid/", "127.0.0.1:80/a"):
        with pytest.raises(NotSentError):
            await connections.call("GET", url, {})


async def test_a_line_break_cannot_add_a_header() -> None:
    with pytest.raises(ValueError, match="line break"):
        await Connections(1, 1.0).call("GET", "http://127.0.0.1/", {"A": "b\r\nC: d"})


async def test_whoever_cannot_show_who_they_are_hears_nothing(tmp_path: Path) -> None:
    async with scripted(OK, tls=_of_nobody(tmp_path)) as (there, connections):
        with pytest.raises(NotSentError):
            await posted(there, connections)
        assert there.heard == []


def _of_nobody(folder: Path) -> ssl.SSLContext:
    """A server's context with a certificate that nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(
        name, name, key.public_key(), 1, now - timedelta(days=1), now + timedelta(days=1)
    )
    file = folder / "nobody.pem"
    plain = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(key.private_bytes(*plain) + made.sign(key, hashes.SHA256()).public_bytes(plain[0]))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context
