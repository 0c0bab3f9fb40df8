"""What an utterance says in the light of what the talk has been of: few people name again what they just asked about."""

import re
from dataclasses import replace

from nlu.cues import OUT_OF_SCOPE
from nlu.following import followed_up
from nlu.interpretation import Aspect, Intent, Interpretation
from nlu.lexicon import aspect_of
from nlu.state import State

LEANS = 20
"""A question of at most so many characters may live on what went before."""

QUITE_NEAR = 0.35
"""Somebody who names another benefit at least so clearly does not speak of the last one."""

HALF_HEARD = 0.6

PLAIN = 0.9
"""Where the model is so sure, the benefit was described rather than named."""

NOTHING_NEAR = 0.2
"""Below this no benefit was meant at all."""

SHORT = 12
"""Words of at most so many characters that are no business of others are taken for a question on what went before."""

_ELLIPSIS = re.compile(r"^(?:那|那么|还有|那个)?[^,。?!]{1,14}呢[?。!~]*$")
_AND_WHO = re.compile(r"^(?:那|那么|还有)?[^,。?!]{1,8}呢[,。]")
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
_A_PERSON = re.compile(r"人工|真人|客服|工作人员|活人|转接|投诉|骗|[你您]|在吗|在不在|怎么用|帮助")
_ASKS = re.compile(r"吗|么|不$|没有?$|\?|几|多|怎|哪|谁|啥|什么|呢|能|可以")


def in_context(says: Interpretation, text: str, state: State) -> Interpretation:
    """Give what the normalised `text` says when the talk stands at `state`; `says` is what it says by itself."""
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
    if says.intent is Intent.TELL and state.benefit and _AND_WHO.match(text):
        return replace(says, intent=Intent.ASK_BENEFIT, aspect=state.aspect)  # 那我老公呢,他63
    if says.intent in _MISTAKEN and state.benefit and not (state.check and state.check.asked and says.facts):
        return _leaning(says, text)
    return says


def as_answered(says: Interpretation, before: State) -> Interpretation:
    """Give the same with the benefit that the talk was of filled in where the utterance named none."""
    if says.intent is not Intent.ASK_BENEFIT or says.benefits or not before.benefit:
        return says
    aspect = before.aspect if says.aspect is Aspect.GENERAL else says.aspect
    return replace(says, benefits=(before.benefit,), aspect=aspect)


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
    if says.aspect is not Aspect.GENERAL or aspect_of(text) is not Aspect.GENERAL:
        return says
    if state.unclear:
        return replace(says, aspect=state.unclear.aspect)
    return replace(says, aspect=state.aspect) if state.benefit and _ELLIPSIS.match(text) else says


def _half_heard(says: Interpretation) -> bool:
    """Questions about the service itself are short too, and easily taken for one another."""
    return says.topic in (None, "about", "privacy") and says.confidence < HALF_HEARD


def _leaning(says: Interpretation, text: str) -> Interpretation:
    if len(text) > LEANS or OUT_OF_SCOPE.search(text) or _A_PERSON.search(text) or says.facts:
        return says
    if says.named and any(guess.confidence >= QUITE_NEAR for guess in says.guesses):
        return says
    aspect = aspect_of(text)
    if aspect is Aspect.GENERAL and len(text) <= SHORT and _ASKS.search(text):
        aspect = says.side
    if aspect is Aspect.GENERAL and not _ELLIPSIS.match(text):
        return says
    return replace(says, intent=Intent.ASK_BENEFIT, aspect=aspect, topic=None)
