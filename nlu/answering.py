"""The answer to a question about benefits: the asked aspect first, then what the rules say of this person."""

from collections.abc import Mapping
from dataclasses import replace

from nlu import selfcheck
from nlu.acts import Act, Answer, Ask, Clarify, Judgement, Menu, Rumour, Said, Supposed, Tell, TopicAnswer
from nlu.assessment import Assessment
from nlu.interpretation import Aspect, FactValue
from nlu.policy import Ambiguous, Verdict
from nlu.policy import State as Standing
from nlu.rules import Rules
from nlu.state import State, Unclear
from nlu.telling import reconcile

Turn = tuple[State, tuple[Act, ...]]

MOST_AT_ONCE = 3
"""More benefits than these in one question are not answered at once: which one is asked."""

NEXT: dict[Aspect, tuple[Aspect, ...]] = {
    Aspect.ELIGIBILITY: (Aspect.AMOUNT, Aspect.DOCUMENTS, Aspect.PLACE),
    Aspect.AMOUNT: (Aspect.ELIGIBILITY, Aspect.PROCEDURE, Aspect.TIMING),
    Aspect.PROCEDURE: (Aspect.DOCUMENTS, Aspect.PLACE, Aspect.TIMING),
    Aspect.DOCUMENTS: (Aspect.PROCEDURE, Aspect.PLACE, Aspect.ELIGIBILITY),
    Aspect.PLACE: (Aspect.DOCUMENTS, Aspect.TIMING, Aspect.PROCEDURE),
    Aspect.TIMING: (Aspect.PROCEDURE, Aspect.AMOUNT, Aspect.ELIGIBILITY),
    Aspect.CONTENT: (Aspect.ELIGIBILITY, Aspect.DOCUMENTS, Aspect.PLACE),
    Aspect.BASIS: (Aspect.ELIGIBILITY, Aspect.AMOUNT, Aspect.PROCEDURE),
    Aspect.STATUS: (Aspect.ELIGIBILITY, Aspect.AMOUNT, Aspect.BASIS),
    Aspect.GENERAL: (Aspect.ELIGIBILITY, Aspect.AMOUNT, Aspect.PROCEDURE),
}
"""What people ask next after an aspect was answered."""

PERSONAL = frozenset({Aspect.ELIGIBILITY, Aspect.AMOUNT, Aspect.TIMING, Aspect.GENERAL, Aspect.STATUS})
"""Aspects whose answer depends on the person who asks."""


def ask_which(state: State, which: Ambiguous, aspect: Aspect) -> Turn:
    """Ask which of the benefits is meant that go by one name."""
    state = left_open(replace(state, misses=0), which.benefits, aspect)
    return state, (Clarify(which.benefits, aspect, which.question),)


def left_open(state: State, benefits: tuple[str, ...], aspect: Aspect, likely: str | None = None) -> State:
    """Note that one of the benefits is meant, most `likely` that one, and nobody knows yet; a lone one is what the talk is of."""
    state = replace(state, unclear=Unclear(benefits, aspect, likely))
    return replace(state, benefit=benefits[0], aspect=aspect, topic=None) if len(benefits) == 1 else state


def answer(state: State, rules: Rules, benefits: tuple[str, ...], aspect: Aspect) -> Turn:
    """Answer one aspect of each benefit; whether this person gets it is checked at once where facts were told.

    A running self-check is not touched: the caller goes on with it afterwards.
    """
    if len(benefits) > MOST_AT_ONCE:
        return replace(state, unclear=Unclear(benefits, aspect)), (Clarify(benefits, aspect),)
    together = benefits if len(benefits) > 1 else state.together if benefits[0] in state.together else ()
    state = replace(state, benefit=benefits[0], aspect=aspect, topic=None, aside=None, unclear=None, misses=0)
    state = replace(state, together=together)
    acts: list[Act] = []
    for benefit in benefits:
        judged = rules.assess(benefit, state.facts)
        open_yet = judged.verdict is Verdict.UNKNOWN
        if (
            aspect is Aspect.ELIGIBILITY
            and open_yet
            and state.facts
            and state.check is None
            and len(benefits) == 1
        ):
            return selfcheck.begin(state, rules, benefits)
        decided = judged.verdict in (Verdict.ELIGIBLE, Verdict.NOT_ELIGIBLE) and bool(state.facts)
        if aspect is Aspect.ELIGIBILITY and decided:
            acts.append(Judgement(judged))
            continue
        acts.append(_about(rules, judged, aspect, can_check=open_yet and not _is_checked(state, benefit)))
        if decided and aspect in PERSONAL:
            acts.append(Judgement(judged, brief=True))
    return state, tuple(acts)


def suppose(
    state: State, rules: Rules, benefit: str, aspect: Aspect, supposed: Mapping[str, FactValue]
) -> Turn:
    """Answer what would be if the supposed facts held beside those told; they are not remembered."""
    state = replace(state, benefit=benefit, aspect=aspect, topic=None, unclear=None, misses=0)
    judged = rules.assess(benefit, reconcile(state.facts, supposed, rules.on))
    opening: tuple[Act, ...] = (Supposed(supposed),) if supposed else ()
    if judged.verdict is Verdict.UNKNOWN or aspect is not Aspect.ELIGIBILITY:
        opening = (*opening, _about(rules, judged, aspect, can_check=False))
    if judged.verdict is not Verdict.UNKNOWN and supposed:
        opening = (*opening, Judgement(judged, brief=aspect is not Aspect.ELIGIBILITY))
    elif judged.verdict is not Verdict.UNKNOWN and aspect is Aspect.ELIGIBILITY:
        opening = (*opening, _about(rules, judged, aspect, can_check=False))
    return state, opening


def proceed(state: State, rules: Rules) -> Turn:
    """Go on after facts were settled: with the self-check, with the benefit asked about, or with an offer to check."""
    if state.check:
        return selfcheck.go_on(state, rules)
    if state.benefit:
        return answer(state, rules, (state.benefit,), Aspect.ELIGIBILITY)
    if not state.facts:
        return state, (Menu(),)
    return state, (Tell(Said.NOTED),)


def then_go_on(state: State, acts: tuple[Act, ...], rules: Rules) -> Turn:
    """After an interruption the open question of a self-check is put again."""
    if state.check is None or state.unclear or any(isinstance(act, Ask) for act in acts):
        return state, acts
    supposed = any(isinstance(act, Supposed) for act in acts)
    judged = {act.assessment.benefit for act in acts if isinstance(act, Judgement)}
    if judged & set(state.check.benefits) and len(state.check.benefits) == 1 and not supposed:
        return replace(state, check=None), acts
    state, following = selfcheck.go_on(state, rules, resumed=bool(acts))
    if any(isinstance(act, Ask) for act in following):
        # The question's options take the menu's place: its line would promise what is not there.
        acts = tuple(act for act in acts if not isinstance(act, Menu) or act.checking)
    return state, (*acts, *following)


def answer_topic(state: State, rules: Rules, topic: str, aspect: Aspect) -> Turn:
    """Answer a question on which nobody is assessed."""
    known = rules.book.topics[topic]
    found = known.answers.get(aspect) or known.answers[Aspect.GENERAL]
    state = replace(
        state, topic=topic, benefit=None, aside=state.benefit or state.aside, unclear=None, misses=0
    )
    return state, (TopicAnswer(topic, found.text, found.cite),)


def rumours(rules: Rules, words: str, benefits: tuple[str, ...]) -> tuple[Rumour, ...]:
    """Give the denials of the rumours that the words repeat: one known phrase, all of whose words occur.

    A lone figure (3000元) repeats nothing, unless the talk is of that benefit. What has ended is not rumoured about:
    its answer says so.
    """
    found = []
    for policy in rules.book.benefits.values():
        if not policy.rumours:
            continue
        version = policy.version_on(rules.on)
        if version is not None and version.state is Standing.ENDED:
            continue
        found += [
            Rumour(policy.id, rumour.denial, rumour.cite)
            for rumour in policy.rumours
            if any(_repeated(phrase.split(), words, policy.id in benefits) for phrase in rumour.words)
        ]
    return tuple(found)


def _repeated(parts: list[str], words: str, is_subject: bool) -> bool:
    lone_figure = len(parts) == 1 and any(character.isdigit() for character in parts[0])
    return all(part in words for part in parts) and (is_subject or not lone_figure)


def _is_checked(state: State, benefit: str) -> bool:
    return state.check is not None and benefit in state.check.benefits


def _about(rules: Rules, judged: Assessment, aspect: Aspect, *, can_check: bool) -> Answer:
    policy = rules.policy(judged.benefit)
    found = policy.answers(aspect, rules.on) or policy.answers(Aspect.GENERAL, rules.on)
    offers = tuple(a for a in NEXT[aspect] if policy.answers(a, rules.on)) if found else ()
    ended = judged.verdict is Verdict.ENDED
    return Answer(
        benefit=judged.benefit,
        aspect=aspect,
        text=found.text if found else "",
        unclear=found is None or found.unclear,
        citations=found.cite if found else (),
        judged=judged,
        offers=(Aspect.BASIS,) if ended and aspect is not Aspect.BASIS else () if ended else offers,
        can_check=can_check,
    )
