"""Takes what was switched off out of what would be said."""

from dataclasses import replace

from bot.memory import Option
from bot.switches import Off
from nlu import selfcheck
from nlu.acts import (
    Act,
    Answer,
    Ask,
    CheckResult,
    Clarify,
    Judgement,
    Menu,
    Nearest,
    Rumour,
    StartCheck,
    TopicAnswer,
)
from nlu.assessment import Assessment
from nlu.rules import Rules
from nlu.state import State


def held_back(
    state: State, acts: tuple[Act, ...], off: Off, rules: Rules
) -> tuple[State, tuple[Act, ...], tuple[str, ...]]:
    """Give the state and the acts without what is off, and the names that would have been answered about."""
    stopped: dict[str, None] = {}
    if state.check and any(benefit in off for benefit in state.check.benefits):
        state, acts = _narrowed(state, acts, off, rules, stopped)
    kept = []
    for act in acts:
        shown = _without(act, off, stopped)
        if shown is not None:
            kept.append(shown)
    return state, tuple(kept), tuple(stopped)


def offered(option: Option, off: Off) -> bool:
    """Say whether an option leads to something that is not off."""
    kind, _, name = option.id.partition(":")
    return not (kind in ("ask", "check", "topic") and name.partition("+")[0] in off)


def _narrowed(
    state: State, acts: tuple[Act, ...], off: Off, rules: Rules, stopped: dict[str, None]
) -> tuple[State, tuple[Act, ...]]:
    """Let a running self-check go on without the benefits that are off; it ends where none is left."""
    assert state.check is not None
    left = tuple(benefit for benefit in state.check.benefits if benefit not in off)
    before = tuple(act for act in acts if not isinstance(act, Ask))
    if not left:
        stopped.update(dict.fromkeys(state.check.benefits))
        return replace(state, check=None), tuple(act for act in before if not isinstance(act, StartCheck))
    state = replace(state, check=replace(state.check, benefits=left))
    if not any(isinstance(act, Ask) for act in acts):
        return state, acts
    state, again = selfcheck.go_on(state, rules)
    return state, (*before, *again)


def _without(act: Act, off: Off, stopped: dict[str, None]) -> Act | None:
    match act:
        case Answer(benefit=name) | Rumour(benefit=name) | TopicAnswer(topic=name) if name in off:
            stopped[name] = None
            return None
        case Judgement(assessment=judged) if judged.benefit in off:
            stopped[judged.benefit] = None
            return None
        case StartCheck(benefits=names):
            return replace(act, benefits=tuple(name for name in names if name not in off))
        case Menu(first=names):
            return replace(act, first=tuple(name for name in names if name not in off))
        case Clarify(benefits=names):
            return replace(act, benefits=tuple(name for name in names if name not in off))
        case Nearest(benefits=names, topics=topics):
            benefits = tuple(name for name in names if name not in off)
            others = tuple(name for name in topics if name not in off)
            return replace(act, benefits=benefits, topics=others)
        case CheckResult():
            return _result(act, off)
    return act


def _result(act: CheckResult, off: Off) -> CheckResult:
    def on(judged: tuple[Assessment, ...]) -> tuple[Assessment, ...]:
        return tuple(one for one in judged if one.benefit not in off)

    return replace(
        act,
        eligible=on(act.eligible), unknown=on(act.unknown), unclear=on(act.unclear),
        not_eligible=on(act.not_eligible), ended=on(act.ended), assumed=on(act.assumed),
        folded=tuple(name for name in act.folded if name not in off),
        waiting=tuple(name for name in act.waiting if name not in off),
    )  # fmt: skip
