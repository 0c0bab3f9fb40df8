"""A sending process for tests that kill it: plans, hands out, sends, reconciles and takes receipts, until it dies.

Run with `python -m tests.sending_worker DATABASE_URL TWILIO_URL RECEIPT_PORT [AMQP_URL QUEUE]`.
"""

import asyncio
import sys
from datetime import UTC, datetime, timedelta

import uvicorn
from fastapi import FastAPI
from twilio.rest.api import Api

from campaigns.carrying import Carrier, make_broker
from campaigns.composing import Composer
from campaigns.dispatch import Dispatcher
from campaigns.handing_out import HandingOut
from campaigns.planning import Planner, PlanningRules
from campaigns.providers.twilio import TwilioProvider
from campaigns.receipts import ReceiptIntake
from campaigns.reconciling import Reconciler
from campaigns.ticking import Duty, Ticker
from campaigns.webhooks import TwilioSignature, twilio_receipts
from db.audience_pages import AudiencePages
from db.doubt_store import DoubtStore
from db.hand_out_store import HandOutStore
from db.keyring import Keyring
from db.ledger_store import LedgerStore
from db.receipt_store import ReceiptStore
from db.run_store import RunStore
from db.session import Database
from tests.sending_house import FRAME, KEY, everybody
from tests.twilio_fake import TOKEN

RULES = PlanningRules(400.0, 20, 500, timedelta(hours=1), lease=timedelta(seconds=2))
LEASE = timedelta(seconds=4)
LOADED = Api  # the library loads it when it is first used: here before processes are forked


def _clock() -> datetime:
    return datetime.now(UTC)


async def work(url: str, twilio: str, port: int, amqp: str = "", queue: str = "huimin") -> None:
    """Work until killed."""
    database, keyring = Database(url, durable=True), Keyring([KEY])
    door = f"http://127.0.0.1:{port}"
    provider = TwilioProvider("ACfake", TOKEN, f"{door}/twilio/status", twilio, timeout_seconds=1.0)
    word = Composer(FRAME, provider.capabilities).word
    runs, doubts = RunStore(database, RULES.segments_per_second), DoubtStore(database, keyring)
    dispatcher = Dispatcher(LedgerStore(database, keyring, 3), provider, word, _clock, 64, LEASE)
    planner = Planner(
        runs, runs, AudiencePages(database, keyring, everybody, 3), word, RULES, lambda day: False, _clock
    )
    reconciler = Reconciler(doubts, doubts, provider, _clock, patience=timedelta(seconds=3))
    app = FastAPI()
    intake = ReceiptIntake(ReceiptStore(database), _clock)
    app.include_router(twilio_receipts(intake, TwilioSignature(TOKEN, door)))
    server = uvicorn.Server(
        uvicorn.Config(app, port=port, log_level="critical", access_log=False, lifespan="off")
    )
    async with Carrier(make_broker(amqp, queue), dispatcher.send_batch) as carrier:
        handing_out = HandingOut(HandOutStore(database), carrier, lambda day: False, _clock)
        often = timedelta(seconds=0.2)
        ticker = Ticker(
            [
                Duty("open", planner.open_due, often),
                Duty("plan", planner.plan_next, often),
                Duty("hand out", handing_out.hand_out, often),
                Duty("reconcile", reconciler.reconcile, often),
            ],
            tick=often,
        )
        ticker.start()
        await asyncio.gather(server.serve(), carrier.work())


def run(url: str, twilio: str, port: str, *carried: str) -> None:
    """Work in a process of its own."""
    asyncio.run(work(url, twilio, int(port), *carried))


if __name__ == "__main__":
    run(*sys.argv[1:])
