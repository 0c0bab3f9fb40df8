"""The real client against a Twilio that misbehaves: what each misbehaviour is taken for."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web

from campaigns.delivery import Accepted, Doubtful, DoubtReason, NeverSent, Refused
from campaigns.faults import FaultClass
from campaigns.provider import Outgoing
from campaigns.providers.twilio import TwilioProvider
from tests.sending_house import phone
from tests.served import free_port
from tests.twilio_fake import TOKEN, FakeTwilio, Misbehaviour

WORDS = "【武汉卫健】您好 & 谢谢+1=2。拒收请回复R"
MESSAGE = Outgoing("a" * 32, phone(1), WORDS, "+8610000009999")


@asynccontextmanager
async def twilio(manner: Misbehaviour | None = None) -> AsyncIterator[tuple[FakeTwilio, TwilioProvider]]:
    fake, port = FakeTwilio(manner or Misbehaviour(receipts=False)), free_port()
    runner = web.AppRunner(fake.app(), access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    base = f"http://127.0.0.1:{port}"
    provider = TwilioProvider("ACfake", TOKEN, "https://huimin.example/twilio/status", base, 0.5)
    try:
        yield fake, provider
    finally:
        await provider.close()
        await runner.cleanup()


async def test_a_message_arrives_as_it_was_written() -> None:
    async with twilio() as (fake, provider):
        outcome = await provider.send(MESSAGE)
        assert isinstance(outcome, Accepted)
        taken = fake.taken[0]
        assert (taken.to, taken.body) == (phone(1), WORDS)
        assert taken.callback == f"https://huimin.example/twilio/status/{MESSAGE.attempt}"
        found = await provider.find(phone(1), datetime.now(UTC) - timedelta(minutes=1))
        assert [(one.provider_id, one.text) for one in found] == [(outcome.provider_id, WORDS)]
        assert await provider.find(phone(2), datetime.now(UTC) - timedelta(minutes=1)) == []


@pytest.mark.parametrize(
    ("manner", "expected"),
    [
        (Misbehaviour(drop_before=1.0), Doubtful(DoubtReason.DROPPED)),
        (Misbehaviour(drop_after=1.0), Doubtful(DoubtReason.DROPPED)),
        (Misbehaviour(hang_after=1.0), Doubtful(DoubtReason.TIMEOUT)),
        (Misbehaviour(error_after=1.0), Doubtful(DoubtReason.SERVER_ERROR, "20500")),
        (Misbehaviour(error_before=1.0), Doubtful(DoubtReason.SERVER_ERROR, "20500")),
    ],
)
async def test_what_may_have_been_taken_in_is_a_doubt_and_called_once(
    manner: Misbehaviour, expected: Doubtful
) -> None:
    async with twilio(manner) as (fake, provider):
        assert await provider.send(MESSAGE) == expected
        assert fake.calls == 1


async def test_too_many_calls_were_never_sent_and_say_how_long_to_wait() -> None:
    async with twilio(Misbehaviour(throttle=1.0)) as (fake, provider):
        outcome = await provider.send(MESSAGE)
        assert isinstance(outcome, NeverSent)
        assert (outcome.fault.kind, outcome.fault.retry_after) == (FaultClass.THROTTLED, 1.0)
        assert fake.calls == 1


@pytest.mark.parametrize(
    ("code", "kind"),
    [(21211, "wrong_number"), (21610, "opted_out"), (20003, "account"), (21606, "sender"), (99999, "other")],
)
async def test_a_refusal_is_told_in_our_words(code: int, kind: str) -> None:
    async with twilio(Misbehaviour(refuse=1.0, refuse_code=code)) as (_, provider):
        outcome = await provider.send(MESSAGE)
        assert isinstance(outcome, Refused)
        assert outcome.fault.kind.value == kind


async def test_where_nobody_listens_nothing_was_sent() -> None:
    provider = TwilioProvider("ACfake", TOKEN, "", f"http://127.0.0.1:{free_port()}", 0.5)
    assert isinstance(await provider.send(MESSAGE), NeverSent)
    await provider.close()


async def test_a_message_whose_time_is_over_is_not_sent() -> None:
    async with twilio() as (fake, provider):
        late = Outgoing("b" * 32, phone(1), WORDS, "MG1", datetime.now(UTC) - timedelta(seconds=1))
        assert isinstance(await provider.send(late), NeverSent)
        assert fake.calls == 0
