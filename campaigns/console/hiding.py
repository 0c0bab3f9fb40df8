"""Hides small numbers of people, so that a report tells nothing about anybody."""

from collections.abc import Mapping

from campaigns.console.accounts import Share

SMALL = 5


def unless_few(people: int) -> int | None:
    """Give a number of people, None from 1 to 4: who asks for ever narrower groups must not meet one person."""
    return None if 0 < people < SMALL else people


def hidden(groups: Mapping[str, tuple[int, int, int]]) -> tuple[Share, ...]:
    """Give groups (recipients, delivered, failed) by name with every number from 1 to 4 hidden.

    Where only one group is hidden the next smallest is hidden too: else the sum of all would give it away.
    """
    order = sorted(groups, key=lambda name: (groups[name][0], name))
    small = [name for name in order if groups[name][0] < SMALL]
    if len(small) == 1 and len(order) > 1:
        small.append(order[len(small)])
    return tuple(
        Share(name, None, None, None) if name in small else _share(name, *groups[name])
        for name in sorted(groups)
    )


def _share(name: str, recipients: int, delivered: int, failed: int) -> Share:
    shown = [recipients, delivered, failed]
    parts = (delivered, failed, recipients - delivered - failed)
    if any(0 < part < SMALL for part in parts):
        # The other part would be the difference.
        shown[1:] = [-1, -1]
    return Share(name, *(None if number < 0 else number for number in shown))
