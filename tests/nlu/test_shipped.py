"""Every shipped rule says what trying every possible person says, on days old and new."""

from collections.abc import Mapping
from datetime import date
from itertools import islice
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from nlu.axes import AXES, AXIS_OF
from nlu.catalogue import CATALOGUE
from nlu.conditions import axes, read
from nlu.eligibility import assess, relevant
from nlu.fact_types import FactError
from nlu.facts import Facts
from nlu.policy import State, Verdict
from nlu.policybook import POLICIES, load_book
from tests.nlu import oracle
from tests.nlu.invented import value_of

BOOK = load_book()
DAYS = (date(2012, 6, 30), date(2019, 7, 1), date(2026, 11, 25))
CASES = [
    (name, on)
    for name, policy in BOOK.benefits.items()
    for on in DAYS
    if (version := policy.version_on(on)) is not None and version.state is State.IN_FORCE
]
MOST = 2000


class Written:
    """A version as its file says it, read once more without our loader."""

    def __init__(self, name: str, on: date) -> None:
        raw = yaml.safe_load((Path(POLICIES) / f"{name}.yaml").read_text(encoding="utf-8"))
        inside = [
            version
            for version in raw["versions"]
            if version["from"] <= on and ("until" not in version or on <= version["until"])
        ]
        (self.version,) = inside
        self.conditions = [clause["if"] for clause in self.version["conditions"]]
        self.unclear_if = [clause["if"] for clause in self.version.get("unclear_if") or []]
        clauses = [*self.version["conditions"], *(self.version.get("unclear_if") or [])]
        asked = {axis for c in clauses if not c.get("presumed") for axis in axes(read(c["if"]))}
        self.tested = {axis for clause in clauses for axis in axes(read(clause["if"]))}
        self.optional = frozenset(self.tested - asked)

    def verdict(self, person: oracle.Person, on: date) -> Verdict:
        if not all(oracle.holds(condition, person, on, assume=True) for condition in self.conditions):
            return Verdict.NOT_ELIGIBLE
        doubtful = any(oracle.holds(condition, person, on, assume=False) for condition in self.unclear_if)
        return Verdict.UNCLEAR if doubtful else Verdict.ELIGIBLE

    def everybody(self, raw: Mapping[str, object], on: date) -> list[oracle.Person]:
        days: dict[str, list[int]] = {}
        for condition in (*self.conditions, *self.unclear_if):
            for axis, turning in oracle.turning_days(condition, on).items():
                days.setdefault(axis, []).extend(turning)
        told = {AXIS_OF[name].name for name in raw}
        names = oracle.involved(self.tested - self.optional, told)
        names = [name for name in AXES if name in {*names, *self.tested}]
        people = oracle.people(names, raw, on, days, self.optional)
        found = list(islice(people, MOST + 1))
        assume(len(found) <= MOST)
        return found


@pytest.mark.parametrize(("name", "on"), CASES, ids=lambda value: str(value))
def test_a_shipped_rule_is_exact(name: str, on: date) -> None:
    written = Written(name, on)
    examples = [example.facts.to_json() for example in BOOK.benefits[name].examples]
    facts_of = [fact.name for fact in CATALOGUE.values() if fact.axis in written.tested]

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(st.data())
    def judged_alike(data: st.DataObject) -> None:
        # Start near a boundary, from a saved example, then forget and change a few facts.
        raw: dict[str, object] = dict(data.draw(st.sampled_from(examples)))
        for fact in data.draw(st.lists(st.sampled_from(facts_of), max_size=2, unique=True)):
            raw[fact] = data.draw(value_of(fact))
        for fact in data.draw(st.lists(st.sampled_from(sorted(raw) or facts_of), max_size=3, unique=True)):
            raw.pop(fact, None)
        try:
            facts = Facts.read(raw, on)
        except FactError:
            assume(False)
        verdicts = {written.verdict(person, on) for person in written.everybody(raw, on)}
        found = assess(BOOK.benefits[name], facts, on)
        assert found.verdict is (verdicts.pop() if len(verdicts) == 1 else Verdict.UNKNOWN)
        assert bool(relevant(BOOK.benefits[name], facts, on)) is (found.verdict is Verdict.UNKNOWN)

    judged_alike()
