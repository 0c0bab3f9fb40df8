"""Which facts cannot stand together, and what follows strictly from those that were told."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from nlu.axes import ABSENT, AXES, FIRST_DAY, LAST_DAY, PRESENT, Known


@dataclass(frozen=True, slots=True)
class Link:
    """Whoever is in `among` on the axis `cause` is in `then` on the axis `effect`; both are sets as bits."""

    cause: str
    among: int
    effect: str
    then: int
    text: str

    @property
    def axes(self) -> tuple[str, ...]:
        """The axes that this ties together."""
        return (self.cause, self.effect)


@dataclass(frozen=True, slots=True)
class Sum:
    """The two `parts` add up to `whole`."""

    parts: tuple[str, str]
    whole: str
    text: str

    @property
    def axes(self) -> tuple[str, ...]:
        """The axes that this ties together."""
        return (self.whole, *self.parts)


@dataclass(frozen=True, slots=True)
class AtMost:
    """`less` is never greater than `more`."""

    less: str
    more: str
    text: str

    @property
    def axes(self) -> tuple[str, ...]:
        """The axes that this ties together."""
        return (self.less, self.more)


Rule = Link | Sum | AtMost


def _exists(cause: str, among: int, effect: str, text: str) -> Iterator[Link]:
    """Those in `among` have the effect, all others lack it."""
    axis = AXES[effect]
    yield Link(cause, among, effect, axis.present, text)
    yield Link(cause, AXES[cause].all_values & ~among, effect, axis.absent, text)


def _rules() -> Iterator[Rule]:
    marital, ever, living = (
        "household.marital_status",
        "household.children_ever",
        "household.children_living",
    )
    married = AXES[marital].bits("married")
    for axis in AXES.values():
        if axis.name.startswith("spouse.") and axis.listed and axis.name != "spouse.retired_on":
            yield from _exists(marital, married, axis.name, "有配偶才有配偶的情况")
    for own, other in (("female", "male"), ("male", "female")):
        sex, spouse = AXES["self.sex"], AXES["spouse.sex"]
        yield Link(sex.name, sex.bits(own), spouse.name, spouse.bits(other) | spouse.absent, "夫妻性别不同")
    for who in ("self", "spouse"):
        retired = f"{who}.retired"
        yield from _exists(retired, AXES[retired].bits(True), f"{who}.retired_on", "退休了才有退休日期")
    pension, drawing = AXES["self.pension"], AXES["self.drawing_pension"]
    without = pension.bits("none")
    yield Link(
        drawing.name,
        drawing.bits(True),
        pension.name,
        pension.all_values & ~without,
        "有养老保险才能领养老金",
    )
    childless, all_dead = AXES[ever].bits(0), AXES[living].bits(0)
    yield AtMost(living, ever, "健在的孩子不会比生育和收养过的多")
    yield Sum(("household.sons", "household.daughters"), living, "儿子数加女儿数等于健在的孩子数")
    born = "household.youngest_child_born_on"
    yield from _exists(ever, AXES[ever].all_values & ~childless, born, "有过孩子才有孩子的出生日期")
    for name in ("household.youngest_child_hukou", "household.child_is_chinese"):
        yield from _exists(
            living, AXES[living].all_values & ~all_dead, name, "有健在的孩子才有孩子的户口和国籍"
        )
    for name in ("household.one_child_certificate", "household.birth_rule_violation"):
        yield Link(ever, childless, name, AXES[name].bits(False), "没有过孩子就没有这一项")
    grade = AXES["household.only_child_disability_grade"]
    yield Link(ever, childless, grade.name, grade.bits(0), "没有过孩子就没有这一项")


RULES: tuple[Rule, ...] = tuple(_rules())
"""All rules of consistency: every completion that obeys them is possible."""

_RULES_OF: dict[str, tuple[Rule, ...]] = {
    name: tuple(rule for rule in RULES if name in rule.axes) for name in AXES
}


class Contradiction(Exception):  # noqa: N818
    """Facts break `rule`."""

    def __init__(self, rule: Rule) -> None:
        super().__init__(rule.text)
        self.rule = rule


def tied_with(rule: Rule) -> frozenset[str]:
    """Give the axes of the rule and of all rules that share a counted axis with it."""
    counted = [name for name in rule.axes if isinstance(rule, Sum | AtMost)]
    return frozenset(rule.axes).union(
        *(other.axes for name in counted for other in _RULES_OF[name] if isinstance(other, Sum | AtMost))
    )


def seen(axis: str, known: Known | None) -> int:
    """Give what is known of an axis as bits; days only as present or absent."""
    if known is None:
        return AXES[axis].all_values
    if isinstance(known, int):
        return known
    return (PRESENT if known[0] <= known[1] else 0) | (ABSENT if known[2] else 0)


def _narrowed(known: Known | None, bits: int, of_days: bool) -> Known:
    if not of_days:
        return bits
    first, last, _ = known if isinstance(known, tuple) else (FIRST_DAY, LAST_DAY, True)
    if not bits & PRESENT:
        first, last = 1, 0
    return (first, last, bool(bits & ABSENT))


def _lowest(bits: int) -> int:
    return (bits & -bits).bit_length() - 1


def _sums(left: int, right: int) -> int:
    total = 0
    while left:
        bit = left & -left
        total |= right * bit
        left ^= bit
    return total


def _differences(whole: int, part: int) -> int:
    total = 0
    while part:
        bit = part & -part
        total |= whole >> (bit.bit_length() - 1)
        part ^= bit
    return total


def _allowed(rule: Rule, view: dict[str, int]) -> Iterator[tuple[str, int]]:
    """Give for each axis of the rule what the other axes leave of it."""
    if isinstance(rule, Link):
        cause, effect = view[rule.cause], view[rule.effect]
        if not cause & ~rule.among:
            yield rule.effect, effect & rule.then
        if not effect & rule.then:
            yield rule.cause, cause & ~rule.among
    elif isinstance(rule, Sum):
        (one, two), whole = (view[name] for name in rule.parts), view[rule.whole]
        yield rule.whole, whole & _sums(one, two)
        yield rule.parts[0], one & _differences(whole, two)
        yield rule.parts[1], two & _differences(whole, one)
    else:
        less, more = view[rule.less], view[rule.more]
        yield rule.less, less & ((1 << more.bit_length()) - 1)
        yield rule.more, more & -(1 << _lowest(less))


def narrow(known: dict[str, Known]) -> None:
    """Narrow `known` in place to what the rules leave; raises Contradiction where they leave nothing."""
    told = tuple((name, seen(name, found)) for name, found in known.items() if name in _TIED)
    followed = _consequences(told)
    if not isinstance(followed, tuple):
        raise Contradiction(followed)
    for name, bits in followed:
        known[name] = _narrowed(known.get(name), bits, AXES[name].of_days)


_ALL_VALUES = {name: axis.all_values for name, axis in AXES.items()}
_TIED = frozenset(name for name, rules in _RULES_OF.items() if rules)


@lru_cache(maxsize=16_384)
def _consequences(told: tuple[tuple[str, int], ...]) -> tuple[tuple[str, int], ...] | Rule:
    """Give what the rules leave of each axis they narrow, or the rule that leaves nothing."""
    known = dict(told)
    narrowed: dict[str, int] = {}
    waiting = [name for name, _ in told]
    while waiting:
        for rule in _RULES_OF[waiting.pop()]:
            view = {name: known.get(name, _ALL_VALUES[name]) for name in rule.axes}
            for name, left in _allowed(rule, view):
                if left == view[name]:
                    continue
                if not left:
                    return rule
                view[name] = known[name] = narrowed[name] = left
                waiting.append(name)
    return tuple(narrowed.items())
