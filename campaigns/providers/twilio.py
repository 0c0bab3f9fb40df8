"""Twilio through its own client: one call an attempt, a timeout that works, and no hidden retry."""

import asyncio
import logging
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

import aiohttp
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.async_http_client import AsyncTwilioHttpClient
from twilio.http.response import Response
from twilio.rest import Client

from campaigns.delivery import Accepted, Doubtful, DoubtReason, NeverSent, Outcome, Refused
from campaigns.faults import AMBIGUOUS_TWILIO, Remedy, twilio_fault
from campaigns.provider import Capabilities, Found, Outgoing, SegmentRule

LONGEST_VALIDITY_SECONDS = 36_000
CONNECTIONS = 300

CAPABILITIES = Capabilities(
    free_text=True,
    batch_size=1,
    two_way=True,
    links=False,
    variables_in_promotions=True,
    longest_text=500,
    segment_rule=SegmentRule.TWILIO,
    confirms_opt_out=True,
    signature_in_text=True,
)
"""For mainland numbers: no links, at most 500 characters (Twilio's guide for China); `two_way` holds for Hong Kong and elsewhere."""

_retry_after: ContextVar[float | None] = ContextVar("retry_after", default=None)
_quiet = logging.getLogger("huimin.twilio_client")
_quiet.disabled = True  # the client would write phone numbers and texts into the log


class _HttpClient(AsyncTwilioHttpClient):  # type: ignore[misc]  # the library carries no types
    """The client's own transport with a pool as large as our concurrency, keeping the Retry-After that its exception drops."""

    session: aiohttp.ClientSession | None

    def __init__(self, timeout_seconds: float) -> None:
        super().__init__(pool_connections=False, logger=_quiet)
        self._timeout_seconds = timeout_seconds

    def open(self) -> None:
        """Makes the pool; must be called where an event loop runs."""
        if self.session is None:
            connector = aiohttp.TCPConnector(limit=CONNECTIONS, keepalive_timeout=30)
            self.session = aiohttp.ClientSession(connector=connector)

    async def request(self, *args: Any, **kwargs: Any) -> Response:
        """Makes one request; the client library ignores its own timeout, so it is set here."""
        _retry_after.set(None)
        async with asyncio.timeout(self._timeout_seconds):
            response: Response = await super().request(*args, **kwargs)
        if response.status_code == 429:
            try:
                _retry_after.set(float(response.headers.get("Retry-After", "")))
            except ValueError:
                _retry_after.set(None)
        return response


class TwilioProvider:
    """Sends through `account_sid`; `sender` of a message is a number, or a Messaging Service where it starts with MG."""

    def __init__(
        self,
        account_sid: str,
        auth_token: str,
        callback_url: str,
        base_url: str = "",
        timeout_seconds: float = 10.0,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Takes the public address to which receipts go (the attempt id is appended), and another server's for tests."""
        self._http = _HttpClient(timeout_seconds)
        self._client = Client(account_sid, auth_token, http_client=self._http)
        if base_url:
            self._client.api.base_url = base_url.rstrip("/")
        self._messages = self._client.messages  # loads most of the library: now, not at the first message
        self._callback_url = callback_url.rstrip("/")
        self._clock = clock

    @property
    def capabilities(self) -> Capabilities:
        """What Twilio can do for mainland numbers."""
        return CAPABILITIES

    async def send(self, message: Outgoing) -> Outcome:
        """Makes the one POST of this attempt and says what it came to."""
        self._http.open()
        fields: dict[str, Any] = {"to": message.to, "body": message.text}
        fields["messaging_service_sid" if message.sender.startswith("MG") else "from_"] = message.sender
        if self._callback_url:
            fields["status_callback"] = f"{self._callback_url}/{message.attempt}"
        if message.valid_until is not None:
            left = int((message.valid_until - self._clock()).total_seconds())
            if left < 1:
                return NeverSent(twilio_fault("30036"))
            fields["validity_period"] = min(left, LONGEST_VALIDITY_SECONDS)
        try:
            created = await self._messages.create_async(**fields)
        except TwilioRestException as error:
            return _refusal(error)
        except TimeoutError:
            return Doubtful(DoubtReason.TIMEOUT)
        except aiohttp.ClientConnectorError:
            return NeverSent(twilio_fault("429"))
        except (aiohttp.ClientError, ConnectionError):
            return Doubtful(DoubtReason.DROPPED)
        except (TwilioException, ValueError):
            # An answer that cannot be read (a proxy's page, half a body) says nothing about the message.
            return Doubtful(DoubtReason.SERVER_ERROR, "unreadable")
        if not created.sid:
            return Doubtful(DoubtReason.SERVER_ERROR, "no_sid")
        return Accepted(created.sid, _segments(created.num_segments), str(created.status or "queued"))

    async def find(self, to: str, since: datetime) -> list[Found]:
        """Lists what was created for `to` since then; Twilio filters by number only, so the age is judged here."""
        self._http.open()
        found = await self._messages.list_async(to=to, limit=50)
        return [
            Found(one.sid, str(one.status), one.body, one.date_created, str(one.error_code or ""))
            for one in found
            if one.sid and one.body is not None and one.date_created is not None and one.date_created >= since
        ]

    async def close(self) -> None:
        """Closes the connections."""
        await self._http.close()


def _segments(counted: str | int | None) -> int | None:
    """A Messaging Service answers "0", which means not counted yet."""
    try:
        return int(counted or 0) or None
    except ValueError:
        return None


def _refusal(error: TwilioRestException) -> Outcome:
    code = str(error.code or error.status)
    if error.status >= 500 or code in AMBIGUOUS_TWILIO:
        return Doubtful(DoubtReason.SERVER_ERROR, code)
    fault = twilio_fault("429" if error.status == 429 else code, _retry_after.get())
    return NeverSent(fault) if fault.remedy is Remedy.RETRY_NOW else Refused(fault)
