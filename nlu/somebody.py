"""An example person: somebody who comes to a given end of a diagram, told in words."""

from collections.abc import Mapping
from datetime import date

from nlu.cells import ValueCells
from nlu.diagram import TERMINALS, Diagrams, Masks
from nlu.fact_types import Clock, FactType, Kind
from nlu.judging import RuleOn


def anybody(rule: RuleOn) -> tuple[int, ...]:
    """Give the state of a person who may have told or not told what nobody is asked about."""
    return tuple(
        (1 << cells.width) - 1 if cells.optional else mask
        for mask, cells in zip(rule.open, rule.rule.cells, strict=True)
    )


def somebody(diagrams: Diagrams, root: int, masks: Masks, ends: int) -> Mapping[int, int] | None:
    """Give for each level that matters the cell of somebody in `masks` who comes to one of `ends`; None: nobody."""
    hopeless: set[int] = set()

    def walk(node: int) -> dict[int, int] | None:
        if node < TERMINALS:
            return {} if ends >> node & 1 else None
        if node in hopeless:
            return None
        level = diagrams.level[node]
        for child, cells in diagrams.edges[node]:
            inside = cells & masks[level]
            if inside:
                rest = walk(child)
                if rest is not None:
                    return {level: inside.bit_length() - 1, **rest}
        hopeless.add(node)
        return None

    return walk(root)


def in_words(rule: RuleOn, person: Mapping[int, int]) -> str:
    """Say who the person is, fact by fact."""
    told = [_told(rule, level, cell) for level, cell in sorted(person.items())]
    return "、".join(part for part in told if part) or "任何人"


def _told(rule: RuleOn, level: int, cell: int) -> str:
    cells = rule.rule.cells[level]
    fact = cells.axis.facts[0]
    if cells.optional and cell == cells.width - 1:
        return ""
    if isinstance(cells, ValueCells):
        values = cells.groups[cell] & cells.axis.present
        if not values:
            return f"没有{fact.label}"
        return _value(fact, cells.axis.values[(values & -values).bit_length() - 1])
    cuts = rule.cuts[level]
    if cell > len(cuts):
        return f"没有{fact.label}"
    first, last = rule.possible[level]
    low = max(first, cuts[cell - 1] + 1 if cell else first)
    high = min(last, cuts[cell] if cell < len(cuts) else last)
    day = date.fromordinal(high if cell < len(cuts) else low)
    if fact.clock is None or fact.clock is Clock.MONTHS:
        return f"{fact.label}从 {day} 起" if fact.clock else f"{fact.label} {day}"
    return f"{fact.label.split('(')[0]}{(rule.day - day).days * 4 // 1461}(生于 {day})"


def _value(fact: FactType, value: bool | int | str) -> str:
    if fact.kind is Kind.BOOLEAN:
        return fact.label if value else f"没有“{fact.label}”"
    if fact.kind is Kind.CHOICE:
        return f"{fact.label}{fact.labels[fact.choices.index(str(value))]}"
    return f"{fact.label}{value}"
