"""Asks the Rasa process what an utterance says, and falls back to words alone when it does not answer."""

import asyncio
import json
import logging
import re
from collections.abc import Set
from dataclasses import dataclass
from datetime import date

from aiohttp import ClientError, ClientSession, ClientTimeout

from nlu.cues import OUT_OF_SCOPE
from nlu.interpretation import Aspect, Guess, Intent, Interpretation
from nlu.lexicon import Lexicon, aspect_of, wish_of
from nlu.normalise import clean
from nlu.rasa_reply import RasaReply, RasaReplyError, read_reply
from nlu.reading.people import Kin
from nlu.reading.read import read_facts
from nlu.reading.reading import Reading
from nlu.respelling import respell

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """How sure the model must be, as calibrated confidences; chosen on the tuning lines (nlu/evaluation/tuning)."""

    benefit: float = 0.5
    """A benefit is taken from here on; when none is, the best one is taken down to `best_benefit`."""
    best_benefit: float = 0.2
    topic: float = 0.3
    aspect: float = 0.2
    sure_aspect: float = 0.4
    """Below this a cue word for another aspect is believed rather than the model."""
    name: float = 0.3
    """How much a name of the policy book in the words counts beside the model."""
    sure_name: float = 0.7
    """A name so sure overrules a model that takes the line for none of ours."""
    strange: float = 0.25
    """Unless it finds the chance that the line is ours smaller than this: 武汉通老年卡 only begins like a name."""
    anything: float = 0.2
    """Below this a line is nonsense, whatever it sounds most like."""


class RasaClient:
    """Understands over HTTP; one instance serves all turns. The session is the caller's to close."""

    def __init__(
        self,
        session: ClientSession,
        url: str,
        lexicon: Lexicon,
        *,
        timeout_seconds: float = 1.5,
        rest_seconds: float = 2.0,
        thresholds: Thresholds | None = None,
    ) -> None:
        self._session = session
        self._address = f"{url.rstrip('/')}/model/parse"
        self._lexicon = lexicon
        self._timeout = ClientTimeout(total=timeout_seconds)
        self._rest_seconds = rest_seconds
        self._resting_until = 0.0
        self._thresholds = thresholds or Thresholds()

    async def understand(self, text: str, asked: str | None, about: Kin, on: date) -> Interpretation:
        """What a (masked) text says on the day `on`.

        `asked` is the fact asked for just before, `about` whose claim the talk has been about. The answer is `degraded`
        when the model could not be asked; that is no error.
        """
        reply = await self._ask(clean(text))
        if reply is None:
            return self._lexicon.understand(text, on, asked, about)
        reading = read_facts(text, on, asked, about, reply.entities)
        words = respell(clean(text))
        return interpret(reply, reading, Named.by(self._lexicon, words), asked, self._thresholds)

    async def _ask(self, text: str) -> RasaReply | None:
        now = asyncio.get_running_loop().time()
        if now < self._resting_until or not text:
            return None
        try:
            async with self._session.post(
                self._address, json={"text": text}, timeout=self._timeout
            ) as response:
                response.raise_for_status()
                return read_reply(json.loads(await response.read()))
        except (ClientError, TimeoutError, RasaReplyError, ValueError) as error:
            # A model that hangs would cost every speaker the time-out: let it be for a moment.
            self._resting_until = now + self._rest_seconds
            logger.warning("the understanding process did not answer", extra={"error": type(error).__name__})
            return None


@dataclass(frozen=True, slots=True)
class Named:
    """What the words name by the policy book's lexicon: `elsewhere` says that they name business of others."""

    words: str
    ambiguous: str | None
    guesses: tuple[Guess, ...]
    elsewhere: bool
    called: frozenset[str] = frozenset()

    @classmethod
    def by(cls, lexicon: Lexicon, words: str) -> "Named":
        """Look up cleaned words."""
        _, ambiguous, guesses = lexicon.benefits(words)
        return cls(words, ambiguous, guesses, OUT_OF_SCOPE.search(words) is not None, lexicon.called(words))


def interpret(
    reply: RasaReply, reading: Reading, named: Named, asked: str | None, at_least: Thresholds
) -> Interpretation:
    """Join what the model says with the names in the words and with the facts that were read."""
    benefit_guesses = _joined(reply.benefits, named.guesses, at_least.name)
    intent = _intent(reply, reading, named, asked, at_least)
    benefits = _taken(benefit_guesses, at_least) if intent is Intent.ASK_BENEFIT else ()
    topic = None
    if intent is Intent.ASK_TOPIC:
        topic = (
            reply.topics[0].name if reply.topics and reply.topics[0].confidence >= at_least.topic else None
        )
    confidence = reply.confidence
    if benefits:
        confidence = min(max(confidence, at_least.benefit), max(g.confidence for g in benefit_guesses))
    guesses = sorted((*benefit_guesses, *reply.topics), key=lambda guess: -guess.confidence)
    return Interpretation(
        intent,
        confidence,
        topic=topic,
        benefits=benefits,
        aspect=_aspect(reply, named.words, at_least) if intent is Intent.ASK_BENEFIT else Aspect.GENERAL,
        facts=reading.facts,
        retracted=reading.retracted,
        guesses=tuple(guesses[:6]),
        ambiguous=named.ambiguous if benefits else None,
        about=reading.about,
        contradictions=reading.contradictions,
        side=_aspect(reply, named.words, at_least),
        named=bool(named.guesses),
        called=named.called,
        ours=reply.ours,
    )


def _intent(
    reply: RasaReply, reading: Reading, named: Named, asked: str | None, at_least: Thresholds
) -> Intent:
    intent = reply.intent
    if not reply.in_scope and intent is not Intent.EMERGENCY:
        intent = Intent.OUT_OF_SCOPE
    if intent is Intent.ASK_BENEFIT and named.elsewhere and not named.guesses:
        return Intent.OUT_OF_SCOPE
    if intent not in _CERTAIN and reply.confidence < at_least.anything and not reading.facts:
        return Intent.OUT_OF_SCOPE
    if intent is Intent.OPT_IN and wish_of(named.words) is Intent.OPT_OUT:
        return Intent.OPT_OUT  # one small word apart; to be left alone is the wish that must not be missed
    if intent is Intent.ASK_BENEFIT and _tells_of(reading, named.words, _NAME_A_BENEFIT):
        return Intent.TELL
    if intent is not Intent.OUT_OF_SCOPE:
        return intent
    if asked in reading.facts:
        return Intent.TELL  # 62, to the question how old: no question of ours, but an answer
    if named.elsewhere:
        return intent
    surest = max((guess.confidence for guess in named.guesses), default=0.0)
    if surest >= at_least.sure_name and reply.ours >= at_least.strange:
        return Intent.ASK_BENEFIT
    return Intent.TELL if _tells_of(reading, named.words, reading.facts.keys() - _OF_A_PERSON) else intent


_ASKS_OR_WISHES = re.compile(
    r"[吗么呢吧?啵]|[不没冇]$|没有$|(.)[不没]\1|可不可|有没有|还是|(?<!十)几|[哪谁啥怎咋]|没得$|[能可]否|多[少久大长]|什么|如何|(?<![不再没])[想要]|求|帮|给我|(?<!检)查|告诉|介绍|写"
)
_OF_A_PERSON = frozenset({"self.sex", "spouse.sex", "household.marital_status"})
"""What any mention of a mother or a wife tells by the way."""


_NAME_A_BENEFIT = frozenset(
    {
        "household.checkup_used",
        "household.housing_qualified",
        "self.complication_grade",
        "self.had_equal_reward",
        "spouse.complication_grade",
        "spouse.had_equal_reward",
    }
)
"""Facts that cannot be told without naming a benefit: 免费的孕前检查我们做过了."""


def _tells_of(reading: Reading, words: str, facts: Set[str]) -> bool:
    """Say whether the words tell one of the facts and ask nothing: 户口在外地, said before the question."""
    return not reading.facts.keys().isdisjoint(facts) and _ASKS_OR_WISHES.search(words) is None


_CERTAIN = frozenset({Intent.EMERGENCY, Intent.OPT_OUT, Intent.FORGET, Intent.HUMAN, Intent.ASK_BENEFIT})
"""Wishes that are heard even when they are half understood."""


def _aspect(reply: RasaReply, words: str, at_least: Thresholds) -> Aspect:
    told = reply.aspect if reply.aspect_confidence >= at_least.aspect else Aspect.GENERAL
    if reply.aspect_confidence >= at_least.sure_aspect:
        return told
    cue = aspect_of(words)
    return told if cue is Aspect.GENERAL else cue


def _joined(model: tuple[Guess, ...], named: tuple[Guess, ...], weight: float) -> tuple[Guess, ...]:
    """Give every benefit with the chance that the model or the name is right, as if they erred apart."""
    by_model = {guess.name: guess.confidence for guess in model}
    by_name = {guess.name: guess.confidence for guess in named}
    joined = [
        Guess(name, 1 - (1 - by_model.get(name, 0.0)) * (1 - weight * by_name.get(name, 0.0)))
        for name in {**by_model, **by_name}
    ]
    return tuple(sorted(joined, key=lambda guess: -guess.confidence))


def _taken(guesses: tuple[Guess, ...], at_least: Thresholds) -> tuple[str, ...]:
    taken = tuple(guess.name for guess in guesses if guess.confidence >= at_least.benefit)
    if taken or not guesses or guesses[0].confidence < at_least.best_benefit:
        return taken
    return (guesses[0].name,)
