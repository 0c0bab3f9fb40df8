"""Moves and wishes that say nothing about benefits: back, skip, menu, restart, a person, courtesies."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from nlu import selfcheck
from nlu.acts import Act, HandOff, Judgement, Menu, Said, Tell, Why
from nlu.answering import Turn, proceed, then_go_on
from nlu.heard import Move
from nlu.interpretation import Intent, Interpretation
from nlu.rules import Rules
from nlu.state import State
from nlu.telling import reconcile


def _restart(state: State, says: Interpretation, rules: Rules) -> Turn:
    fresh = State(greeted=state.greeted, told_degraded=state.told_degraded, turns=state.turns)
    return fresh, (Tell(Said.RESTARTED), Menu())


def _forget(state: State, says: Interpretation, rules: Rules) -> Turn:
    return State(), (Tell(Said.FORGOTTEN),)


def _say(what: Said, *then: Act) -> Callable[[State, Interpretation, Rules], Turn]:
    def say(state: State, says: Interpretation, rules: Rules) -> Turn:
        return then_go_on(replace(state, misses=0), (Tell(what), *then), rules)

    return say


def _human(state: State, says: Interpretation, rules: Rules) -> Turn:
    return replace(state, misses=0), (HandOff(Why.ASKED),)


def _complaint(state: State, says: Interpretation, rules: Rules) -> Turn:
    return replace(state, misses=0), (Tell(Said.COMPLAINT), HandOff(Why.COMPLAINT))


def _help(state: State, says: Interpretation, rules: Rules) -> Turn:
    return _menu(state, rules)


def _do_not_know(state: State, says: Interpretation, rules: Rules) -> Turn:
    return _skip(state, rules)


INTENTS: Mapping[Intent, Callable[[State, Interpretation, Rules], Turn]] = {
    Intent.RESTART: _restart,
    Intent.FORGET: _forget,
    Intent.HUMAN: _human,
    Intent.COMPLAINT: _complaint,
    Intent.HELP: _help,
    Intent.DONT_KNOW: _do_not_know,
    Intent.GREET: _say(Said.GREETING),
    Intent.THANKS: _say(Said.THANKS),
    Intent.GOODBYE: _say(Said.GOODBYE),
    Intent.OPT_OUT: _say(Said.OPTED_OUT),
    Intent.OPT_IN: _say(Said.OPTED_IN),
}


def _menu(state: State, rules: Rules) -> Turn:
    return replace(state, misses=0, unclear=None, clash=None), (Menu(checking=state.check is not None),)


def _skip(state: State, rules: Rules) -> Turn:
    if state.clash:
        return keep(state, rules)
    if state.check:
        return selfcheck.skip(state, rules)
    return _menu(state, rules)


def _back(state: State, rules: Rules) -> Turn:
    if state.clash:
        return keep(state, rules)
    state, acts = selfcheck.back(state, rules)
    if acts:
        return state, acts
    if state.check:
        state, asked = selfcheck.go_on(state, rules)
        return state, (Tell(Said.NOTHING_TO_UNDO), *asked)
    return state, (Tell(Said.NOTHING_TO_UNDO), Menu())


def _go_on(state: State, rules: Rules) -> Turn:
    if state.check:
        return selfcheck.go_on(state, rules)
    return state, (Tell(Said.NOTHING_ASKED), Menu())


def _stop(state: State, rules: Rules) -> Turn:
    return replace(state, check=None, clash=None), (Tell(Said.STOPPED), Menu())


def keep(state: State, rules: Rules) -> Turn:
    """Of two facts that contradict, keep the one told first."""
    if state.clash is None:
        return _go_on(state, rules)
    state, acts = proceed(replace(state, clash=None), rules)
    return state, (Tell(Said.KEPT), *acts)


def _change(state: State, rules: Rules) -> Turn:
    if state.clash is None:
        return _go_on(state, rules)
    now = state.clash.facts
    facts = reconcile(state.facts, now, rules.on)
    added = tuple(name for name in now if name not in state.facts)
    state = replace(selfcheck.answered(state, added), facts=facts, clash=None)
    state, acts = proceed(state, rules)
    return state, (Tell(Said.CHANGED), *acts)


def _folded(state: State, rules: Rules) -> Turn:
    judged = rules.assess_each(state.folded, state.facts)
    return replace(state, folded=()), tuple(Judgement(each, brief=True) for each in judged) or (Menu(),)


def _tender(state: State, rules: Rules) -> Turn:
    benefits = tuple(benefit for benefit, policy in rules.book.benefits.items() if policy.sensitive)
    return selfcheck.begin(state, rules, benefits)


def meant_neither(state: State) -> State:
    """Give the state after what was asked back was not what was meant."""
    lone = state.unclear.benefits if state.unclear and len(state.unclear.benefits) == 1 else ()
    return replace(state, unclear=None, benefit=None if state.benefit in lone else state.benefit)


def _neither(state: State, rules: Rules) -> Turn:
    return meant_neither(state), (Tell(Said.NOT_UNDERSTOOD), Menu(), HandOff(Why.MISSES))


MOVES: Mapping[Move, Callable[[State, Rules], Turn]] = {
    Move.BACK: _back,
    Move.SKIP: _skip,
    Move.MENU: _menu,
    Move.GO_ON: _go_on,
    Move.STOP: _stop,
    Move.KEEP: keep,
    Move.CHANGE: _change,
    Move.FOLDED: _folded,
    Move.TENDER: _tender,
    Move.NEITHER: _neither,
}
