"""Policies as values: dated versions of conditions, amounts and answers, each with its sources."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from nlu.conditions import Condition
from nlu.facts import Facts
from nlu.interpretation import Aspect


class Verdict(StrEnum):
    """What the rules say of a person on a day (contract, section 3)."""

    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"
    UNKNOWN = "unknown"
    ENDED = "ended"
    UNCLEAR = "unclear"


class Quality(StrEnum):
    """What a source is: government, law text, press, commercial, copy, weak, or the paper the project began with."""

    G = "G"
    L = "L"
    P = "P"
    C = "C"
    M = "M"
    W = "W"
    SEED = "SEED"


class State(StrEnum):
    """Whether a version is law, is no more, or is not known well enough to say."""

    IN_FORCE = "in_force"
    ENDED = "ended"
    UNCLEAR = "unclear"


class Before(StrEnum):
    """What is said of the days before the first version."""

    UNCLEAR = "unclear"
    NOT_YET = "not_yet"


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """A document that was read on a day; `address` only where it may be linked."""

    key: str
    title: str
    quality: Quality
    read_on: date
    address: str | None = None
    checked_note: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Clause:
    """A condition with the words for residents; without `condition` only an office or a document can settle it.

    A `presumed` one is not asked about: while nobody has told its facts it counts as an unlisted one does, and is named
    among what was not checked.
    """

    id: str
    text: str
    cite: tuple[Source, ...]
    condition: Condition | None = None
    presumed: bool = False


@dataclass(frozen=True, slots=True)
class Sum:
    """Yuan: exactly `low`, or from `low` to `high`; at least `low` where `high` is None; unknown where both are."""

    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """The sum of those for whom the condition holds (and no earlier case did)."""

    condition: Condition
    sum: Sum


@dataclass(frozen=True, slots=True, eq=False)
class Amounts:
    """What is paid from `since` to `until`: per month, year, once or in total; for a person, couple or child."""

    since: date
    until: date | None
    per: str
    for_: str
    cases: tuple[Case, ...]
    cite: tuple[Source, ...]
    note: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """The words for one aspect; `unclear` where the sources are silent and a person must be asked."""

    text: str
    cite: tuple[Source, ...]
    unclear: bool = False


@dataclass(frozen=True, slots=True)
class Act:
    """What ended a benefit, and from which day."""

    title: str
    number: str | None
    day: date


@dataclass(frozen=True, slots=True, eq=False)
class Version:
    """The rule from `since` to `until`, both included. `text` and `act` say why it is unclear or ended."""

    since: date
    until: date | None
    state: State
    conditions: tuple[Clause, ...] = ()
    unclear_if: tuple[Clause, ...] = ()
    unchecked: tuple[Clause, ...] = ()
    amounts: tuple[Amounts, ...] = ()
    answers: Mapping[Aspect, Answer] | None = None
    text: str | None = None
    act: Act | None = None
    cite: tuple[Source, ...] = ()

    def amounts_on(self, day: date) -> Amounts | None:
        """Give the newest amounts in force on the day."""
        inside = [a for a in self.amounts if a.since <= day and (a.until is None or day <= a.until)]
        return max(inside, key=lambda amounts: amounts.since, default=None)


@dataclass(frozen=True, slots=True, eq=False)
class Decides:
    """Who decides, and where one goes."""

    who: str
    where: str
    cite: tuple[Source, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Rumour:
    """Something that goes round, its denial, and words by which it is known."""

    id: str
    text: str
    denial: str
    cite: tuple[Source, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """A case that staff saved: the facts, the day, and what must come out."""

    name: str
    facts: Facts
    on: date
    verdict: Verdict
    amount: Sum | None = None
    checks_amount: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Policy:
    """One benefit. A `sensitive` one is asked about late and never named in a short message."""

    id: str
    name: str
    short: str
    aliases: tuple[str, ...]
    sensitive: bool
    decides: Decides
    versions: tuple[Version, ...]
    before: Before
    rumours: tuple[Rumour, ...] = ()
    examples: tuple[Example, ...] = ()
    common_answers: Mapping[Aspect, Answer] | None = None

    def version_on(self, day: date) -> Version | None:
        """Give the version for the day; None before the first one, in a gap, and after the last one."""
        for version in self.versions:
            if version.since <= day and (version.until is None or day <= version.until):
                return version
        return None

    def answers(self, aspect: Aspect, day: date) -> Answer | None:
        """Give the answer to one aspect for the day; None where nothing is written for that day."""
        version = self.version_on(day)
        if version is None:
            return None
        own = (version.answers or {}).get(aspect)
        return own or (self.common_answers or {}).get(aspect)


@dataclass(frozen=True, slots=True, eq=False)
class Topic:
    """A question that is answered and assesses nobody."""

    id: str
    name: str
    aliases: tuple[str, ...]
    answers: Mapping[Aspect, Answer]


@dataclass(frozen=True, slots=True, eq=False)
class Ambiguous:
    """A name that means several benefits, and the question that settles which."""

    name: str
    benefits: tuple[str, ...]
    question: str


@dataclass(frozen=True, slots=True, eq=False)
class PolicyBook:
    """All benefits and topics by id, sources by key, ambiguous names by name."""

    benefits: Mapping[str, Policy]
    topics: Mapping[str, Topic]
    sources: Mapping[str, Source]
    ambiguous: Mapping[str, Ambiguous]
