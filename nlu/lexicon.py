"""Understanding from words alone: names and aliases of the policy book, cue words, nothing trained."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from nlu.cues import ASPECT_CUES, BENEFIT_CUES, INTENT_CUES, OUT_OF_SCOPE, TOPIC_CUES
from nlu.emergency import is_emergency
from nlu.interpretation import Aspect, FactValue, Guess, Intent, Interpretation
from nlu.normalise import clean
from nlu.policy import PolicyBook
from nlu.reading.people import Kin
from nlu.reading.read import read_facts
from nlu.reading.reading import Reading
from nlu.respelling import respell

_SHORT = 14
"""Courtesies and yes or no are looked for in texts up to this many characters."""

_BRIEF = frozenset(
    {Intent.GREET, Intent.THANKS, Intent.GOODBYE, Intent.DONT_KNOW, Intent.AFFIRM, Intent.DENY, Intent.HELP}
)
_FIRM = frozenset({Intent.OPT_OUT, Intent.OPT_IN, Intent.FORGET, Intent.HUMAN})
_QUESTION = re.compile(
    r"吗|么$|呢$|\?|能|可以|怎么|多少|什么|哪|几|谁|是不是|有没有|如何|想问|请问|咨询|啵|不$|没有$"
)


@dataclass(frozen=True, slots=True)
class Names:
    """What people call things: every alias with the benefit, topic or several benefits it may mean."""

    benefits: Mapping[str, str]
    topics: Mapping[str, str]
    ambiguous: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, book: PolicyBook) -> "Names":
        """The names in a policy book, cleaned as utterances are."""
        benefits = {
            clean(name): policy.id
            for policy in book.benefits.values()
            for name in (policy.name, policy.short, *policy.aliases)
        }
        topics = {
            clean(name): topic.id for topic in book.topics.values() for name in (topic.name, *topic.aliases)
        }
        ambiguous = {clean(name): entry.benefits for name, entry in book.ambiguous.items()}
        return cls(benefits, topics, ambiguous)


class Lexicon:
    """Reads utterances by words; every interpretation it gives is `degraded`."""

    def __init__(self, names: Names) -> None:
        self._names = names
        known = {*names.benefits, *names.topics, *names.ambiguous}
        longest_first = sorted(known, key=len, reverse=True)
        # A lookahead finds overlapping names too: 独生子女费 inside 企业退休独生子女费.
        self._pattern = re.compile(
            "(?=(" + "|".join(map(re.escape, longest_first)) + "))" if known else "(?!)"
        )

    def understand(
        self, text: str, on: date, asked: str | None = None, about: Kin = Kin.ME
    ) -> Interpretation:
        """What a raw utterance says as far as words alone tell; facts are read as ever."""
        words = respell(clean(text))
        reading = read_facts(text, on, asked, about)
        return self.interpret(words, reading)

    def interpret(self, words: str, reading: Reading) -> Interpretation:
        """The interpretation of cleaned words whose facts have been read."""
        if is_emergency(words):
            return _as(Intent.EMERGENCY, 0.9, reading)
        wish = wish_of(words)
        if wish in _FIRM:
            topic = self._topic(words) if wish is Intent.OPT_OUT and _QUESTION.search(words) else None
            return _as(Intent.ASK_TOPIC, 0.7, reading, topic=topic) if topic else _as(wish, 0.9, reading)
        benefits, ambiguous, guesses = self.benefits(words)
        sure = bool(guesses) and guesses[0].confidence >= 0.6
        topic = self._topic(words)
        if topic and not (
            sure and len(self._longest(words, self._names.topics)) < 4 and guesses[0].confidence > 0.8
        ):
            return _as(Intent.ASK_TOPIC, 0.7, reading, topic=topic, guesses=guesses)
        if OUT_OF_SCOPE.search(words) and not (sure and guesses[0].confidence > 0.85):
            return _as(Intent.OUT_OF_SCOPE, 0.7, reading, guesses=guesses)
        if wish in {Intent.COMPLAINT, Intent.START_CHECK} and not sure:
            return _as(wish, 0.7, reading, guesses=guesses)
        if benefits:
            asks = _QUESTION.search(words) is not None or len(words) <= _SHORT or not reading.facts
            if asks or sure:
                return Interpretation(
                    Intent.ASK_BENEFIT,
                    guesses[0].confidence,
                    benefits=benefits,
                    aspect=aspect_of(words),
                    facts=reading.facts,
                    retracted=reading.retracted,
                    guesses=guesses,
                    ambiguous=ambiguous,
                    degraded=True,
                    about=reading.about,
                    contradictions=reading.contradictions,
                )
        if wish is not None:
            return _as(wish, 0.7, reading, guesses=guesses)
        if reading.facts:
            return _as(Intent.TELL, 0.7, reading, guesses=guesses)
        aspect = aspect_of(words)
        if aspect is not Aspect.GENERAL and len(words) <= _SHORT:
            # 要带什么: a question about what the talk has been of.
            return _as(Intent.ASK_BENEFIT, 0.4, reading, aspect=aspect, guesses=guesses)
        return _as(Intent.OUT_OF_SCOPE, 0.5, reading, guesses=guesses)

    def benefits(self, words: str) -> tuple[tuple[str, ...], str | None, tuple[Guess, ...]]:
        """The benefits that cleaned words name, the ambiguous name if one decided, and the ranked guesses."""
        scores: dict[str, float] = {}
        for found in self._found(words):
            benefit = self._names.benefits.get(found)
            if benefit and not _inside_longer(found, self._found(words)):
                scores[benefit] = scores.get(benefit, 0) + 3 + len(found) / 2
        for benefit, weight, cue in BENEFIT_CUES:
            if cue.search(words):
                scores[benefit] = scores.get(benefit, 0) + weight
        ambiguous = self.ambiguity(words)
        if ambiguous:
            possible = self._names.ambiguous[ambiguous]
            guesses = tuple(Guess(benefit, round(0.9 / len(possible), 2)) for benefit in possible)
            return possible, ambiguous, guesses
        if not scores:
            return (), None, ()
        ranked = sorted(scores.items(), key=lambda item: -item[1])
        best = ranked[0][1]
        chosen = tuple(benefit for benefit, score in ranked[:2] if score >= best * 0.8 and score >= 4)
        named = {self._names.benefits[found] for found in self._found(words) if found in self._names.benefits}
        if len(chosen) == 2 and chosen[1] not in named:
            chosen = chosen[:1]
        total = sum(score for _, score in ranked) + 1.5
        guesses = tuple(Guess(benefit, round(score / total, 2)) for benefit, score in ranked[:4])
        return chosen or (ranked[0][0],), None, guesses

    def called(self, words: str) -> frozenset[str]:
        """The benefits whose very name stands in cleaned words; facts that only point at one are no name."""
        found = self._found(words)
        return frozenset(
            self._names.benefits[name]
            for name in found
            if name in self._names.benefits and not _inside_longer(name, found)
        )

    def ambiguity(self, words: str) -> str | None:
        """The name in cleaned words that may mean several benefits, or another service, while nothing else settles it."""
        name = self._longest(words, self._names.ambiguous)
        if not name or len(self._longest(words, self._names.benefits)) > len(name):
            return None
        possible = self._names.ambiguous[name]
        rest = words.replace(name, "、")
        pointed = {benefit for benefit, weight, cue in BENEFIT_CUES if weight >= 3 and cue.search(rest)}
        pointed |= {
            self._names.benefits[found] for found in self._found(rest) if found in self._names.benefits
        }
        whole = {
            benefit
            for benefit, weight, cue in BENEFIT_CUES
            for found in cue.finditer(words)
            if weight >= 4 or (weight == 3 and found.group() not in name)
        }
        return name if not pointed and len(whole & set(possible)) != 1 else None

    def _found(self, words: str) -> list[str]:
        return [match.group(1) for match in self._pattern.finditer(words)]

    def _longest(self, words: str, among: Mapping[str, object]) -> str:
        return max((found for found in self._found(words) if found in among), key=len, default="")

    def _topic(self, words: str) -> str | None:
        for topic, cue in TOPIC_CUES:
            if cue.search(words):
                return topic
        name = self._longest(words, self._names.topics)
        if name and len(name) >= len(self._longest(words, self._names.benefits)):
            return self._names.topics[name]
        return None


def aspect_of(words: str) -> Aspect:
    """The side of a benefit that cleaned words ask about; GENERAL when none of the cues is there."""
    return next((aspect for aspect, cue in ASPECT_CUES if cue.search(words)), Aspect.GENERAL)


def wish_of(words: str) -> Intent | None:
    """The wish that cleaned words express by themselves, the surest first; None when none of the cues is there."""
    bare = words.strip(" ,。!?~")
    for intent, cue in INTENT_CUES:
        if intent in _BRIEF and len(bare) > _SHORT:
            continue
        if cue.search(bare):
            return intent
    return None


def _inside_longer(name: str, names: list[str]) -> bool:
    return any(name != other and name in other for other in names)


def _as(
    intent: Intent,
    confidence: float,
    reading: Reading,
    *,
    topic: str | None = None,
    aspect: Aspect = Aspect.GENERAL,
    guesses: tuple[Guess, ...] = (),
) -> Interpretation:
    facts: Mapping[str, FactValue] = reading.facts
    return Interpretation(
        intent,
        confidence,
        topic=topic,
        aspect=aspect,
        facts=facts,
        retracted=reading.retracted,
        guesses=guesses,
        degraded=True,
        about=reading.about,
        contradictions=reading.contradictions,
    )
