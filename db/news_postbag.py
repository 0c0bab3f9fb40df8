"""News on its way to followers: consent is read again before each call, and each call is written down before it is made."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from secrets import token_hex

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.handoff_ports import Fate, Letter
from bot.news import News, NewsState, Words
from bot.ports import Speaker
from campaigns.consent import Basis, Standing
from campaigns.delivery import Receipt
from campaigns.windows import Opening
from db.consent_store import standings
from db.follow_store import leave_unreachable, topic_of
from db.handoff_postbag import AGAIN_AFTER, GIVEN_UP_AFTER, fate_by
from db.keyring import Keyring
from db.models.news import FollowerRow, NewsLetterRow, NewsRow
from db.session import Database
from db.speakers import milliseconds

OURS = "news"
"""What the attempts of these letters begin with, so that receipts find them."""
_AT_ONCE = 20
_ANY = "SELECT 1 FROM news_letters WHERE due_ms <= :now LIMIT 1"

Found = tuple[NewsLetterRow, FollowerRow | None, NewsRow]


class NewsPostbag:
    """A `Postbag` (bot/handoff_ports.py) in the database."""

    def __init__(
        self, database: Database, keyring: Keyring, words: Words, reopens: Callable[[datetime], Opening]
    ) -> None:
        """Take the keys that seal, the words, and when a letter may leave that missed its hours."""
        self._database, self._keyring = database, keyring
        self._words, self._reopens = words, reopens

    async def due(self, now: datetime) -> Sequence[Letter]:
        """Give letters to be carried now; who wants none any more gets none, and who is late waits for the next hours."""
        at = milliseconds(now)
        if not await self._database.alone(_ANY, {"now": at}):
            return []
        letter, follower = NewsLetterRow, FollowerRow
        async with self._database.writing() as session:
            left = update(letter).where(letter.due_ms <= at, letter.fate == Fate.SENDING.value)
            await session.execute(left.values(fate=Fate.DOUBT.value, due_ms=None))
            ready = (
                select(letter.id)
                .where(letter.due_ms <= at, letter.fate == Fate.DUE.value)
                .order_by(letter.due_ms, letter.id)
                .limit(_AT_ONCE)
                .with_for_update(skip_locked=True)
            )
            numbers = list(await session.scalars(ready))
            rows = await session.execute(
                select(letter, follower, NewsRow)
                .join(NewsRow, NewsRow.id == letter.news_id)
                .outerjoin(
                    follower, (follower.speaker == letter.speaker) & (follower.benefit == NewsRow.benefit)
                )
                .where(letter.id.in_(numbers))
                .order_by(letter.due_ms, letter.id)
            )
            found: list[Found] = [(one, who, news) for one, who, news in rows]
            wanted = await _wanted(session, found)
            return [
                made
                for one, who, news in found
                if (made := self._taken(one, who if one.id in wanted else None, news, now)) is not None
            ]

    async def settle(self, letter: Letter, fate: Fate, now: datetime) -> None:
        """Write down what became of this attempt; who has blocked us on Telegram follows nothing any more."""
        row = NewsLetterRow
        again = milliseconds(now + AGAIN_AFTER) if fate is Fate.DUE else None
        mine = update(row).where(row.id == letter.line, row.attempt == letter.attempt)
        settled = mine.where(row.fate == Fate.SENDING.value).values(fate=fate.value, due_ms=again)
        async with self._database.writing() as session:
            speaker = await session.scalar(settled.returning(row.speaker))
            if speaker is None or fate is not Fate.REFUSED or letter.speaker.channel != "telegram":
                return
            handset = await session.scalar(
                select(FollowerRow.handset).where(FollowerRow.speaker == speaker).limit(1)
            )
            if handset is not None:
                await leave_unreachable(session, speaker, handset, letter.speaker.channel, now)

    async def reported(self, receipts: Sequence[Receipt]) -> set[str]:
        """Take receipts of these letters; gives the attempts that are known."""
        known: set[str] = set()
        row = NewsLetterRow
        async with self._database.writing() as session:
            for receipt in receipts:
                fate = fate_by(receipt)
                values = {"fate": fate.value, "due_ms": None} if fate else {"attempt": receipt.attempt}
                mine = update(row).where(row.attempt == receipt.attempt).values(**values)
                if await session.scalar(mine.returning(row.id)) is not None:
                    known.add(receipt.attempt)
        return known

    def _taken(
        self, one: NewsLetterRow, who: FollowerRow | None, news: NewsRow, now: datetime
    ) -> Letter | None:
        """Write the letter down as under way, or as withheld, or put it off to the next hours."""
        at = milliseconds(now)
        if who is None:
            one.fate, one.due_ms = Fate.WITHHELD.value, None
            return None
        if at >= one.until_ms:
            slot = self._reopens(now)
            one.until_ms = milliseconds(slot.closes)
            if slot.opens > now:
                one.due_ms = milliseconds(slot.opens)
                return None
        one.fate, one.due_ms = Fate.SENDING.value, milliseconds(now + GIVEN_UP_AFTER)
        one.attempt = OURS + token_hex(14)
        name = self._keyring.open(who.sealed, who.speaker.encode()).decode()
        written = datetime.fromtimestamp(news.written_ms / 1000, UTC)
        told = News(
            news.id, news.benefit, news.text, news.author, news.approver, NewsState(news.state), written
        )
        since = datetime.fromtimestamp(who.since_ms / 1000, UTC)
        return Letter(one.id, Speaker(who.channel, name), self._words(who.channel, told), one.attempt, since)


async def _wanted(session: AsyncSession, found: Sequence[Found]) -> set[int]:
    """Give the letters whose readers allow them at this moment, by the book of consents."""
    by_benefit: dict[str, list[tuple[int, bytes]]] = defaultdict(list)
    for letter, who, news in found:
        if who is not None:
            by_benefit[news.benefit].append((letter.id, who.handset))
    wanted: set[int] = set()
    for benefit, letters in by_benefit.items():
        stand = await standings(
            session, [handset for _, handset in letters], topic_of(benefit), Basis.CONSENT
        )
        wanted |= {number for number, handset in letters if stand[handset] is Standing.ALLOWED}
    return wanted
