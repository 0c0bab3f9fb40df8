"""Latency and throughput of `POST /model/parse` of a running understanding process.

    .venv/bin/python benchmarks/nlu_latency.py http://127.0.0.1:5005

Prints milliseconds at the median and the 99th of a hundred for one client, and messages a second for eight.
"""

import asyncio
import sys
import time

import aiohttp

LINES = (
    "我62了,农村户口,就一个姑娘,能领什么钱?",
    "孕前检查要带什么",
    "独生子女费一个月多少钱",
    "中考还加分吗",
    "公积金怎么提取",
    "我妈今年六十一,武汉城镇户口,没单位,那个三千五怎么申请,要到哪里去办",
    "你好",
    "育儿补贴几号到账",
    "老公是黄陂的,我是外地来的,在武汉打工八个月了,想免费查一下能不能怀",
    "转人工",
)
TURNS = 1200


async def _one(session: aiohttp.ClientSession, url: str, text: str) -> float:
    start = time.perf_counter()
    async with session.post(f"{url}/model/parse", json={"text": text}) as response:
        response.raise_for_status()
        await response.read()
    return time.perf_counter() - start


async def _client(session: aiohttp.ClientSession, url: str, turns: int) -> list[float]:
    return [await _one(session, url, LINES[turn % len(LINES)]) for turn in range(turns)]


async def measure(url: str) -> None:
    """Measure the process at `url` and print the figures."""
    async with aiohttp.ClientSession() as session:
        await _client(session, url, 50)
        alone = sorted(await _client(session, url, TURNS))
        start = time.perf_counter()
        await asyncio.gather(*(_client(session, url, TURNS // 8) for _ in range(8)))
        rate = TURNS // 8 * 8 / (time.perf_counter() - start)
    print(
        f"one client: p50 {alone[TURNS // 2] * 1e3:.1f} ms, p99 {alone[TURNS * 99 // 100] * 1e3:.1f} ms,"
        f" {TURNS / sum(alone):.0f}/s; eight clients: {rate:.0f}/s"
    )


if __name__ == "__main__":
    asyncio.run(measure(sys.argv[1]))
