"""Batches on their way to workers, by Taskiq: in this process, or through RabbitMQ between machines."""

import logging
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import aio_pika
from aio_pika.exceptions import AMQPException
from taskiq import AsyncBroker, InMemoryBroker
from taskiq.acks import AcknowledgeType
from taskiq.api import run_receiver_task
from taskiq_aio_pika import AioPikaBroker, Exchange, Queue

logger = logging.getLogger(__name__)

TASK = "huimin.send_batch"
KNOCK_SECONDS = 10
IN_FLIGHT = 64
"""How many batches one worker works on at once."""


def make_broker(url: str = "", queue: str = "huimin") -> AsyncBroker:
    """Give the broker: in memory without `url`, else the RabbitMQ at that AMQP address."""
    if not url:
        return InMemoryBroker(max_async_tasks=IN_FLIGHT, propagate_exceptions=False)
    return AioPikaBroker(
        url,
        qos=IN_FLIGHT,
        exchange=Exchange(name=queue),
        task_queues=[Queue(name=queue, routing_key=queue)],
        dead_letter_queue=Queue(name=f"{queue}.dead_letter"),
    )


class BrokerError(Exception):
    """The broker cannot be reached; the text says where it was looked for and what to do."""


async def _reach(url: str) -> None:
    """Knock at the broker: the libraries behind would knock for ever, and say each time where in them it failed."""
    logging.getLogger("aiormq.connection").setLevel(logging.CRITICAL)
    at = urlsplit(url)
    where = f"{at.hostname or url}:{at.port or 5672}"
    try:
        connection = await aio_pika.connect(url, timeout=KNOCK_SECONDS)
    except (OSError, TimeoutError, AMQPException, ValueError) as error:
        raise BrokerError(
            f"no broker answers at {where} ({type(error).__name__}): start it, or mend HUIMIN_BROKER__URL"
        ) from error
    await connection.close()


class Carrier:
    """Carries batch ids over a broker; both the one who hands out and a worker need one (async context manager)."""

    def __init__(
        self, broker: AsyncBroker, send_batch: Callable[[int], Awaitable[bool]], *, works: bool = True
    ) -> None:
        """Take the broker and what sends a batch. Without `works` this process only hands out."""
        self._broker = broker
        self._works = works or isinstance(broker, InMemoryBroker)

        async def task(batch: int) -> None:
            await send_batch(batch)

        self._task = broker.register_task(task, task_name=TASK)

    async def __aenter__(self) -> Self:
        """Connect."""
        if isinstance(self._broker, AioPikaBroker):
            await _reach(self._broker.url or "")
        self._broker.is_worker_process = self._works and not isinstance(self._broker, InMemoryBroker)
        await self._broker.startup()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Disconnect."""
        await self._broker.shutdown()

    async def carry(self, batch: int) -> None:
        """Hand one batch on; a broker that cannot be reached is no loss, the batch is handed out again later."""
        try:
            await self._task.kiq(batch)
        except Exception as error:  # noqa: BLE001  # the broker's libraries raise their own and their drivers' errors
            logger.warning("batch not carried", extra={"batch": batch, "error": type(error).__name__})

    async def work(self) -> None:
        """Take batches from the broker until cancelled; in memory they are taken where they are handed out."""
        if isinstance(self._broker, InMemoryBroker):
            return
        # Acknowledged when received: a message lost with its worker is handed out again from the tables.
        await run_receiver_task(
            self._broker, max_async_tasks=IN_FLIGHT, ack_time=AcknowledgeType.WHEN_RECEIVED, max_prefetch=0
        )
