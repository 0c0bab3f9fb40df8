"""News and the letters that carry it: written, let go, laid out."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from sqlalchemy import delete, func, insert, select, update

from bot.handoff_ports import Fate
from bot.news import News, NewsState, Planned, Reader, Stand
from db.audit_store import append
from db.dialects import insert_into
from db.models.news import FollowerRow, NewsLetterRow, NewsRow
from db.session import Database
from db.speakers import milliseconds

_SHOWN = 100
_TO_PLAN = "SELECT 1 FROM news WHERE state = :state LIMIT 1"


class NewsStore:
    """A `NewsBook` and `NewsPlan` (bot/news.py) in the database."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    async def write(self, benefit: str, text: str, who: str, now: datetime) -> News:
        """Keep a draft."""
        row = {
            "benefit": benefit, "text": text, "author": who, "approver": "", "state": NewsState.DRAFT.value,
            "written_ms": milliseconds(now),
        }  # fmt: skip
        async with self._database.writing() as session:
            made = await session.scalar(insert(NewsRow).values(**row).returning(NewsRow))
            assert made is not None
            await append(session, now, who, "write news", f"news {made.id}", benefit)
            return _news(made)

    async def approve(self, number: int, who: str, now: datetime) -> bool:
        """Let a draft go; never by its author."""
        statement = (
            update(NewsRow)
            .where(NewsRow.id == number, NewsRow.state == NewsState.DRAFT.value, NewsRow.author != who)
            .values(state=NewsState.PLANNING.value, approver=who)
            .returning(NewsRow.benefit)
        )
        async with self._database.writing() as session:
            benefit = await session.scalar(statement)
            if benefit is None:
                return False
            await append(session, now, who, "approve news", f"news {number}", benefit)
            return True

    async def stands(self) -> Sequence[Stand]:
        """Give all news, the newest first."""
        letter = NewsLetterRow
        async with self._database.reading() as session:
            rows = list(await session.scalars(select(NewsRow).order_by(NewsRow.id.desc()).limit(_SHOWN)))
            numbers = [row.id for row in rows]
            counted = select(letter.news_id, letter.fate, func.count()).where(letter.news_id.in_(numbers))
            sums: dict[int, dict[Fate, int]] = {number: {} for number in numbers}
            for number, fate, count in await session.execute(counted.group_by(letter.news_id, letter.fate)):
                sums[number][Fate(fate)] = count
        return [Stand(_news(row), sums[row.id]) for row in rows]

    async def followers(self) -> Mapping[str, int]:
        """Count the followers by benefit."""
        query = select(FollowerRow.benefit, func.count()).group_by(FollowerRow.benefit)
        async with self._database.reading() as session:
            return {row[0]: int(row[1]) for row in await session.execute(query)}

    async def to_plan(self) -> News | None:
        """Give news that was let go and is not laid out to its end."""
        if not await self._database.alone(_TO_PLAN, {"state": NewsState.PLANNING.value}):
            return None
        query = select(NewsRow).where(NewsRow.state == NewsState.PLANNING.value).order_by(NewsRow.id).limit(1)
        async with self._database.reading() as session:
            row = await session.scalar(query)
            return _news(row) if row else None

    async def readers(self, news: News, limit: int) -> Sequence[Reader]:
        """Give followers of the benefit who have no letter of this news yet."""
        letter = select(NewsLetterRow.id).where(
            NewsLetterRow.news_id == news.number, NewsLetterRow.speaker == FollowerRow.speaker
        )
        query = (
            select(FollowerRow.speaker, FollowerRow.channel)
            .where(FollowerRow.benefit == news.benefit, ~letter.exists())
            .order_by(FollowerRow.since_ms)
            .limit(limit)
        )
        async with self._database.reading() as session:
            return [Reader(speaker, channel) for speaker, channel in await session.execute(query)]

    async def lay_out(self, news: News, letters: Sequence[Planned]) -> None:
        """Keep letters, each follower's once; without letters the news is planned."""
        async with self._database.writing() as session:
            if not letters:
                planned = update(NewsRow).where(NewsRow.id == news.number)
                await session.execute(planned.values(state=NewsState.PLANNED.value))
                return
            rows = [
                {
                    "news_id": news.number, "speaker": one.reader.speaker, "channel": one.reader.channel,
                    "fate": Fate.DUE.value, "attempt": "", "due_ms": milliseconds(one.slot.opens),
                    "until_ms": milliseconds(one.slot.closes),
                }
                for one in letters
            ]  # fmt: skip
            new = insert_into(self._database.engine.dialect)(NewsLetterRow)
            await session.execute(new.on_conflict_do_nothing(), rows)

    async def last_due(self, channel: str) -> datetime | None:
        """Give when the last letter on a channel falls due that has not left."""
        letter = NewsLetterRow
        query = select(func.max(letter.due_ms)).where(
            letter.channel == channel, letter.fate == Fate.DUE.value
        )
        async with self._database.reading() as session:
            found = await session.scalar(query)
        return datetime.fromtimestamp(found / 1000, UTC) if found else None

    async def forget_before(self, instant: datetime) -> int:
        """Delete the letters of news written before the instant; the news stays with the audit log."""
        old = select(NewsRow.id).where(NewsRow.written_ms < milliseconds(instant))
        gone = delete(NewsLetterRow).where(NewsLetterRow.news_id.in_(old)).returning(NewsLetterRow.id)
        async with self._database.writing() as session:
            return len(list(await session.scalars(gone)))


def _news(row: NewsRow) -> News:
    at = datetime.fromtimestamp(row.written_ms / 1000, UTC)
    return News(row.id, row.benefit, row.text, row.author, row.approver, NewsState(row.state), at)
