"""How residents spread over cells, roughly: it only shapes the order of questions, never a verdict."""

from collections.abc import Mapping, Sequence
from datetime import date

from nlu.axes import Axis
from nlu.cells import Cells, Cuts, DayCells, ValueCells

_YEAR = 365

_OF_VALUES: Mapping[str, tuple[float, ...]] = {
    "household.children_ever": (0.15, 0.45, 0.3, 0.07, 0.02, *[0.001] * 11),
    "household.children_living": (0.17, 0.45, 0.28, 0.07, 0.02, *[0.001] * 11),
    "household.sons": (0.4, 0.45, 0.12, 0.02, *[0.001] * 12),
    "household.daughters": (0.4, 0.45, 0.12, 0.02, *[0.001] * 12),
    "household.marital_status": (0.15, 0.7, 0.06, 0.09),
    "household.only_child_disability_grade": (0.9, 0.02, 0.03, 0.03, 0.02),
    "self.complication_grade": (0.9, 0.03, 0.03, 0.04),
    "household.birth_rule_violation": (0.9, 0.1),
    "self.hukou_place": (0.6, 0.2, 0.2),
    "spouse.hukou_place": (0.6, 0.2, 0.2),
}
"""By axis, in the order of its values; where nothing is written, all values are as likely."""

_OF_DAYS: Mapping[str, tuple[int, int]] = {
    "self.birth": (18 * _YEAR, 85 * _YEAR),
    "spouse.birth": (18 * _YEAR, 85 * _YEAR),
    "self.resident_since": (0, 20 * _YEAR),
    "spouse.resident_since": (0, 20 * _YEAR),
    "household.youngest_child_born_on": (0, 50 * _YEAR),
}
"""By axis of days: how many days ago it spreads from and to; else the last 40 years."""

_ABSENT = 0.2
_LEAST = 1e-3


def weights(cells: Sequence[Cells], cuts: Sequence[Cuts], day: date) -> tuple[tuple[float, ...], ...]:
    """Give for each level how likely each cell is on a day; they need not add up to one."""
    return tuple(
        _of_values(of_level)
        if isinstance(of_level, ValueCells)
        else _of_days(of_level, cuts[level], day.toordinal())
        for level, of_level in enumerate(cells)
    )


def of_values(axis: Axis) -> tuple[float, ...]:
    """Give how likely each value of an axis is."""
    return _OF_VALUES.get(axis.name, (1 / len(axis.values),) * len(axis.values))


def _of_values(cells: ValueCells) -> tuple[float, ...]:
    axis, likely = cells.axis, of_values(cells.axis)
    found = []
    for group in cells.groups:
        weight = sum(part for n, part in enumerate(likely) if group >> n & 1)
        found.append(max(weight + (_ABSENT if group & axis.absent and axis.may_be_absent else 0), _LEAST))
    return (*found, *([_LEAST] if cells.optional else []))


def _of_days(cells: DayCells, cuts: tuple[int, ...], today: int) -> tuple[float, ...]:
    newest, oldest = _OF_DAYS.get(cells.axis.name, (0, 40 * _YEAR))
    first, last = today - oldest, today - newest
    bounds = [first, *(min(max(cut, first), last) for cut in cuts), last]
    found = [max((bounds[n + 1] - bounds[n]) / (last - first), _LEAST) for n in range(len(cuts) + 1)]
    extra = cells.width - len(found)
    return (*found, *[_ABSENT] * extra)
