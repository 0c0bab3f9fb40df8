"""Hides small numbers of people, so that a report tells nothing about anybody: the one rule of everything that counts them.

A number from 1 to 4 is never shown, and none from which one could be reckoned by the sums that are shown: where too little
is hidden beside it, the next smallest are hidden too; where even that does not help, nothing is broken down.
"""

from collections.abc import Mapping
from typing import TypeVar

from campaigns.console.accounts import Share

SMALL = 5
Name = TypeVar("Name", bound=str)


def unless_few(people: int) -> int | None:
    """Give a number of people, None from 1 to 4."""
    return None if 0 < people < SMALL else people


def roughly(people: int) -> int | None:
    """Give a number of people in fives, rounded down, None from 1 to 4: two that differ by few must not tell by how many."""
    return None if 0 < people < SMALL else people // SMALL * SMALL


def parts(counts: Mapping[Name, int]) -> dict[Name, int | None]:
    """Give the parts of a sum that may be known, with None for what is hidden; nothing where no part can be told.

    Parts of nobody are shown as 0.
    """
    order = sorted((name for name, count in counts.items() if count), key=lambda name: (counts[name], name))
    hide = {name for name in order if counts[name] < SMALL}
    if hide:
        for name in order[len(hide) :]:
            if len(hide) > 1 and sum(counts[one] for one in hide) >= len(hide) + SMALL - 1:
                break
            hide.add(name)
        total = sum(counts[one] for one in hide)
        if len(hide) == total >= SMALL - 1:
            return {}  # each of them is one person
    return {name: None if name in hide else count for name, count in counts.items()}


def share_of(whole: int, part: int) -> int | None:
    """Give a part of a whole that is shown; None where the part, or what is left beside it, is small."""
    return None if any(0 < count < SMALL for count in (whole, part, whole - part)) else part


def hidden(groups: Mapping[str, tuple[int, int, int]]) -> tuple[Share, ...]:
    """Give groups (recipients, delivered, failed) by name, their sums over all groups being known."""
    recipients = parts({name: of[0] for name, of in groups.items()})
    cells = {name: (good, bad, of - good - bad) for name, (of, good, bad) in groups.items()}
    uncounted = {name for name, told in recipients.items() if told is None}
    veiled = {
        name
        for name, told in recipients.items()
        if told is None or any(0 < cell < SMALL for cell in cells[name])
    }
    for name in sorted(recipients, key=lambda name: (groups[name][0], name)):
        if not _reckonable(cells, veiled, uncounted):
            break
        veiled.add(name)
    return tuple(
        Share(name, recipients[name], *((None, None) if name in veiled else groups[name][1:]))
        for name in sorted(recipients)
    )


def _reckonable(cells: Mapping[str, tuple[int, int, int]], veiled: set[str], uncounted: set[str]) -> bool:
    """Say whether a small number of a veiled group follows from the sums: no other one could have it instead.

    Groups of which not even the size is known can have each other's people, as `parts` sees to it.
    """
    columns = range(3)
    return any(
        0 < cells[name][column] < SMALL
        and not any(
            (cells[name][column] and cells[other][beside]) or (cells[name][beside] and cells[other][column])
            for other in veiled - {name}
            for beside in columns
            if beside != column
        )
        for name in (veiled - uncounted if len(uncounted) > 1 else veiled)
        for column in columns
    )
