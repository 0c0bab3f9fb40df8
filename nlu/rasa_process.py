"""Keeps the understanding process alive: starts it, waits until it answers, starts it again when it dies."""

import asyncio
import contextlib
import ctypes
import logging
import os
import signal
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path

import aiohttp

logger = logging.getLogger(__name__)

_PR_SET_PDEATHSIG = 1
FIRST_DELAY_SECONDS = 1.0
LONGEST_DELAY_SECONDS = 60.0
READY_WITHIN_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Launch:
    """How the process is started: its project folder, model file and loopback port."""

    project: Path
    model: Path
    port: int

    @property
    def url(self) -> str:
        """The address under which it answers."""
        return f"http://127.0.0.1:{self.port}"

    def command(self) -> list[str]:
        """The command line; only loopback is listened on, and `light` leaves out what is never called."""
        python = self.project / ".venv" / "bin" / "python"
        return [
            str(python), "-m", "light", "run", "--enable-api", "--interface", "127.0.0.1", "--port", str(self.port),
            "--model", str(self.model), "--endpoints", "endpoints.yml", "--credentials", "credentials.yml",
            "--logging-config-file", "logging.yml",
        ]  # fmt: skip


def environment() -> dict[str, str]:
    """What the process inherits: no telemetry, one numeric thread (two fight for two cores), no secrets of ours."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HUIMIN_")}
    return kept | {
        "RASA_TELEMETRY_ENABLED": "false",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "LOG_LEVEL": "WARNING",
        "PYTHONWARNINGS": "ignore",
    }


def _die_with_parent() -> None:
    """Asks the kernel to end the child when the service is killed without a chance to do it itself."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


async def answers(url: str, model: str | None = None) -> bool:
    """Says whether an understanding process answers at `url`, with the model of that file name if one is given.

    A process that was told a missing model silently loads another one, so the name is compared.
    """
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5)) as session,
            session.get(f"{url}/status") as response,
        ):
            if response.status != 200:
                return False
            status = await response.json()
    except (aiohttp.ClientError, TimeoutError, ValueError):
        return False
    if model is None:
        return True
    loaded = Path(str(status.get("model_file", ""))).name
    if loaded != model:
        logger.error(
            "the understanding process loaded another model", extra={"loaded": loaded, "wanted": model}
        )
    return loaded == model


class RasaProcess:
    """One supervised child. `run` returns only when cancelled, and leaves no child behind."""

    def __init__(self, launch: Launch, on_ready: Callable[[], None] | None = None) -> None:
        self._launch = launch
        self._on_ready = on_ready
        self._child: asyncio.subprocess.Process | None = None
        self._became_ready = asyncio.Event()
        self.restarts = 0

    @property
    def ready(self) -> bool:
        """Whether the child answers by now."""
        return self._became_ready.is_set()

    @property
    def pid(self) -> int | None:
        """The child's process id; None while there is none."""
        return self._child.pid if self._child else None

    async def wait_ready(self) -> None:
        """Returns when the child answers; the caller bounds how long that may take."""
        await self._became_ready.wait()

    async def run(self) -> None:
        """Starts the child, and again with growing delays whenever it ends."""
        delay = FIRST_DELAY_SECONDS
        try:
            while True:
                self._child = await asyncio.create_subprocess_exec(
                    *self._launch.command(),
                    cwd=self._launch.project,
                    env=environment(),
                    stdin=asyncio.subprocess.DEVNULL,
                    stdout=asyncio.subprocess.DEVNULL,
                    stderr=asyncio.subprocess.DEVNULL,
                    start_new_session=True,
                    preexec_fn=_die_with_parent,
                )
                if await self._wait_until_ready(self._child):
                    self._became_ready.set()
                    delay = FIRST_DELAY_SECONDS
                    logger.info("understanding is ready", extra={"model": self._launch.model.name})
                    if self._on_ready is not None:
                        self._on_ready()
                    await self._child.wait()
                self._became_ready.clear()
                await self._stop()
                self.restarts += 1
                logger.warning(
                    "the understanding process ended; starting it again", extra={"delay_seconds": delay}
                )
                await asyncio.sleep(delay)
                delay = min(delay * 2, LONGEST_DELAY_SECONDS)
        finally:
            self._became_ready.clear()
            await self._stop()

    async def _wait_until_ready(self, child: asyncio.subprocess.Process) -> bool:
        """Polls until the child answers with the wanted model and is warm; false when it ended or took too long."""
        deadline = asyncio.get_running_loop().time() + READY_WITHIN_SECONDS
        while asyncio.get_running_loop().time() < deadline and child.returncode is None:
            if await answers(self._launch.url, self._launch.model.name):
                return await self._warm_up()
            await asyncio.sleep(0.25)
        return False

    async def _warm_up(self) -> bool:
        """The first utterance after loading is slow; residents should not be the ones who wait for it."""
        try:
            async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30)) as session:
                for text in ("你好", "孕前检查要带什么"):
                    async with session.post(
                        f"{self._launch.url}/model/parse", json={"text": text}
                    ) as response:
                        await response.read()
        except (aiohttp.ClientError, TimeoutError):
            return False
        return True

    async def _stop(self) -> None:
        child, self._child = self._child, None
        if child is None or child.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGTERM)
        try:
            await asyncio.wait_for(child.wait(), 5)
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            await child.wait()


@contextlib.asynccontextmanager
async def attended(process: RasaProcess | None) -> AsyncIterator[None]:
    """Keeps `process` alive inside the block, which begins when it is ready; None: there is nothing to keep."""
    if process is None:
        yield
        return
    running = asyncio.create_task(process.run())
    try:
        await process.wait_ready()
        yield
    finally:
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running
