"""A service of its own for an evaluation: the trained model and the residents' door, on free ports, leaving nothing behind."""

import asyncio
import contextlib
import os
import socket
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from aiohttp import ClientError, ClientSession, ClientTimeout

from nlu.evaluation.chatting import NotAnsweredError
from nlu.rasa_process import Launch, RasaProcess, attended
from nlu.training import PROJECT, wanted_model

ROOT = Path(__file__).parent.parent.parent
DAY = "2026-11-25"
"""The day on which evaluation lines are read: ages that follow from birth years must not change with the calendar."""

READY_WITHIN_SECONDS = 240
"""A machine under load may take its time; what it took is in the report."""

NO_FLOOD = "1000000"


@dataclass(frozen=True, slots=True)
class Understanding:
    """A running understanding process: its address and, where it was started here, its id and the seconds until it answered."""

    url: str
    pid: int | None = None
    ready_seconds: float | None = None


@contextlib.asynccontextmanager
async def understanding(url: str | None) -> AsyncIterator[Understanding]:
    """Give the understanding process at `url`, or start one with the model of the present sources for as long as it is needed."""
    if url:
        yield Understanding(url)
        return
    model = wanted_model()
    if not model.exists():
        raise NotAnsweredError("the model of the present sources is not trained: run `huimin train` first")
    launch = Launch(PROJECT, model, free_port())
    process = RasaProcess(launch)
    started = time.perf_counter()
    async with contextlib.AsyncExitStack() as stack:
        try:
            async with asyncio.timeout(READY_WITHIN_SECONDS):
                await stack.enter_async_context(attended(process))
        except TimeoutError:
            raise NotAnsweredError(
                f"the understanding process was not ready within {READY_WITHIN_SECONDS} s"
            ) from None
        yield Understanding(launch.url, process.pid, time.perf_counter() - started)


@contextlib.asynccontextmanager
async def house(understands: str) -> AsyncIterator[str]:
    """Serve everything with the understanding process at `understands`; give the address of the residents' door."""
    with tempfile.TemporaryDirectory(prefix="huimin-evaluation-") as folder:
        port = free_port()
        environment = _environment(Path(folder), understands, port)
        await _run(environment, "db", "upgrade")
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "main", "serve",
            cwd=ROOT, env=environment, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        try:
            url = f"http://127.0.0.1:{port}"
            await _answers(url, process)
            yield url
        finally:
            if process.returncode is None:
                process.terminate()
            try:
                await asyncio.wait_for(process.wait(), 20)
            except TimeoutError:
                process.kill()
                await process.wait()


def free_port() -> int:
    """Give a loopback port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _environment(folder: Path, understands: str, port: int) -> dict[str, str]:
    """Nothing of the caller's own choices; no flood limit, and a machine under load may take its time."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HUIMIN_")}
    return kept | {
        "PYTHONPATH": str(ROOT),
        "HUIMIN_PUBLIC__PORT": str(port),
        "HUIMIN_STAFF__PORT": str(free_port()),
        "HUIMIN_PUBLIC__MESSAGES_PER_MINUTE_PER_ADDRESS": NO_FLOOD,
        "HUIMIN_NLU__URL": understands,
        "HUIMIN_NLU__TIMEOUT_SECONDS": "20",
        "HUIMIN_DATABASE__URL": f"sqlite+aiosqlite:///{folder}/huimin.db",
        "HUIMIN_SECRETS__KEY_FILE": str(folder / "key"),
        "HUIMIN_CLOCK__TODAY": DAY,
    }


async def _run(environment: dict[str, str], *words: str) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "main", *words,
        cwd=ROOT, env=environment, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    _, told = await process.communicate()
    if process.returncode:
        raise NotAnsweredError(f"huimin {' '.join(words)} failed: {told.decode(errors='replace').strip()}")


async def _answers(url: str, process: asyncio.subprocess.Process) -> None:
    deadline = time.monotonic() + READY_WITHIN_SECONDS
    async with ClientSession(timeout=ClientTimeout(total=5)) as http:
        while time.monotonic() < deadline and process.returncode is None:
            with contextlib.suppress(ClientError, TimeoutError):
                async with http.get(f"{url}/health/ready") as response:
                    found = (await response.json())["checks"] if response.status == 200 else {}
                    if found.get("understanding"):
                        return
            await asyncio.sleep(0.1)
    raise NotAnsweredError("the service that was started for the evaluation does not answer")
