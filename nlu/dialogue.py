"""The dialogue: what was heard in, the new state and what to say out. Pure: no clock, no words, no store."""

import re
from dataclasses import replace

from nlu import selfcheck
from nlu.acts import (
    Act,
    Answer,
    BadFact,
    Clarify,
    Contradiction,
    Emergency,
    HandOff,
    Menu,
    Nearest,
    Refusal,
    Said,
    SaidTwice,
    StartCheck,
    Tell,
    Turned,
    Why,
)
from nlu.answering import answer, answer_topic, ask_which, left_open, proceed, rumours, suppose, then_go_on
from nlu.claim import are_couple, swapped
from nlu.facts import CATALOGUE, Kind
from nlu.heard import Heard
from nlu.interpretation import Aspect, FactValue, Intent, Interpretation
from nlu.moves import INTENTS, MOVES, keep, meant_neither
from nlu.policy import Ambiguous
from nlu.recalled import in_talk
from nlu.rules import Rules
from nlu.state import Clash, State, Unclear
from nlu.telling import Clashes, Impossible, reconcile, tell

Turn = tuple[State, tuple[Act, ...]]

SURE = 0.5
"""From this calibrated confidence on a question is answered; below it the nearest are offered."""

NEAR = 0.05
"""A guess below this confidence is not worth offering."""

ELSEWHERE = 0.6
"""From this confidence on something is declined as not ours."""

QUITE_NEAR = 0.3
"""What has a guess of this confidence is asked about before it is declined."""

NAMED_BESIDE = 0.2
"""A benefit named in a question on a topic is remembered from this confidence on."""

MOST_NEAREST = 3
TOO_MANY_MISSES = 2


def respond(state: State, heard: Heard, rules: Rules) -> Turn:
    """Give the state after this turn, and everything to be said in it."""
    says = heard.says
    first = state.turns == 0
    before_it = state = replace(state, turns=state.turns + 1)
    state, acts = _react(state, heard, rules)
    if says.intent not in (Intent.RESTART, Intent.FORGET):
        state = state.since(before_it)
    before: list[Act] = []
    if not state.greeted and says.intent is not Intent.FORGET:
        before.append(Tell(Said.INTRODUCTION))
        state = replace(state, greeted=True)
    if says.degraded and not state.told_degraded:
        before.append(Tell(Said.DEGRADED))
        state = replace(state, told_degraded=True)
    if first and acts == (Tell(Said.NOTHING_ASKED),):
        acts = (Menu(),)
    if acts and isinstance(acts[0], Emergency):
        return state, (*acts, *before)
    return state, (*before, *acts)


def _react(state: State, heard: Heard, rules: Rules) -> Turn:
    if heard.says.intent is Intent.EMERGENCY:
        return replace(state, misses=0), (Emergency(),)
    if heard.move is not None:
        return MOVES[heard.move](state, rules)
    turned: tuple[Act, ...] = ()
    turns = heard.claimant is not None and (heard.another or heard.claimant is not state.claimant)
    if turns:
        state, turned = _turn(state, heard, rules)
    state, acts = _take(state, heard if turns else replace(heard, claimant=None), rules)
    if any(isinstance(act, StartCheck) for act in acts):
        turned = tuple(act for act in turned if isinstance(act, Turned) and act.swapped)
    return state, (*turned, *acts)


def _turn(state: State, heard: Heard, rules: Rules) -> Turn:
    """The claim is another's from now on: the couple's facts change places, anybody else's are forgotten."""
    claimant = heard.claimant or state.claimant
    couple = are_couple(state.claimant, claimant)
    facts = swapped(state.facts) if couple else {}
    check = state.check
    if not couple and heard.says.intent is Intent.ASK_BENEFIT and heard.says.benefits:
        check = None  # it was about facts that are gone, and something else is wanted for the new person
    elif check:
        check = replace(check, asked=None, skipped=(), steps=())
    act = Turned(claimant, swapped=couple and bool(state.facts))
    return replace(state, claimant=claimant, facts=facts, check=check, clash=None), (act,)


def _take(state: State, heard: Heard, rules: Rules) -> Turn:
    """Take the facts that were told, then do what was wanted."""
    says = heard.says
    if state.clash and not says.facts:
        if says.intent in _NO_ANSWER_TO_A_CLASH:
            return _clash_again(state, rules)
        state = replace(state, clash=None)
    if says.contradictions:
        state, again = selfcheck.go_on(_remember_wish(state, says), rules)
        return state, (SaidTwice(says.contradictions), *again)
    facts = {**says.facts, **_answer_by_yes_or_no(state, heard)}
    asked = state.check.asked if state.check else None
    if not facts and not says.retracted:
        return _do(state, heard, rules, told=())
    before = state.facts
    if state.clash and state.clash.fact in facts:
        now = state.clash.facts
        before = {name: value for name, value in before.items() if name not in now}
        facts = {**now, **facts}
    outcome = tell(before, facts, says.retracted, rules.on)
    if isinstance(outcome, Impossible):
        state = _remember_wish(state, says)
        state, again = selfcheck.ask_again(state, rules) if asked else (state, ())
        return state, (BadFact(outcome.fact, outcome.now), *again)
    if isinstance(outcome, Clashes) and heard.corrects:
        settled = reconcile({n: v for n, v in before.items() if n not in says.retracted}, facts, rules.on)
        state = replace(selfcheck.answered(state, outcome.added), facts=settled, clash=None, misses=0)
        return _do(state, heard, rules, told=tuple(facts))
    if isinstance(outcome, Clashes):
        state = replace(_remember_wish(state, says), clash=Clash(outcome.fact, facts))
        return state, (Contradiction(outcome.fact, outcome.told, outcome.now),)
    state = replace(selfcheck.answered(state, outcome.added), facts=outcome.facts, clash=None, misses=0)
    return _do(state, heard, rules, told=tuple(facts))


_NO_ANSWER_TO_A_CLASH = frozenset({Intent.AFFIRM, Intent.DENY, Intent.TELL, Intent.OUT_OF_SCOPE})


def _clash_again(state: State, rules: Rules) -> Turn:
    """A yes says nothing on which of two is right: ask once more, then keep what was told first."""
    if state.clash is None or state.misses + 1 >= TOO_MANY_MISSES:
        return keep(replace(state, misses=0), rules)
    outcome = tell(state.facts, state.clash.facts, (), rules.on)
    if not isinstance(outcome, Clashes):
        return keep(state, rules)
    state = replace(state, misses=state.misses + 1)
    return state, (Contradiction(outcome.fact, outcome.told, outcome.now),)


def _answer_by_yes_or_no(state: State, heard: Heard) -> dict[str, FactValue]:
    """A plain yes or no answers the open question where it can; 不对 says of no number that it is none."""
    says = heard.says
    asked = state.check.asked if state.check else None
    if asked is None or asked in says.facts or says.intent not in (Intent.AFFIRM, Intent.DENY):
        return {}
    known = CATALOGUE[asked]
    if known.kind is Kind.BOOLEAN:
        return {asked: says.intent is Intent.AFFIRM}
    if (
        known.kind is Kind.INTEGER
        and known.clock is None
        and says.intent is Intent.DENY
        and not _TAKES_BACK.match(heard.words)
    ):
        return {asked: 0}
    return {}


_TAKES_BACK = re.compile(r"[哎哦啊,]*(?:不对|不是|错)")


def _remember_wish(state: State, says: Interpretation) -> State:
    if says.intent is Intent.ASK_BENEFIT and says.benefits and state.check is None:
        return replace(state, benefit=says.benefits[0], aspect=says.aspect)
    return state


def _do(state: State, heard: Heard, rules: Rules, told: tuple[str, ...]) -> Turn:
    says = heard.says
    if says.intent in INTENTS:
        return INTENTS[says.intent](state, says, rules)
    denials = rumours(rules, heard.words, says.benefits or ((state.benefit,) if state.benefit else ()))
    if says.intent in (Intent.ASK_BENEFIT, Intent.ASK_TOPIC):
        state, acts = _question(state, heard, rules, told)
        if denials:
            acts = (*denials, *(act for act in acts if not _repeats(act, denials[0].benefit)))
        return then_go_on(state, acts, rules)
    if denials:
        return then_go_on(replace(state, misses=0, benefit=denials[0].benefit), denials, rules)
    if says.intent is Intent.START_CHECK:
        money = says.aspect is Aspect.AMOUNT or "钱" in heard.words
        return selfcheck.begin(state, rules, _known(says, rules), money=money)
    if meant := _which_was_meant(state, says):
        return then_go_on(*answer(state, rules, (meant,), _aspect_of_unclear(state)), rules)
    if says.intent is Intent.TELL and says.called and state.benefit is None and state.check is None:
        # 村里说60有奖扶,我61了: nothing is asked in so many words, and what is named is what it is all about.
        state = _with_named(state, says, rules)
    if heard.claimant is not None or told or says.retracted:
        return proceed(state, rules)
    if says.intent is Intent.OUT_OF_SCOPE and _is_elsewhere(says):
        return then_go_on(replace(state, misses=0), (Refusal(),), rules)
    if says.intent is Intent.AFFIRM and state.unclear and len(state.unclear.benefits) == 1:
        return then_go_on(*answer(state, rules, state.unclear.benefits, state.unclear.aspect), rules)
    if says.intent is Intent.AFFIRM and state.check is None and says.confidence >= SURE:
        return _accept_offer(state, rules)
    if says.intent is Intent.DENY and state.check is None and says.confidence >= SURE:
        return meant_neither(state), (Menu(),)
    return _not_understood(state, says, rules)


def _which_was_meant(state: State, says: Interpretation) -> str | None:
    """While it is open which benefit is meant, words that are no question may still tell: 企业退休的那个."""
    options = state.unclear.benefits if state.unclear else ()
    near = [guess for guess in says.guesses if guess.name in options and guess.confidence >= SURE]
    return max(near, key=lambda guess: guess.confidence).name if near else None


def _aspect_of_unclear(state: State) -> Aspect:
    return state.unclear.aspect if state.unclear else Aspect.GENERAL


def _is_elsewhere(says: Interpretation) -> bool:
    """Words alone know what is elsewhere only when they are sure; the model knows it unless something is quite near."""
    nearest = max((guess.confidence for guess in says.guesses), default=0.0)
    return says.confidence >= ELSEWHERE if says.degraded else nearest < QUITE_NEAR


def _repeats(act: Act, benefit: str) -> bool:
    return isinstance(act, Clarify | Nearest) or (isinstance(act, Answer) and act.benefit == benefit)


def _question(state: State, heard: Heard, rules: Rules, told: tuple[str, ...]) -> Turn:
    says = heard.says
    if says.intent is Intent.ASK_TOPIC and says.topic and says.topic in rules.book.topics:
        if says.confidence < SURE:
            return _not_understood(state, says, rules)
        return answer_topic(_with_named(state, says, rules), rules, says.topic, says.aspect)
    benefits = _known(says, rules)
    aspect = says.aspect
    which = _ambiguous(state, says, benefits, rules)
    if which:
        return ask_which(state, which, aspect)
    if benefits and not _is_sure(says, benefits):
        return _not_understood(state, says, rules)
    if heard.supposes is not None and state.benefit and not benefits:
        return suppose(state, rules, state.benefit, aspect, heard.supposes)
    if state.unclear and aspect is Aspect.GENERAL and set(benefits) <= set(state.unclear.benefits):
        aspect = state.unclear.aspect
    if benefits:
        return answer(state, rules, benefits, aspect)
    if heard.claimant is not None and aspect is Aspect.GENERAL and (state.benefit or state.check):
        return proceed(state, rules)
    if state.unclear and len(state.unclear.benefits) > 1:
        return _ask_again_which(state, state.unclear, aspect, rules)
    if state.benefit:
        return answer(state, rules, (state.benefit,), aspect)
    if state.topic:
        return answer_topic(state, rules, state.topic, aspect)
    if heard.claimant is not None or told:
        return (state, ()) if state.check else proceed(state, rules)
    return replace(state, misses=state.misses + 1), (Tell(Said.WHICH_BENEFIT), Menu())


def _with_named(state: State, says: Interpretation, rules: Rules) -> State:
    """收到短信讲企业退休人员计生奖,是你们发的么: the topic is answered, and the benefit named beside may be asked about next."""
    of_benefits = [guess for guess in says.guesses if guess.name in rules.book.benefits]
    near = max(of_benefits, key=lambda guess: guess.confidence, default=None)
    if not says.named or near is None or near.confidence < NAMED_BESIDE:
        return state
    return replace(state, benefit=near.name)


def _is_sure(says: Interpretation, benefits: tuple[str, ...]) -> bool:
    """What is asked about must be sure; whether it was asked or only told may be less so."""
    named = max((guess.confidence for guess in says.guesses if guess.name in benefits), default=0.0)
    return max(says.confidence, named) >= SURE


def _ambiguous(
    state: State, says: Interpretation, benefits: tuple[str, ...], rules: Rules
) -> Ambiguous | None:
    if says.ambiguous and says.ambiguous in rules.book.ambiguous:
        return rules.book.ambiguous[says.ambiguous]
    if len(benefits) < 2 or (state.unclear and set(benefits) == set(state.unclear.benefits)):
        return None  # 都想问: who was asked which of them is told of all
    if set(benefits) <= set(in_talk(state)):
        return None  # 这两个冲突吗, once both were in talk
    return _named_alike(benefits, rules)


def _named_alike(benefits: tuple[str, ...], rules: Rules) -> Ambiguous | None:
    return next((each for each in rules.book.ambiguous.values() if set(each.benefits) == set(benefits)), None)


def _ask_again_which(state: State, unclear: Unclear, aspect: Aspect, rules: Rules) -> Turn:
    """Another side was asked about while it is still open of what."""
    which = _named_alike(unclear.benefits, rules)
    if which:
        return ask_which(state, which, aspect)
    return replace(state, unclear=replace(unclear, aspect=aspect)), (Clarify(unclear.benefits, aspect),)


def _known(says: Interpretation, rules: Rules) -> tuple[str, ...]:
    return tuple(benefit for benefit in says.benefits if benefit in rules.book.benefits)


def _accept_offer(state: State, rules: Rules) -> Turn:
    return selfcheck.begin(state, rules, (state.benefit,) if state.benefit else ())


def _not_understood(state: State, says: Interpretation, rules: Rules) -> Turn:
    state = replace(state, misses=state.misses + 1)
    guesses = tuple(guess.name for guess in says.guesses if guess.confidence >= NEAR)[:MOST_NEAREST]
    benefits = tuple(name for name in guesses if name in rules.book.benefits)
    topics = tuple(name for name in guesses if name in rules.book.topics)
    if state.check and state.misses > TOO_MANY_MISSES:
        state, acts = selfcheck.skip(state, rules)
        return state, (Tell(Said.MOVED_ON), *acts)
    if state.check:
        return selfcheck.ask_again(state, rules)
    if state.misses >= TOO_MANY_MISSES:
        return replace(state, misses=0), (Tell(Said.NOT_UNDERSTOOD), Menu(benefits), HandOff(Why.MISSES))
    if benefits and not topics and state.benefit is None:
        likely = says.benefits[0] if len(says.benefits) == 1 and says.benefits[0] in benefits else None
        state = left_open(state, benefits, says.aspect, likely)
    if benefits or topics:
        return state, (Nearest(benefits, topics, says.aspect),)
    return state, (Tell(Said.NOT_UNDERSTOOD), Menu())
