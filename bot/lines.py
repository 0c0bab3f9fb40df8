"""Who speaks on one channel under one name is heard in the order in which they spoke."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.ports import Speaker


class Lines:
    """One line a speaker: whoever came first goes first, and a line with nobody in it takes no room."""

    def __init__(self) -> None:
        self._locks: dict[Speaker, tuple[asyncio.Lock, int]] = {}

    @asynccontextmanager
    async def of(self, speaker: Speaker) -> AsyncIterator[None]:
        """Wait for one's place in the line of this speaker."""
        lock, waiting = self._locks.get(speaker, (asyncio.Lock(), 0))
        self._locks[speaker] = (lock, waiting + 1)
        try:
            async with lock:
                yield
        finally:
            lock, waiting = self._locks[speaker]
            if waiting == 1:
                del self._locks[speaker]
            else:
                self._locks[speaker] = (lock, waiting - 1)
