"""What an utterance says in the light of what the talk has been of: few people name again what they just asked about."""

import re
from dataclasses import replace
from datetime import date

from nlu.cues import OUT_OF_SCOPE
from nlu.following import asks_again, asks_more, asks_why, followed_up
from nlu.interpretation import Aspect, FactValue, Intent, Interpretation
from nlu.lexicon import aspect_of
from nlu.reading.people import Kin
from nlu.reading.read import read_facts
from nlu.rules import Rules
from nlu.settling import meant
from nlu.short_answers import told_shortly
from nlu.state import State
from nlu.supposing import says_if, supposed_facts, supposition

LEANS = 20
"""A question of at most so many characters may live on what went before."""

SUPPOSES = 30
"""A supposition may be somewhat longer."""

QUITE_NEAR = 0.35
"""Somebody who names another benefit at least so clearly does not speak of the last one."""

HALF_HEARD = 0.6

PLAIN = 0.9
"""Where the model is so sure, the benefit was described rather than named."""

NOTHING_NEAR = 0.2
"""Below this no benefit was meant at all."""

SHORT = 12
"""Words of at most so many characters that are no business of others are taken for a question on what went before."""

OURS = 0.12
"""Below this chance of being ours, words that name something are no question on what went before."""

BARE = 5
"""So few characters name nothing of their own."""

SURE = 0.8
"""A wish the model is so sure of is not taken for a question on what went before."""

_ELLIPSIS = re.compile(r"^(?:那|那么|还有|那个)?[^,。?!]{1,14}[呢咧嘞哩][?。!~]*$")
_AND_WHO = re.compile(r"^(?:那|那么|还有)?[^,。?!]{1,8}[呢咧嘞哩][,。]")
_MISTAKEN = frozenset(
    {
        Intent.OUT_OF_SCOPE,
        Intent.HUMAN,
        Intent.TELL,
        Intent.COMPLAINT,
        Intent.START_CHECK,
        Intent.HELP,
        Intent.GREET,
        Intent.ASK_TOPIC,
    }
)
"""What a question without a name is taken for when it is read by itself."""

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

_A_PERSON = re.compile(r"人工|真人|客服|工作人员|活人|转接|投诉|骗|在吗|在不在|怎么用|帮助")
_OF_THE_SERVICE = re.compile(r"[你您]")
_ASKS = re.compile(r"吗|么|不$|没有?$|\?|几|多|怎|咋|哪|谁|啥|什么|呢|能|可以")


def in_context(says: Interpretation, text: str, state: State, rules: Rules) -> Interpretation:
    """Give what the normalised `text` says when the talk stands at `state`; `says` is what it says by itself."""
    if says.intent is Intent.EMERGENCY:
        return says
    settled = _settled(says, text, state, rules)
    if settled is not None:
        return settled
    if supposes(says, text, state, rules):
        return _supposed(says, text, state)
    told = _told(says, text, state, rules)
    return told if told is not None else _asked(says, text, state)


def by_itself(text: str, state: State, turns_to: Kin | None, on: date) -> Interpretation | None:
    """Give what words mean that only turn to somebody else, or ask on without naming of what; no model knows those."""
    aspect = _asked_on(text, state)
    if aspect is None and turns_to is None:
        return None
    facts = read_facts(text, on, None, turns_to).facts if turns_to else {}
    return Interpretation(
        Intent.ASK_BENEFIT,
        PLAIN,
        aspect=aspect or Aspect.GENERAL,
        facts=facts,
        about=turns_to or state.claimant,
    )


def _asked_on(text: str, state: State) -> Aspect | None:
    if state.benefit and asks_more(text):
        return state.aspect
    if state.benefit and asks_why(text):
        return Aspect.ELIGIBILITY if state.aspect in (Aspect.ELIGIBILITY, Aspect.GENERAL) else Aspect.BASIS
    return followed_up(text)


def as_answered(says: Interpretation, before: State) -> Interpretation:
    """Give the same with what the talk was of filled in where the utterance named no benefit."""
    if says.intent is not Intent.ASK_BENEFIT or says.benefits:
        return says
    if before.unclear:
        aspect = before.unclear.aspect if says.aspect is Aspect.GENERAL else says.aspect
        return replace(says, benefits=before.unclear.benefits, aspect=aspect)
    if not before.benefit:
        return says
    aspect = before.aspect if says.aspect is Aspect.GENERAL else says.aspect
    return replace(says, benefits=(before.benefit,), aspect=aspect)


def supposes(says: Interpretation, text: str, state: State, rules: Rules) -> bool:
    """Say whether the words only suppose something of the benefit that the talk is of: 那要是离了呢?"""
    words = supposition(text)
    if state.benefit is None or words is None or len(text) > SUPPOSES or OUT_OF_SCOPE.search(text):
        return False
    if not says_if(text) and not supposed_facts(words, state.claimant, rules.on):
        return False
    others = [guess.confidence for guess in says.guesses if guess.name != state.benefit]
    return max(others, default=0.0) < (QUITE_NEAR if says.named else PLAIN)


def _settled(says: Interpretation, text: str, state: State, rules: Rules) -> Interpretation | None:
    """While it is open which benefit is meant, a few words tell it: 企业退休的那种."""
    if state.unclear is None or says.intent not in (_ANSWERS | {Intent.ASK_BENEFIT, Intent.ASK_TOPIC}):
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
    kept = state.aspect if state.aspect is Aspect.AMOUNT else Aspect.ELIGIBILITY
    aspect = kept if cue is Aspect.GENERAL else cue
    return replace(
        says, intent=Intent.ASK_BENEFIT, benefits=(), aspect=aspect, topic=None, facts={}, retracted=()
    )


def _told(says: Interpretation, text: str, state: State, rules: Rules) -> Interpretation | None:
    """Few words that tell a fact the talk turns on are an answer, whatever they are taken for by themselves."""
    if says.intent not in _ANSWERS or len(text) > LEANS or OUT_OF_SCOPE.search(text) or says.contradictions:
        return None
    if not (state.benefit or state.check) or _AND_WHO.match(text) or _is_strange(says, text):
        return None
    if says.facts:
        asks = _ASKS.search(text) is not None and says.intent is not Intent.TELL
        return None if asks else replace(says, intent=Intent.TELL, topic=None, benefits=())
    facts: dict[str, FactValue] = told_shortly(
        text, state.facts, _at_stake(state, rules), says.about, rules.on
    )
    return replace(says, intent=Intent.TELL, topic=None, facts=facts) if facts else None


def _at_stake(state: State, rules: Rules) -> frozenset[str]:
    """Give the facts that decide what the talk is of: those of one benefit, or the one that was asked for."""
    check = state.check
    asked = frozenset({check.asked}) if check and check.asked else frozenset()
    if check and check.whole:
        return asked
    benefits = check.benefits if check else (state.benefit,) if state.benefit else ()
    return asked | rules.open_facts(benefits, state.facts, ())


def _asked(says: Interpretation, text: str, state: State) -> Interpretation:
    if _tells_of_another(says, text, state):
        return replace(says, intent=Intent.ASK_BENEFIT, benefits=(), topic=None, aspect=state.aspect)
    if says.intent is Intent.ASK_TOPIC and not (state.benefit and _half_heard(says)):
        return says if says.topic else _with_topic(says, state)
    if says.intent is Intent.ASK_BENEFIT and says.benefits and _speaks_of_the_last(says, text, state):
        return replace(says, benefits=())
    if says.intent is Intent.ASK_BENEFIT and says.benefits:
        return _on_the_same_side(says, text, state)
    if says.intent is Intent.ASK_BENEFIT and _nothing_said_of_what(state):
        near = says.guesses and says.guesses[0].confidence >= NOTHING_NEAR
        return (
            says
            if near or followed_up(text)
            else replace(says, intent=Intent.OUT_OF_SCOPE, aspect=Aspect.GENERAL)
        )
    if says.intent in _MISTAKEN and state.benefit and not (state.check and state.check.asked and says.facts):
        return _leaning(says, text, state)
    return says


def _tells_of_another(says: Interpretation, text: str, state: State) -> bool:
    """那我老公呢,他63: the same question of somebody else, with what has to be known of them."""
    who = _AND_WHO.match(text)
    if who is None or not state.benefit or says.named or says.intent not in (_ANSWERS | {Intent.ASK_BENEFIT}):
        return False
    return _ASKS.search(text, who.end()) is None


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


def _on_the_same_side(says: Interpretation, text: str, state: State) -> Interpretation:
    """一次性抚慰金呢? asks of another benefit what was asked of the one before."""
    before = state.unclear.aspect if state.unclear else state.aspect if state.benefit else None
    plain = says.named or max((guess.confidence for guess in says.guesses), default=0.0) >= PLAIN
    if before is None or not plain or len(text) > LEANS:
        return says
    unsaid = says.aspect is Aspect.GENERAL and aspect_of(text) is Aspect.GENERAL
    return replace(says, aspect=before) if asks_again(text) or (unsaid and state.unclear) else says


def _half_heard(says: Interpretation) -> bool:
    """Questions about the service itself are short too, and easily taken for one another."""
    return says.topic in (None, "about", "privacy") and says.confidence < HALF_HEARD


def _leaning(says: Interpretation, text: str, state: State) -> Interpretation:
    if len(text) > LEANS or OUT_OF_SCOPE.search(text) or _A_PERSON.search(text) or says.facts:
        return says
    if _is_meant_as_such(says, text):
        return says
    if says.named and any(g.confidence >= QUITE_NEAR and g.name != state.benefit for g in says.guesses):
        return says
    aspect = aspect_of(text)
    if _OF_THE_SERVICE.search(text) and aspect is not Aspect.BASIS:
        return (
            says  # 你这有依据吗 asks for the source; anything else said to the service is about the service
        )
    if aspect is Aspect.GENERAL and len(text) <= SHORT and _ASKS.search(text):
        aspect = says.side
    if aspect is Aspect.GENERAL and not _ELLIPSIS.match(text):
        return says
    return replace(says, intent=Intent.ASK_BENEFIT, aspect=aspect, topic=None)


def _is_meant_as_such(says: Interpretation, text: str) -> bool:
    """Say whether the words stand for themselves, whatever the talk is of."""
    if _is_strange(says, text):
        return True
    if says.intent is Intent.TELL:
        return _ASKS.search(text) is None
    return says.intent is not Intent.OUT_OF_SCOPE and says.confidence >= SURE


def _is_strange(says: Interpretation, text: str) -> bool:
    """地铁几点收班 asks when, and is no question on a benefit; 工资照开不 is too short to be of anything else."""
    return says.ours < OURS and len(text) > BARE and followed_up(text) is None
