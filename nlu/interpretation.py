"""What one utterance was understood to say: the value every reader of utterances gives."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from nlu.reading.people import Kin


class Intent(StrEnum):
    """What the speaker wants by an utterance (contract, section 2)."""

    ASK_BENEFIT = "ask_benefit"
    TELL = "tell"
    ASK_TOPIC = "ask_topic"
    START_CHECK = "start_check"
    GREET = "greet"
    THANKS = "thanks"
    GOODBYE = "goodbye"
    HELP = "help"
    HUMAN = "human"
    RESTART = "restart"
    FORGET = "forget"
    OPT_OUT = "opt_out"
    OPT_IN = "opt_in"
    AFFIRM = "affirm"
    DENY = "deny"
    DONT_KNOW = "dont_know"
    COMPLAINT = "complaint"
    EMERGENCY = "emergency"
    OUT_OF_SCOPE = "out_of_scope"


class Aspect(StrEnum):
    """Which side of a benefit a question is about (contract, section 2)."""

    ELIGIBILITY = "eligibility"
    AMOUNT = "amount"
    PROCEDURE = "procedure"
    DOCUMENTS = "documents"
    PLACE = "place"
    TIMING = "timing"
    CONTENT = "content"
    BASIS = "basis"
    STATUS = "status"
    GENERAL = "general"


FactValue = bool | int | str
"""A fact as JSON carries it: dates are ISO 8601, given in part where only a part was told."""


def _no_facts() -> Mapping[str, FactValue]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Guess:
    """One benefit or topic an utterance may be about; `confidence` lies in 0..1."""

    name: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Interpretation:
    """What an utterance says.

    `benefits` holds contract ids, several when several were asked about. `facts` holds only what was said or follows
    strictly from it; `retracted` names facts that the speaker took back without telling another value. `guesses` are
    the nearest benefits and topics, best first, whether or not they were near enough to be taken. `confidence` is
    calibrated on held-out lines. `ambiguous` is the name in the utterance that means several benefits, if any.
    `named` is false where no name or cue of a benefit stands in the words; `called` are those whose very name does.
    `side` is the aspect that the words sound like even where they are taken for no question. `ours` is the chance
    that it is this service's business at all. `degraded` is true when words alone were used because the trained model
    could not be asked. `about` is the person whose facts the `self` facts are; `contradictions` names facts told
    twice with different values, which `facts` leaves out.
    """

    intent: Intent
    confidence: float
    topic: str | None = None
    benefits: tuple[str, ...] = ()
    aspect: Aspect = Aspect.GENERAL
    facts: Mapping[str, FactValue] = field(default_factory=_no_facts)
    retracted: tuple[str, ...] = ()
    guesses: tuple[Guess, ...] = ()
    ambiguous: str | None = None
    degraded: bool = False
    side: Aspect = Aspect.GENERAL
    named: bool = True
    called: frozenset[str] = frozenset()
    ours: float = 1.0
    about: Kin = Kin.ME
    contradictions: tuple[str, ...] = ()
