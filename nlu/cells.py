"""Cells: the parts of an axis that a rule can tell apart, and which of them a person may be in."""

from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import date

from nlu.axes import FIRST_DAY, Axis, Known
from nlu.days import months_before
from nlu.fact_types import Clock

Cuts = tuple[int, ...]
"""Ascending ordinals, each the last day of a cell; one more cell lies after the last."""


@dataclass(frozen=True, slots=True, eq=False)
class ValueCells:
    """An axis of values cut into `groups` of bits. An `optional` axis, which nobody is asked about, has one more: untold."""

    axis: Axis
    groups: tuple[int, ...]
    optional: bool
    _masks: dict[int, int] = field(default_factory=dict)

    @property
    def width(self) -> int:
        """How many cells there are."""
        return len(self.groups) + self.optional

    @property
    def open(self) -> int:
        """The cells of whom nothing is known."""
        return 1 << len(self.groups) if self.optional else (1 << len(self.groups)) - 1

    def inside(self, bits: int) -> int:
        """Give the cells that hold any of these values."""
        mask = self._masks.get(bits)
        if mask is None:
            mask = sum(1 << cell for cell, group in enumerate(self.groups) if group & bits)
            self._masks[bits] = mask
        return mask


@dataclass(frozen=True, slots=True, eq=False)
class DayCells:
    """An axis of days with `cuts` many cuts. After the cells of days come, where there are such, absent and untold."""

    axis: Axis
    cuts: int
    optional: bool

    @property
    def absent(self) -> int:
        """The cell of absence, if there is one."""
        return 1 << (self.cuts + 1) if self.axis.may_be_absent else 0

    @property
    def untold(self) -> int:
        """The cell of an optional axis of which nothing was told."""
        return 1 << (self.cuts + 1 + self.axis.may_be_absent) if self.optional else 0

    @property
    def width(self) -> int:
        """How many cells there are."""
        return self.cuts + 1 + self.axis.may_be_absent + self.optional

    @property
    def present(self) -> int:
        """The cells of days."""
        return (1 << (self.cuts + 1)) - 1


Cells = ValueCells | DayCells


def possible_days(axis: Axis, on: date) -> tuple[int, int]:
    """Give the first and last ordinal that the axis can have for a person asked about on a day."""
    counted = next((fact for fact in axis.facts if fact.clock is not None), None)
    if counted is None:
        return FIRST_DAY, on.toordinal()
    step = 12 if counted.clock is Clock.YEARS else 1
    return months_before(on, step * (counted.high + 1)).toordinal() + 1, on.toordinal()


def days_inside(cells: DayCells, cuts: Cuts, possible: tuple[int, int], known: Known | None) -> int:
    """Give the cells in which somebody may be of whom `known` is known (None: nothing)."""
    if known is None and cells.untold:
        return cells.untold
    first, last, absent = known if isinstance(known, tuple) else (*possible, True)
    first, last = max(first, possible[0]), min(last, possible[1])
    mask = cells.absent if absent else 0
    if first <= last:
        mask |= (2 << bisect_left(cuts, last)) - (1 << bisect_left(cuts, first))
    return mask
