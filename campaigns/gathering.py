"""Many small writes as few commits: what arrives while one commit is under way goes into the next."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Gatherer(Generic[Item]):
    """Calls `write` with everything that arrived meanwhile; `put` returns when its item is written."""

    def __init__(self, write: Callable[[Sequence[Item]], Awaitable[None]], most: int = 500) -> None:
        """Take what writes, and how many items it takes at once."""
        self._write, self._most = write, most
        self._waiting: list[tuple[Item, asyncio.Future[None]]] = []
        self._writer: asyncio.Task[None] | None = None

    async def put(self, item: Item) -> None:
        """Write one item; raises what the write raised."""
        written: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, written))
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write_all())
        await written

    async def _write_all(self) -> None:
        while self._waiting:
            group, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
            failure: BaseException | None = None
            try:
                await self._write([item for item, _ in group])
            except BaseException as error:  # noqa: BLE001  # each who waits is told, whatever it was
                failure = error
            for _, written in group:
                if written.done():
                    continue
                if failure is None:
                    written.set_result(None)
                else:
                    written.set_exception(failure)
            if isinstance(failure, asyncio.CancelledError):
                for _, written in self._waiting:
                    written.cancel()
                raise failure
