"""Carries letters to residents on the channel they came from, each once: people's answers, and news they asked for."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from bot.channels.answering import NotSent
from bot.handoff_ports import Fate, Letter, Postbag

logger = logging.getLogger(__name__)

Send = Callable[[Letter], Awaitable[bool]]
"""Sends a letter; False when the resident wants none, NotSent when it did not leave, anything else when it may have."""


class HandoffPost:
    """Goes round and carries what is due."""

    def __init__(self, postbag: Postbag, senders: Mapping[str, Send], clock: Callable[[], datetime]) -> None:
        """Take the senders by channel."""
        self._postbag, self._senders, self._clock = postbag, senders, clock

    async def go_round(self) -> None:
        """Carry what is due now; of each case one line after the other."""
        while letters := await self._postbag.due(self._clock()):
            for letter in letters:
                fate = await self._carry(letter)
                await self._postbag.settle(letter, fate, self._clock())

    async def _carry(self, letter: Letter) -> Fate:
        send = self._senders.get(letter.speaker.channel)
        if send is None:
            logger.warning("nothing carries there", extra={"channel": letter.speaker.channel})
            return Fate.REFUSED
        try:
            return Fate.ARRIVED if await send(letter) else Fate.REFUSED
        except NotSent:
            logger.warning("letter did not leave", extra={"line": letter.line})
            return Fate.DUE
        except Exception as error:  # noqa: BLE001  # whatever a channel's library does, it may have arrived
            logger.warning(
                "nobody knows whether a letter arrived",
                extra={"line": letter.line, "error": type(error).__name__},
            )
            return Fate.DOUBT
