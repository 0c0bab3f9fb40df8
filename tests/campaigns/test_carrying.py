"""Batches on their way: in this process, and over RabbitMQ to a worker elsewhere."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from secrets import token_hex

import aio_pika
import pytest

from campaigns.carrying import BrokerError, Carrier, make_broker
from campaigns.handing_out import HandingOut
from tests.databases import scratch
from tests.sending_house import House, ListProvider, phone
from tests.served import free_port


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with scratch("sqlite", tmp_path, "") as database:
        yield House(database)


@pytest.fixture
async def queue(rabbitmq_url: str) -> AsyncIterator[str]:
    """The name of a queue that is dropped afterwards."""
    name = f"huimin_test_{token_hex(4)}"
    yield name
    connection = await aio_pika.connect(rabbitmq_url)
    async with connection, connection.channel() as channel:
        for kind in ("", ".dead_letter", ".delay"):
            await channel.queue_delete(name + kind)
        await channel.exchange_delete(name)


async def _sent(house: House, count: int) -> Counter[str]:
    assert isinstance(house.provider, ListProvider)
    for _ in range(200):
        if len(house.provider.taken) >= count:
            break
        await asyncio.sleep(0.02)
    await house.dispatcher.close()
    return Counter(one.to for one in house.provider.taken)


EXPECTED = Counter({phone(number): 1 for number in range(60)})


async def test_in_memory_batches_are_sent_where_they_are_handed_out(house: House) -> None:
    await house.residents(60)
    await house.planned()
    house.clock.pass_by(seconds=1)
    async with Carrier(make_broker(), house.dispatcher.send_batch) as carrier:
        await HandingOut(house.hand_outs, carrier, lambda day: False, house.clock).hand_out()
        assert await _sent(house, 60) == EXPECTED


async def test_a_broker_that_is_not_there_is_told_in_one_line(house: House) -> None:
    nowhere = f"amqp://guest:secret@127.0.0.1:{free_port()}/"
    with pytest.raises(BrokerError, match="no broker answers at 127") as told:
        async with Carrier(make_broker(nowhere, "huimin_test"), house.dispatcher.send_batch):
            pass
    assert "secret" not in str(told.value)


@pytest.mark.rabbitmq
async def test_over_rabbitmq_a_worker_sends_what_another_hands_out(
    house: House, rabbitmq_url: str, queue: str
) -> None:
    await house.residents(60)
    await house.planned()
    house.clock.pass_by(seconds=1)

    async def not_here(batch: int) -> bool:
        raise AssertionError(f"batch {batch} was sent by the one who hands out")

    async with (
        Carrier(make_broker(rabbitmq_url, queue), not_here, works=False) as hands_out,
        Carrier(make_broker(rabbitmq_url, queue), house.dispatcher.send_batch) as works,
    ):
        working = asyncio.create_task(works.work())
        await HandingOut(house.hand_outs, hands_out, lambda day: False, house.clock).hand_out()
        for batch in (1, 2, 1, 2):
            await hands_out.carry(batch)
        assert await _sent(house, 60) == EXPECTED
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
