"""Factored labels: what the retrieval intent of a training line says, taken apart."""

from dataclasses import dataclass
from typing import FrozenSet, Optional

ASK_BENEFIT = "ask_benefit"
ASK_TOPIC = "ask_topic"
OUT_OF_SCOPE = "out_of_scope"
EMERGENCY = "emergency"

ASPECTS = frozenset(
    (
        "eligibility",
        "amount",
        "procedure",
        "documents",
        "place",
        "timing",
        "content",
        "basis",
        "status",
        "general",
    )
)
TOPICS = frozenset(("fetal-sex-law", "birth-registration", "sms-consent", "privacy", "about"))


class LabelError(ValueError):
    """A label that does not follow the format; the message says what was found and what is meant."""


@dataclass(frozen=True)
class Label:
    """One training line's decision; `benefits` is empty for a question that leaves its benefit to the context."""

    intent: str
    benefits: FrozenSet[str] = frozenset()
    aspect: Optional[str] = None
    topic: Optional[str] = None


def read_label(written: str) -> Label:
    """Read `intent`, `ask_topic/<topic>` or `ask_benefit/<id>&<id>+<aspect>` (`ask_benefit/+<aspect>` names no benefit)."""
    intent, _, rest = written.partition("/")
    if intent == ASK_BENEFIT and rest:
        ids, plus, aspect = rest.rpartition("+")
        if not plus or aspect not in ASPECTS:
            raise LabelError(
                f"{written}: write ask_benefit/<id>&<id>+<aspect>, aspect one of {sorted(ASPECTS)}"
            )
        return Label(
            intent, benefits=frozenset(i for i in ids.split("&") if i and i != "none"), aspect=aspect
        )
    if intent == ASK_TOPIC and rest:
        if rest not in TOPICS:
            raise LabelError(f"{written}: topic must be one of {sorted(TOPICS)}")
        return Label(intent, topic=rest)
    if rest or intent in (ASK_BENEFIT, ASK_TOPIC):
        raise LabelError(
            f"{written}: only ask_benefit/ and ask_topic/ take a second part, and they must have one"
        )
    return Label(intent)
