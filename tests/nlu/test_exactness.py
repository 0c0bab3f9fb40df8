"""A verdict is given as soon as every possible completion agrees, and not before."""

from collections.abc import Mapping
from itertools import islice

from hypothesis import HealthCheck, assume, given, settings

from nlu.axes import AXES, AXIS_OF
from nlu.catalogue import CATALOGUE
from nlu.conditions import axes, read
from nlu.eligibility import assess, relevant
from nlu.fact_types import FactError
from nlu.facts import Facts
from nlu.policy import Verdict
from tests.nlu import oracle
from tests.nlu.invented import ON, Rule, rules, told

quick = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


MOST = 1500
"""Beyond so many people a rule is too wide to be tried out."""


def everybody(rule: Rule, raw: Mapping[str, object]) -> list[oracle.Person]:
    every = [*rule.conditions, *rule.unclear_if, *(case for case, _ in rule.cases)]
    days: dict[str, list[int]] = {}
    tested: set[str] = set()
    for condition in every:
        tested |= axes(read(condition))
        for axis, turning in oracle.turning_days(condition, ON).items():
            days.setdefault(axis, []).extend(turning)
    named = {AXIS_OF[name].name for name in raw}
    found = list(islice(oracle.people(oracle.involved(tested, named), raw, ON, days), MOST + 1))
    assume(len(found) <= MOST)
    return found


def verdict_of(rule: Rule, person: oracle.Person) -> Verdict:
    if not all(oracle.holds(condition, person, ON, assume=True) for condition in rule.conditions):
        return Verdict.NOT_ELIGIBLE
    doubtful = any(oracle.holds(condition, person, ON, assume=False) for condition in rule.unclear_if)
    return Verdict.UNCLEAR if doubtful else Verdict.ELIGIBLE


def paid(rule: Rule, person: oracle.Person) -> set[int]:
    found = set()
    for condition, value in rule.cases:
        strict, maybe = (oracle.holds(condition, person, ON, assume=assume) for assume in (False, True))
        if strict or maybe:
            found.add(value)
        if strict:
            return found
    return found | {300}


def facts_or_skip(raw: Mapping[str, object]) -> Facts:
    try:
        return Facts.read(raw, ON)
    except FactError:
        assume(False)
        raise


@quick
@given(rules(), told())
def test_the_verdict_is_that_of_all_possible_completions(rule: Rule, raw: dict[str, object]) -> None:
    facts = facts_or_skip(raw)
    verdicts: set[Verdict] = set()
    sums: set[int] = set()
    for person in everybody(rule, raw):
        verdict = verdict_of(rule, person)
        verdicts.add(verdict)
        if verdict is Verdict.ELIGIBLE:
            sums |= paid(rule, person)
    found = assess(rule.policy, facts, ON)
    assert found.verdict is (next(iter(verdicts)) if len(verdicts) == 1 else Verdict.UNKNOWN)
    assert (found.next is not None) is (found.verdict is Verdict.UNKNOWN)
    if sums and found.verdict in (Verdict.ELIGIBLE, Verdict.UNKNOWN):
        assert found.amount is not None
        assert (found.amount.low, found.amount.high) == (min(sums), max(sums))
    else:
        assert found.amount is None


@quick
@given(rules(), told())
def test_each_condition_stands_as_all_possible_completions_say(rule: Rule, raw: dict[str, object]) -> None:
    facts = facts_or_skip(raw)
    strict: list[set[bool]] = [set() for _ in rule.conditions]
    assumed: list[set[bool]] = [set() for _ in rule.conditions]
    for person in everybody(rule, raw):
        for n, condition in enumerate(rule.conditions):
            strict[n].add(oracle.holds(condition, person, ON, assume=False))
            assumed[n].add(oracle.holds(condition, person, ON, assume=True))
    found = assess(rule.policy, facts, ON)
    standing = {reason.id: reason.state for reason in found.reasons}
    untold = {clause.id for clause in found.unchecked}
    for n in range(len(rule.conditions)):
        if strict[n] == {True}:
            assert standing[f"c{n}"] == "holds"
        elif assumed[n] == {False}:
            assert standing[f"c{n}"] == "fails"
        elif assumed[n] == {True}:
            assert f"c{n}" in untold
            assert f"c{n}" not in standing
        else:
            assert standing[f"c{n}"] == "open"


@quick
@given(rules(most_axes=3), told(most=3))
def test_a_fact_that_no_verdict_depends_on_is_never_asked(rule: Rule, raw: dict[str, object]) -> None:
    facts = facts_or_skip(raw)
    asked = relevant(rule.policy, facts, ON)
    everyone = [(person, verdict_of(rule, person)) for person in everybody(rule, raw)]
    tested = set().union(*(axes(read(condition)) for condition in (*rule.conditions, *rule.unclear_if)))
    open_ = len({verdict for _, verdict in everyone}) > 1
    assert bool(asked) is open_
    for name in asked:
        # Two people who differ only here (and in what must change along with it) get different verdicts.
        axis_of = AXIS_OF[name].name
        along = {axis_of, *_along(axis_of)}
        for hub, tied in oracle.HUBS.items():
            if hub not in tested and axis_of in tied:  # what nobody asks about may change as well
                along |= set(tied)
        seen: dict[object, set[Verdict]] = {}
        for person, verdict in everyone:
            rest = tuple(
                sorted((axis, str(value)) for axis, value in person.items() if axis in tested - along)
            )
            seen.setdefault(rest, set()).add(verdict)
        assert any(len(verdicts) > 1 for verdicts in seen.values()), name


def _along(axis: str) -> set[str]:
    """Give what cannot stay as it is when the axis changes."""
    family = set(oracle.HUBS["household.children_ever"]) | {"household.children_ever"}
    if axis in (
        "household.children_ever",
        "household.children_living",
        "household.sons",
        "household.daughters",
    ):
        return family
    if axis == "household.marital_status":
        return {name for name in AXES if name.startswith("spouse.")}
    return {
        "self.sex": {"spouse.sex"},
        "self.retired": {"self.retired_on"},
        "spouse.retired": {"spouse.retired_on"},
        "self.drawing_pension": {"self.pension"},
    }.get(axis, set())


@quick
@given(told(most=6))
def test_facts_are_refused_exactly_when_no_possible_person_fits(raw: dict[str, object]) -> None:
    tested = {AXIS_OF[name].name for name in raw}
    somebody = next(oracle.people(oracle.involved(set(), tested), raw, ON, {}), None)
    try:
        facts = Facts.read(raw, ON)
    except FactError as refused:
        # Spans of days may also contradict each other across axes: a child older than its parent.
        out_of_order = any(word in str(refused) for word in ("先出生", "早于", "不会比年龄长"))
        assert refused.fact in CATALOGUE, "the fault names a fact"  # noqa: PT017
        assert somebody is None or out_of_order
        return
    assert somebody is not None
    assert facts.to_json().keys() == raw.keys()
