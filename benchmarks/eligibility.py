"""How long an assessment takes: ours, and two well-known engines on the same rule, side by side in one run.

`python -m benchmarks.eligibility` prints a table and ends with 1 where a bound is missed: 20 µs for one benefit on
average over the shipped policies, 400 µs for all of them, 5 ms for a next question on a state never seen before.
"""

import json
import platform
import random
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from statistics import mean, quantiles

import zen
from openfisca_core.entities import build_entity
from openfisca_core.periods import MONTH
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from benchmarks.peer_rule import CONDITION, PERSON, TREE, VALUES
from nlu.catalogue import CATALOGUE
from nlu.eligibility import assess, assess_all, next_question
from nlu.fact_types import Clock, FactError, Kind
from nlu.facts import Facts
from nlu.judging import rule_on
from nlu.policybook import load_book

ON = date(2026, 11, 25)
PEOPLE = 2_000
ONE_BENEFIT, ALL_BENEFITS, COLD_QUESTION = 20.0, 400.0, 5_000.0


def invented(chance: random.Random) -> dict[str, object]:
    """Give what one resident may have told: some facts of every kind, none of them contradicting."""
    while True:
        names = chance.sample(
            [name for name, fact in CATALOGUE.items() if fact.listed], chance.randint(2, 16)
        )
        raw = {name: _value(name, chance) for name in names}
        try:
            Facts.read(raw, ON)
        except FactError:
            continue
        return raw


def _value(name: str, chance: random.Random) -> object:
    fact = CATALOGUE[name]
    if fact.kind is Kind.BOOLEAN:
        return chance.random() < 0.5
    if fact.kind is Kind.CHOICE:
        return chance.choice(fact.choices)
    if fact.kind is Kind.DATE:
        return (ON - timedelta(days=chance.randint(0, 50 * 365))).isoformat()
    if fact.clock is Clock.YEARS:
        return chance.randint(18, 90)
    return chance.randint(0, 36) if fact.clock is Clock.MONTHS else min(chance.randint(0, 4), fact.high)


def each(work: Callable[[int], object], times: int) -> list[float]:
    """Give the microseconds that each run of `work` took."""
    taken = []
    for n in range(times):
        start = time.perf_counter()
        work(n)
        taken.append((time.perf_counter() - start) * 1e6)
    return taken


def ours() -> list[tuple[str, list[float], float | None]]:
    """Measure our own engine."""
    chance = random.Random(7)
    raw = [invented(chance) for _ in range(PEOPLE)]
    start = time.perf_counter()
    book = load_book()
    loading = [(time.perf_counter() - start) * 1e6]
    start = time.perf_counter()
    assess_all(book, Facts.read({}, ON), ON)
    compiling = [(time.perf_counter() - start) * 1e6]
    policies = list(book.benefits.values())
    people = [Facts.read(told, ON) for told in raw]
    new = each(lambda n: assess_all(book, people[n], ON), PEOPLE)
    warm = each(lambda n: assess_all(book, people[n], ON), PEOPLE)
    one = each(lambda n: assess(policies[n % len(policies)], people[n // len(policies) % PEOPLE], ON), 20_000)
    plain = each(lambda n: [a.to_json() for a in assess_all(book, Facts.read(raw[n], ON), ON)], PEOPLE)
    rule_on.cache_clear()
    assess_all(book, Facts.read({}, ON), ON)
    asking = each(lambda n: next_question(book, book.benefits, people[n], ON), PEOPLE)
    asking_warm = each(lambda n: next_question(book, book.benefits, people[n], ON), PEOPLE)
    days = each(lambda n: assess_all(book, people[0], ON + timedelta(days=1 + n)), 60)
    peer = book.benefits["prepregnancy-checkup"]
    told = Facts.read(PERSON, ON)
    all_ = f"all {len(policies)}"
    return [
        ("ours: the pre-pregnancy rule, one person", each(lambda _: assess(peer, told, ON), 5_000), None),
        ("ours: the same, from plain JSON facts", each(lambda _: assess(peer, Facts.read(PERSON, ON), ON), 5_000), None),
        ("ours: one benefit, varied people, warm", one, ONE_BENEFIT),
        (f"ours: {all_}, varied people, warm", warm, ALL_BENEFITS),
        (f"ours: {all_}, varied people, first time", new, None),
        (f"ours: {all_}, JSON facts in, JSON verdicts out", plain, None),
        (f"ours: next question of {all_}, cold", asking, COLD_QUESTION),
        (f"ours: next question of {all_}, warm", asking_warm, None),
        (f"ours: {all_} on a new day (compiled where its shape is new)", days, 150_000.0),
        ("ours: compiling everything for the first time", compiling, None),
        ("ours: loading the policy files", loading, None),
    ]  # fmt: skip


def zen_engine() -> list[float]:
    """Measure zen-engine: one expression, compiled once."""
    graph = {
        "nodes": [
            {"id": "in", "type": "inputNode", "name": "in", "position": {"x": 0, "y": 0}},
            {
                "id": "rule",
                "type": "expressionNode",
                "name": "rule",
                "position": {"x": 1, "y": 0},
                "content": {"expressions": [{"id": "e", "key": "eligible", "value": CONDITION}]},
            },
            {"id": "out", "type": "outputNode", "name": "out", "position": {"x": 2, "y": 0}},
        ],
        "edges": [
            {"id": "1", "type": "edge", "sourceId": "in", "targetId": "rule"},
            {"id": "2", "type": "edge", "sourceId": "rule", "targetId": "out"},
        ],
    }
    decision = zen.ZenEngine().create_decision(json.dumps(graph))
    assert decision.evaluate(TREE)["result"]["eligible"] is True
    return each(lambda _: decision.evaluate(TREE), 5_000)


def openfisca() -> list[float]:
    """Measure OpenFisca-Core: a simulation of one person, built and calculated."""
    person = build_entity(key="person", plural="persons", label="", is_person=True)
    system = TaxBenefitSystem([person])
    for name, value in VALUES.items():
        kind = bool if isinstance(value, bool) else int
        system.add_variable(
            type(name, (Variable,), {"value_type": kind, "entity": person, "definition_period": MONTH})
        )

    def formula(people: object, period: object) -> object:
        got: Callable[[str], object] = lambda name: people(name, period)  # type: ignore[operator]  # noqa: E731
        return _rule(got)

    shown = {"value_type": bool, "entity": person, "definition_period": MONTH, "formula": formula}
    system.add_variable(type("eligible", (Variable,), shown))
    built = {"persons": {"one": {name: {"2026-11": value} for name, value in VALUES.items()}}}

    def run(_: int) -> object:
        return SimulationBuilder().build_from_dict(system, built).calculate("eligible", "2026-11")

    assert bool(run(0)[0])  # type: ignore[index]
    return each(run, 1_000)


def _rule(got: Callable[[str], object]) -> object:
    """Say the rule once more over OpenFisca's vectors."""
    v = {name: got(name) for name in VALUES}
    place = v["wuhan"] | v["spouse_wuhan"] | ((v["months"] >= 6) & (v["spouse_months"] >= 6))  # type: ignore[operator]
    return v["married"] & v["planning"] & ~v["pregnant"] & place & ~v["used"] & (v["children"] < 3)  # type: ignore[operator]


def main() -> int:
    """Print the table; give 1 where a bound is missed."""
    rows = ours()
    rows.insert(2, ("zen-engine: the pre-pregnancy rule, one person", zen_engine(), None))
    rows.insert(3, ("openfisca-core: the pre-pregnancy rule, one person", openfisca(), None))
    print(f"{platform.machine()}, Python {platform.python_version()}, {PEOPLE} invented people, {ON}")
    print(f"{'':66} {'mean µs':>10} {'p99 µs':>10} {'bound µs':>9}")
    missed = [_row(*row) for row in rows]
    return 1 if any(missed) else 0


def _row(name: str, taken: Sequence[float], bound: float | None) -> bool:
    worst = quantiles(taken, n=100)[98] if len(taken) > 1 else taken[0]
    average = mean(taken)
    missed = bound is not None and average > bound
    shown = "" if bound is None else f"{bound:,.0f}"
    print(f"{name:66} {average:10,.1f} {worst:10,.1f} {shown:>9} {'MISSED' if missed else ''}".rstrip())
    return missed


if __name__ == "__main__":
    sys.exit(main())
