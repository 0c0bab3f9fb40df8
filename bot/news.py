"""News of a policy for those who asked for it: written by one of the staff, let go by another, then planned and sent."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from bot.handoff_ports import Fate
from campaigns.pacing import Slots
from campaigns.windows import IsHoliday, Opening, Windows, opening

LONGEST_NEWS = 150
_PAGE = 200


class NewsError(Exception):
    """It cannot be done with this news; the text says why and what to do."""


class NewsState(StrEnum):
    """How far news has come."""

    DRAFT = "draft"
    PLANNING = "planning"
    """Let go: letters to the followers are being laid out."""
    PLANNED = "planned"


@dataclass(frozen=True, slots=True)
class News:
    """What changed in a policy, in the staff's words."""

    number: int
    benefit: str
    text: str
    author: str
    approver: str
    state: NewsState
    written_at: datetime


@dataclass(frozen=True, slots=True)
class Stand:
    """News with the letters that were laid out for it, by what became of them."""

    news: News
    letters: Mapping[Fate, int]


@dataclass(frozen=True, slots=True)
class Reader:
    """A follower as the planner sees them: a hash, and the channel they asked on."""

    speaker: str
    channel: str


@dataclass(frozen=True, slots=True)
class Planned:
    """A letter laid out: to whom, and the opening within which it leaves."""

    reader: Reader
    slot: Opening


Words = Callable[[str, News], str]
"""Gives what a follower reads of news on a channel."""


class NewsBook(Protocol):
    """Keeps news and its letters; every move stands in the audit log."""

    async def write(self, benefit: str, text: str, who: str, now: datetime) -> News:
        """Keep a draft."""
        ...

    async def approve(self, number: int, who: str, now: datetime) -> bool:
        """Let a draft go; False when it is none."""
        ...

    async def stands(self) -> Sequence[Stand]:
        """Give all news, the newest first."""
        ...

    async def followers(self) -> Mapping[str, int]:
        """Count the followers by benefit."""
        ...


class NewsPlan(Protocol):
    """Where letters are laid out."""

    async def to_plan(self) -> News | None:
        """Give news that was let go and is not laid out to its end."""
        ...

    async def readers(self, news: News, limit: int) -> Sequence[Reader]:
        """Give followers of the benefit who have no letter of this news yet."""
        ...

    async def lay_out(self, news: News, letters: Sequence[Planned]) -> None:
        """Keep letters (each follower's once); without letters the news is planned."""
        ...

    async def last_due(self, channel: str) -> datetime | None:
        """Give when the last letter on a channel falls due that has not left."""
        ...


class NewsDesk:
    """What the staff do with news."""

    def __init__(
        self,
        book: NewsBook,
        benefits: Collection[str],
        words: Words,
        fits: Callable[[str], bool],
        clock: Callable[[], datetime],
    ) -> None:
        """Take the news, the benefits, the words, what a short message can carry, and the clock."""
        self._book, self._benefits = book, benefits
        self._words, self._fits, self._clock = words, fits, clock

    async def write(self, benefit: str, text: str, who: str) -> News:
        """Keep a draft; NewsError when there is no such benefit or the text is too long."""
        words = " ".join(text.encode("utf-8", "replace").decode().replace("\0", "").split())
        if benefit not in self._benefits:
            raise NewsError(f"there is no benefit {benefit!r}: {', '.join(self._benefits)}")
        if not 2 <= len(words) <= LONGEST_NEWS:
            raise NewsError(f"the text has {len(words)} characters: write 2 to {LONGEST_NEWS}")
        now = self._clock()
        draft = News(0, benefit, words, who, "", NewsState.DRAFT, now)
        if not self._fits(self._words("sms", draft)):
            raise NewsError("the text is too long for a short message: shorten it")
        return await self._book.write(benefit, words, who, now)

    def first_letter(self, news: News, channel: str) -> str:
        """Give what a follower would read."""
        return self._words(channel, news)

    async def approve(self, number: int, who: str) -> News:
        """Let news go that somebody else wrote: from then on it is planned and sent."""
        news = next((one.news for one in await self._book.stands() if one.news.number == number), None)
        if news is None:
            raise NewsError(f"there is no news {number}: `huimin news list` shows what there is")
        if news.author == who:
            raise NewsError(f"news {number} was written by {who}: another person lets it go")
        if not await self._book.approve(number, who, self._clock()):
            raise NewsError(f"news {number} was let go already")
        return news

    async def stands(self) -> Sequence[Stand]:
        """Give all news, the newest first."""
        return await self._book.stands()

    async def followers(self) -> Mapping[str, int]:
        """Count the followers by benefit."""
        return await self._book.followers()


class NewsPlanner:
    """Lays letters out in the hours and at the pace of campaigns."""

    def __init__(
        self,
        plan: NewsPlan,
        windows: Windows,
        is_holiday: IsHoliday,
        per_second: Mapping[str, float],
        cost: Callable[[str, News], int],
        clock: Callable[[], datetime],
    ) -> None:
        """Take the hours, how much leaves a second by channel, and what a letter costs of it."""
        self._plan, self._windows, self._is_holiday = plan, windows, is_holiday
        self._per_second, self._cost, self._clock = per_second, cost, clock

    async def plan_next(self) -> int:
        """Lay out some letters of news that was let go; gives how many."""
        news = await self._plan.to_plan()
        if news is None:
            return 0
        now = self._clock()
        slots: dict[str, Slots] = {}
        letters = []
        for reader in await self._plan.readers(news, _PAGE):
            channel = reader.channel
            if channel not in slots:
                last = await self._plan.last_due(channel)
                since = max(now, last + timedelta(seconds=1)) if last else now
                slots[channel] = Slots(self._windows, self._is_holiday, self._per_second[channel], since)
            letters.append(Planned(reader, slots[channel].take(self._cost(channel, news))))
        await self._plan.lay_out(news, letters)
        return len(letters)

    def reopens(self, now: datetime) -> Opening:
        """Give the opening in which a letter leaves that missed its own."""
        return opening(self._windows, now, self._is_holiday)
