"""Reading what is paid: by case, as a range, or growing with the month of a birth."""

from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date

from nlu.axes import AXIS_OF
from nlu.catalogue import CATALOGUE
from nlu.conditions import ALWAYS, Condition, Cut, DayTest, Every
from nlu.fact_types import Kind
from nlu.policy import Amounts, Case, Source, Sum
from nlu.schema import Place

ReadCondition = Callable[[Place], Condition]
ReadCite = Callable[[Place], tuple[Source, ...]]

_PER = ("month", "year", "once", "total")
_FOR = ("person", "couple", "child")


def read_amounts(place: Place, condition: ReadCondition, cite: ReadCite) -> Amounts:
    """Read one dated amount; the first case that holds counts, and where none does, the sum is not known."""
    keys = place.keys("from per for cases", "until floor cite note")
    floor = keys["floor"].flag()
    cases: list[Case] = []
    for item in keys["cases"].items():
        if cases and cases[-1].condition == ALWAYS:
            item.fault("前一种情形没有条件,轮不到这一种")
        cases.extend(_cases(item, condition, floor=floor))
    if not cases:
        keys["cases"].fault("没有写数额")
    return Amounts(
        since=keys["from"].day() or date(1900, 1, 1),
        until=keys["until"].day(),
        per=_word(keys["per"], _PER),
        for_=_word(keys["for"], _FOR),
        cases=tuple(cases),
        cite=cite(keys["cite"]),
        note=keys["note"].maybe_text(),
    )


def _word(place: Place, allowed: tuple[str, ...]) -> str:
    word = place.text()
    if word not in allowed:
        place.fault(f"应当是 {'、'.join(allowed)} 之一,写的是 {word!r}")
    return word


def _cases(place: Place, read: ReadCondition, *, floor: bool) -> Iterator[Case]:
    keys = place.keys("", "if value min max by_month")
    condition = ALWAYS if keys["if"].empty else read(keys["if"])
    if not keys["by_month"].empty:
        yield from _by_month(keys["by_month"], condition, floor=floor)
        return
    if not keys["value"].empty:
        value = keys["value"].whole()
        yield Case(condition, Sum(value, None if floor else value))
        return
    low = None if keys["min"].empty else keys["min"].whole()
    high = None if keys["max"].empty else keys["max"].whole()
    if low is None:
        place.fault("要写 value、min 或 by_month")
    elif high is not None and high < low:
        place.fault("max 小于 min")
    yield Case(condition, Sum(low, None if floor else high))


def _by_month(place: Place, condition: Condition, *, floor: bool) -> Iterator[Case]:
    """Give a case for every month from the first to the last; after the last its sum stays; before the first: none."""
    keys = place.keys("fact first start step last")
    fact = CATALOGUE.get(keys["fact"].text())
    first, last = _month(keys["first"]), _month(keys["last"])
    start, step = keys["start"].whole(), keys["step"].whole()
    if fact is None or fact.kind is not Kind.DATE:
        keys["fact"].fault("应当是一个日期事实")
        return
    if first is None or last is None or start is None or step is None:
        return
    if last < first:
        keys["last"].fault("早于 first")
        return
    axis = AXIS_OF[fact.name].name
    before = DayTest(axis, Cut(-1, _ordinal(first) - 1), below=True)
    yield Case(_and(condition, before), Sum(None, None))
    for month in range(first, last + 1):
        value = start + step * (month - first)
        amount = Sum(value, None if floor else value)
        inside = (
            DayTest(axis, Cut(-1, _ordinal(last) - 1), below=False)
            if month == last
            else DayTest(axis, Cut(-1, _last_ordinal(month)), below=True)
        )
        yield Case(_and(condition, inside), amount)


def _and(condition: Condition, test: DayTest) -> Condition:
    return test if condition == ALWAYS else Every((condition, test))


def _month(place: Place) -> int | None:
    written = str(place.plain())
    try:
        day = date.fromisoformat(f"{written}-01")
    except ValueError:
        place.fault(f"应当是月份,如 2022-01,写的是 {written!r}")
        return None
    return day.year * 12 + day.month - 1


def _ordinal(month: int) -> int:
    return date(month // 12, month % 12 + 1, 1).toordinal()


def _last_ordinal(month: int) -> int:
    year, number = month // 12, month % 12 + 1
    return date(year, number, monthrange(year, number)[1]).toordinal()
