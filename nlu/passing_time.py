"""When time alone will open a benefit to a person, or has closed it."""

from collections.abc import Iterator
from datetime import date, timedelta

from nlu.conditions import Condition, Cut, DayTest, Every, Not, Some, Today
from nlu.days import months_after
from nlu.diagram import YES
from nlu.fact_types import FactError
from nlu.facts import Facts
from nlu.judging import RuleOn, rule_on
from nlu.judging import State as AxisState
from nlu.policy import Policy, State, Version

_DAY = timedelta(days=1)
_MOST_DAYS = 60


def qualifies_from(policy: Policy, facts: Facts, on: date) -> tuple[date, date] | None:
    """Give the first day after `on` on which the person may qualify, and the first on which that is certain.

    None where more than time is missing: some open or failing condition that no day changes.
    """
    earliest = None
    for day in _turning_days(policy.versions, facts, on)[:_MOST_DAYS]:
        ends = _ends(policy, facts, day)
        if earliest is None and ends & 1 << YES:
            earliest = day
        if earliest is not None and ends == 1 << YES:
            return earliest, day
    return None


def closed_on(policy: Policy, facts: Facts, on: date) -> date | None:
    """Give the last day before `on` on which the person may have qualified, where at some time that was certain."""
    version = policy.version_on(on)
    if version is None:
        return None
    latest = None
    turning = _turning_days((version,), facts, version.since - _DAY)
    for day in reversed([turned - _DAY for turned in turning if version.since < turned <= on]):
        ends = _ends(policy, facts, day)
        if latest is None and ends & 1 << YES:
            latest = day
        if ends == 1 << YES:
            return latest
    return None


def may_turn(rule: RuleOn, state: AxisState) -> bool:
    """Say whether anything but the passing of time stands against a person who is not eligible now."""
    what = rule.rule.outline
    if what.todays:
        return True
    moving = [what.levels[name] for name, cuts in what.cuts.items() if any(cut.months >= 0 for cut in cuts)]
    if not moving:
        return False
    opened = list(state)
    for level in moving:
        opened[level] = rule.open[level]
    return bool(rule.ends(tuple(opened)) & 1 << YES)


def spans(rule: RuleOn, facts: Facts) -> tuple[object, ...]:
    """Give what is known of the axes of days that the rule looks at."""
    return tuple(facts.known.get(name) for name in rule.rule.outline.cuts)


def _ends(policy: Policy, facts: Facts, day: date) -> int:
    version = policy.version_on(day)
    if version is None or version.state is not State.IN_FORCE:
        return 0
    rule = rule_on(version, day)
    try:
        return rule.ends(rule.state(facts))
    except FactError:  # what was told had not happened yet on that day
        return 0


def _turning_days(versions: tuple[Version, ...], facts: Facts, after: date) -> list[date]:
    """Give the days after `after`, in order, on which the verdict of this person may turn."""
    days = set()
    for version in versions:
        days.add(version.since)
        clauses = (*version.conditions, *version.unclear_if)
        for test in (test for clause in clauses if clause.condition for test in _timed(clause.condition)):
            days.update(_today_turns(test) if isinstance(test, Today) else ())
        days.update(_comes_of_age(version, facts))
    return sorted(day for day in days if day > after)


def _today_turns(today: Today) -> Iterator[date]:
    if today.first > 1:
        yield date.fromordinal(today.first)
    if today.last < date.max.toordinal():
        yield date.fromordinal(today.last) + _DAY


def _comes_of_age(version: Version, facts: Facts) -> Iterator[date]:
    """Give the days on which a moving cut passes an end of what is known of its axis, or a fixed cut inside it."""
    clauses = (*version.conditions, *version.unclear_if)
    tests = [test for clause in clauses if clause.condition for test in _timed(clause.condition)]
    cuts: dict[str, set[Cut]] = {}
    for test in tests:
        if isinstance(test, DayTest):
            cuts.setdefault(test.axis, set()).add(test.cut)
    for axis, of_axis in cuts.items():
        known = facts.known.get(axis)
        if not isinstance(known, tuple) or known[0] > known[1]:
            continue
        first, last, _ = known
        starts = {first, last}
        for cut in of_axis:
            if cut.months < 0 and first <= cut.fixed < last:
                starts |= {cut.fixed, cut.fixed + 1}
        for months in sorted(cut.months for cut in of_axis if cut.months >= 0):
            for start in starts:
                if start < date.max.toordinal() - 31 * (months + 2):
                    yield months_after(date.fromordinal(start), months)


def _timed(condition: Condition) -> Iterator[Today | DayTest]:
    if isinstance(condition, Today | DayTest):
        yield condition
    elif isinstance(condition, Not):
        yield from _timed(condition.part)
    elif isinstance(condition, Every | Some):
        for part in condition.parts:
            yield from _timed(part)
