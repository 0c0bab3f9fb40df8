"""Twilio through its own client: one call an attempt, a timeout that works, and no hidden retry."""

import logging
from base64 import b64encode
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import quote_plus, urlencode

from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http import AsyncHttpClient
from twilio.http.response import Response
from twilio.rest import Client

from campaigns.delivery import Accepted, Doubtful, DoubtReason, NeverSent, Outcome, Refused
from campaigns.faults import AMBIGUOUS_TWILIO, Remedy, twilio_fault
from campaigns.provider import Capabilities, Found, Outgoing, SegmentRule
from campaigns.providers.connections import Connections, CutOffError, NotSentError

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


_known = lru_cache(maxsize=1_024)(quote_plus)
"""Most fields are the same for many recipients, and quoting Chinese words takes long."""


def _quoted(value: str) -> str:
    """Quote a field's value; what differs in every message (a phone, an attempt's id at an address's end) quickly."""
    head, last = (value[:1], value[1:]) if value[:1] == "+" else _cut(value)
    return _known(head) + last if last.isascii() and last.isalnum() else _known(value)


def _cut(value: str) -> tuple[str, str]:
    at = value.rfind("/") + 1
    return value[:at], value[at:]


class _HttpClient(AsyncHttpClient):  # type: ignore[misc]  # the library carries no types
    """The client's transport: a timeout that works, no retry behind it, and the Retry-After that the library drops."""

    def __init__(self, timeout_seconds: float) -> None:
        super().__init__(_quiet, is_async=True)
        self._connections = Connections(CONNECTIONS, timeout_seconds)

    async def request(
        self,
        method: str,
        uri: str,
        params: Mapping[str, Any] | None = None,
        data: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,  # noqa: ASYNC109  # the library's signature; ours holds for every call
        allow_redirects: bool = False,
    ) -> Response:
        """Make one request; redirects are never followed."""
        _retry_after.set(None)
        sent = dict(headers or {})
        if auth is not None:
            sent["Authorization"] = _basic(*auth)
        if params and (given := {name: value for name, value in params.items() if value is not None}):
            uri = f"{uri}{'&' if '?' in uri else '?'}{urlencode(given)}"
        body = "&".join([f"{name}={_quoted(str(value))}" for name, value in data.items()]) if data else ""
        answer = await self._connections.call(method, uri, sent, body)
        if answer.status == 429:
            try:
                _retry_after.set(float(answer.headers.get("retry-after", "")))
            except ValueError:
                _retry_after.set(None)
        return Response(answer.status, answer.body.decode(), answer.headers)

    async def close(self) -> None:
        """Close the connections."""
        self._connections.close()


@lru_cache(maxsize=4)
def _basic(user: str, password: str) -> str:
    return f"Basic {b64encode(f'{user}:{password}'.encode()).decode()}"


class _Client(Client):  # type: ignore[misc]  # the library carries no types
    """The library's client, which asks the operating system for its name at every call: here once."""

    def __init__(self, account_sid: str, auth_token: str, http_client: _HttpClient) -> None:
        super().__init__(account_sid, auth_token, http_client=http_client)
        self._known: dict[str, dict[str, str]] = {}

    def get_headers(self, method: str, headers: dict[str, str] | None) -> dict[str, str]:
        """Give the headers of a request."""
        if method not in self._known:
            self._known[method] = super().get_headers(method, {})
        return {**self._known[method], **(headers or {})}


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
        self._client = _Client(account_sid, auth_token, self._http)
        if base_url:
            self._client.api.base_url = base_url.rstrip("/")
        self._messages = self._client.messages  # loads most of the library: now, not at the first message
        self._api, self._address = self._client.api.v2010, f"/Accounts/{account_sid}/Messages.json"
        self._callback_url = callback_url.rstrip("/")
        self._clock = clock

    @property
    def capabilities(self) -> Capabilities:
        """What Twilio can do for mainland numbers."""
        return CAPABILITIES

    async def send(self, message: Outgoing) -> Outcome:
        """Makes the one POST of this attempt and says what it came to."""
        fields: dict[str, object] = {"To": message.to, "Body": message.text}
        fields["MessagingServiceSid" if message.sender.startswith("MG") else "From"] = message.sender
        if self._callback_url:
            fields["StatusCallback"] = f"{self._callback_url}/{message.attempt}"
        if message.valid_until is not None:
            left = int((message.valid_until - self._clock()).total_seconds())
            if left < 1:
                return NeverSent(twilio_fault("30036"))
            fields["ValidityPeriod"] = min(left, LONGEST_VALIDITY_SECONDS)
        try:
            # The library's call below `messages.create_async`, which would read three dates out of every answer.
            created = await self._api.create_async("POST", self._address, data=fields)
        except TwilioRestException as error:
            return _refusal(error)
        except TimeoutError:
            return Doubtful(DoubtReason.TIMEOUT)
        except NotSentError:
            return NeverSent(twilio_fault("429"))
        except CutOffError:
            return Doubtful(DoubtReason.DROPPED)
        except (TwilioException, ValueError):
            # An answer that cannot be read (a proxy's page, half a body) says nothing about the message.
            return Doubtful(DoubtReason.SERVER_ERROR, "unreadable")
        if not isinstance(created, dict) or not created.get("sid"):
            return Doubtful(DoubtReason.SERVER_ERROR, "no_sid")
        segments, status = created.get("num_segments"), created.get("status")
        return Accepted(str(created["sid"]), _segments(segments), str(status or "queued"))

    async def find(self, to: str, since: datetime) -> list[Found]:
        """Lists what was created for `to` since then; Twilio filters by number only, so the age is judged here."""
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
