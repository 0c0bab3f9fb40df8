"""Rules and facts invented by Hypothesis, over facts that are tied to each other in every way the catalogue knows."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from types import MappingProxyType

from hypothesis import strategies as st

from nlu import conditions
from nlu.catalogue import CATALOGUE
from nlu.facts import Kind
from nlu.policy import (
    Amounts,
    Before,
    Case,
    Clause,
    Decides,
    Policy,
    State,
    Sum,
    Version,
)

ON = date(2026, 11, 25)

POOL = (
    "self.sex",
    "self.age",
    "self.born_on",
    "self.hukou_place",
    "self.residence_months",
    "self.retired",
    "self.retired_on",
    "self.pension",
    "self.drawing_pension",
    "spouse.sex",
    "spouse.age",
    "spouse.hukou_place",
    "household.marital_status",
    "household.children_ever",
    "household.children_living",
    "household.sons",
    "household.daughters",
    "household.one_child_certificate",
    "household.youngest_child_born_on",
    "household.youngest_child_hukou",
    "household.remarried",
    "household.housing_type",
    "household.parent_age",
)

_MONTHS = ("1965-03", "1977-11", "2001-02", "2012-11", "2016-01", "2023-04", "2024-02")
_DAYS = (
    "1966-11-25",
    "1966-11-26",
    "1977-11-24",
    "2001-01-01",
    "2015-12-31",
    "2016-01-01",
    "2023-11-25",
    "2024-02-29",
)


Raw = dict[str, object]


def _leaf(name: str, value: object) -> Raw:
    return {name: value}


def _compared(name: str) -> Callable[[str, object], Raw]:
    return lambda operator, limit: {name: {operator: limit}}


def _test(name: str) -> st.SearchStrategy[Raw]:
    leaf = partial(_leaf, name)
    fact = CATALOGUE[name]
    order = st.sampled_from(["at_least", "more_than", "at_most", "less_than"])
    if fact.kind is Kind.BOOLEAN:
        return st.booleans().map(leaf)
    if fact.kind is Kind.CHOICE:
        one = st.sampled_from(fact.choices).map(leaf)
        some = st.lists(st.sampled_from(fact.choices), min_size=1, max_size=2, unique=True)
        return one | some.map(lambda values: leaf({"one_of": values}))
    if fact.kind is Kind.INTEGER:
        top = 4 if fact.clock is None else 61 if fact.high == 120 else 13
        count = st.integers(0, top)
        return st.builds(_compared(name), order, count) | count.map(leaf)
    dated = st.builds(_compared(name), order, st.sampled_from(_DAYS))
    aged = st.builds(
        _compared(name),
        st.sampled_from(["age_at_least", "age_less_than", "age_months_less_than", "age_months_at_least"]),
        st.integers(0, 14),
    )
    return dated | aged


def raw_conditions(names: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, object]]:
    leaf = names.flatmap(_test)
    return st.recursive(
        leaf,
        lambda inner: st.one_of(
            st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"all": parts}),
            st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"any": parts}),
            inner.map(lambda part: {"not": part}),
        ),
        max_leaves=5,
    )


@dataclass(frozen=True)
class Rule:
    """A rule as it would be written, and the policy it makes."""

    conditions: list[dict[str, object]]
    unclear_if: list[dict[str, object]]
    cases: list[tuple[dict[str, object], int]]
    policy: Policy


@st.composite
def rules(draw: st.DrawFn, most_axes: int = 4, pool: tuple[str, ...] = POOL, id_: str = "invented") -> Rule:
    names = draw(st.lists(st.sampled_from(pool), min_size=1, max_size=most_axes, unique=True))
    some = raw_conditions(st.sampled_from(names))
    written = draw(st.lists(some, min_size=1, max_size=3))
    doubts = draw(st.lists(some, max_size=1))
    cases = draw(st.lists(st.tuples(some, st.sampled_from([100, 200])), max_size=2))
    return Rule(written, doubts, cases, policy(written, doubts, cases, id_))


def policy(
    written: list[dict[str, object]],
    doubts: list[dict[str, object]],
    cases: list[tuple[dict[str, object], int]],
    id_: str = "invented",
) -> Policy:
    clauses = [Clause(f"c{n}", f"c{n}", (), conditions.read(raw)) for n, raw in enumerate(written)]
    unclear = [Clause(f"u{n}", f"u{n}", (), conditions.read(raw)) for n, raw in enumerate(doubts)]
    sums = [Case(conditions.read(raw), Sum(value, value)) for raw, value in cases]
    paid = Amounts(
        date(2000, 1, 1), None, "month", "person", (*sums, Case(conditions.ALWAYS, Sum(300, 300))), ()
    )
    return Policy(
        id_,
        id_,
        id_,
        (),
        sensitive=False,
        decides=Decides("", "", ()),
        versions=(
            Version(date(2000, 1, 1), None, State.IN_FORCE, tuple(clauses), tuple(unclear), amounts=(paid,)),
        ),
        before=Before.UNCLEAR,
        common_answers=MappingProxyType({}),
    )


def value_of(name: str) -> st.SearchStrategy[object]:
    fact = CATALOGUE[name]
    if fact.kind is Kind.BOOLEAN:
        return st.booleans()
    if fact.kind is Kind.CHOICE:
        return st.sampled_from(fact.choices)
    if fact.kind is Kind.INTEGER:
        return st.integers(0, 3 if fact.clock is None else 62 if fact.high == 120 else 14)
    return st.sampled_from((*_DAYS, *_MONTHS, "1966", "2016", "2023"))


@st.composite
def told(draw: st.DrawFn, pool: tuple[str, ...] = POOL, most: int = 5) -> dict[str, object]:
    names = draw(st.lists(st.sampled_from(pool), max_size=most, unique=True))
    return {name: draw(value_of(name)) for name in names}
