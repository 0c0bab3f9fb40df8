"""What an utterance says in the light of what the talk has been of: few people name again what they just asked about."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from nlu.by_a_word import told_beside, told_by_a_word
from nlu.claim import asks_for_somebody
from nlu.cues import OUT_OF_SCOPE
from nlu.following import asked_at_the_end, asks, asks_again, asks_more, asks_why, followed_up, names_something
from nlu.interpretation import Aspect, FactValue, Intent, Interpretation
from nlu.leaning import (
    ASKS,
    ELLIPSIS,
    HALF_HEARD,
    LEANS,
    MISTAKEN,
    OF_THE_SERVICE,
    QUITE_NEAR,
    half_heard,
    is_strange,
    leaning,
)
from nlu.lexicon import aspect_of
from nlu.reading.people import Kin
from nlu.reading.read import read_answer, read_facts
from nlu.rules import Rules
from nlu.settling import meant
from nlu.short_answers import told_shortly
from nlu.state import State
from nlu.supposing import one_sex, says_if, supposed_facts, supposition

SUPPOSES = 30
"""A supposition may be somewhat longer."""

PLAIN = 0.9
"""Where the model is so sure, the benefit was described rather than named."""

NOTHING_NEAR = 0.2
"""Below this no benefit was meant at all."""

PLAINLY_OURS = 0.8
"""A question so surely ours is heard although nothing says of what: the answer asks which benefit is meant."""

_ANSWERS = frozenset(
    {
        Intent.OUT_OF_SCOPE,
        Intent.GOODBYE,
        Intent.GREET,
        Intent.THANKS,
        Intent.DENY,
        Intent.AFFIRM,
        Intent.COMPLAINT,
        Intent.HELP,
        Intent.TELL,
    }
)
"""What a short answer is taken for when it is read by itself."""

_ASKED_OF_ANOTHER = _ANSWERS | {Intent.ASK_BENEFIT, Intent.START_CHECK}
"""What a question that only turns to somebody else is taken for when it is read by itself."""

_FIRM = frozenset({Intent.RESTART, Intent.FORGET, Intent.OPT_OUT, Intent.OPT_IN, Intent.EMERGENCY})
"""Wishes that hold whatever the talk is of."""


def in_context(says: Interpretation, text: str, state: State, rules: Rules) -> Interpretation:
    """Give what the normalised `text` says when the talk stands at `state`; `says` is what it says by itself."""
    if says.intent is Intent.EMERGENCY:
        return says
    settled = _settled(says, text, state, rules)
    if settled is not None:
        return settled
    asked = _asked_of_another(says, text, state)
    if asked is not None:
        return asked
    if supposed(says, text, state, rules) is not None:
        return _supposed(says, text, state)
    told = _told(says, text, state, rules)
    return told if told is not None else _asked(says, text, state)


def by_itself(text: str, state: State, turns_to: Kin | None, rules: Rules) -> Interpretation | None:
    """Give what words mean that only turn to somebody else, ask on or tell without naming of what; no model knows those."""
    if told := told_by_a_word(text, _at_stake(state, rules)):
        return Interpretation(Intent.TELL, PLAIN, facts=told, about=state.claimant)
    aspect = _asked_on(text, state)
    if aspect is None and turns_to is None:
        return None
    facts = read_facts(text, rules.on, None, turns_to).facts if turns_to else {}
    if aspect is None:
        cue = aspect_of(text)
        aspect = same_side(state.aspect) if cue is Aspect.GENERAL else cue
    return Interpretation(
        Intent.ASK_BENEFIT,
        PLAIN,
        aspect=aspect,
        facts=facts,
        about=turns_to or state.claimant,
    )


def _asked_on(text: str, state: State) -> Aspect | None:
    if state.benefit and asks_more(text):
        return state.aspect
    if state.benefit and asks_why(text):
        return Aspect.ELIGIBILITY if state.aspect in (Aspect.ELIGIBILITY, Aspect.GENERAL) else Aspect.BASIS
    return followed_up(text)


def same_side(aspect: Aspect) -> Aspect:
    """Give the side that a question asks of another which was asked of one before: of a source nobody asks twice."""
    return Aspect.ELIGIBILITY if aspect in (Aspect.BASIS, Aspect.STATUS) else aspect


def as_answered(says: Interpretation, before: State) -> Interpretation:
    """Give the same with what the talk was of filled in where the utterance named no benefit."""
    if says.intent is not Intent.ASK_BENEFIT or says.benefits:
        return says
    if before.unclear and len(before.unclear.benefits) > 1:
        aspect = before.unclear.aspect if says.aspect is Aspect.GENERAL else says.aspect
        return replace(says, benefits=before.unclear.benefits, aspect=aspect)
    if not before.benefit:
        return replace(says, intent=Intent.ASK_TOPIC, topic=before.topic) if before.topic else says
    aspect = before.aspect if says.aspect is Aspect.GENERAL else says.aspect
    return replace(says, benefits=(before.benefit,), aspect=aspect)


def supposed(says: Interpretation, text: str, state: State, rules: Rules) -> Mapping[str, FactValue] | None:
    """Give the facts that the words only suppose of the benefit in talk (那要是离了呢?); None where they suppose nothing."""
    words = supposition(text) if says.intent not in _FIRM else None
    if state.benefit is None or words is None or len(text) > SUPPOSES or OUT_OF_SCOPE.search(text):
        return None
    others = [guess.confidence for guess in says.guesses if guess.name != state.benefit]
    if max(others, default=0.0) >= (QUITE_NEAR if says.named else PLAIN):
        return None
    facts = supposed_facts(words, state.claimant, rules.on, _at_stake(state, rules))
    return facts if facts or says_if(text) else None


def _settled(says: Interpretation, text: str, state: State, rules: Rules) -> Interpretation | None:
    """While it is open which benefit is meant, a few words tell it: 企业退休的那种."""
    if (
        state.unclear is None
        or len(state.unclear.benefits) < 2
        or says.intent not in (_ANSWERS | {Intent.ASK_BENEFIT, Intent.ASK_TOPIC})
    ):
        return None
    option = meant(says, text, state.unclear.benefits, rules.book)
    if option is None:
        return None
    cue = aspect_of(text)
    aspect = state.unclear.aspect if cue is Aspect.GENERAL else cue
    return replace(
        says,
        intent=Intent.ASK_BENEFIT,
        benefits=(option,),
        aspect=aspect,
        topic=None,
        ambiguous=None,
        confidence=PLAIN,
    )


def _supposed(says: Interpretation, text: str, state: State) -> Interpretation:
    cue = aspect_of(text)
    kept = same_side(state.aspect) if state.aspect is Aspect.AMOUNT or one_sex(text) else Aspect.ELIGIBILITY
    aspect = kept if cue is Aspect.GENERAL else cue
    return replace(
        says, intent=Intent.ASK_BENEFIT, benefits=(), aspect=aspect, topic=None, facts={}, retracted=()
    )


def _told(says: Interpretation, text: str, state: State, rules: Rules) -> Interpretation | None:
    """Few words that tell a fact the talk turns on are an answer, whatever they are taken for by themselves."""
    if says.intent not in _ANSWERS and not _tells_only(says, text):
        return None
    if len(text) > LEANS or says.contradictions:
        return None
    if OUT_OF_SCOPE.search(text) or OF_THE_SERVICE.search(text):
        return None
    if not (state.benefit or state.check) or is_strange(says, text):
        return None
    at_stake = _at_stake(state, rules)
    if says.facts:
        if ASKS.search(text) is not None and says.intent is not Intent.TELL:
            return None
        facts = {**told_beside(text, at_stake), **_of_the_child(says.facts, text, at_stake, rules.on)}
        return replace(says, intent=Intent.TELL, topic=None, benefits=(), facts=facts)
    facts: dict[str, FactValue] = told_shortly(
        text, state.facts, at_stake, says.about, rules.on
    ) or told_beside(text, at_stake)
    return replace(says, intent=Intent.TELL, topic=None, facts=facts) if facts else None


def _tells_only(says: Interpretation, text: str) -> bool:
    """明年打算要 is no question, whatever it sounds like: nothing is named, nothing asked, and a fact is told."""
    told = any(not name.endswith((".sex", ".marital_status")) for name in says.facts)
    return says.intent is Intent.ASK_BENEFIT and told and not says.named and not asks(text)


_MINE = re.compile(r"我(?:们|自己|本人)?(?:的)?(?:户口|户籍|是|在|\d)|我出?生")


def _of_the_child(
    facts: Mapping[str, FactValue], text: str, at_stake: frozenset[str], on: date
) -> Mapping[str, FactValue]:
    """Read as the child's what nobody says of themselves while only the child's is at stake: 户口上在孝感."""
    moved = dict(facts)
    if _MINE.search(text):
        return moved
    place = moved.get("self.hukou_place")
    if place and "self.hukou_place" not in at_stake and "household.youngest_child_hukou" in at_stake:
        del moved["self.hukou_place"]
        moved["household.youngest_child_hukou"] = "wuhan" if place == "wuhan" else "elsewhere"
    born = "household.youngest_child_born_on"
    if "self.born_on" in moved and born in at_stake and at_stake.isdisjoint({"self.age", "self.born_on"}):
        moved = {name: value for name, value in moved.items() if name not in ("self.born_on", "self.age")}
        moved |= read_answer(text, born, on).facts
    return moved


def _at_stake(state: State, rules: Rules) -> frozenset[str]:
    """Give the facts that decide what the talk is of: those of one benefit, or the one that was asked for."""
    check = state.check
    asked = frozenset({check.asked}) if check and check.asked else frozenset()
    if check and check.whole:
        return asked
    benefits = check.benefits if check else (state.benefit,) if state.benefit else ()
    return asked | rules.open_facts(benefits, state.facts, ())


def _asked(says: Interpretation, text: str, state: State) -> Interpretation:
    if says.intent is Intent.ASK_TOPIC and not (state.benefit and half_heard(says, text)):
        return says if says.topic else _with_topic(says, state)
    if says.intent is Intent.ASK_BENEFIT and says.benefits and _speaks_of_the_last(says, text, state):
        return _on_what_else(replace(says, benefits=()), text, state)
    if says.intent is Intent.ASK_BENEFIT and not says.benefits and state.benefit:
        return _on_what_else(says, text, state)
    if says.intent is Intent.ASK_BENEFIT and says.benefits:
        return _on_the_same_side(says, text, state)
    if says.intent is Intent.ASK_BENEFIT and _nothing_said_of_what(state):
        near = says.guesses and says.guesses[0].confidence >= NOTHING_NEAR
        return (
            says
            if near or followed_up(text) or says.ours >= PLAINLY_OURS
            else replace(says, intent=Intent.OUT_OF_SCOPE, aspect=Aspect.GENERAL)
        )
    if says.intent in MISTAKEN and state.benefit and not (state.check and state.check.asked and says.facts):
        return leaning(says, text, state)
    return says


def _asked_of_another(says: Interpretation, text: str, state: State) -> Interpretation | None:
    """那我老公呢,他63: the same question of somebody else, with what has to be known of them."""
    if not (state.benefit or state.unclear) or says_if(text) or OUT_OF_SCOPE.search(text):
        return None
    doubtful = says.intent in (Intent.ASK_TOPIC, Intent.RESTART) and says.confidence < HALF_HEARD
    if says.intent not in _ASKED_OF_ANOTHER and not doubtful:
        return None
    if says.named and any(g.confidence >= QUITE_NEAR and g.name != state.benefit for g in says.guesses):
        return None
    at_the_end, turn = asked_at_the_end(text), asks_for_somebody(text, state.claimant)
    if at_the_end is None and turn is None:
        return None
    told = any(not name.endswith((".sex", ".marital_status")) for name in says.facts)
    if is_strange(says, text) and not (turn and text.startswith(turn)):
        return None  # 我婆婆腰疼,她怎么办: told of somebody, and none of our business
    aspect = at_the_end or aspect_of(turn or "")
    if aspect is Aspect.GENERAL:
        aspect = Aspect.ELIGIBILITY if told and state.aspect is not Aspect.AMOUNT else same_side(state.aspect)
    return replace(says, intent=Intent.ASK_BENEFIT, benefits=(), topic=None, aspect=aspect)


def _nothing_said_of_what(state: State) -> bool:
    return state.benefit is None and state.topic is None and state.check is None and state.unclear is None


def _with_topic(says: Interpretation, state: State) -> Interpretation:
    """The model knows that one of the topics is meant and not which: the last one, else the nearest."""
    nearest = next(
        (guess.name for guess in says.guesses if "-" not in guess.name or guess.name in _TOPICS), None
    )
    return replace(says, topic=state.topic or nearest)


_TOPICS = frozenset({"fetal-sex-law", "birth-registration", "sms-consent"})


def _speaks_of_the_last(says: Interpretation, text: str, state: State) -> bool:
    """A short question without a name lives on the talk, whatever benefit the model guesses from its bare words."""
    guessed = max((guess.confidence for guess in says.guesses), default=0.0)
    return state.benefit is not None and not says.named and len(text) <= LEANS and guessed < PLAIN


def _on_what_else(says: Interpretation, text: str, state: State) -> Interpretation:
    """老二呢 asks of the second child what was asked before."""
    again = ELLIPSIS.match(text) and names_something(text) and aspect_of(text) is Aspect.GENERAL
    return replace(says, aspect=state.aspect) if again else says


def _on_the_same_side(says: Interpretation, text: str, state: State) -> Interpretation:
    """一次性抚慰金呢? asks of another benefit what was asked of the one before."""
    before = state.unclear.aspect if state.unclear else state.aspect if state.benefit else None
    plain = says.named or max((guess.confidence for guess in says.guesses), default=0.0) >= PLAIN
    if before is None or not plain or len(text) > LEANS:
        return says
    unsaid = says.aspect is Aspect.GENERAL and aspect_of(text) is Aspect.GENERAL
    return replace(says, aspect=before) if asks_again(text) or (unsaid and state.unclear) else says
