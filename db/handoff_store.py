"""Conversations that people have, sealed: the queue and the lines."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import Select, delete, func, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.handoff_ports import Case, CaseLine, CaseState, Fate, Voice
from bot.memory import Line
from bot.ports import Speaker
from db.dialects import insert_into
from db.keyring import Keyring
from db.models.channels import HandoffLineRow, HandoffRow
from db.session import Database
from db.speakers import milliseconds, speaker_hash
from nlu.acts import Why

FETCHED = frozenset({"web"})
"""Channels that fetch their lines instead of being sent them."""
SHOWN_AFTER_CLOSE = timedelta(hours=1)
_OPEN = HandoffRow.state != CaseState.CLOSED.value
_WHERE_OPEN = text("state <> 'closed'")
"""As the index is written: with a parameter in its place PostgreSQL no longer knows the index after a few calls."""
_RESEND = (Fate.DOUBT.value, Fate.REFUSED.value)


class HandoffStore:
    """A `CaseBook`, `CaseFile`, `CaseList` and `Bell` (bot/handoff_ports.py) in the database."""

    def __init__(self, database: Database, keyring: Keyring, key: bytes) -> None:
        """Take the keys that seal, and the one under which speakers are hashed."""
        self._database, self._keyring, self._key = database, keyring, key

    async def open(self, speaker: Speaker, why: Why, lines: Sequence[Line], now: datetime) -> Case:
        """Open a case; where the speaker has one open, give that."""
        hashed, at = speaker_hash(self._key, speaker), milliseconds(now)
        row = {
            "speaker": hashed, "channel": speaker.channel, "sealed": self._seal(hashed, speaker.name),
            "why": why.value, "state": CaseState.WAITING.value, "taken_by": "", "noticed_ms": None,
            "opened_ms": at, "touched_ms": at, "closed_ms": None,
        }  # fmt: skip
        new = insert_into(self._database.engine.dialect)(HandoffRow).values(**row)
        new = new.on_conflict_do_nothing(index_elements=["speaker"], index_where=_WHERE_OPEN)
        async with self._database.writing() as session:
            made = await session.scalar(new.returning(HandoffRow.id))
            if made is not None and lines:
                said = [self._line(made, hashed, Voice(line.side), line.text, at) for line in lines]
                await session.execute(insert(HandoffLineRow), said)
            found = await session.scalar(_open_of(hashed))
            assert found is not None
            return _case(found)

    async def held(self, speaker: Speaker) -> Case | None:
        """Give the open case of the speaker."""
        async with self._database.reading() as session:
            found = await session.scalar(_open_of(speaker_hash(self._key, speaker)))
            return _case(found) if found else None

    async def heard(self, number: int, words: str, now: datetime) -> bool:
        """Add what the resident says; the patience with the person begins anew at the first line they have not answered."""
        line, at = HandoffLineRow, milliseconds(now)
        mine = line.handoff_id == number
        came = select(func.coalesce(func.max(line.id), 0)).where(mine, line.side == Voice.DESK.value)
        newest = select(line.side).where(mine).order_by(line.id.desc()).limit(1)
        async with self._database.writing() as session:
            case = await session.get_one(HandoffRow, number)
            since = select(line.id).where(
                mine, line.side == Voice.RESIDENT.value, line.id > came.scalar_subquery()
            )
            first = await session.scalar(since.limit(1)) is None
            if await session.scalar(newest) != Voice.RESIDENT.value:
                case.touched_ms = max(case.touched_ms, at)
            new = self._line(number, case.speaker, Voice.RESIDENT, words, at)
            await session.execute(insert(HandoffLineRow), [new])
            return first

    async def forget(self, speaker: Speaker, now: datetime) -> int:
        """Erase the lines and the name, close what is open; the bare rows stay for the count."""
        mine = HandoffRow.speaker == speaker_hash(self._key, speaker)
        async with self._database.writing() as session:
            numbers = list(await session.scalars(select(HandoffRow.id).where(mine)))
            if not numbers:
                return 0
            await session.execute(delete(HandoffLineRow).where(HandoffLineRow.handoff_id.in_(numbers)))
            closed = {"state": CaseState.CLOSED.value, "closed_ms": milliseconds(now)}
            await session.execute(update(HandoffRow).where(mine, _OPEN).values(**closed))
            await session.execute(update(HandoffRow).where(mine).values(sealed=b"", speaker=""))
            return len(numbers)

    async def say(self, number: int, voice: Voice, text: str, now: datetime) -> None:
        """Add a line that shall reach the resident; on a channel that is sent to it is due at once."""
        at = milliseconds(now)
        async with self._database.writing() as session:
            case = await session.get_one(HandoffRow, number)
            fate = Fate.FETCH if case.channel in FETCHED else Fate.DUE
            new = self._line(number, case.speaker, voice, text, at, fate)
            await session.execute(insert(HandoffLineRow), [new])

    async def again(self, number: int, line: int, now: datetime) -> bool:
        """Let a line be carried once more."""
        row = HandoffLineRow
        statement = (
            update(row)
            .where(row.id == line, row.handoff_id == number, row.fate.in_(_RESEND))
            .values(fate=Fate.DUE.value, due_ms=milliseconds(now))
            .returning(row.id)
        )
        async with self._database.writing() as session:
            return await session.scalar(statement) is not None

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
        async with self._database.reading() as session:
            rows = await session.scalars(select(HandoffRow).where(_OPEN).order_by(HandoffRow.id))
            return [_case(row) for row in rows]

    async def closed(self, limit: int) -> Sequence[Case]:
        """Give the cases closed last."""
        query = (
            select(HandoffRow)
            .where(HandoffRow.state == CaseState.CLOSED.value)
            .order_by(HandoffRow.closed_ms.desc())
            .limit(limit)
        )
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

    async def doubts(self) -> int:
        """Count the lines of open cases that are in doubt."""
        query = (
            select(func.count())
            .select_from(HandoffLineRow)
            .join(HandoffRow, HandoffRow.id == HandoffLineRow.handoff_id)
            .where(HandoffLineRow.fate == Fate.DOUBT.value, _OPEN)
        )
        async with self._database.reading() as session:
            return await session.scalar(query) or 0

    async def since(
        self, speaker: Speaker, line: int, now: datetime
    ) -> tuple[Case, Sequence[CaseLine]] | None:
        """Give the speaker's newest case and what people said in it after a line; None when there is none of late.

        What the page asks beyond, it has shown: that has arrived.
        """
        mine = HandoffRow.speaker == speaker_hash(self._key, speaker)
        late = milliseconds(now - SHOWN_AFTER_CLOSE)
        shown = (HandoffRow.closed_ms.is_(None)) | (HandoffRow.closed_ms > late)
        query = select(HandoffRow).where(mine, shown).order_by(HandoffRow.id.desc()).limit(1)
        async with self._database.reading() as session:
            case = await session.scalar(query)
            if case is None:
                return None
            lines = await self._lines_of(session, case, 0)
        people = [one for one in lines if one.voice in (Voice.STAFF, Voice.DESK)]
        if shown_now := [one.number for one in people if one.number <= line and one.fate is Fate.FETCH]:
            arrived = update(HandoffLineRow).where(HandoffLineRow.id.in_(shown_now))
            async with self._database.writing() as session:
                await session.execute(arrived.values(fate=Fate.ARRIVED.value))
        return _case(case), [one for one in people if one.number > line]

    async def unnoticed(self, before: datetime) -> Sequence[Case]:
        """Give the waiting cases of which the staff were not told since the instant."""
        never = HandoffRow.noticed_ms.is_(None)
        query = select(HandoffRow).where(
            HandoffRow.state == CaseState.WAITING.value,
            never | (HandoffRow.noticed_ms < milliseconds(before)),
        )
        async with self._database.reading() as session:
            return [_case(row) for row in await session.scalars(query.order_by(HandoffRow.id))]

    async def noticed(self, number: int, now: datetime) -> None:
        """Note that the staff were told."""
        told = update(HandoffRow).where(HandoffRow.id == number).values(noticed_ms=milliseconds(now))
        async with self._database.writing() as session:
            await session.execute(told)

    async def forget_closed(self, before: datetime) -> int:
        """Delete the cases that were closed before the instant, and all that was said in them; give how many."""
        closed = select(HandoffRow.id).where(HandoffRow.closed_ms < milliseconds(before))
        async with self._database.writing() as session:
            numbers = list(await session.scalars(closed))
            await session.execute(delete(HandoffLineRow).where(HandoffLineRow.handoff_id.in_(numbers)))
            await session.execute(delete(HandoffRow).where(HandoffRow.id.in_(numbers)))
        return len(numbers)

    async def _lines_of(self, session: AsyncSession, case: HandoffRow, after: int) -> list[CaseLine]:
        row = HandoffLineRow
        query = select(row).where(row.handoff_id == case.id, row.id > after).order_by(row.id)
        return [
            CaseLine(one.id, Voice(one.side), self._opened(case.speaker, one.sealed), _instant(one.at_ms), Fate(one.fate))
            for one in await session.scalars(query)
        ]  # fmt: skip

    def _line(
        self, number: int, hashed: str, voice: Voice, text: str, at: int, fate: Fate = Fate.NONE
    ) -> dict[str, object]:
        return {
            "handoff_id": number, "side": voice.value, "sealed": self._seal(hashed, text), "at_ms": at,
            "due_ms": at if fate is Fate.DUE else None, "fate": fate.value, "attempt": "",
        }  # fmt: skip

    def _seal(self, hashed: str, text: str) -> bytes:
        return self._keyring.seal(text.encode("utf-8", "replace"), hashed.encode())

    def _opened(self, hashed: str, sealed: bytes) -> str:
        return self._keyring.open(sealed, hashed.encode()).decode()


def _open_of(hashed: str) -> Select[HandoffRow]:
    return select(HandoffRow).where(HandoffRow.speaker == hashed, _OPEN)


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
