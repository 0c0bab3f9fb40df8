"""From single findings to one set of facts: corrections win, repetitions join, contradictions are set aside."""

import re
from collections.abc import Iterable
from types import MappingProxyType

from nlu.interpretation import FactValue
from nlu.reading import inline
from nlu.reading.ages import CORRECTS
from nlu.reading.finding import Finding
from nlu.reading.line import Line
from nlu.reading.reading import Reading

_CHANGED = re.compile("如今|后来|现在(?:就|都|已经|才)?(?:是|算)|改成|改判|转成|变成|重新评|重新定")
"""How one says that it was so once, and is otherwise now."""

_PENSION_FROM = 60
"""From this age on the residents' pension is drawn, which is open to everybody."""
_COUNTS = ("household.children_living", "household.sons", "household.daughters")


def conclude(line: Line, findings: Iterable[Finding], overruling: Iterable[Finding] = ()) -> Reading:
    """Joins the findings of a line; those in `overruling` stand against any other on the same fact."""
    grouped: dict[str, list[Finding]] = {}
    for finding in sorted(findings, key=lambda f: f.start):
        grouped.setdefault(finding.fact, []).append(finding)
    for finding in overruling:
        grouped[finding.fact] = [finding]
        if finding.fact == _COUNTS[0] and finding.value == 0:
            # Of the dead neither sons nor daughters are counted, whatever was said of them when they lived.
            grouped.pop(_COUNTS[1], None)
            grouped.pop(_COUNTS[2], None)
    facts: dict[str, FactValue] = {}
    evidence: list[Finding] = []
    retracted: list[str] = []
    contradictions: list[str] = []
    for fact, told in grouped.items():
        settled = _settle(line, told)
        if settled is None:
            contradictions.append(fact)
        elif settled.value is None:
            retracted.append(fact)
        else:
            facts[fact] = settled.value
            evidence.append(settled)
    _drop_former_spouse(facts)
    _drop_pension_of_the_young(facts, grouped)
    _drop_impossible(facts, grouped, contradictions)
    _ages_and_births(facts, line, contradictions)
    return Reading(
        MappingProxyType(facts),
        tuple(retracted),
        tuple(contradictions),
        line.about,
        tuple(finding for finding in evidence if finding.fact in facts),
        line.text,
    )


def _drop_former_spouse(facts: dict[str, FactValue]) -> None:
    """A widowed or divorced person has no spouse: what is told of the one who was there is nobody's fact."""
    if facts.get("household.marital_status") in {"widowed", "divorced"}:
        for name in [name for name in facts if name.startswith("spouse.")]:
            del facts[name]


def _drop_pension_of_the_young(facts: dict[str, FactValue], grouped: dict[str, list[Finding]]) -> None:
    """58,没养老金: before 60 it says that none is drawn yet, and no word on whether one is paid for."""
    for person in ("self", "spouse"):
        age, name = facts.get(f"{person}.age"), f"{person}.pension"
        young = isinstance(age, int) and age < _PENSION_FROM
        if young and facts.get(name) == "none" and all(finding.weak for finding in grouped[name]):
            del facts[name]


def _settle(line: Line, told: list[Finding]) -> Finding | None:
    strong = [finding for finding in told if not finding.weak] or told
    if all(finding.value is None for finding in strong):
        strong = told  # 没有武汉户口,是湖南的
    latest = strong[0]
    for finding in strong[1:]:
        if finding.value == latest.value:
            continue
        if (
            latest.value is None
            or CORRECTS.search(line.text[latest.end : finding.end])
            or _CHANGED.search(line.text[latest.start : finding.end])
            or _more_exact(finding.value, latest.value)
        ):
            latest = finding
        elif finding.value is not None and not _more_exact(latest.value, finding.value):
            return None
    return latest


def _more_exact(one: FactValue | None, other: FactValue | None) -> bool:
    """A date that adds a month or a day to another one."""
    dates = isinstance(one, str) and isinstance(other, str) and inline.match(r"\d{4}", one)
    return bool(dates) and str(one).startswith(f"{other}-")


def _drop_impossible(
    facts: dict[str, FactValue], grouped: dict[str, list[Finding]], contradictions: list[str]
) -> None:
    """Sons and daughters must add up to the living children, and the living cannot outnumber those ever had."""
    if facts.get(_COUNTS[0]) == 0:
        for name in _COUNTS[1:]:
            if all(finding.weak for finding in grouped.get(name, [])):
                facts.pop(name, None)  # 没了独子
    living, sons, daughters = (facts.get(name) for name in _COUNTS)
    ever = facts.get("household.children_ever")
    if isinstance(sons, int) and isinstance(daughters, int) and living != sons + daughters:
        weak = all(finding.weak for finding in grouped.get(_COUNTS[0], []))
        if _COUNTS[0] in contradictions:
            pass  # told twice with different values: which of them holds, no sum says
        elif living is None or weak:
            # 一个儿子,…一个女儿 told apart: together they are all children told of.
            both_told = any(not f.weak for f in grouped[_COUNTS[1]]) and any(
                not f.weak for f in grouped[_COUNTS[2]]
            )
            if both_told or living is not None:
                facts[_COUNTS[0]] = sons + daughters
        else:
            _set_aside(facts, contradictions, _COUNTS)
    elif isinstance(living, int) and any(isinstance(n, int) and n > living for n in (sons, daughters)):
        _set_aside(facts, contradictions, _COUNTS)
    living = facts.get(_COUNTS[0])
    if isinstance(living, int) and isinstance(ever, int) and living > ever:
        _set_aside(facts, contradictions, (_COUNTS[0], "household.children_ever"))


def _set_aside(facts: dict[str, FactValue], contradictions: list[str], names: tuple[str, ...]) -> None:
    contradictions += [name for name in names if facts.pop(name, None) is not None]


def _ages_and_births(facts: dict[str, FactValue], line: Line, contradictions: list[str]) -> None:
    for person in ("self", "spouse"):
        age, born = facts.get(f"{person}.age"), facts.get(f"{person}.born_on")
        if isinstance(age, int) and isinstance(born, str):
            turning = line.on.year - int(born[:4])
            if age not in {turning, turning - 1}:
                _set_aside(facts, contradictions, (f"{person}.age", f"{person}.born_on"))
