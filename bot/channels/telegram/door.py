"""The residents' door on Telegram: takes each update in, answers it once, and only then lets it count as taken."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime

from aiogram import Bot
from aiogram.enums import ChatAction, ParseMode
from aiogram.methods import (
    AnswerCallbackQuery,
    EditMessageReplyMarkup,
    EditMessageText,
    SendChatAction,
    SendMessage,
)
from aiogram.types import Message, Update

from bot.channels.answering import Answering, Hear, NotSent, Scene, Spoken
from bot.channels.ports import Arrival, MarkKind, Marks
from bot.channels.telegram.calling import Blocked, call, try_once
from bot.channels.telegram.saying import LONGEST_TEXT, escaped, keyboard, parts, read_carried, units
from bot.channels.telegram.updates import Moved, Pressed, Wrote, read
from bot.conversation import Conversation
from bot.ports import Speaker
from bot.turn import Reply
from bot.wording import Wording

logger = logging.getLogger(__name__)
CHANNEL = "telegram"
_ALWAYS = ("ask:", "topic:", "check:")
_ALWAYS_WHOLE = frozenset({"menu", "human", "forget"})


class HalfSentError(Exception):
    """Some parts of an answer left, and then no more would."""


class TelegramDoor:
    """Hears updates and says the answers."""

    def __init__(
        self,
        bot: Bot,
        conversation: Conversation,
        answering: Answering,
        marks: Marks,
        wording: Wording,
        clock: Callable[[], datetime],
    ) -> None:
        """Take the bot that calls Telegram, the conversation, and what keeps updates and marks."""
        self._bot, self._conversation, self._answering = bot, conversation, answering
        self._marks, self._wording, self._clock = marks, wording, clock

    async def take(self, update: Update) -> None:
        """Answer an update; it is taken in for good when this returns, and may come again when this raises."""
        match read(update):
            case Wrote() as wrote:
                await self._wrote(wrote)
            case Pressed() as pressed:
                await self._pressed(pressed)
            case Moved(chat, blocked):
                await self._mark_blocked(_speaker(chat), blocked)
            case None:
                logger.debug("update left aside", extra={"update": update.update_id})

    async def send(self, name: str, text: str) -> bool:
        """Send a message that answers nothing to the chat of this name; False when they want none from us.

        NotSent when it did not leave.
        """
        speaker = Speaker(CHANNEL, name)
        if await self._marks.get(speaker, MarkKind.BLOCKED):
            return False
        return await self._say(int(name), Spoken((Reply(text),)))

    async def _wrote(self, wrote: Wrote) -> None:
        async def hear(scene: Scene) -> Spoken:
            if wrote.kindly:
                return Spoken((Reply(self._wording.channel(wrote.kindly), kind="kindly"),))
            if wrote.words == self._wording.channel("repeat"):
                return self._answering.again(scene.memory)
            return Spoken.of(await self._conversation.hear(_speaker(wrote.chat), wrote.words))

        await self._answer(wrote.chat, wrote.message, wrote.words, hear)

    async def _pressed(self, pressed: Pressed) -> None:
        await try_once(self._bot, AnswerCallbackQuery(callback_query_id=pressed.query.id))
        words = read_carried(pressed.query.data or "", ())[1] or ""
        speaker = _speaker(pressed.chat)

        async def hear(scene: Scene) -> Spoken:
            memory = scene.memory
            if await self._conversation.is_silent(speaker):
                # A person has the conversation: they see what was pressed, however old the button is.
                await self._show_passed(pressed)
                label = _label(pressed.question, pressed.query.data) if pressed.question else ""
                return Spoken.of(await self._conversation.hear(speaker, label)) if label else Spoken(())
            number, id_ = read_carried(pressed.query.data or "", memory.offered if memory else ())
            if id_ == "repeat":
                return self._answering.again(memory)
            current = memory is not None and number == memory.state.turns
            if id_ is None or not (current or id_.startswith(_ALWAYS) or id_ in _ALWAYS_WHOLE):
                await self._show_passed(pressed)
                said = self._answering.again(memory)
                passed = (Reply(self._wording.channel("passed"), kind="passed"),) if memory else ()
                return Spoken((*passed, *said.replies), said.number)
            await self._show_chosen(pressed)
            return Spoken.of(await self._conversation.hear(speaker, id_))

        await self._answer(pressed.chat, pressed.message, words, hear)

    async def _answer(self, chat: int, message: str, words: str, hear: Hear) -> None:
        speaker = _speaker(chat)

        async def heard(scene: Scene) -> Spoken | None:
            typing = asyncio.create_task(
                try_once(self._bot, SendChatAction(chat_id=chat, action=ChatAction.TYPING))
            )
            try:
                await self._marks.drop(speaker, MarkKind.BLOCKED)
                return await hear(scene)
            finally:
                await typing

        async def tell(spoken: Spoken) -> None:
            await self._say(chat, spoken)

        await self._answering.once(Arrival(CHANNEL, message), speaker, words, heard, tell)

    async def _say(self, chat: int, spoken: Spoken) -> bool:
        """Send every part; NotSent when none of them left, False when the resident has blocked us."""
        texts = parts(spoken.text)
        buttons = keyboard(spoken.options, spoken.number)
        for place, text in enumerate(texts, 1):
            markup = buttons if place == len(texts) else None
            try:
                await call(
                    self._bot,
                    SendMessage(chat_id=chat, text=text, parse_mode=ParseMode.HTML, reply_markup=markup),
                )
            except Blocked:
                await self._mark_blocked(_speaker(chat), True)
                return False
            except NotSent as error:
                if place == 1:
                    raise
                raise HalfSentError(f"{place - 1} of {len(texts)} parts left") from error
        return True

    async def _show_chosen(self, pressed: Pressed) -> None:
        """Write what was chosen under the question, and take its buttons away."""
        question = pressed.question
        if question is None:
            return
        label = _label(question, pressed.query.data)
        chosen = self._wording.channel("chosen", label=f"<b>{escaped(label)}</b>")
        text = f"{escaped(question.text or '')}\n\n{chosen}"
        if not label or not question.text or units(text) > LONGEST_TEXT:
            await self._show_passed(pressed)
            return
        edit = EditMessageText(
            chat_id=pressed.chat, message_id=question.message_id, text=text, parse_mode=ParseMode.HTML
        )
        await try_once(self._bot, edit)

    async def _show_passed(self, pressed: Pressed) -> None:
        """Take the buttons away."""
        if (question := pressed.question) is not None:
            edit = EditMessageReplyMarkup(chat_id=pressed.chat, message_id=question.message_id)
            await try_once(self._bot, edit)

    async def _mark_blocked(self, speaker: Speaker, blocked: bool) -> None:
        if blocked:
            await self._marks.put(speaker, MarkKind.BLOCKED, "1", self._clock())
        else:
            await self._marks.drop(speaker, MarkKind.BLOCKED)


def _speaker(chat: int) -> Speaker:
    return Speaker(CHANNEL, str(chat))


def _label(question: Message, carried: str | None) -> str:
    rows = question.reply_markup.inline_keyboard if question.reply_markup else []
    return next((button.text for row in rows for button in row if button.callback_data == carried), "")
