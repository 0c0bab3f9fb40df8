"""A Twilio that speaks its protocol and its errors, and misbehaves as told: for tests and benchmarks, on loopback only.

Run alone with `python -m tests.twilio_fake --port 8790`; what it took in is read at `GET /_taken`, and a resident writes
back with `POST /_reply {"from": …, "text": …}`, which answers what the service answers.
"""

import argparse
import asyncio
import contextlib
import random
import secrets
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime

import aiohttp
from aiohttp import web
from twilio.request_validator import RequestValidator

TOKEN = "fake-token"  # the fake checks nothing by it; receipts are signed with it
VANISHED = 3600.0


@dataclass(frozen=True, slots=True)
class Misbehaviour:
    """Shares (0..1) of calls that go wrong, in the order in which they are drawn; the rest is taken in and answered."""

    throttle: float = 0.0
    refuse: float = 0.0
    refuse_code: int = 21211
    drop_before: float = 0.0
    drop_after: float = 0.0
    hang_after: float = 0.0
    error_after: float = 0.0
    error_before: float = 0.0
    latency_seconds: float = 0.0
    receipts: bool = True
    double_receipts: float = 0.0
    undelivered: float = 0.0
    undelivered_code: int = 30003


@dataclass(slots=True)
class Taken:
    """A message the fake took in."""

    sid: str
    to: str
    body: str
    callback: str
    created_at: datetime
    status: str = "queued"
    code: str = ""


@dataclass(slots=True)
class FakeTwilio:
    """The server's state: what it took in, in order, and how it misbehaves."""

    manner: Misbehaviour = field(default_factory=Misbehaviour)
    seed: int = 1
    inbound: str = ""
    """Where what residents write is delivered, as Twilio would be told in its console."""
    taken: list[Taken] = field(default_factory=list)
    calls: int = 0
    _random: random.Random = field(init=False)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _session: aiohttp.ClientSession | None = None

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)

    def counts(self) -> Counter[str]:
        """How many messages each number was sent."""
        return Counter(one.to for one in self.taken)

    def app(self) -> web.Application:
        """The server's routes: create, list, fetch, and what tests ask."""
        app = web.Application()
        app.router.add_post("/2010-04-01/Accounts/{account}/Messages.json", self._create)
        app.router.add_get("/2010-04-01/Accounts/{account}/Messages.json", self._list)
        app.router.add_get("/2010-04-01/Accounts/{account}/Messages/{sid}.json", self._fetch)
        app.router.add_get("/_taken", self._show)
        app.router.add_post("/_reply", self._reply)
        app.router.add_get("/_calls", self._count)
        app.on_cleanup.append(self._close)
        return app

    async def _create(self, request: web.Request) -> web.StreamResponse:
        self.calls += 1
        manner = self.manner
        if manner.latency_seconds:
            await asyncio.sleep(manner.latency_seconds)
        draw = self._random.random()
        for share, misbehave in (
            (manner.throttle, self._throttle),
            (manner.refuse, self._refuse),
            (manner.drop_before, self._drop),
            (manner.error_before, self._fail),
        ):
            if draw < share:
                return await misbehave(request)
            draw -= share
        form = await request.post()
        if "To" not in form or "Body" not in form:
            return _error(400, 21604, "A 'To' phone number and a 'Body' are required.")
        if len(str(form["Body"])) > 1600:
            return _error(400, 21617, "The concatenated message body exceeds the 1600 character limit")
        message = Taken(
            f"SM{len(self.taken):032x}",
            str(form["To"]),
            str(form["Body"]),
            str(form.get("StatusCallback", "")),
            datetime.now(UTC),
        )
        self.taken.append(message)
        if message.callback and manner.receipts:
            task = asyncio.create_task(self._receipts(message))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        for share, misbehave in (
            (manner.drop_after, self._drop),
            (manner.hang_after, self._hang),
            (manner.error_after, self._fail),
        ):
            if draw < share:
                return await misbehave(request)
            draw -= share
        return web.json_response(_shown(message), status=201)

    async def _throttle(self, request: web.Request) -> web.StreamResponse:
        response = _error(429, 20429, "Too Many Requests")
        response.headers["Retry-After"] = "1"
        return response

    async def _refuse(self, request: web.Request) -> web.StreamResponse:
        return _error(400, self.manner.refuse_code, "refused by the fake")

    async def _fail(self, request: web.Request) -> web.StreamResponse:
        return _error(500, 20500, "Internal Server Error")

    async def _drop(self, request: web.Request) -> web.StreamResponse:
        if request.transport is not None:
            request.transport.abort()
        return web.Response(status=500)

    async def _hang(self, request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(VANISHED)
        return web.Response(status=500)

    async def _list(self, request: web.Request) -> web.Response:
        wanted = request.query.get("To", "")
        found = [_shown(one) for one in reversed(self.taken) if not wanted or one.to == wanted]
        return web.json_response(
            {
                "messages": found,
                "page": 0,
                "page_size": 50,
                "next_page_uri": None,
                "uri": str(request.rel_url),
            }
        )

    async def _fetch(self, request: web.Request) -> web.Response:
        for one in self.taken:
            if one.sid == request.match_info["sid"]:
                return web.json_response(_shown(one))
        return _error(404, 20404, "The requested resource was not found")

    async def _count(self, request: web.Request) -> web.Response:
        return web.json_response(self.calls)

    async def _show(self, request: web.Request) -> web.Response:
        return web.json_response(
            {"calls": self.calls, "taken": [[one.sid, one.to, one.body] for one in self.taken]}
        )

    async def _reply(self, request: web.Request) -> web.Response:
        """Delivers what a resident wrote, signed, and gives the service's TwiML back."""
        told = await request.json()
        form = {
            "MessageSid": f"SM{secrets.token_hex(16)}", "From": str(told["from"]), "To": str(told.get("to", "")),
            "Body": str(told["text"]), "AccountSid": "ACfake", "NumMedia": "0",
        }  # fmt: skip
        signature = RequestValidator(TOKEN).compute_signature(self.inbound, form)
        async with self._client().post(
            self.inbound, data=form, headers={"X-Twilio-Signature": signature}
        ) as answer:
            return web.Response(status=answer.status, text=await answer.text(), content_type="text/xml")

    def _client(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=15))
        return self._session

    async def _receipts(self, message: Taken) -> None:
        """Sends the statuses as Twilio does: each on its own, sometimes twice, not always in order."""
        last = "undelivered" if self._random.random() < self.manner.undelivered else "delivered"
        statuses = ["sent", last]
        if self._random.random() < self.manner.double_receipts:
            statuses.append(self._random.choice(statuses))
            self._random.shuffle(statuses)
        for status in statuses:
            code = str(self.manner.undelivered_code) if status == "undelivered" else ""
            message.status, message.code = status, code
            await self._report(message, status, code)

    async def _report(self, message: Taken, status: str, code: str) -> None:
        form = {
            "MessageSid": message.sid,
            "MessageStatus": status,
            "To": message.to,
            "AccountSid": "ACfake",
            "ErrorCode": code,
        }
        signature = RequestValidator(TOKEN).compute_signature(message.callback, form)
        with contextlib.suppress(aiohttp.ClientError, TimeoutError):
            async with self._client().post(
                message.callback, data=form, headers={"X-Twilio-Signature": signature}
            ):
                pass

    async def _close(self, app: web.Application) -> None:
        for task in self._tasks:
            task.cancel()
        if self._session is not None:
            await self._session.close()


def _shown(message: Taken) -> dict[str, object]:
    created = format_datetime(message.created_at)
    return {
        "sid": message.sid, "to": message.to, "body": message.body, "status": message.status, "num_segments": "1",
        "error_code": int(message.code) if message.code else None, "date_created": created, "date_updated": created,
        "date_sent": created, "direction": "outbound-api", "account_sid": "ACfake", "from": None, "uri": f"/{message.sid}.json",
    }  # fmt: skip


def _error(status: int, code: int, message: str) -> web.Response:
    return web.json_response(
        {
            "code": code,
            "message": message,
            "more_info": f"https://www.twilio.com/docs/errors/{code}",
            "status": status,
        },
        status=status,
    )


def main() -> None:
    """Serves one fake until it is killed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8790)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--inbound", default="http://127.0.0.1:8000/twilio/inbound")
    for name in (
        "throttle",
        "refuse",
        "drop_before",
        "drop_after",
        "hang_after",
        "error_after",
        "error_before",
    ):
        parser.add_argument(f"--{name.replace('_', '-')}", type=float, default=0.0)
    for name in ("latency_seconds", "double_receipts", "undelivered"):
        parser.add_argument(f"--{name.replace('_', '-')}", type=float, default=0.0)
    parser.add_argument("--no-receipts", dest="receipts", action="store_false")
    options = vars(parser.parse_args())
    port, seed, inbound = options.pop("port"), options.pop("seed"), options.pop("inbound")
    web.run_app(
        FakeTwilio(Misbehaviour(**options), seed, inbound).app(),
        host="127.0.0.1",
        port=port,
        access_log=None,
        print=None,
    )


if __name__ == "__main__":
    main()
