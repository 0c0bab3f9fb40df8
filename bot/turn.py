"""What one turn gives back to a channel (contract, section 6)."""

from dataclasses import dataclass
from typing import Any

from bot.memory import Option
from bot.wording import Asking
from nlu.assessment import Assessment
from nlu.catalogue import CATALOGUE
from nlu.entailing import worth_saying
from nlu.interpretation import Intent, Interpretation


@dataclass(frozen=True, slots=True)
class Reply:
    """One message to the speaker; `kind` names what it does, so that a channel may leave out or shorten some."""

    text: str
    options: tuple[Option, ...] = ()
    kind: str = ""

    def to_json(self) -> dict[str, Any]:
        """Give it as JSON carries it."""
        return {
            "text": self.text,
            "options": [option.to_json() for option in self.options],
            "kind": self.kind,
        }


@dataclass(frozen=True, slots=True)
class Turn:
    """The replies, what was understood, what is asked now, and the verdicts told.

    `answered` counts the questions of the running self-check that were answered, `left` those that may follow.
    """

    replies: tuple[Reply, ...]
    understood: Interpretation
    asking: Asking | None = None
    verdicts: tuple[Assessment, ...] = ()
    number: int = 0
    answered: int = 0
    left: int = 0

    def to_json(self) -> dict[str, Any]:
        """Give it as JSON carries it: the body of `POST /api/chat` but for the session.

        `facts` are those the contract lists, with what follows strictly from them; what was told beyond the list stands
        under `further_facts`, if anything was.
        """
        says = self.understood
        facts = {**says.facts, **({} if says.contradictions else worth_saying(says.facts))}
        understood: dict[str, Any] = {
            "intent": says.intent.value,
            "benefits": list(says.benefits),
            "aspect": says.aspect.value,
            "facts": {name: value for name, value in facts.items() if CATALOGUE[name].listed},
            "confidence": round(says.confidence, 4),
        }
        further = {name: value for name, value in says.facts.items() if not CATALOGUE[name].listed}
        if further:
            understood["further_facts"] = further
        if says.intent is Intent.ASK_TOPIC:
            understood["topic"] = says.topic
        if says.degraded:
            understood["degraded"] = True
        asking = None
        if self.asking is not None:
            asking = self.asking.to_json() | {"answered": self.answered, "left": self.left}
        return {
            "replies": [reply.to_json() for reply in self.replies],
            "understood": understood,
            "asking": asking,
            "verdicts": [verdict.to_json() for verdict in self.verdicts],
            "turn": self.number,
        }
