"""The residents' door by short message: what one writes, and the one message that answers it."""

import logging
import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime

from bot.channels.answering import Answering, Scene, Spoken
from bot.channels.ports import Arrival, MarkKind, Marks
from bot.channels.sms.discretion import Discretion
from bot.channels.sms.occasions import Occasioned
from bot.channels.sms.ports import Occasions, Replies
from bot.channels.sms.saying import Pages
from bot.conversation import SHORT, Conversation
from bot.keywords import command
from bot.memory import Memory
from bot.ports import SessionStore, Speaker
from bot.turn import Reply
from bot.wording import Wording
from campaigns.consent_words import ConsentWord
from campaigns.replies import Occasion, confirmation
from nlu.normalise import clean
from nlu.reading.read import read_answer, read_facts
from nlu.state import State

logger = logging.getLogger(__name__)
CHANNEL = "sms"
MOST_SKIPPED = 12
"""So many private questions may follow one another."""
_MORE = frozenset({"m", "更多", "看更多", "回m"})
_BARE = re.compile(r"\(?\d{1,3}\)?[.。、]?|是的?|不是|对的?|不对|有|没有?|好的?|y|n|yes|no")
"""Answers that mean nothing without their question."""

_NOTES = frozenset({"note", "note_before", "passed", "help"})
"""What is said before the answer, and on its first page only."""
_FRESH = State()

Deliver = Callable[[str], Awaitable[None]]
"""Takes the text of the answer to where the resident reads it."""


class SmsDoor:
    """Hears short messages and gives their answers."""

    def __init__(
        self,
        conversation: Conversation,
        answering: Answering,
        sessions: SessionStore,
        marks: Marks,
        replies: Replies,
        occasions: Occasions,
        occasioned: Occasioned,
        discretion: Discretion,
        pages: Pages,
        wording: Wording,
        clock: Callable[[], datetime],
        *,
        link: str = "",
        confirmed_elsewhere: bool = False,
    ) -> None:
        """Take what a conversation needs.

        `link` leads to the web page, "" where the provider allows no links; `confirmed_elsewhere` says that the
        provider answers its own words of consent.
        """
        self._conversation, self._answering, self._sessions = conversation, answering, sessions
        self._marks, self._replies, self._discretion = marks, replies, discretion
        self._occasions, self._occasioned = occasions, occasioned
        self._pages, self._wording, self._clock = pages, wording, clock
        self._link, self._confirmed_elsewhere = link, confirmed_elsewhere

    async def hear(self, message: str, phone: str, text: str, deliver: Deliver) -> None:
        """Hear one message (the provider's id of it, the phone in E.164) and deliver the answer, if there is one."""
        taken = await self._replies.take(message, phone, text)
        speaker = Speaker(CHANNEL, phone)
        if (wish := taken.wish) is not None:
            if not taken.again and not (self._confirmed_elsewhere and wish.answered):
                await deliver(self._pages.page(await self._confirmed(speaker, wish, text)).text)
            return
        words = clean(text).strip().lower()

        async def hear(scene: Scene) -> Spoken | None:
            if await self._conversation.is_silent(speaker):
                return await self._heard(speaker, text)  # a person reads it, whatever it is
            if words in _MORE:
                return await self._turn_page(speaker, scene)
            if words == "?":
                return self._help(scene.memory)
            if taken.about_refusing:
                told = Reply(self._wording.channel("sms_refusing"), kind="help")
                return self._again_after(told, scene.memory)
            occasion = await self._occasions.occasion(phone, self._clock())
            if self._occasioned.asks_who(words, scene.memory):
                return self._who(scene.memory, occasion, words)
            if self._is_late(words, scene):
                return self._passed(scene.memory)
            if scene.memory is None:
                return await self._opened(speaker, text, words, occasion)
            return await self._heard(speaker, text)

        async def tell(spoken: Spoken) -> None:
            await deliver(await self._laid_out(speaker, spoken))

        await self._answering.once(Arrival(CHANNEL, message), speaker, text, hear, tell)

    async def _confirmed(self, speaker: Speaker, word: ConsentWord, text: str) -> str:
        """Give the confirmation; a single letter may have been meant for the open question, and then that is said."""
        said = confirmation(word)
        memory = await self._memory(speaker)
        asked = memory is not None and memory.state.check is not None and memory.state.check.asked is not None
        return said + self._wording.channel("sms_meant") if asked and len(text.strip()) == 1 else said

    def _is_late(self, words: str, scene: Scene) -> bool:
        """Say whether the words answer a question that has changed since, and mean nothing without it."""
        if not scene.moved or scene.memory is None or command(words) is not None:
            return False
        if _BARE.fullmatch(words):
            return True
        before, on = scene.before, self._clock().date()
        if before is None or len(words) > SHORT or read_facts(words, on, None, before.state.claimant).facts:
            return False
        asked = before.state.check.asked if before.state.check else None
        named = any(clean(option.label).lower() == words for option in before.offered)
        return named or bool(asked and read_answer(words, asked, on, before.state.claimant).facts)

    async def _opened(self, speaker: Speaker, text: str, words: str, occasion: Occasion | None) -> Spoken:
        """Take the first turn, in the light of the campaign's message that is answered, if there is one."""
        bare = _BARE.fullmatch(words) is not None and command(words) is None
        if occasion is None:
            return self._passed(None) if bare else await self._heard(speaker, text)
        about = self._occasioned.about(occasion)
        if bare and not about:
            return self._who(None, occasion, words)
        spoken = await self._heard(speaker, about if bare else text, self._occasioned.start(occasion))
        if note := self._occasioned.note(occasion):
            return replace(spoken, replies=(Reply(note, kind="note_before"), *spoken.replies))
        return spoken

    def _who(self, memory: Memory | None, occasion: Occasion | None, words: str) -> Spoken:
        """Say who writes here and how to make sure; a question that is open is put again."""
        told = Reply(self._occasioned.who(occasion, "en" if words.isascii() else "zh"), kind="help")
        return self._again_after(told, memory)

    async def _heard(self, speaker: Speaker, text: str, opening: State = _FRESH) -> Spoken:
        """Take the turn; private questions are skipped, and a private matter is offered elsewhere."""
        spoken = Spoken.of(await self._conversation.hear(speaker, text, opening))
        memory = await self._memory(speaker)
        private = self._discretion.is_private(spoken, memory)
        if self._discretion.checks_privately(memory):
            await self._conversation.hear(speaker, "不查了")
            return Spoken((self._elsewhere(),), spoken.number)
        skipped = 0
        while self._discretion.asks_privately(memory) and skipped < MOST_SKIPPED:
            spoken = Spoken.of(await self._conversation.hear(speaker, "跳过"))
            memory = await self._memory(speaker)
            skipped += 1
        if private:
            asked = tuple(reply for reply in spoken.replies if reply.kind == "ask")
            return Spoken((self._elsewhere(), *asked), spoken.number)
        return spoken

    def _elsewhere(self) -> Reply:
        return Reply(self._wording.channel("sms_private") + self._where(), kind="private")

    def _where(self) -> str:
        """Where private matters can be asked."""
        if self._link:
            return self._wording.channel("sms_private_link", link=self._link)
        return self._wording.channel("sms_private_call")

    def _help(self, memory: Memory | None) -> Spoken:
        return self._again_after(Reply(self._wording.channel("sms_help"), kind="help"), memory)

    def _again_after(self, told: Reply, memory: Memory | None) -> Spoken:
        if memory is None or not memory.offered:
            return Spoken((told,))
        said = self._answering.again(memory)
        return Spoken((told, *said.replies), said.number)

    def _passed(self, memory: Memory | None) -> Spoken:
        said = self._answering.again(memory)
        if memory is None:
            return said
        return Spoken((Reply(self._wording.channel("passed"), kind="passed"), *said.replies), said.number)

    async def _turn_page(self, speaker: Speaker, scene: Scene) -> Spoken | None:
        mark = await self._marks.get(speaker, MarkKind.PAGE)
        stamp, _, reached = (mark or "").partition(":")
        if scene.remembered is None or stamp != scene.remembered.stamp:
            return Spoken((Reply(self._wording.channel("sms_no_more"), kind="note"),))
        return Spoken((Reply(reached, kind="page"),))

    async def _laid_out(self, speaker: Speaker, spoken: Spoken) -> str:
        """Give the message; how far it reaches is remembered for who asks for more."""
        remembered = await self._sessions.load(speaker, self._clock())
        kinds = {reply.kind for reply in spoken.replies}
        start = 0
        if "page" in kinds and remembered:
            start = int(spoken.replies[0].text)
            spoken = self._answering.again(remembered.memory)
        notes = [reply.text for reply in spoken.replies if reply.kind in _NOTES]
        said = [reply.text for reply in spoken.replies if reply.kind not in _NOTES]
        private = "private" in kinds
        text, hid = ("\n".join(said), False) if private else self._discretion.told("\n".join(said))
        if hid and not text.strip():
            text = self._elsewhere().text
        elif hid and not start:
            notes.append(self._wording.channel("sms_skipped") + self._where())
        whole = self._pages.whole(text, spoken.options, self._discretion.offered)
        page = self._pages.page(whole, start, "\n".join(notes))
        if remembered is not None and not private and not kinds & {"note"}:
            mark = f"{remembered.stamp}:{page.reached}" if page.more else "-:0"
            await self._marks.put(speaker, MarkKind.PAGE, mark, self._clock())
        return page.text

    async def _memory(self, speaker: Speaker) -> Memory | None:
        remembered = await self._sessions.load(speaker, self._clock())
        return remembered.memory if remembered else None
