"""The answer of `POST /model/parse`, checked and typed."""

from collections.abc import Mapping
from dataclasses import dataclass

from nlu.interpretation import Aspect, Guess, Intent


class RasaReplyError(ValueError):
    """An answer that is not in the agreed form; the message says which part."""


@dataclass(frozen=True, slots=True)
class RasaReply:
    """What the trained model says of one text; all confidences lie in 0..1, lists are sorted best first.

    `ours` is the chance that it is this service's business at all; `in_scope` says whether the model takes it as such.
    """

    intent: Intent
    confidence: float
    benefits: tuple[Guess, ...]
    topics: tuple[Guess, ...]
    aspect: Aspect
    aspect_confidence: float
    in_scope: bool
    ours: float
    entities: tuple[tuple[str, str], ...]


def read_reply(raw: object) -> RasaReply:
    """The typed form of decoded JSON; RasaReplyError when a part is missing or of another kind."""
    whole = _mapping(raw, "reply")
    intent = _mapping(whole.get("intent"), "intent")
    aspect = _mapping(whole.get("aspect", {"name": "general", "confidence": 0.0}), "aspect")
    scope = _mapping(whole.get("scope", {"in_scope": True}), "scope")
    try:
        return RasaReply(
            Intent(str(intent.get("name")).partition("/")[0]),
            _number(intent.get("confidence"), "intent.confidence"),
            _guesses(whole.get("benefits", []), "benefits"),
            _guesses(whole.get("topics", []), "topics"),
            Aspect(str(aspect.get("name"))),
            _number(aspect.get("confidence"), "aspect.confidence"),
            scope.get("in_scope") is not False,
            _number(scope.get("score", 1.0), "scope.score"),
            _entities(whole.get("entities", [])),
        )
    except ValueError as error:
        raise RasaReplyError(str(error)) from error


def _mapping(raw: object, part: str) -> Mapping[str, object]:
    if not isinstance(raw, dict):
        raise RasaReplyError(f"{part}: a JSON object was expected, found {type(raw).__name__}")
    return raw


def _number(raw: object, part: str) -> float:
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        raise RasaReplyError(f"{part}: a number was expected, found {type(raw).__name__}")
    return min(1.0, max(0.0, float(raw)))


def _list(raw: object, part: str) -> list[object]:
    if not isinstance(raw, list):
        raise RasaReplyError(f"{part}: a list was expected, found {type(raw).__name__}")
    return raw


def _guesses(raw: object, part: str) -> tuple[Guess, ...]:
    entries = [_mapping(entry, part) for entry in _list(raw, part)]
    guesses = [Guess(str(entry.get("name")), _number(entry.get("confidence"), part)) for entry in entries]
    return tuple(sorted(guesses, key=lambda guess: -guess.confidence))


def _entities(raw: object) -> tuple[tuple[str, str], ...]:
    entries = [_mapping(entry, "entities") for entry in _list(raw, "entities")]
    return tuple((str(entry.get("entity")), str(entry.get("value"))) for entry in entries)
