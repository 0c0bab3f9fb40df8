"""How many questions it takes: ours against the exact optimum on small invented rules.

`python -m benchmarks.questions` prints a table. The optimum is found by trying every order of questions after every
answer; a rule asks three to six facts, alone or together with a second rule.
"""

import random
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from statistics import mean

from nlu import conditions
from nlu.axes import AXIS_OF
from nlu.catalogue import CATALOGUE
from nlu.eligibility import assess, next_question, relevant
from nlu.facts import Facts, Kind
from nlu.likelihood import of_values
from nlu.policy import Before, Clause, Decides, Policy, PolicyBook, State, Verdict, Version

ON = date(2026, 11, 25)

POOL = (
    "self.sex",
    "self.hukou_type",
    "self.hukou_place",
    "self.employer",
    "self.retired",
    "self.had_equal_reward",
    "household.planning_pregnancy",
    "household.pregnant",
    "household.checkup_used",
    "household.housing_qualified",
    "self.pension",
    "household.children_ever",
)

Told = tuple[tuple[str, object], ...]
Ask = Callable[[Told], str]


@dataclass(frozen=True)
class Result:
    """Expected questions: the least possible, ours, and those of asking in the order of the catalogue."""

    best: float
    ours: float
    in_order: float


def rule(chance: random.Random, names: list[str], id_: str) -> Policy:
    """Give a rule over some of the facts."""
    clauses = [
        Clause(f"c{n}", f"c{n}", (), conditions.read(_some(chance, names, 2)))
        for n in range(chance.randint(1, 4))
    ]
    version = Version(date(2000, 1, 1), None, State.IN_FORCE, tuple(clauses))
    return Policy(id_, id_, id_, (), False, Decides("", "", ()), (version,), Before.UNCLEAR)


def _some(chance: random.Random, names: list[str], depth: int) -> dict[str, object]:
    if depth == 0 or chance.random() < 0.35:
        name = chance.choice(names)
        fact = CATALOGUE[name]
        if fact.kind is Kind.BOOLEAN:
            return {name: chance.random() < 0.5}
        if fact.kind is Kind.CHOICE:
            return {name: chance.choice(fact.choices)}
        return {name: {chance.choice(["at_least", "at_most", "is"]): chance.randint(0, 3)}}
    word = chance.choice(["all", "any"])
    return {word: [_some(chance, names, depth - 1) for _ in range(chance.randint(2, 3))]}


def measure(policies: list[Policy]) -> Result:
    """Give the expected number of questions for these rules together."""
    book = PolicyBook({policy.id: policy for policy in policies}, {}, {}, {})
    decided: dict[frozenset[tuple[str, object]], tuple[str, ...]] = {}

    def open_facts(told: Told) -> tuple[str, ...]:
        key = frozenset(told)
        if key not in decided:
            facts = Facts.read(dict(told), ON)
            undecided = [p for p in policies if assess(p, facts, ON).verdict is Verdict.UNKNOWN]
            decided[key] = tuple(sorted({name for p in undecided for name in relevant(p, facts, ON)}))
        return decided[key]

    def expected(told: Told, ask: Ask) -> float:
        if not open_facts(told):
            return 0.0
        return _after(told, ask(told), lambda more: expected(more, ask))

    best_of: dict[frozenset[tuple[str, object]], float] = {}

    def best(told: Told) -> float:
        key = frozenset(told)
        if key not in best_of:
            best_of[key] = min((_after(told, name, best) for name in open_facts(told)), default=0.0)
        return best_of[key]

    def ours(told: Told) -> str:
        asked = next_question(book, book.benefits, Facts.read(dict(told), ON), ON)
        assert asked is not None
        return asked

    return Result(best(()), expected((), ours), expected((), lambda told: open_facts(told)[0]))


def _after(told: Told, name: str, rest: Callable[[Told], float]) -> float:
    axis = AXIS_OF[name]
    likely = of_values(axis)
    total, answers = sum(likely), _grouped(name)
    return 1 + sum(
        sum(likely[n] for n in group) / total * rest((*told, (name, axis.values[group[0]])))
        for group in answers
    )


def _grouped(name: str) -> list[list[int]]:
    """Give the answers that the invented rules may tell apart: of numbers those above 4 are one."""
    values = AXIS_OF[name].values
    if CATALOGUE[name].kind is Kind.INTEGER:
        return [[0], [1], [2], [3], list(range(4, len(values)))]
    return [[n] for n in range(len(values))]


def compare(seed: int, rules: int, many: int) -> Mapping[str, float]:
    """Give mean expected questions over invented rules, `many` rules asked together."""
    chance = random.Random(seed)
    results: list[Result] = []
    while len(results) < rules:
        names = chance.sample(POOL, chance.randint(3, 6))
        policies = [rule(chance, names, f"r{n}") for n in range(many)]
        found = measure([replace(policy) for policy in policies])
        if found.best > 1:
            results.append(found)
    best = mean(result.best for result in results)
    return {
        "best": best,
        "ours": mean(result.ours for result in results),
        "ratio": mean(result.ours for result in results) / best,
        "worst": max(result.ours / result.best for result in results),
        "in order": mean(result.in_order for result in results) / best,
    }


def main() -> int:
    """Print the table."""
    print(f"{'':28} {'optimum':>8} {'ours':>8} {'ratio':>7} {'worst':>7} {'catalogue order':>16}")
    for many, rules in ((1, 150), (2, 60), (3, 40)):
        found = compare(5, rules, many)
        print(
            f"{f'{rules} draws of {many} rule(s)':28} {found['best']:8.3f} {found['ours']:8.3f}"
            f" {found['ratio']:7.3f} {found['worst']:7.3f} {found['in order']:16.3f}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
