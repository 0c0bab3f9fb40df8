"""Conversations that people have, sealed: the queue, the lines, and those on their way to residents."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import Select, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.handoff_ports import Case, CaseLine, CaseState, Letter, Voice
from bot.memory import Line
from bot.ports import Speaker
from db.dialects import insert_into
from db.keyring import Keyring
from db.models.channels import HandoffLineRow, HandoffRow
from db.session import Database
from db.speakers import milliseconds, speaker_hash
from nlu.acts import Why

AGAIN_AFTER = timedelta(seconds=60)
"""A line that was given out and not reported as carried is given out again after this."""
FETCHED = frozenset({"web"})
"""Channels that fetch their lines instead of being sent them."""
SHOWN_AFTER_CLOSE = timedelta(hours=1)
_AT_ONCE = 50


class HandoffStore:
    """A `CaseBook`, `CaseList` and `Postbag` (bot/handoff_ports.py) in the database."""

    def __init__(self, database: Database, keyring: Keyring, key: bytes) -> None:
        """Take the keys that seal, and the one under which speakers are hashed."""
        self._database, self._keyring, self._key = database, keyring, key

    async def open(self, speaker: Speaker, why: Why, lines: Sequence[Line], now: datetime) -> Case:
        """Open a case; where the speaker has one open, give that."""
        hashed, at = speaker_hash(self._key, speaker), milliseconds(now)
        row = {
            "speaker": hashed, "channel": speaker.channel, "sealed": self._seal(hashed, speaker.name),
            "why": why.value, "state": CaseState.WAITING.value, "taken_by": "", "noticed": False,
            "opened_ms": at, "touched_ms": at, "closed_ms": None,
        }  # fmt: skip
        new = insert_into(self._database.engine.dialect)(HandoffRow).values(**row)
        new = new.on_conflict_do_nothing(
            index_elements=["speaker"], index_where=HandoffRow.state != CaseState.CLOSED.value
        )
        async with self._database.writing() as session:
            made = await session.scalar(new.returning(HandoffRow.id))
            if made is not None and lines:
                said = [self._line(made, hashed, Voice(line.side), line.text, at, due=None) for line in lines]
                await session.execute(insert(HandoffLineRow), said)
            found = await session.scalar(_open_of(hashed))
            assert found is not None
            return _case(found)

    async def held(self, speaker: Speaker) -> Case | None:
        """Give the open case of the speaker."""
        async with self._database.reading() as session:
            found = await session.scalar(_open_of(speaker_hash(self._key, speaker)))
            return _case(found) if found else None

    async def add(self, number: int, voice: Voice, text: str, now: datetime, *, carry: bool) -> None:
        """Add a line; on a channel that is sent to it is due at once."""
        at = milliseconds(now)
        async with self._database.writing() as session:
            case = await session.get_one(HandoffRow, number)
            due = at if carry and case.channel not in FETCHED else None
            await session.execute(
                insert(HandoffLineRow), [self._line(number, case.speaker, voice, text, at, due)]
            )

    async def move(
        self, number: int, before: frozenset[CaseState], after: CaseState, who: str, now: datetime
    ) -> Case | None:
        """Bring the case to another state in one step, so that of two people one gets it."""
        closed = milliseconds(now) if after is CaseState.CLOSED else None
        statement = (
            update(HandoffRow)
            .where(HandoffRow.id == number, HandoffRow.state.in_([state.value for state in before]))
            .values(state=after.value, taken_by=who, touched_ms=milliseconds(now), closed_ms=closed)
            .returning(HandoffRow)
        )
        async with self._database.writing() as session:
            found = await session.scalar(statement)
            return _case(found) if found else None

    async def waiting(self) -> Sequence[Case]:
        """Give every open case, the oldest first."""
        query = select(HandoffRow).where(HandoffRow.state != CaseState.CLOSED.value).order_by(HandoffRow.id)
        async with self._database.reading() as session:
            return [_case(row) for row in await session.scalars(query)]

    async def find(self, number: int) -> Case | None:
        """Give one case."""
        async with self._database.reading() as session:
            found = await session.get(HandoffRow, number)
            return _case(found) if found else None

    async def lines(self, number: int) -> Sequence[CaseLine]:
        """Give what was said in a case."""
        async with self._database.reading() as session:
            case = await session.get(HandoffRow, number)
            return await self._lines_of(session, case, 0) if case else []

    async def since(
        self, speaker: Speaker, line: int, now: datetime
    ) -> tuple[Case, Sequence[CaseLine]] | None:
        """Give the speaker's newest case and what people said in it after a line; None when there is none of late."""
        mine = HandoffRow.speaker == speaker_hash(self._key, speaker)
        late = milliseconds(now - SHOWN_AFTER_CLOSE)
        shown = (HandoffRow.closed_ms.is_(None)) | (HandoffRow.closed_ms > late)
        query = select(HandoffRow).where(mine, shown).order_by(HandoffRow.id.desc()).limit(1)
        async with self._database.reading() as session:
            case = await session.scalar(query)
            if case is None:
                return None
            lines = await self._lines_of(session, case, line)
        told = [one for one in lines if one.voice in (Voice.STAFF, Voice.DESK)]
        return _case(case), told

    async def due(self, now: datetime) -> Sequence[Letter]:
        """Give lines to be carried now, each case's in their order; they come again unless they are carried."""
        at = milliseconds(now)
        ready = (
            select(HandoffLineRow.id)
            .where(HandoffLineRow.due_ms <= at)
            .order_by(HandoffLineRow.id)
            .limit(_AT_ONCE)
            .with_for_update(skip_locked=True)
        )
        async with self._database.writing() as session:
            numbers = list(await session.scalars(ready))
            if not numbers:
                return []
            again = milliseconds(now + AGAIN_AFTER)
            await session.execute(
                update(HandoffLineRow).where(HandoffLineRow.id.in_(numbers)).values(due_ms=again)
            )
            rows = await session.execute(
                select(HandoffLineRow, HandoffRow)
                .join(HandoffRow, HandoffRow.id == HandoffLineRow.handoff_id)
                .where(HandoffLineRow.id.in_(numbers))
                .order_by(HandoffLineRow.id)
            )
            return [
                Letter(
                    line.id,
                    Speaker(case.channel, self._open(case.speaker, case.sealed)),
                    self._open(case.speaker, line.sealed),
                )
                for line, case in rows
            ]

    async def carried(self, line: int) -> None:
        """Note that a line arrived."""
        async with self._database.writing() as session:
            await session.execute(update(HandoffLineRow).where(HandoffLineRow.id == line).values(due_ms=None))

    async def unnoticed(self) -> Sequence[Case]:
        """Give the waiting cases of which the staff were not told."""
        query = select(HandoffRow).where(
            HandoffRow.state == CaseState.WAITING.value, HandoffRow.noticed.is_(False)
        )
        async with self._database.reading() as session:
            return [_case(row) for row in await session.scalars(query)]

    async def noticed(self, number: int) -> None:
        """Note that the staff were told."""
        async with self._database.writing() as session:
            await session.execute(update(HandoffRow).where(HandoffRow.id == number).values(noticed=True))

    async def forget_closed(self, before: datetime) -> int:
        """Delete the cases that were closed before the instant, and all that was said in them; give how many."""
        closed = select(HandoffRow.id).where(HandoffRow.closed_ms < milliseconds(before))
        async with self._database.writing() as session:
            numbers = list(await session.scalars(closed))
            await session.execute(delete(HandoffLineRow).where(HandoffLineRow.handoff_id.in_(numbers)))
            await session.execute(delete(HandoffRow).where(HandoffRow.id.in_(numbers)))
        return len(numbers)

    async def _lines_of(self, session: AsyncSession, case: HandoffRow, after: int) -> list[CaseLine]:
        query = (
            select(HandoffLineRow)
            .where(HandoffLineRow.handoff_id == case.id, HandoffLineRow.id > after)
            .order_by(HandoffLineRow.id)
        )
        return [
            CaseLine(row.id, Voice(row.side), self._open(case.speaker, row.sealed), _instant(row.at_ms))
            for row in await session.scalars(query)
        ]

    def _line(
        self, number: int, hashed: str, voice: Voice, text: str, at: int, due: int | None
    ) -> dict[str, object]:
        return {
            "handoff_id": number, "side": voice.value, "sealed": self._seal(hashed, text), "at_ms": at,
            "due_ms": due,
        }  # fmt: skip

    def _seal(self, hashed: str, text: str) -> bytes:
        return self._keyring.seal(text.encode("utf-8", "replace"), hashed.encode())

    def _open(self, hashed: str, sealed: bytes) -> str:
        return self._keyring.open(sealed, hashed.encode()).decode()


def _open_of(hashed: str) -> Select[HandoffRow]:
    return select(HandoffRow).where(HandoffRow.speaker == hashed, HandoffRow.state != CaseState.CLOSED.value)


def _case(row: HandoffRow) -> Case:
    return Case(
        row.id,
        row.channel,
        Why(row.why),
        CaseState(row.state),
        row.taken_by,
        _instant(row.opened_ms),
        _instant(row.touched_ms),
    )


def _instant(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)
