"""A whole service for a journey: `huimin serve` as a process of its own, on free ports and a database of its own."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

ROOT = Path(__file__).parent.parent
PATIENCE_SECONDS = 240
"""So long a start is waited for: a busy machine is no fault of the service."""


def free_port() -> int:
    """Gives a loopback port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Served:
    """The service: stop it, start it again, find it."""

    folder: Path
    extra: Mapping[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    staff_port: int = field(default_factory=free_port)
    nlu_port: int = field(default_factory=free_port)
    process: asyncio.subprocess.Process | None = None

    @property
    def url(self) -> str:
        """The residents' door."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """What the service is started with: nothing of the caller's own choices."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("HUIMIN_")}
        return (
            kept
            | {
                "HUIMIN_PUBLIC__PORT": str(self.port),
                "HUIMIN_STAFF__PORT": str(self.staff_port),
                "HUIMIN_NLU__PORT": str(self.nlu_port),
                "HUIMIN_DATABASE__URL": f"sqlite+aiosqlite:///{self.folder}/huimin.db",
                "HUIMIN_SECRETS__KEY_FILE": str(self.folder / "key"),
                "HUIMIN_NLU__ENABLED": "false",
                "HUIMIN_CLOCK__TODAY": "2026-11-25",
            }
            | dict(self.extra)
        )

    async def command(self, *words: str, token: str = "") -> tuple[int, str, str]:
        """Runs `huimin` with these words, as the holder of the token; gives its status, output and errors."""
        who = {"HUIMIN_TOKEN": token} if token else {}
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "main", *words,
            cwd=ROOT, env=self.environment | who, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        out, err = await process.communicate()
        return process.returncode or 0, out.decode(), err.decode()

    async def start(self, *, upgraded: bool = True) -> None:
        """Brings the database up to date unless it stays empty, starts serving, and returns when the door answers."""
        if upgraded:
            status, _, err = await self.command("db", "upgrade")
            assert status == 0, err
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "main", "serve",
            cwd=ROOT, env=self.environment, stdout=asyncio.subprocess.PIPE, stderr=None,
        )  # fmt: skip
        assert self.process.stdout is not None
        line = await asyncio.wait_for(self.process.stdout.readline(), PATIENCE_SECONDS)
        assert self.url.encode() in line, line
        async with httpx.AsyncClient() as client:
            for _ in range(20 * PATIENCE_SECONDS):
                try:
                    if (await client.get(f"{self.url}/health/live")).status_code == 200:
                        return
                except httpx.TransportError:
                    await asyncio.sleep(0.05)
        raise AssertionError("the door never answered")

    async def stop(self, how: signal.Signals = signal.SIGINT) -> int:
        """Ends the service as Ctrl-C does, or otherwise; gives its status."""
        process, self.process = self.process, None
        if process is None:
            return 0
        if process.returncode is None:
            process.send_signal(how)
        return await asyncio.wait_for(process.wait(), PATIENCE_SECONDS)


@asynccontextmanager
async def served(folder: Path, **extra: str) -> AsyncIterator[Served]:
    """Serves for as long as the block lasts; `extra` are settings such as HUIMIN_NLU__ENABLED."""
    service = Served(folder, extra)
    await service.start()
    try:
        yield service
    finally:
        await service.stop()
