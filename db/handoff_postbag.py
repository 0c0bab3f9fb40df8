"""Answers of people on their way: each is written down before its call, and its outcome after it."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from secrets import token_hex
from typing import Protocol

from sqlalchemy import select, update
from sqlalchemy.orm import aliased

from bot.handoff_ports import Fate, Letter
from bot.ports import Speaker
from campaigns.delivery import STATES_BY_STATUS, DeliveryState, Receipt
from campaigns.sending_ports import ReceiptBook
from db.keyring import Keyring
from db.models.channels import HandoffLineRow, HandoffRow
from db.session import Database
from db.speakers import milliseconds

AGAIN_AFTER = timedelta(seconds=15)
"""What surely did not leave is tried again after this."""
GIVEN_UP_AFTER = timedelta(seconds=120)
"""A line under way for longer was left by a process that died: nobody knows whether it arrived."""
OURS = "desk"
"""What the attempts of these lines begin with, so that receipts find them."""
_AT_ONCE = 50
_ANY = "SELECT 1 FROM handoff_lines WHERE due_ms <= :now LIMIT 1"


class HandoffPostbag:
    """A `Postbag` (bot/handoff_ports.py) in the database."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        """Take the keys that seal."""
        self._database, self._keyring = database, keyring

    async def due(self, now: datetime) -> Sequence[Letter]:
        """Give lines to be carried now; a case's next line waits until the one before is settled."""
        at = milliseconds(now)
        if not await self._database.alone(_ANY, {"now": at}):
            return []
        line, earlier = HandoffLineRow, aliased(HandoffLineRow)
        under_way = (Fate.DUE.value, Fate.SENDING.value)
        before = select(earlier.id).where(
            earlier.handoff_id == line.handoff_id, earlier.id < line.id, earlier.fate.in_(under_way)
        )
        ready = (
            select(line.id)
            .where(line.due_ms <= at, line.fate == Fate.DUE.value, ~before.exists())
            .order_by(line.id)
            .limit(_AT_ONCE)
            .with_for_update(skip_locked=True)
        )
        async with self._database.writing() as session:
            left = update(line).where(line.due_ms <= at, line.fate == Fate.SENDING.value)
            await session.execute(left.values(fate=Fate.DOUBT.value, due_ms=None))
            numbers = list(await session.scalars(ready))
            until = milliseconds(now + GIVEN_UP_AFTER)
            for number in numbers:
                attempt = OURS + token_hex(14)
                taken = update(line).where(line.id == number)
                await session.execute(taken.values(fate=Fate.SENDING.value, due_ms=until, attempt=attempt))
            rows = await session.execute(
                select(line, HandoffRow)
                .join(HandoffRow, HandoffRow.id == line.handoff_id)
                .where(line.id.in_(numbers))
                .order_by(line.id)
            )
            return [self._letter(one, case) for one, case in rows]

    async def settle(self, letter: Letter, fate: Fate, now: datetime) -> None:
        """Write down what became of this attempt, unless a receipt was faster."""
        line = HandoffLineRow
        again = milliseconds(now + AGAIN_AFTER) if fate is Fate.DUE else None
        mine = update(line).where(line.id == letter.line, line.attempt == letter.attempt)
        async with self._database.writing() as session:
            await session.execute(
                mine.where(line.fate == Fate.SENDING.value).values(fate=fate.value, due_ms=again)
            )

    async def reported(self, receipts: Sequence[Receipt]) -> set[str]:
        """Take receipts of these lines; gives the attempts that are known."""
        known: set[str] = set()
        line = HandoffLineRow
        async with self._database.writing() as session:
            for receipt in receipts:
                mine = update(line).where(line.attempt == receipt.attempt)
                fate = fate_by(receipt)
                values = {"fate": fate.value, "due_ms": None} if fate else {"attempt": receipt.attempt}
                if await session.scalar(mine.values(**values).returning(line.id)) is not None:
                    known.add(receipt.attempt)
        return known

    def _letter(self, line: HandoffLineRow, case: HandoffRow) -> Letter:
        hashed = case.speaker.encode()
        return Letter(
            line.id,
            Speaker(case.channel, self._keyring.open(case.sealed, hashed).decode()),
            self._keyring.open(line.sealed, hashed).decode(),
            line.attempt,
            datetime.fromtimestamp(case.opened_ms / 1000, UTC),
        )


class Reported(Protocol):
    """Takes receipts of its own letters."""

    async def reported(self, receipts: Sequence[Receipt]) -> set[str]:
        """Take receipts; gives the attempts that are known."""
        ...


class DeskReceipts:
    """A `ReceiptBook` (campaigns/sending_ports.py) that keeps the receipts of letters apart from those of campaigns."""

    def __init__(self, others: ReceiptBook, letters: Mapping[str, Reported]) -> None:
        """Take the book for all other receipts, and the postbags by what their attempts begin with."""
        self._others, self._letters = others, letters

    async def take(self, receipts: Sequence[Receipt], now: datetime) -> int:
        """Record receipts; gives how many belong to no attempt of ours."""
        known: set[str] = set()
        for begins, postbag in self._letters.items():
            if mine := [one for one in receipts if one.attempt.startswith(begins)]:
                known |= await postbag.reported(mine)
        rest = [one for one in receipts if one.attempt not in known] if known else receipts
        return await self._others.take(rest, now) if rest else 0


def fate_by(receipt: Receipt) -> Fate | None:
    """Give what a receipt tells of a letter; None where it tells nothing."""
    state = STATES_BY_STATUS.get(receipt.status)
    if state in (DeliveryState.SENT, DeliveryState.DELIVERED):
        return Fate.ARRIVED
    return Fate.REFUSED if state in (DeliveryState.UNDELIVERED, DeliveryState.CANCELED) else None
