"""Reading a rule against itself: conditions nobody can meet, branches nobody needs, cases nobody reaches.

Every finding names an example person. A rule is looked at on each day on which its shape may turn, and something is
found only where it is so on all of them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations

from nlu.compiled import Compiler
from nlu.conditions import ALWAYS, Condition, Every, Not, Some
from nlu.diagram import NO, UNCLEAR, YES
from nlu.explain import in_words as condition_in_words
from nlu.judging import RuleOn, rule_on
from nlu.policy import Case, Clause, Policy, State, Version
from nlu.somebody import anybody, in_words, somebody

_YES = 1 << YES
_ANY_END = 1 << NO | 1 << YES | 1 << UNCLEAR


@dataclass(frozen=True, slots=True)
class Finding:
    """Something odd in the version that begins on `since`; `key` says where, `text` (Chinese) what and who shows it.

    Overlapping amounts are not `grave`: the first case that holds counts, which may be meant.
    """

    since: date
    key: str
    text: str
    grave: bool = True


def findings(policy: Policy) -> Iterator[Finding]:
    """Give what is odd in any version of a policy."""
    for version in policy.versions:
        if version.state is State.IN_FORCE and version.conditions:
            yield from _of_version(version)


def _of_version(version: Version) -> Iterator[Finding]:
    looks = [_Look(version, day) for day in _days(version)]
    if not any(look.ends(look.verdict) & (_YES | 1 << UNCLEAR) for look in looks):
        yield _nobody(version, looks[0])
        return
    for clause in version.conditions:
        key = f"conditions[{clause.id}]"
        if clause.condition is None:
            continue
        if not any(look.ends(look.of(clause.condition)) & 1 << NO for look in looks):
            yield Finding(version.since, key, f"对谁都成立,例如:{looks[0].example(YES)}")
        else:
            yield from _branches(version, clause, looks, key)
    for clause in version.unclear_if:
        alone = replace(version, unclear_if=(clause,))
        if not any(look.ends(look.rule_of(alone)) & 1 << UNCLEAR for look in looks):
            text = f"符合条件的人里没有这种情况,例如符合条件的:{looks[0].example(YES)}"
            yield Finding(version.since, f"unclear_if[{clause.id}]", text)
    for amounts in version.amounts:
        inside = [look for look in looks if version.amounts_on(look.day) is amounts]
        yield from _cases(version, amounts.cases, inside)


def _days(version: Version) -> list[date]:
    """Give days on which the rule may look different: its ends, the turns of the day itself, and some years between."""
    last = version.until or max(version.since, date(2030, 1, 1))
    days = {version.since, last}
    for amounts in version.amounts:
        days |= {amounts.since, amounts.until or last}
    rule = rule_on(version, version.since)
    for today in rule.rule.outline.todays:
        turns = (today.first, today.last, today.last + 1)
        days |= {date.fromordinal(turn) for turn in turns if 1 < turn < date.max.toordinal()}
    days |= {version.since + timedelta(days=365 * years) for years in range(1, 12)}
    return sorted(day for day in days if version.since <= day <= last)


def _nobody(version: Version, look: "_Look") -> Finding:
    tested = [clause for clause in version.conditions if clause.condition is not None]
    for many in range(1, len(tested) + 1):
        for clauses in combinations(tested, many):
            if not look.ends(look.of(*(clause.condition or ALWAYS for clause in clauses))) & _YES:
                rest = look.of(*(clause.condition or ALWAYS for clause in clauses[:-1]))
                names = "、".join(clause.id for clause in clauses)
                who = look.somebody(rest, _YES)
                last = clauses[-1].id
                return Finding(
                    version.since,
                    f"conditions[{last}]",
                    f"{names} 不能同时成立,例如到 {last} 就不符合的:{who}",
                )
    return Finding(version.since, "conditions", "没有人能符合全部条件")


def _branches(version: Version, clause: Clause, looks: list["_Look"], key: str) -> Iterator[Finding]:
    """Find the parts of an `any` that change nothing when they are left out."""
    assert clause.condition is not None
    for part, shorter in _shortened(clause.condition):
        others = tuple(
            replace(other, condition=shorter) if other is clause else other for other in version.conditions
        )
        without = replace(version, conditions=others)
        if all(look.rule_of(without) == look.verdict for look in looks):
            who = next(
                (found for look in looks if (found := look.somebody(look.of(part), _YES)) is not None), None
            )
            said = "没有人符合" if who is None else f"符合它的人别处已经定了,例如:{who}"
            yield Finding(version.since, key, f"分支“{condition_in_words(part)}”去掉也一样:{said}")


def _shortened(condition: Condition) -> Iterator[tuple[Condition, Condition]]:
    """Give each part of an `any` inside the condition, and the condition without it."""
    if isinstance(condition, Not):
        for part, shorter in _shortened(condition.part):
            yield part, Not(shorter)
    elif isinstance(condition, Every | Some):
        rebuild: Callable[[tuple[Condition, ...]], Condition] = (
            Every if isinstance(condition, Every) else Some
        )
        for n, part in enumerate(condition.parts):
            before, after = condition.parts[:n], condition.parts[n + 1 :]
            if isinstance(condition, Some) and len(condition.parts) > 1:
                yield part, rebuild((*before, *after))
            for inner, shorter in _shortened(part):
                yield inner, rebuild((*before, shorter, *after))


def _cases(version: Version, cases: tuple[Case, ...], looks: list["_Look"]) -> Iterator[Finding]:
    for n, case in enumerate(cases):
        if case.sum.low is None:
            continue
        earlier = [other.condition for other in cases[:n]]
        if not any(look.eligible(case.condition, *map(Not, earlier)) for look in looks):
            who = next((found for look in looks if (found := look.eligible(case.condition))), None)
            said = "没有符合条件的人是这种情形" if who is None else f"前面的情形已经包括了它,例如:{who}"
            yield Finding(version.since, f"amounts.cases[{n}]", f"轮不到这种情形:{said}")
        for other in cases[:n]:
            if case.condition == ALWAYS or case.sum == other.sum or len(cases) > 8:
                continue
            both = next(
                (found for look in looks if (found := look.eligible(case.condition, other.condition))), None
            )
            if both is not None:
                text = f"和前面的情形重叠,按前面的算,例如:{both}"
                yield Finding(version.since, f"amounts.cases[{n}]", text, grave=False)


class _Look:
    """A version on one day, with a store of diagrams of its own."""

    def __init__(self, version: Version, day: date) -> None:
        self.day = day
        self.on: RuleOn = rule_on(version, day)
        rule = self.on.rule
        self.compiler = Compiler(rule.outline, rule.shape)
        self.every = frozenset(rule.outline.levels)
        self.masks = anybody(self.on)
        self.verdict = self.rule_of(version)

    def rule_of(self, version: Version) -> int:
        return self.compiler.possible(self.compiler.rule(version), self.every)

    def of(self, *conditions: Condition) -> int:
        """Give the diagram of all possible people for whom the conditions hold, untold facts counted for them."""
        return self.compiler.possible(self.compiler.diagram(Every(conditions), assume=True), self.every)

    def ends(self, root: int) -> int:
        return self.compiler.diagrams.reach(root, self.masks) & _ANY_END

    def somebody(self, root: int, ends: int) -> str | None:
        found = somebody(self.compiler.diagrams, root, self.masks, ends)
        return None if found is None else f"{in_words(self.on, found)}({self.day})"

    def example(self, end: int) -> str | None:
        return self.somebody(self.verdict, 1 << end)

    def eligible(self, *conditions: Condition) -> str | None:
        """Give an eligible person for whom the conditions hold."""
        return self.somebody(self.compiler.diagrams.choose(self._holds(conditions), self.verdict, NO), _YES)

    def _holds(self, conditions: tuple[Condition, ...]) -> int:
        return self.compiler.diagram(Every(conditions), assume=True)
