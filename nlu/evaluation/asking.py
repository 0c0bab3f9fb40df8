"""Has lines understood by a running understanding process, exactly as the service would have them understood."""

import asyncio
from collections.abc import Sequence
from datetime import date

from aiohttp import ClientSession

from nlu.evaluation.lines import Line
from nlu.evaluation.scoring import Judged
from nlu.lexicon import Lexicon, Names
from nlu.policybook import load_book
from nlu.rasa_client import RasaClient
from nlu.reading.people import Kin

AT_ONCE = 4


class NotAnsweredError(RuntimeError):
    """The understanding process did not answer a line, so no score can be given."""


async def ask_all(lines: Sequence[Line], url: str, on: date) -> list[Judged]:
    """Give every line with its reading; NotAnsweredError when the process at `url` does not answer."""
    gate = asyncio.Semaphore(AT_ONCE)
    async with ClientSession() as session:
        client = RasaClient(session, url, Lexicon(Names.of(load_book())), timeout_seconds=20)

        async def ask(line: Line) -> Judged:
            async with gate:
                said = await client.understand(line.text, None, Kin.ME, on)
            if said.degraded and line.text:
                raise NotAnsweredError(f"{url} did not answer: is the understanding process running there?")
            return Judged(line, said)

        return list(await asyncio.gather(*map(ask, lines)))
