"""`python -m nlu.evaluation report|gate|record|leak`: how well the present model understands.

    report [--split heldout|tuning] [--url URL]   scores, confusions with their lines, errors by cost
    gate   [--split heldout] [--url URL]          ends with 1 when a score fell or a must-never-fail line failed
    record [--split heldout] [--url URL]          puts the present scores on record
    leak                                          ends with 1 when evaluation lines stand in the training data too

Without --url the trained model of the present sources is started on a free port and ended afterwards.
"""

import argparse
import asyncio
import contextlib
import socket
import sys
from collections.abc import AsyncIterator, Sequence
from datetime import date
from pathlib import Path

from nlu.evaluation.asking import NotAnsweredError, ask_all
from nlu.evaluation.gate import failures, read_gate, record
from nlu.evaluation.leak import find_leaks
from nlu.evaluation.lines import Line, LineError, read_lines
from nlu.evaluation.report import render, scores
from nlu.rasa_process import Launch, RasaProcess
from nlu.training import PROJECT, wanted_model

HERE = Path(__file__).parent
SPLITS = ("heldout", "tuning")
GATE = HERE / "gate.yaml"
DAY = date(2026, 11, 25)
"""The day on which evaluation lines are read: ages that follow from birth years must not change with the calendar."""


@contextlib.asynccontextmanager
async def understanding(url: str | None) -> AsyncIterator[str]:
    """Give the address of an understanding process: the one at `url`, or one started for this report."""
    if url:
        yield url
        return
    model = wanted_model()
    if not model.exists():
        raise NotAnsweredError("the model of the present sources is not trained: run `huimin train` first")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    ready = asyncio.Event()
    launch = Launch(PROJECT, model, port)
    running = asyncio.create_task(RasaProcess(launch, ready.set).run())
    try:
        await asyncio.wait_for(ready.wait(), 120)
        yield launch.url
    finally:
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running


async def evaluate(what: str, split: str, url: str | None) -> int:
    """Report, check or record one split; gives the exit status."""
    lines = read_lines(HERE / split)
    gate = read_gate(GATE)
    async with understanding(url) as address:
        judged = await ask_all(lines, address, DAY)
        musts = await ask_all(gate.never_fail, address, DAY)
    if what == "report":
        print("\n".join(render(judged)))  # noqa: T201
        return 0
    if what == "record":
        record(GATE, split, scores(judged))
        return 0
    faults = list(failures(gate, split, scores(judged), musts))
    for fault in faults:
        print(fault)  # noqa: T201
    return 1 if faults else 0


def leak() -> int:
    """Print evaluation lines that stand in the training data; gives the exit status."""
    trained = [line.text for line in read_lines(PROJECT / "data")]
    held_out: list[Line] = [line for split in SPLITS for line in read_lines(HERE / split)]
    leaks = find_leaks(held_out, trained)
    for found in leaks:
        print(f"{found.alike:.2f}  {found.held_out}  <-  {found.trained}")  # noqa: T201
    print(f"{len(leaks)} of {len(held_out)} evaluation lines stand in the training data")  # noqa: T201
    return 1 if leaks else 0


def main(arguments: Sequence[str]) -> int:
    """Run one command; 0 done, 1 a check failed, 2 wrong use or a bad file."""
    parser = argparse.ArgumentParser(prog="python -m nlu.evaluation", description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=("report", "gate", "record", "leak"))
    parser.add_argument("--split", choices=SPLITS, default="heldout")
    parser.add_argument("--url", help="a running understanding process, such as http://127.0.0.1:5005")
    chosen = parser.parse_args(arguments)
    try:
        if chosen.what == "leak":
            return leak()
        return asyncio.run(evaluate(chosen.what, chosen.split, chosen.url))
    except (LineError, NotAnsweredError, TimeoutError) as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
