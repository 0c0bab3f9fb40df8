"""`python -m nlu.evaluation report|gate|record|leak`: how well the service understands.

    report [--figures] [--fast]   what must hold beside what was found, scores, confusions with their lines, errors by cost
    gate                          ends with 1 when a score fell or a must-never-fail line failed
    record                        puts the present scores on record
    leak                          ends with 1 when evaluation lines stand in the training data too

Lines and dialogues are said over `POST /api/chat`, as residents say them: to the house at --chat URL, else to one that is
served for this on free ports, with the understanding process at --url URL or the trained model of the present sources.
--split tuning takes the lines that settings may be chosen on; --figures shows no held-out words to those who write training
lines; --fast measures no latency.
"""

import argparse
import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from pathlib import Path

from nlu.evaluation.bounds import Machine
from nlu.evaluation.chatting import NotAnsweredError, ask_all, walk_all
from nlu.evaluation.figures import Evaluated, scores
from nlu.evaluation.gate import failures, read_gate, record
from nlu.evaluation.leak import find_leaks
from nlu.evaluation.lines import LineError, read_lines
from nlu.evaluation.report import render
from nlu.evaluation.serving import house, understanding
from nlu.evaluation.speed import measure, resident_bytes
from nlu.evaluation.talks import read_talks
from nlu.training import PROJECT, training_seconds, wanted_model

HERE = Path(__file__).parent
SPLITS = ("heldout", "tuning")
GATE = HERE / "gate.yaml"


@contextlib.asynccontextmanager
async def door(chat: str | None, url: str | None, *, fast: bool) -> AsyncIterator[tuple[str, Machine]]:
    """Give the residents' door to be asked, and what its understanding costs as far as that can be measured."""
    if chat:
        yield chat, Machine()
        return
    async with understanding(url) as running:
        machine = Machine(
            ready_seconds=running.ready_seconds,
            training_seconds=None if url else training_seconds(wanted_model()),
        )
        if not fast:
            machine = replace(machine, speed=await measure(running.url))
        if running.pid:
            machine = replace(machine, memory_bytes=resident_bytes(running.pid))
        async with house(running.url) as address:
            yield address, machine


async def report(split: str, chat: str | None, url: str | None, *, figures: bool, fast: bool) -> int:
    """Print the report of one split; gives the exit status."""
    lines, talks = read_lines(HERE / split), read_talks(HERE / split)
    async with door(chat, url, fast=fast) as (address, machine):
        evaluated = Evaluated(await ask_all(lines, address), await walk_all(talks, address))
    print("\n".join(render(evaluated, machine, words=not figures)))  # noqa: T201
    return 0


async def check(split: str, chat: str | None, url: str | None, *, keep: bool) -> int:
    """Compare one split with the scores on record, or put its scores there; gives the exit status."""
    lines, talks, gate = read_lines(HERE / split), read_talks(HERE / split), read_gate(GATE)
    async with door(chat, url, fast=True) as (address, _):
        table = scores(Evaluated(await ask_all(lines, address), await walk_all(talks, address)))
        musts = await ask_all(gate.never_fail, address)
    if keep:
        record(GATE, split, table)
        return 0
    faults = list(failures(gate, split, table, musts))
    for fault in faults:
        print(fault)  # noqa: T201
    return 1 if faults else 0


def leak() -> int:
    """Print evaluation lines that stand in the training data; gives the exit status."""
    trained = [line.text for line in read_lines(PROJECT / "data")]
    held_out = [text for split in SPLITS for text in _texts(HERE / split)]
    leaks = find_leaks(held_out, trained)
    for found in leaks:
        print(f"{found.alike:.2f}  {found.held_out}  <-  {found.trained}")  # noqa: T201
    print(f"{len(leaks)} of {len(held_out)} evaluation lines and turns stand in the training data")  # noqa: T201
    return 1 if leaks else 0


def _texts(split: Path) -> list[str]:
    turns = [turn.say for talk in read_talks(split) for turn in talk.turns]
    return [line.text for line in read_lines(split)] + turns


def main(arguments: Sequence[str]) -> int:
    """Run one command; 0 done, 1 a check failed, 2 wrong use or a bad file."""
    parser = argparse.ArgumentParser(prog="python -m nlu.evaluation", description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=("report", "gate", "record", "leak"))
    parser.add_argument("--split", choices=SPLITS, default="heldout")
    parser.add_argument("--chat", help="a running house, such as http://127.0.0.1:8000")
    parser.add_argument("--url", help="a running understanding process, such as http://127.0.0.1:5005")
    parser.add_argument("--figures", action="store_true", help="show figures and none of the words")
    parser.add_argument("--fast", action="store_true", help="measure no latency")
    chosen = parser.parse_args(arguments)
    where = (chosen.split, chosen.chat, chosen.url)
    try:
        if chosen.what == "leak":
            return leak()
        if chosen.what == "report":
            return asyncio.run(report(*where, figures=chosen.figures, fast=chosen.fast))
        return asyncio.run(check(*where, keep=chosen.what == "record"))
    except (LineError, NotAnsweredError, TimeoutError) as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
