"""Who is entitled to what on a day, what decides it, and what to ask next.

A verdict is given as soon as every possible completion of the open facts agrees, and not before.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from nlu.asking import Asked, next_axis, next_fact, telling
from nlu.asking import relevant as relevant_axes
from nlu.assessment import Amount, Assessment, Because, Reason, Standing
from nlu.axes import AXES, AXIS_OF
from nlu.compiled import CompiledClause
from nlu.diagram import FIRST_AMOUNT, NO, UNCLEAR, YES
from nlu.facts import Facts
from nlu.judging import RuleOn, State, rule_on
from nlu.passing_time import closed_on, may_turn, qualifies_from, spans
from nlu.policy import Before, Clause, Policy, PolicyBook, Verdict, Version
from nlu.policy import State as Force

__all__ = ["Assessment", "Assessor", "Verdict", "assess", "assess_all", "next_question", "relevant"]

_VERDICTS = {1 << NO: Verdict.NOT_ELIGIBLE, 1 << YES: Verdict.ELIGIBLE, 1 << UNCLEAR: Verdict.UNCLEAR}

_SILENT = "这一天的规定没有查到,请向工作人员核实"
_NOT_YET = "这一天还没有开始"


def assess(policy: Policy, facts: Facts, on: date) -> Assessment:
    """Say what the rules in force on the day say of a person; FactError where a fact cannot be on that day."""
    version = policy.version_on(on)
    if version is None:
        return _outside(policy, facts, on)
    rule = rule_on(version, on)
    state = rule.state(facts)
    known = rule.memo.get(state)
    if not isinstance(known, Assessment):
        known = _assess(policy, version, rule, state)
        rule.remember(state, known)
    if known.next is not None:
        asked = telling(AXIS_OF[known.next].name, facts)
        return known if asked == known.next else replace(known, next=asked)
    if known.verdict is Verdict.NOT_ELIGIBLE:
        return _in_time(policy, known, facts, rule, state)
    return known


def assess_all(book: PolicyBook, facts: Facts, on: date) -> tuple[Assessment, ...]:
    """Assess every benefit of the book, in its order."""
    return tuple(assess(policy, facts, on) for policy in book.benefits.values())


def relevant(policy: Policy, facts: Facts, on: date) -> tuple[str, ...]:
    """Give the facts that can still change the verdict, in the order of the catalogue; none where it is settled."""
    asked = _asked(policy, facts, on)
    if asked is None:
        return ()
    levels = asked.rule.rule.outline.levels
    return tuple(
        telling(axis, facts)
        for axis in sorted(relevant_axes(asked.rule, asked.state), key=levels.__getitem__)
    )


def next_question(
    book: PolicyBook, benefits: Iterable[str], facts: Facts, on: date, skipped: Iterable[str] = ()
) -> str | None:
    """Give the fact after which the fewest questions are expected to be left; None where no verdict can change.

    Facts in `skipped` are not asked for again. Sensitive ones come late, and ones that would sound odd to this person
    (nlu/plausibility.py) last.
    """
    found = (_asked(book.benefits[benefit], facts, on) for benefit in benefits)
    return next_fact((asked for asked in found if asked is not None), facts, on, skipped)


class Assessor:
    """A book at hand: the same questions, without naming the book each time."""

    def __init__(self, book: PolicyBook) -> None:
        self.book = book

    def assess(self, benefit: str, facts: Facts, on: date) -> Assessment:
        """Assess one benefit; KeyError for one that is not in the book."""
        return assess(self.book.benefits[benefit], facts, on)

    def assess_all(self, facts: Facts, on: date) -> tuple[Assessment, ...]:
        """Assess every benefit."""
        return assess_all(self.book, facts, on)

    def next_question(
        self, benefits: Iterable[str], facts: Facts, on: date, skipped: Iterable[str] = ()
    ) -> str | None:
        """Give the fact to ask next (see `next_question`)."""
        return next_question(self.book, benefits, facts, on, skipped)


def _asked(policy: Policy, facts: Facts, on: date) -> Asked | None:
    """Give the benefit as an undecided one; None where no answer changes its verdict."""
    version = policy.version_on(on)
    if version is None or version.state is not Force.IN_FORCE:
        return None
    rule = rule_on(version, on)
    state = rule.state(facts)
    known = rule.memo.get(state)
    verdict = known.verdict if isinstance(known, Assessment) else _VERDICTS.get(rule.ends(state))
    return Asked(rule, state, policy.sensitive) if verdict in (None, Verdict.UNKNOWN) else None


def _outside(policy: Policy, facts: Facts, on: date) -> Assessment:
    early = bool(policy.versions) and on < policy.versions[0].since
    not_yet = early and policy.before is Before.NOT_YET
    return Assessment(
        benefit=policy.id,
        name=policy.name,
        verdict=Verdict.NOT_ELIGIBLE if not_yet else Verdict.UNCLEAR,
        reasons=(),
        unchecked=(),
        amount=None,
        as_of=on,
        sources=(),
        because=(Because(_NOT_YET if not_yet else _SILENT),),
        qualifies_from=qualifies_from(policy, facts, on) if not_yet else None,
    )


def _assess(policy: Policy, version: Version, rule: RuleOn, state: State) -> Assessment:
    reasons, untold = _reasons(rule, state)
    because, caveats = _doubts(rule, state)
    amount = None
    following = None
    if version.state is Force.IN_FORCE:
        verdict = _VERDICTS.get(rule.ends(state), Verdict.UNKNOWN)
        if verdict in (Verdict.ELIGIBLE, Verdict.UNKNOWN):
            amount = _amount(rule, state)
            untold += caveats
        if verdict is Verdict.UNKNOWN:
            axis = next_axis(Asked(rule, state, policy.sensitive))
            following = AXES[axis].facts[0].name
        if verdict is not Verdict.UNCLEAR:
            because = ()
    else:
        verdict = Verdict.ENDED if version.state is Force.ENDED else Verdict.UNCLEAR
        because = (_state_of(version),)
    cited = [source for reason in reasons for source in reason.citations]
    cited += [source for part in because for source in part.citations]
    cited += () if amount is None else amount.citations
    return Assessment(
        benefit=policy.id,
        name=policy.name,
        verdict=verdict,
        reasons=reasons,
        unchecked=untold + version.unchecked,
        amount=amount,
        as_of=rule.day,
        sources=tuple(dict.fromkeys(cited)),
        next=following,
        because=because,
        version_from=version.since,
        version_until=version.until,
    )


def _state_of(version: Version) -> Because:
    if version.act is None:
        return Because(version.text or _SILENT, None, version.cite)
    act = version.act
    text = f"{act.title}{f'({act.number})' if act.number else ''}已于{act.day}停止这项政策"
    return Because(version.text or text, act, version.cite)


def _standing(rule: RuleOn, clause: CompiledClause, state: State) -> Standing | None:
    """Say how a clause stands; None where it holds only as far as nobody has told otherwise."""
    diagrams = rule.rule.diagrams
    strict = diagrams.reach(clause.strict, state)
    if strict == 1 << YES:
        return Standing.HOLDS
    assumed = strict if clause.assumed == clause.strict else diagrams.reach(clause.assumed, state)
    if assumed == 1 << NO:
        return Standing.FAILS
    return None if assumed == 1 << YES else Standing.OPEN


def _reasons(rule: RuleOn, state: State) -> tuple[tuple[Reason, ...], tuple[Clause, ...]]:
    """Give how the conditions stand, and those that only an untold unlisted fact could settle."""
    reasons, untold = [], []
    for compiled in rule.rule.conditions:
        standing = _standing(rule, compiled, state)
        clause = compiled.clause
        if standing is None:
            untold.append(clause)
        else:
            reasons.append(Reason(clause.id, clause.text, standing, clause.cite))
    return tuple(reasons), tuple(untold)


def _doubts(rule: RuleOn, state: State) -> tuple[tuple[Because, ...], tuple[Clause, ...]]:
    """Give what leaves it to a person to decide, and the doubts that nobody has told about."""
    because, untold = [], []
    diagrams = rule.rule.diagrams
    for compiled in rule.rule.unclear_if:
        clause = compiled.clause
        if diagrams.reach(compiled.strict, state) & 1 << YES:
            because.append(Because(clause.text, None, clause.cite))
        elif compiled.assumed != compiled.strict and diagrams.reach(compiled.assumed, state) & 1 << YES:
            untold.append(clause)
    return tuple(because), tuple(untold)


def _amount(rule: RuleOn, state: State) -> Amount | None:
    """Give what those who are eligible get: from the least to the most that is possible; None where not known."""
    amounts = rule.amounts
    if amounts is None:
        return None
    ends = rule.rule.diagrams.reach(rule.rule.amount, state) >> FIRST_AMOUNT
    sums = [total for n, sums in enumerate(rule.rule.sums) if ends >> n & 1 for total in sums]
    lows = [total.low for total in sums if total.low is not None]
    if not sums or len(lows) < len(sums):
        return None
    highs = [total.high for total in sums if total.high is not None]
    high = max(highs) if len(highs) == len(sums) else None
    return Amount(min(lows), high, amounts.per, amounts.for_, amounts.cite, amounts.note)


def _in_time(policy: Policy, known: Assessment, facts: Facts, rule: RuleOn, state: State) -> Assessment:
    """Add when the person will qualify, or when a window closed."""
    later = policy.versions[-1].since > rule.day
    if not (later or may_turn(rule, state)):
        return known
    key = ("time", state, spans(rule, facts))
    timed = rule.memo.get(key)
    if not isinstance(timed, Assessment):
        starting = qualifies_from(policy, facts, rule.day)
        closing = None if starting else closed_on(policy, facts, rule.day)
        timed = replace(known, qualifies_from=starting, closed_on=closing) if starting or closing else known
        rule.remember(key, timed)
    return timed
