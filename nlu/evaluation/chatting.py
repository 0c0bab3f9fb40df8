"""Talks with a running service as residents do, over `POST /api/chat`, and gives what it understood."""

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import uuid4

from aiohttp import ClientError, ClientSession, ClientTimeout

from nlu.evaluation.lines import Line
from nlu.evaluation.scoring import Judged, JudgedTurn
from nlu.evaluation.talks import Talk
from nlu.interpretation import Aspect, Intent, Interpretation
from nlu.normalise import clean

AT_ONCE = 4
_One = TypeVar("_One")
_Given = TypeVar("_Given")


class NotAnsweredError(RuntimeError):
    """The service did not answer, or answered without its model, so no score can be given."""


@dataclass(frozen=True, slots=True)
class Chat:
    """The residents' door at `url`; the HTTP session is the caller's to close."""

    http: ClientSession
    url: str

    async def hear(self, session: str, text: str) -> Interpretation:
        """Say `text` in the conversation `session` and give what was understood; NotAnsweredError when nothing was."""
        address = f"{self.url.rstrip('/')}/api/chat"
        try:
            async with self.http.post(address, json={"session": session, "text": text}) as response:
                if response.status == 429:
                    raise NotAnsweredError(
                        f"{self.url} takes no more messages from one address for now: "
                        "raise HUIMIN_PUBLIC__MESSAGES_PER_MINUTE_PER_ADDRESS there"
                    )
                if response.status != 200:
                    raise NotAnsweredError(f"{address} answered {response.status} to {text!r}")
                said = understood(await response.json())
        except (ClientError, TimeoutError, ValueError, KeyError) as error:
            raise NotAnsweredError(
                f"{address} did not answer ({type(error).__name__}: {error}): is the service running there?"
            ) from error
        if said.degraded and clean(text):
            raise NotAnsweredError(
                f"{self.url} answered without its model: is the understanding process running?"
            )
        return said


def understood(turn: Mapping[str, Any]) -> Interpretation:
    """Read what a turn's JSON says was understood; KeyError or ValueError when it says it in no known form."""
    says = turn["understood"]
    asks_which = any(reply.get("kind") == "clarify" for reply in turn.get("replies", ()))
    return Interpretation(
        Intent(says["intent"]),
        float(says["confidence"]),
        topic=says.get("topic"),
        benefits=tuple(says["benefits"]),
        aspect=Aspect(says["aspect"]),
        facts={**says["facts"], **says.get("further_facts", {})},
        degraded=bool(says.get("degraded")),
        ambiguous="asked which" if asks_which else None,
    )


async def ask_all(lines: Sequence[Line], url: str) -> list[Judged]:
    """Say every line in a conversation of its own and give it with its reading."""

    async def ask(chat: Chat, line: Line) -> Judged:
        return Judged(line, await chat.hear(_new_session(), line.text))

    return await _each(lines, url, ask)


async def walk_all(talks: Sequence[Talk], url: str) -> list[JudgedTurn]:
    """Hold every dialogue to its end and give the turns that somebody judges, with their readings."""

    async def walk(chat: Chat, talk: Talk) -> list[JudgedTurn]:
        session = _new_session()
        judged = []
        for place, turn in enumerate(talk.turns, start=1):
            said = await chat.hear(session, turn.say)
            if turn.wanted is not None:
                judged.append(JudgedTurn(talk, place, turn.wanted, said))
        return judged

    return [turn for turns in await _each(talks, url, walk) for turn in turns]


def _new_session() -> str:
    return f"evaluation-{uuid4().hex}"


async def _each(
    all_of: Iterable[_One], url: str, do: Callable[[Chat, _One], Coroutine[Any, Any, _Given]]
) -> list[_Given]:
    gate = asyncio.Semaphore(AT_ONCE)
    async with ClientSession(timeout=ClientTimeout(total=30)) as http:
        chat = Chat(http, url)

        async def one(each: _One) -> _Given:
            async with gate:
                return await do(chat, each)

        return list(await asyncio.gather(*map(one, all_of)))
