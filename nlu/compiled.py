"""A rule compiled: from conditions and cells to diagrams."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce

from nlu.cells import Cells, DayCells, ValueCells
from nlu.conditions import (
    ALWAYS,
    Condition,
    Every,
    Not,
    Some,
    Today,
    ValueTest,
    axes,
    positive,
)
from nlu.consistency import AtMost, Link, Rule
from nlu.diagram import FIRST_AMOUNT, IMPOSSIBLE, NO, TERMINALS, UNCLEAR, YES, Diagrams
from nlu.outline import Outline, Shape, cells, cut_positions, outline
from nlu.policy import Amounts, Clause, Version
from nlu.policy import Sum as Yuan


@dataclass(frozen=True, slots=True, eq=False)
class CompiledClause:
    """A clause as two diagrams: untold unlisted facts count against it in `strict`, for it in `assumed`."""

    clause: Clause
    strict: int
    assumed: int


@dataclass(frozen=True, slots=True, eq=False)
class CompiledRule:
    """The diagrams of one version in one shape, over the levels of `outline`.

    `verdict` ends in NO, YES or UNCLEAR for everybody who is possible. `plain` is the same without the rules of
    consistency: small, and right for the possible. `amount` ends in FIRST_AMOUNT + n for those who are eligible, where n
    counts in `sums`: every sum that untold facts leave open.
    """

    outline: Outline
    shape: Shape
    cells: tuple[Cells, ...]
    diagrams: Diagrams
    verdict: int
    plain: int
    conditions: tuple[CompiledClause, ...]
    unclear_if: tuple[CompiledClause, ...]
    amount: int
    sums: tuple[frozenset[Yuan], ...]


def outline_of(version: Version, amounts: Amounts | None) -> Outline:
    """Outline a version with the amounts of a day."""
    found: dict[bool, list[Condition]] = {False: [], True: []}
    for clause in (*version.conditions, *version.unclear_if):
        if clause.condition is not None:
            found[clause.presumed].append(clause.condition)
    return outline(
        [*found[False], *(case.condition for case in (amounts.cases if amounts else ()))], found[True]
    )


def compile_rule(version: Version, amounts: Amounts | None, what: Outline, shape: Shape) -> CompiledRule:
    """Compile a version with the amounts of a day, in one shape."""
    compiler = Compiler(what, shape)
    conditions = tuple(compiler.clause(clause) for clause in version.conditions)
    unclear_if = tuple(compiler.clause(clause) for clause in version.unclear_if)
    plain = compiler.rule(version)
    verdict = compiler.possible(plain, frozenset(what.levels))
    amount, sums = compiler.amounts(amounts, verdict)
    return CompiledRule(
        what, shape, compiler.cells, compiler.diagrams, verdict, plain, conditions, unclear_if, amount, sums
    )


class Compiler:
    """Makes diagrams over one outline in one shape; all of them share a store."""

    def __init__(self, what: Outline, shape: Shape) -> None:
        self.what = what
        self.levels = what.levels
        self.holding = shape.holding
        self.places = cut_positions(shape)
        self.cells = cells(what, shape)
        self.diagrams = Diagrams([of_level.width for of_level in self.cells])

    def diagram(self, condition: Condition, *, assume: bool) -> int:
        """Give the diagram of a condition; every test of an untold unlisted fact comes out as `assume`."""
        return self._of(positive(condition), assume)

    def _of(self, condition: Condition, assume: bool) -> int:
        diagrams = self.diagrams
        if isinstance(condition, Every):
            return reduce(diagrams.both, (self._of(part, assume) for part in condition.parts), YES)
        if isinstance(condition, Some):
            return reduce(diagrams.either, (self._of(part, assume) for part in condition.parts), NO)
        negated = isinstance(condition, Not)
        test = condition.part if isinstance(condition, Not) else condition
        if isinstance(test, Today):
            return YES if (test in self.holding) is not negated else NO
        assert not isinstance(test, Every | Some | Not)
        level = self.levels[test.axis]
        of_level = self.cells[level]
        if isinstance(test, ValueTest):
            assert isinstance(of_level, ValueCells)
            inside, told = of_level.inside(test.bits), (1 << len(of_level.groups)) - 1
        else:
            assert isinstance(of_level, DayCells)
            below = (2 << self.places[test.axis, test.cut]) - 1
            inside = below if test.below else of_level.present & ~below
            told = of_level.present | of_level.absent
        if negated:
            inside = told & ~inside
        if assume and of_level.optional:
            inside |= 1 << (of_level.width - 1)
        return diagrams.test(level, inside)

    def clause(self, clause: Clause) -> CompiledClause:
        """Compile a clause, so that it can be judged by itself."""
        condition = clause.condition or ALWAYS
        tested = axes(condition)
        strict = self.possible(self.diagram(condition, assume=False), tested)
        if not tested & self.what.optional:
            return CompiledClause(clause, strict, strict)
        return CompiledClause(clause, strict, self.possible(self.diagram(condition, assume=True), tested))

    def rule(self, version: Version) -> int:
        """Give the verdict of everybody, possible or not."""
        diagrams = self.diagrams
        holds = [
            self.diagram(clause.condition, assume=True) for clause in version.conditions if clause.condition
        ]
        unclear = [
            self.diagram(clause.condition, assume=False) for clause in version.unclear_if if clause.condition
        ]
        doubtful = reduce(diagrams.either, unclear, NO)
        return diagrams.choose(reduce(diagrams.both, holds, YES), diagrams.choose(doubtful, UNCLEAR, YES), NO)

    def possible(self, root: int, tested: frozenset[str]) -> int:
        """Give `root` with the combinations that nobody can have marked as such."""
        for rule in self.what.ties(tested):
            root = self.diagrams.choose(self._obeyed(rule), root, IMPOSSIBLE)
        return root

    def _obeyed(self, rule: Rule) -> int:
        diagrams = self.diagrams
        if isinstance(rule, Link):
            return diagrams.choose(
                self._seen(rule.cause, rule.among), self._seen(rule.effect, rule.then), YES
            )
        if isinstance(rule, AtMost):
            return self._at_most(rule)
        one, two = (self._counts(name) for name in rule.parts)
        whole = self._counts(rule.whole)
        every = NO
        for total, reached in enumerate(whole):
            pairs = [diagrams.both(one[n], two[total - n]) for n in range(total + 1)]
            every = diagrams.either(every, diagrams.both(reached, reduce(diagrams.either, pairs, NO)))
        return every

    def _at_most(self, rule: AtMost) -> int:
        less, more = self.cells[self.levels[rule.less]], self.cells[self.levels[rule.more]]
        assert isinstance(less, ValueCells)
        assert isinstance(more, ValueCells)
        obeyed = NO
        for cell, group in enumerate(more.groups):
            within = sum(1 << n for n, low in enumerate(less.groups) if low & -low <= group)
            both = self.diagrams.both(
                self.diagrams.test(self.levels[rule.more], 1 << cell),
                self.diagrams.test(self.levels[rule.less], within),
            )
            obeyed = self.diagrams.either(obeyed, both)
        return obeyed

    def _seen(self, name: str, bits: int) -> int:
        of_level = self.cells[self.levels[name]]
        if isinstance(of_level, ValueCells):
            return self.diagrams.test(self.levels[name], of_level.inside(bits))
        mask = (of_level.present if bits & 1 else 0) | (of_level.absent if bits & 2 else 0)
        return self.diagrams.test(self.levels[name], mask)

    def _counts(self, name: str) -> Sequence[int]:
        of_level = self.cells[self.levels[name]]
        assert isinstance(of_level, ValueCells)
        return [
            self.diagrams.test(self.levels[name], of_level.inside(1 << n))
            for n in range(len(of_level.axis.values))
        ]

    def amounts(self, amounts: Amounts | None, verdict: int) -> tuple[int, tuple[frozenset[Yuan], ...]]:
        """Give the diagram of the sums of those who are eligible, and the sets of sums it ends in."""
        if amounts is None:
            return NO, ()
        ends = _Ends()
        paid = ends.of([Yuan(None, None)])
        for case in reversed(amounts.cases):
            here = ends.of([case.sum])
            strict = self.diagram(case.condition, assume=False)
            maybe = self.diagram(case.condition, assume=True)
            both = paid if maybe == strict else self._united(here, paid, ends)
            paid = self.diagrams.choose(strict, here, self.diagrams.choose(maybe, both, paid))
        eligible = self._mapped(verdict)
        return self.diagrams.choose(eligible, paid, NO), tuple(ends.sets)

    def _mapped(self, verdict: int) -> int:
        """Give the diagram that says yes for those who are eligible and possible."""
        diagrams, known = self.diagrams, dict.fromkeys(range(TERMINALS), NO)
        known[YES] = YES

        def walk(node: int) -> int:
            if node not in known:
                known[node] = diagrams.node(
                    diagrams.level[node], tuple(walk(child) for child in diagrams.children[node])
                )
            return known[node]

        return walk(verdict)

    def _united(self, end: int, paid: int, ends: "_Ends") -> int:
        diagrams, known = self.diagrams, dict[int, int]()

        def walk(node: int) -> int:
            if node not in known:
                known[node] = (
                    ends.of(ends.sets[end - FIRST_AMOUNT] | ends.sets[node - FIRST_AMOUNT])
                    if node < TERMINALS
                    else diagrams.node(
                        diagrams.level[node], tuple(walk(child) for child in diagrams.children[node])
                    )
                )
            return known[node]

        return walk(paid)


class _Ends:
    """Numbers the sets of sums that a person may get."""

    def __init__(self) -> None:
        self.sets: list[frozenset[Yuan]] = []

    def of(self, sums: Iterable[Yuan]) -> int:
        wanted = frozenset(sums)
        if wanted not in self.sets:
            self.sets.append(wanted)
        number = FIRST_AMOUNT + self.sets.index(wanted)
        if number >= TERMINALS:
            raise ValueError(f"a rule pays more than {TERMINALS - FIRST_AMOUNT} different sums")
        return number
