"""What the dialogue decided to say, as values: the words are found elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from nlu.assessment import Assessment
from nlu.fact_types import Kind
from nlu.interpretation import Aspect, FactValue
from nlu.policy import Source
from nlu.reading.people import Kin


class Said(StrEnum):
    """Things said that need no value beside them."""

    INTRODUCTION = "introduction"
    DEGRADED = "degraded"
    GREETING = "greeting"
    THANKS = "thanks"
    GOODBYE = "goodbye"
    RESTARTED = "restarted"
    FORGOTTEN = "forgotten"
    COMPLAINT = "complaint"
    OPTED_OUT = "opted_out"
    OPTED_IN = "opted_in"
    NOTED = "noted"
    NOTHING_TO_UNDO = "nothing_to_undo"
    NOTHING_ASKED = "nothing_asked"
    STOPPED = "stopped"
    KEPT = "kept"
    CHANGED = "changed"
    NOT_UNDERSTOOD = "not_understood"
    MOVED_ON = "moved_on"
    WHICH_BENEFIT = "which_benefit"


@dataclass(frozen=True, slots=True)
class Tell:
    """One of the fixed sayings."""

    what: Said


@dataclass(frozen=True, slots=True)
class Menu:
    """What can be asked here; `first` are benefits to name first, `checking` says that a self-check waits."""

    first: tuple[str, ...] = ()
    checking: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one aspect of a benefit, with who decides and where; `offers` are aspects to ask next.

    `judged` is the verdict for what is known of the speaker. `text` is empty where nothing is written for that day.
    """

    benefit: str
    aspect: Aspect
    text: str
    unclear: bool
    citations: tuple[Source, ...]
    judged: Assessment
    offers: tuple[Aspect, ...] = ()
    can_check: bool = False


@dataclass(frozen=True, slots=True)
class TopicAnswer:
    """The answer about a topic on which nobody is assessed."""

    topic: str
    text: str
    citations: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Rumour:
    """A rumour that was repeated, and what was said against it officially."""

    benefit: str
    denial: str
    citations: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """The preliminary verdict on one benefit; `missing` are facts that the speaker could not tell."""

    assessment: Assessment
    missing: tuple[str, ...] = ()
    brief: bool = False


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a self-check of several benefits found, sorted; `folded` are ended or unclear ones that do not fit anyway,
    `waiting` those whose questions may hurt and were not put, `assumed` those that rest on nothing that was told."""

    eligible: tuple[Assessment, ...]
    unknown: tuple[Assessment, ...]
    unclear: tuple[Assessment, ...]
    not_eligible: tuple[Assessment, ...]
    ended: tuple[Assessment, ...]
    assumed: tuple[Assessment, ...]
    folded: tuple[str, ...]
    waiting: tuple[str, ...]
    missing: tuple[str, ...]
    claimant: Kin

    @property
    def told(self) -> tuple[Assessment, ...]:
        """Every assessment in it that is told in words."""
        return (
            *self.eligible,
            *self.unknown,
            *self.unclear,
            *self.not_eligible,
            *self.ended,
            *self.assumed,
        )


@dataclass(frozen=True, slots=True)
class Ask:
    """A question for one fact, put about `claimant`; `answered` questions went before, at most `left` follow. `misses` counts answers to it
    that were not understood; `resumed` says that something else came between."""

    fact: str
    kind: Kind
    claimant: Kin
    sensitive: bool
    answered: int
    left: int
    benefits: tuple[str, ...]
    misses: int = 0
    resumed: bool = False


@dataclass(frozen=True, slots=True)
class StartCheck:
    """A self-check begins: of these benefits, about this person."""

    benefits: tuple[str, ...]
    whole: bool
    claimant: Kin
    known: Mapping[str, FactValue]


@dataclass(frozen=True, slots=True)
class Clarify:
    """A name may mean several benefits: which? `question` is the policy book's own, if it has one."""

    benefits: tuple[str, ...]
    aspect: Aspect
    question: str | None = None


@dataclass(frozen=True, slots=True)
class Nearest:
    """Nothing was surely understood: the nearest benefits and topics, to choose from."""

    benefits: tuple[str, ...]
    topics: tuple[str, ...]
    aspect: Aspect


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What was told now does not go with what was told before: `told` and `now` are the two sides."""

    fact: str
    told: Mapping[str, FactValue]
    now: Mapping[str, FactValue]


@dataclass(frozen=True, slots=True)
class BadFact:
    """What was told cannot be: the fact at fault, and everything told with it."""

    fact: str
    now: Mapping[str, FactValue]


@dataclass(frozen=True, slots=True)
class SaidTwice:
    """One utterance told these facts with different values; none was taken."""

    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Turned:
    """The claim asked about is now another's; `swapped` says that the facts of the couple changed places."""

    claimant: Kin
    swapped: bool


@dataclass(frozen=True, slots=True)
class Supposed:
    """What follows holds if these facts did, which nobody told; nothing of it is kept."""

    facts: Mapping[str, FactValue]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Not within this service."""


@dataclass(frozen=True, slots=True)
class Emergency:
    """Somebody is in danger."""


class Why(StrEnum):
    """Why a person is called for."""

    ASKED = "asked"
    MISSES = "misses"
    COMPLAINT = "complaint"
    SENSITIVE = "sensitive"
    """What was told is a matter that a machine should not be alone with."""


@dataclass(frozen=True, slots=True)
class HandOff:
    """A person shall answer."""

    why: Why


Act = (
    Tell
    | Menu
    | Answer
    | TopicAnswer
    | Rumour
    | Judgement
    | CheckResult
    | Ask
    | StartCheck
    | Clarify
    | Nearest
    | Contradiction
    | BadFact
    | SaidTwice
    | Turned
    | Supposed
    | Refusal
    | Emergency
    | HandOff
)
"""Anything that can be said."""
