"""The self-check: which question comes next, what an answer means for it, and what is found at the end."""

from collections.abc import Mapping
from dataclasses import replace

from nlu.acts import Act, Ask, CheckResult, Judgement, StartCheck
from nlu.assessment import Assessment, Standing
from nlu.facts import CATALOGUE
from nlu.interpretation import FactValue
from nlu.policy import Verdict
from nlu.rules import Rules
from nlu.state import Check, State, Step

Turn = tuple[State, tuple[Act, ...]]


def begin(state: State, rules: Rules, benefits: tuple[str, ...] = (), *, money: bool = False) -> Turn:
    """Start a self-check of the benefits; of all (or of all that pay money) where none are named.

    In a check of everything the benefits whose questions may hurt wait until the speaker asks for them.
    """
    whole = not benefits
    if whole:
        named = [b for b in rules.book.benefits if not money or rules.pays(b)]
        benefits = tuple(b for b in named if not rules.tender(b, state.facts))
    check = Check(benefits, whole)
    state = replace(
        state, check=check, benefit=benefits[0] if len(benefits) == 1 else None, topic=None, unclear=None
    )
    opening = StartCheck(benefits, whole, state.claimant, state.facts)
    state, acts = go_on(state, rules)
    if isinstance(acts[0], Ask):
        return state, (opening, *acts)
    return state, acts


def go_on(state: State, rules: Rules, *, resumed: bool = False) -> Turn:
    """Put the next question, or the one that is still open; where nothing is left to ask, give the result."""
    check = state.check
    if check is None:
        return state, ()
    fact = rules.next_question(check.benefits, state.facts, check.skipped)
    if fact is None:
        return _finish(state, check, rules)
    return _put(state, check, fact, rules, resumed=resumed)


def ask_again(state: State, rules: Rules) -> Turn:
    """Put the open question once more because its answer was not understood."""
    check = state.check
    if check is None or check.asked is None:
        return go_on(state, rules)
    return _put(state, check, check.asked, rules, misses=state.misses)


def answered(state: State, added: tuple[str, ...]) -> State:
    """Note that the open question got an answer (or other facts came instead of one)."""
    check = state.check
    if check is None or not added:
        return state
    asked = check.asked or added[0]
    return replace(state, check=replace(check, asked=None, steps=(*check.steps, Step(asked, added))))


def skip(state: State, rules: Rules) -> Turn:
    """Leave the open question out: it is not asked again in this check."""
    check = state.check
    if check is None or check.asked is None:
        return go_on(state, rules)
    left = replace(
        check, asked=None, skipped=(*check.skipped, check.asked), steps=(*check.steps, Step(check.asked))
    )
    return go_on(replace(state, check=left, misses=0), rules)


def back(state: State, rules: Rules) -> Turn:
    """Take back the last answer and put its question again; nothing is said where there is none."""
    check = state.check
    if check is None or not check.steps:
        return state, ()
    step = check.steps[-1]
    facts = {name: value for name, value in state.facts.items() if name not in step.told}
    earlier = replace(
        check,
        steps=check.steps[:-1],
        skipped=tuple(fact for fact in check.skipped if fact != step.fact),
    )
    return _put(replace(state, facts=facts, misses=0), earlier, step.fact, rules)


def _put(
    state: State, check: Check, fact: str, rules: Rules, *, resumed: bool = False, misses: int = 0
) -> Turn:
    known = CATALOGUE[fact]
    follow = rules.open_facts(check.benefits, state.facts, check.skipped) - {fact}
    ask = Ask(
        fact=fact,
        kind=known.kind,
        claimant=state.claimant,
        sensitive=known.sensitive or _is_tender(fact, state.facts),
        answered=len(check.steps),
        left=len(follow),
        benefits=check.benefits,
        misses=misses,
        resumed=resumed,
    )
    return replace(state, check=replace(check, asked=fact)), (ask,)


def _is_tender(fact: str, facts: Mapping[str, FactValue]) -> bool:
    # How many of them live is a hard question only for those who told of children.
    return fact == "household.children_living" and facts.get("household.children_ever", 0) != 0


def _finish(state: State, check: Check, rules: Rules) -> Turn:
    missing = tuple(dict.fromkeys(check.skipped))
    done = replace(state, check=None, misses=0)
    if not check.whole and len(check.benefits) == 1:
        judged = rules.assess(check.benefits[0], state.facts)
        left = missing if judged.verdict is Verdict.UNKNOWN else ()
        return replace(done, benefit=judged.benefit), (Judgement(judged, left),)
    result = sort_out(state, check, rules, missing)
    return replace(done, folded=result.folded), (result,)


def _rests_on_told(judged: Assessment) -> bool:
    """A verdict all of whose conditions only an office can check says nothing of this person."""
    left = {point.id for point in judged.unchecked}
    return any(reason.state is Standing.HOLDS and reason.id not in left for reason in judged.reasons)


def sort_out(state: State, check: Check, rules: Rules, missing: tuple[str, ...]) -> CheckResult:
    """Sort the verdicts on the checked benefits; what does not concern the person anyway is folded."""
    groups: dict[Verdict, list[Assessment]] = {verdict: [] for verdict in Verdict}
    folded: list[str] = []
    assumed: list[Assessment] = []
    for judged in rules.assess_each(check.benefits, state.facts):
        if judged.verdict in (Verdict.ENDED, Verdict.UNCLEAR) and not rules.concerns(judged, state.facts):
            folded.append(judged.benefit)
        elif judged.verdict is Verdict.ELIGIBLE and not _rests_on_told(judged):
            assumed.append(judged)
        else:
            groups[judged.verdict].append(judged)
    asked = set(check.benefits)
    waiting = (
        tuple(b for b in rules.book.benefits if b not in asked and rules.tender(b, state.facts))
        if check.whole
        else ()
    )
    return CheckResult(
        eligible=tuple(groups[Verdict.ELIGIBLE]),
        unknown=tuple(groups[Verdict.UNKNOWN]),
        unclear=tuple(groups[Verdict.UNCLEAR]),
        not_eligible=tuple(groups[Verdict.NOT_ELIGIBLE]),
        ended=tuple(groups[Verdict.ENDED]),
        assumed=tuple(assumed),
        folded=tuple(folded),
        waiting=waiting,
        missing=missing,
        claimant=state.claimant,
    )
