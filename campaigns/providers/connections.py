"""HTTP/1.1 calls over connections that are kept open, with what a message needs and nothing else.

Hundreds of calls a second go to one server, and a general client spends most of each on what they never use: cookies,
redirects, packing, streams, traces. Here a call is one write, one parse and one timer. No call is ever made twice.
"""

import asyncio
import ssl
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from time import monotonic
from typing import NamedTuple, cast
from urllib.parse import urlsplit

import httptools

IDLE_SECONDS = 30.0
"""A connection unused for longer may just be closed by the other side, so it is not used again."""


class NotSentError(Exception):
    """No connection was to be had: nothing left this machine."""


class CutOffError(Exception):
    """The connection ended, or made no sense, before the answer was whole: nobody knows what became of the call."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered; names of headers are in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class _Place(NamedTuple):
    host: str
    port: int
    secure: bool


class Connections:
    """Makes calls, at most so many at once."""

    def __init__(self, most: int, timeout_seconds: float) -> None:
        """Take how many calls may be made at once, and how long connecting and answering may take each."""
        self._room, self._seconds = asyncio.Semaphore(most), timeout_seconds
        self._idle: dict[_Place, list[_Connection]] = defaultdict(list)
        self._tls: ssl.SSLContext | None = None

    async def call(self, method: str, url: str, headers: Mapping[str, str], body: str = "") -> Answer:
        """Make one call; raises NotSentError, CutOffError, or TimeoutError where it may have been taken in."""
        place, head = _head(method, url, tuple(headers.items()))
        sent = body.encode()
        async with self._room:
            connection = self._kept(place) or await self._opened(place)
            loop = asyncio.get_running_loop()
            timer = loop.call_later(self._seconds, connection.end, TimeoutError())
            try:
                return await connection.ask(b"%bContent-Length: %d\r\n\r\n%b" % (head, len(sent), sent), loop)
            finally:
                timer.cancel()
                if connection.rests():
                    self._idle[place].append(connection)

    def close(self) -> None:
        """Close every connection; calls under way end with CutOffError."""
        for kept in self._idle.values():
            for connection in kept:
                connection.end(CutOffError("closed"))
        self._idle.clear()

    def _kept(self, place: _Place) -> "_Connection | None":
        kept = self._idle[place]
        # The one used last is taken first, so that those which are not needed grow old.
        while kept:
            connection = kept.pop()
            if connection.is_fresh():
                return connection
        return None

    async def _opened(self, place: _Place) -> "_Connection":
        if place.secure and self._tls is None:
            self._tls = ssl.create_default_context()
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(self._seconds):
                _, connection = await loop.create_connection(
                    _Connection, place.host, place.port, ssl=self._tls if place.secure else None
                )
        except OSError as error:  # a timeout, a name that is not known and a wrong certificate are among them
            raise NotSentError(type(error).__name__) from error
        return connection


class _Connection(asyncio.Protocol):
    """One connection, and the call that is being made over it."""

    def __init__(self) -> None:
        self._transport: asyncio.WriteTransport | None = None
        self._parser = httptools.HttpResponseParser(self)
        self._answer: asyncio.Future[Answer] | None = None
        self._headers: dict[str, str] = {}
        self._body: list[bytes] = []
        self._begun = self._whole = False
        self._used_at = 0.0

    def ask(self, request: bytes, loop: asyncio.AbstractEventLoop) -> asyncio.Future[Answer]:
        """Write a request down; gives what will be its answer."""
        answer = self._answer = loop.create_future()
        if self._transport is None:
            self.end(CutOffError("closed"))
        else:
            self._headers, self._body = {}, []
            self._begun = self._whole = False
            self._transport.write(request)
        return answer

    def rests(self) -> bool:
        """Say whether it may be used again after this call; where not, it is closed."""
        self._used_at = monotonic()
        if not self._whole:
            self.end(CutOffError("given up"))
        return self._transport is not None

    def is_fresh(self) -> bool:
        """Say whether it is open and was used a moment ago; where not, it is closed."""
        if monotonic() - self._used_at > IDLE_SECONDS:
            self.end(CutOffError("unused"))
        return self._transport is not None

    def end(self, why: Exception) -> None:
        """Close it at once; a call under way fails for this reason."""
        transport, self._transport = self._transport, None
        if transport is not None:
            transport.abort()
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(why)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Be told the way out."""
        self._transport = cast(asyncio.WriteTransport, transport)

    def data_received(self, data: bytes) -> None:
        """Take in a part of an answer; what nobody asked for ends the connection."""
        if self._answer is None or self._answer.done():
            self.end(CutOffError("not asked"))
            return
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade) as error:
            self.end(CutOffError(type(error).__name__))

    def connection_lost(self, exc: Exception | None) -> None:
        """Be told that it is closed: an answer of no given length is whole then."""
        if exc is None and self._begun and not {"content-length", "transfer-encoding"} & self._headers.keys():
            self._answered()
        self.end(CutOffError(type(exc).__name__ if exc else "closed"))

    def on_message_begin(self) -> None:
        """Be told that an answer begins: one that nobody asked for must not become the next one's."""
        if self._answer is None or self._answer.done():
            self._whole = False

    def on_header(self, name: bytes, value: bytes) -> None:
        """Be told a header."""
        self._headers[name.decode("latin-1").lower()] = value.decode("latin-1")

    def on_headers_complete(self) -> None:
        """Be told that the body follows."""
        self._begun = True

    def on_body(self, body: bytes) -> None:
        """Be told a part of the body."""
        self._body.append(body)

    def on_message_complete(self) -> None:
        """Be told that the answer is whole."""
        if self._parser.get_status_code() < 200:
            self._begun = False  # "go on": the answer follows
            return
        asked = self._answer is not None and not self._answer.done()
        self._whole = asked and self._parser.should_keep_alive()
        self._answered()

    def _answered(self) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(
                Answer(self._parser.get_status_code(), self._headers, b"".join(self._body))
            )


@lru_cache(maxsize=64)
def _head(method: str, url: str, headers: Sequence[tuple[str, str]]) -> tuple[_Place, bytes]:
    """Give where a call goes, and everything before its length and body."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise NotSentError("an address begins with http:// or https:// and a name")
    secure = parts.scheme == "https"
    place = _Place(parts.hostname, parts.port or (443 if secure else 80), secure)
    path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
    lines = [f"{method} {path} HTTP/1.1", f"Host: {parts.netloc.rpartition('@')[2]}"]
    lines += [f"{name}: {value}" for name, value in headers]
    if any("\r" in line or "\n" in line for line in lines):
        raise ValueError("a line break in an address or header")
    return place, "".join(f"{line}\r\n" for line in lines).encode("latin-1")
