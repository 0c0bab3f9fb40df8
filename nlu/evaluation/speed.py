"""How fast a running understanding process answers `POST /model/parse`, and how much memory it takes."""

import asyncio
import time
from dataclasses import dataclass
from pathlib import Path

from aiohttp import ClientSession

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
CLIENTS = 8
WARM_UP = 50


@dataclass(frozen=True, slots=True)
class Speed:
    """Seconds at the median and the 99th of a hundred for one client; messages a second for one and for eight."""

    median: float
    ninety_ninth: float
    alone: float
    together: float

    def __str__(self) -> str:
        return (
            f"one client: p50 {self.median * 1e3:.1f} ms, p99 {self.ninety_ninth * 1e3:.1f} ms, {self.alone:.0f}/s; "
            f"{CLIENTS} clients: {self.together:.0f}/s"
        )


async def measure(url: str, turns: int = TURNS) -> Speed:
    """Measure the process at `url` with `turns` messages of one client, then as many of eight at once."""
    async with ClientSession() as http:
        await _client(http, url, WARM_UP)
        alone = sorted(await _client(http, url, turns))
        start = time.perf_counter()
        await asyncio.gather(*(_client(http, url, turns // CLIENTS) for _ in range(CLIENTS)))
        together = turns // CLIENTS * CLIENTS / (time.perf_counter() - start)
    return Speed(alone[turns // 2], alone[turns * 99 // 100], turns / sum(alone), together)


def resident_bytes(pid: int) -> int:
    """Give the memory that a process and those it started hold in RAM."""
    held = 0
    for process in (pid, *_children(pid)):
        for line in Path(f"/proc/{process}/status").read_text("utf-8").splitlines():
            if line.startswith("VmRSS:"):
                held += int(line.split()[1]) * 1024
    return held


def _children(pid: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in map(int, (task / "children").read_text("utf-8").split()):
            found += [child, *_children(child)]
    return found


async def _one(http: ClientSession, url: str, text: str) -> float:
    start = time.perf_counter()
    async with http.post(f"{url}/model/parse", json={"text": text}) as response:
        response.raise_for_status()
        await response.read()
    return time.perf_counter() - start


async def _client(http: ClientSession, url: str, turns: int) -> list[float]:
    return [await _one(http, url, LINES[turn % len(LINES)]) for turn in range(turns)]
