"""Who asked to be told when a policy changes: the words by which residents ask, and their wish kept as a consent."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.keywords import Command, command
from bot.memory import Option
from bot.ports import Speaker
from bot.wording import Wording
from nlu.normalise import clean
from nlu.policy import PolicyBook

REACHED = ("telegram", "sms")
"""Channels on which somebody can be written to who does not write just now."""
_FOLLOW = re.compile(
    r"(?:我?想|我?要|帮我|请)?(?:关注|留意)(?:一?下)?(?P<name>.*?)(?:的?(?:变化|政策|消息))?"
    r"|(?P<name2>.*?)(?:的?政策)?(?:有(?:了|什么)?(?:变化|变动|新政策|新消息)|变了|改了)(?:的话)?,?"
    r"(?:就|请|要|麻烦|记得)?(?:告诉|通知|提醒)(?:一?下|一声)?我?(?:一?下|一声)?"
)
_LEAVE = re.compile(r"(?:我?要|帮我|请)?(?:取消|不再|不要|别再?)关注(?P<name>.*)")
_END = re.compile(r"[。.!!~\s]+$")


class Wish(StrEnum):
    """What is wanted; the value begins the option's id."""

    FOLLOW = "follow"
    LEAVE = "unfollow"
    LEAVE_ALL = "unfollow_all"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A wish, and the name by which it says of what ("" where it says none)."""

    wish: Wish
    name: str = ""


class Followers(Protocol):
    """Keeps who follows what, each wish with a record in the book of consents."""

    async def follow(self, speaker: Speaker, benefit: str, now: datetime) -> None:
        """Record that they want it."""
        ...

    async def leave(self, speaker: Speaker, benefit: str | None, now: datetime) -> Sequence[str]:
        """Record that they do not want it any more (None: nothing at all); give what they had followed of it."""
        ...


def read_wish(words: str) -> Wanted | None:
    """Give the wish that a whole utterance is; None for anything else."""
    kind, _, name = words.strip().partition(":")
    if kind in (Wish.FOLLOW.value, Wish.LEAVE.value) and name:
        return Wanted(Wish(kind), name)
    text = _END.sub("", clean(words)).strip()
    if found := _LEAVE.fullmatch(text):
        return Wanted(Wish.LEAVE, found["name"])
    if found := _FOLLOW.fullmatch(text):
        return Wanted(Wish.FOLLOW, (found["name"] or found["name2"] or "").strip(",。 "))
    if len(text) > 1 and command(words) is Command.OPT_OUT:  # a single letter may be an answer
        return Wanted(Wish.LEAVE_ALL)
    return None


class Following:
    """Hears the wishes of residents and answers them."""

    def __init__(
        self, followers: Followers, book: PolicyBook, wording: Wording, clock: Callable[[], datetime]
    ) -> None:
        """Take who follows what, the policies with their names, the words and the clock (aware)."""
        self._followers, self._book = followers, book
        self._wording, self._clock = wording, clock
        self._names = _names_of(book)

    async def hear(self, speaker: Speaker, words: str, subject: str | None) -> tuple[Wish, str] | None:
        """Do what is wished and give what to say; None where the words are no such wish. `subject` was talked about last."""
        wanted = read_wish(words)
        if wanted is None:
            return None
        say = self._wording.frame
        if wanted.wish is Wish.LEAVE_ALL:
            left = (
                await self._followers.leave(speaker, None, self._clock())
                if speaker.channel in REACHED
                else ()
            )
            return (wanted.wish, say("unfollowed_all")) if left else None
        benefit = self._meant(wanted.name) if wanted.name else subject
        if (
            benefit is None
            and wanted.name
            and wanted.wish is Wish.FOLLOW
            and not words.strip().startswith("关注")
        ):
            return None  # about something else: it is heard as what it is
        if wanted.wish is Wish.LEAVE:
            named = benefit if wanted.name else None
            left = (
                await self._followers.leave(speaker, named, self._clock())
                if speaker.channel in REACHED
                else ()
            )
            names = "、".join(self._book.benefits[one].short for one in left)
            return wanted.wish, say("unfollowed", names=names) if left else say("follows_nothing")
        if benefit is None:
            return wanted.wish, say("follow_which")
        name = self._book.benefits[benefit].short
        if speaker.channel not in REACHED:
            return wanted.wish, say("follow_elsewhere", name=name)
        if speaker.channel == "sms" and self._book.benefits[benefit].sensitive:
            return wanted.wish, say("follow_privately", name=name)
        await self._followers.follow(speaker, benefit, self._clock())
        return wanted.wish, say("followed", name=name)

    def option(self, speaker: Speaker, benefit: str) -> Option | None:
        """Give the option to follow a benefit, where this speaker can be reached with it."""
        known = self._book.benefits.get(benefit)
        if known is None or speaker.channel not in REACHED or (speaker.channel == "sms" and known.sensitive):
            return None
        return self._wording.option(f"{Wish.FOLLOW}:{benefit}", "follow")

    def _meant(self, name: str) -> str | None:
        if name in self._book.benefits:
            return name
        text = clean(name).lower()
        return next((benefit for known, benefit in self._names.items() if known in text), None)


def _names_of(book: PolicyBook) -> Mapping[str, str]:
    """Give the benefits by every name, the longest first; a name of several leads to none."""
    found: dict[str, set[str]] = {}
    for policy in book.benefits.values():
        for name in (policy.name, policy.short, *policy.aliases):
            found.setdefault(clean(name).lower(), set()).add(policy.id)
    plain = {name: next(iter(ids)) for name, ids in found.items() if len(ids) == 1}
    return dict(sorted(plain.items(), key=lambda one: -len(one[0])))
