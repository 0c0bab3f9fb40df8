"""A rule on a day in Chinese that can be read aloud: for staff who check what the machine will say."""

from collections.abc import Iterator
from datetime import date

from nlu.axes import AXES
from nlu.conditions import Condition, DayTest, Every, Not, Some, Today, ValueTest
from nlu.fact_types import Clock, Kind
from nlu.policy import Amounts, Before, Clause, Policy, Source, State, Sum

_PER = {"month": "每月", "year": "每年", "once": "一次性", "total": "一共"}
_FOR = {"person": "每人", "couple": "每对夫妻", "child": "每个孩子"}
_STATES = {State.IN_FORCE: "有效", State.ENDED: "已经停止", State.UNCLEAR: "不明确"}


def explain(policy: Policy, on: date) -> str:
    """Give the rule in force on a day, line by line."""
    return "\n".join(_lines(policy, on)) + "\n"


def _lines(policy: Policy, on: date) -> Iterator[str]:
    yield f"{policy.name}({policy.id}),{on}"
    decides = policy.decides
    yield f"谁来决定:{decides.who};在哪里:{decides.where}{_cited(decides.cite)}"
    version = policy.version_on(on)
    if version is None:
        early = bool(policy.versions) and on < policy.versions[0].since
        yield "这一天还没有开始" if early and policy.before is Before.NOT_YET else "这一天的规定没有查到"
        return
    until = "" if version.until is None else f"到 {version.until}"
    yield f"这一版从 {version.since} {until or '起'}:{_STATES[version.state]}"
    if version.text:
        yield f"  {version.text}{_cited(version.cite)}"
    if version.act is not None:
        number = f"({version.act.number})" if version.act.number else ""
        yield f"  {version.act.title}{number},{version.act.day}{_cited(version.cite)}"
    yield from _clauses("要全部符合:", version.conditions)
    yield from _clauses("遇到下面的情况要请人认定:", version.unclear_if)
    yield from _clauses("要由办事的人或者材料确认:", version.unchecked)
    amounts = version.amounts_on(on)
    if amounts is None:
        yield "金额:没有或者没有查到"
    else:
        yield from _amounts(amounts)


def _clauses(title: str, clauses: tuple[Clause, ...]) -> Iterator[str]:
    if clauses:
        yield title
    for clause in clauses:
        yield f"- {clause.text}{_cited(clause.cite)}"
        if clause.condition is not None:
            yield f"    判断:{in_words(clause.condition)}"


def _amounts(amounts: Amounts) -> Iterator[str]:
    yield f"金额(从 {amounts.since} 起){_cited(amounts.cite)}:"
    many = len(amounts.cases) > 8
    for case in amounts.cases[:3] if many else amounts.cases:
        yield f"- {in_words(case.condition)}:{_sum(case.sum, amounts)}"
    if many:
        yield f"- ……一共 {len(amounts.cases)} 种情形,最后一种:"
        last = amounts.cases[-1]
        yield f"- {in_words(last.condition)}:{_sum(last.sum, amounts)}"
    if amounts.note:
        yield f"  说明:{amounts.note}"


def _sum(total: Sum, amounts: Amounts) -> str:
    if total.low is None:
        return "没有查到"
    value = (
        f"{total.low}元"
        if total.low == total.high
        else f"至少{total.low}元"
        if total.high is None
        else f"{total.low}到{total.high}元"
    )
    return f"{_FOR[amounts.for_]}{_PER[amounts.per]}{value}"


def _cited(sources: tuple[Source, ...]) -> str:
    return (
        ""
        if not sources
        else "〔" + ";".join(f"{source.title},{source.quality}" for source in sources) + "〕"
    )


def in_words(condition: Condition) -> str:
    """Give a condition in words."""
    return _words(condition, inner=False)


def _words(condition: Condition, *, inner: bool) -> str:
    if isinstance(condition, Every | Some):
        if not condition.parts:
            return "任何人" if isinstance(condition, Every) else "没有人"
        merged = _merged(condition)
        if merged is not None:
            return merged
        word = "并且" if isinstance(condition, Every) else "或者"
        text = f",{word}".join(_words(part, inner=True) for part in condition.parts)
        return f"({text})" if inner and len(condition.parts) > 1 else text
    if isinstance(condition, Not):
        return f"不是({_words(condition.part, inner=False)})"
    if isinstance(condition, ValueTest):
        return _of_values(condition)
    if isinstance(condition, Today):
        return _of_today(condition)
    return _of_day(condition)


def _merged(condition: Every | Some) -> str | None:
    """Say several values of one fact at once."""
    parts = condition.parts
    if not isinstance(condition, Some) or not all(isinstance(part, ValueTest) for part in parts):
        return None
    tests = [part for part in parts if isinstance(part, ValueTest)]
    if len({test.axis for test in tests}) != 1:
        return None
    bits = 0
    for test in tests:
        bits |= test.bits
    return _of_values(ValueTest(tests[0].axis, bits))


def _of_values(test: ValueTest) -> str:
    axis = AXES[test.axis]
    fact = axis.facts[0]
    held = [n for n in range(len(axis.values)) if test.bits >> n & 1]
    if fact.kind is Kind.BOOLEAN:
        return (
            fact.label if held == [1] else f"没有“{fact.label}”" if held == [0] else f"知道是不是{fact.label}"
        )
    if fact.kind is Kind.CHOICE:
        return f"{fact.label}是{'或'.join(fact.labels[n] for n in held)}"
    first, last = held[0], held[-1]
    if held != list(range(first, last + 1)):
        return f"{fact.label}是{'或'.join(str(axis.values[n]) for n in held)}"
    if first == last:
        return f"{fact.label}是{axis.values[first]}"
    if last == len(axis.values) - 1:
        return f"{fact.label}至少是{axis.values[first]}"
    if first == 0:
        return f"{fact.label}最多是{axis.values[last]}"
    return f"{fact.label}是{axis.values[first]}到{axis.values[last]}"


def _of_day(test: DayTest) -> str:
    facts = AXES[test.axis].facts
    months = test.cut.months
    if months < 0:
        dated = next((fact for fact in facts if fact.kind is Kind.DATE), facts[0])
        if test.below:
            return f"{dated.label}在 {date.fromordinal(test.cut.fixed)} 或以前"
        return f"{dated.label}在 {date.fromordinal(test.cut.fixed + 1)} 或以后"
    counted = next((fact for fact in facts if fact.clock is not None), facts[0])
    in_years = months % 12 == 0 and counted.clock is not Clock.MONTHS
    length = (
        f"{months // 12}{'周岁' if counted.clock is Clock.YEARS else '周年'}" if in_years else f"{months}个月"
    )
    return f"{counted.label.split('(')[0]}{'满' if test.below else '未满'}{length}"


def _of_today(today: Today) -> str:
    if today.first == 1:
        return f"{date.fromordinal(today.last)} 或以前办理"
    first = date.fromordinal(today.first)
    if today.last == date.max.toordinal():
        return f"{first} 或以后办理"
    return f"{first} 到 {date.fromordinal(today.last)} 办理"
