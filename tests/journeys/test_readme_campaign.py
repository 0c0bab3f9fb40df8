"""The README's campaign, typed as it stands there: every command is run, and what it says is what the README shows."""

import asyncio
import re
import shlex
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.journeys.test_campaign import AROUND_THE_CLOCK
from tests.served import ROOT, Served, free_port, served

SECTION = re.compile(r"^## A campaign, from.*?(?=^## )", re.M | re.S)
CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.M | re.S)
CONFIRM = "Approve exactly this? [y/N]: y"
DIFFERING = (
    (re.compile(r"hm_[\w-]{43}"), "TOKEN"),
    (re.compile(r"\b[0-9a-f]{64}\b"), "HASH"),
    (re.compile(r"\b\d{4}-\d\d-\d\d \d\d:\d\d"), "TIME"),
    (re.compile(r"\b\d\d:\d\d-\d\d:\d\d"), "HOURS"),
    (re.compile(r"^\d+ entries"), "N entries"),
)
"""What differs from one run to the next."""


def steps() -> Iterator[list[tuple[str, list[str]]]]:
    """Gives each console block as commands with the lines that follow them."""
    found = SECTION.search((ROOT / "README.md").read_text(encoding="utf-8"))
    assert found is not None
    for block in CONSOLE.findall(found[0]):
        lines = block.splitlines()
        begins = [number for number, line in enumerate(lines) if line.startswith("$ ")]
        yield [
            (lines[at][2:], lines[at + 1 : end])
            for at, end in zip(begins, [*begins[1:], len(lines)], strict=True)
        ]


def same(line: str) -> str:
    """Takes out of a line what differs from one run to the next."""
    for pattern, name in DIFFERING:
        line = pattern.sub(name, line)
    return line


def agrees(shown: list[str], said: list[str]) -> bool:
    """Whether what was said is what is shown; … stands for anything, alone on a line for any lines."""
    pattern = "\n".join(
        r"(?:.*\n)*?.*"
        if line.strip() == "…"
        else ".*".join(re.escape(part) for part in same(line).split("…"))
        for line in shown
    )
    return re.fullmatch(pattern, "\n".join(map(same, said))) is not None


@dataclass
class Reader:
    """Somebody who types what the README shows, and keeps the tokens that they were given."""

    tokens: dict[str, str] = field(default_factory=dict)
    token: str = ""

    async def types(self, service: Served, command: str, shown: list[str], doors: dict[str, int]) -> None:
        """Runs one command and compares what it says."""
        if command.startswith("export HUIMIN_TOKEN="):
            self.token = self.tokens[command.partition("=")[2].split()[0]]
            return
        words = shlex.split(command)
        if words[0] == "huimin":
            said = await self._huimin(service, words[1:], CONFIRM in shown)
        else:
            said = await _curl([self._here(word, doors) for word in words])
        if words[:3] == ["huimin", "staff", "add"]:
            self.tokens[shown[0]] = said[0]
        assert agrees([line for line in shown if line != CONFIRM], said), (command, said)

    async def _huimin(self, service: Served, words: list[str], confirms: bool) -> list[str]:
        if confirms:
            # Without a terminal nobody can be asked: the hash that is shown is given back.
            _, shown, _ = await service.command(*words, token=self.token)
            words = [*words, "--seen", shown.split()[-1]]
        status, out, err = await service.command(*words, token=self.token)
        assert status == 0, err
        return out.splitlines()

    def _here(self, word: str, doors: dict[str, int]) -> str:
        for port, here in doors.items():
            word = word.replace(f"127.0.0.1:{port}", f"127.0.0.1:{here}")
        return word.replace("$HUIMIN_TOKEN", self.token)


async def _curl(words: list[str]) -> list[str]:
    process = await asyncio.create_subprocess_exec(*words, stdout=asyncio.subprocess.PIPE)
    out, _ = await process.communicate()
    assert process.returncode == 0, words
    return out.decode().splitlines()


@asynccontextmanager
async def twilio_fake(inbound: str) -> AsyncIterator[int]:
    """Runs the fake as the README does; gives its port."""
    port = free_port()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.twilio_fake", "--port", str(port), "--inbound", inbound, cwd=ROOT
    )
    try:
        yield port
    finally:
        process.terminate()
        await process.wait()


async def test_what_the_readme_shows_of_a_campaign_is_what_happens(tmp_path: Path) -> None:
    reader = Reader()
    first, second, third = steps()
    async with served(tmp_path, **AROUND_THE_CLOCK) as service:
        for command, shown in (*first, *second):
            await reader.types(service, command, shown, {"8001": service.staff_port})
    public = free_port()
    door = f"http://127.0.0.1:{public}"
    async with twilio_fake(f"{door}/twilio/inbound") as fake:
        twilio = {
            "HUIMIN_PUBLIC__PORT": str(public),
            "HUIMIN_PUBLIC__URL": door,
            "HUIMIN_SMS__PROVIDER": "twilio",
            "HUIMIN_SMS__TWILIO__ACCOUNT_SID": "ACfake",
            "HUIMIN_SMS__TWILIO__AUTH_TOKEN": "fake-token",
            "HUIMIN_SMS__TWILIO__SENDER": "+15005550006",
            "HUIMIN_SMS__TWILIO__BASE_URL": f"http://127.0.0.1:{fake}",
        }
        service = Served(tmp_path, AROUND_THE_CLOCK | twilio, port=public)
        await service.start()
        try:
            for command, shown in third:
                await reader.types(service, command, shown, {"8790": fake})
        finally:
            await service.stop()
