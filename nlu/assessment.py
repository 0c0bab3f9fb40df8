"""What an assessment says, and how it is written as JSON (contract, section 3)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from nlu.policy import Act, Clause, Source, Verdict

Json = dict[str, object]


class Standing(StrEnum):
    """How one condition stands for a person."""

    HOLDS = "holds"
    FAILS = "fails"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Reason:
    """One condition, in words for residents, how it stands, and where it is written."""

    id: str
    condition: str
    state: Standing
    citations: tuple[Source, ...]

    def to_json(self) -> Json:
        """Give it as JSON carries it."""
        return {
            "id": self.id,
            "condition": self.condition,
            "state": self.state.value,
            "citation": citations_json(self.citations),
        }


@dataclass(frozen=True, slots=True)
class Amount:
    """Yuan from `low` to `high` (no upper bound known where None), per month, year, once or in total, for whom."""

    low: int
    high: int | None
    per: str
    for_: str
    citations: tuple[Source, ...]
    note: str | None = None

    def to_json(self) -> Json:
        """Give it as JSON carries it: one `value`, or `min` with a `max` where one is known."""
        if self.low == self.high:
            found: Json = {"value": self.low}
        else:
            found = {"min": self.low} if self.high is None else {"min": self.low, "max": self.high}
        found.update({"unit": "yuan", "per": self.per, "for": self.for_})
        if self.note is not None:
            found["note"] = self.note
        found["citation"] = citations_json(self.citations)
        return found


@dataclass(frozen=True, slots=True)
class Because:
    """Why a verdict is unclear or ended, or why nothing is in force yet."""

    text: str
    act: Act | None = None
    citations: tuple[Source, ...] = ()

    def to_json(self) -> Json:
        """Give it as JSON carries it."""
        found: Json = {"text": self.text, "citation": citations_json(self.citations)}
        if self.act is not None:
            found["act"] = {
                "title": self.act.title,
                "number": self.act.number,
                "day": self.act.day.isoformat(),
            }
        return found


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the rules in force on `as_of` say of a person.

    `unchecked` holds what only an office or a document settles, and conditions that nobody has told about. `next` is
    the fact to ask, exactly when the verdict is unknown. `qualifies_from` is there when only time is missing: the first
    day on which the person may qualify, and the first on which that is certain. `closed_on` is the last day of a
    window that has passed.
    """

    benefit: str
    name: str
    verdict: Verdict
    reasons: tuple[Reason, ...]
    unchecked: tuple[Clause, ...]
    amount: Amount | None
    as_of: date
    sources: tuple[Source, ...]
    next: str | None = None
    because: tuple[Because, ...] = ()
    qualifies_from: tuple[date, date] | None = None
    closed_on: date | None = None
    version_from: date | None = None
    version_until: date | None = None

    def to_json(self) -> Json:
        """Give it as JSON carries it; days in ISO 8601."""
        return {
            "benefit": self.benefit,
            "name": self.name,
            "verdict": self.verdict.value,
            "reasons": [reason.to_json() for reason in self.reasons],
            "unchecked": [
                {"id": clause.id, "text": clause.text, "citation": citations_json(clause.cite)}
                for clause in self.unchecked
            ],
            "amount": None if self.amount is None else self.amount.to_json(),
            "as_of": self.as_of.isoformat(),
            "sources": citations_json(self.sources),
            "next": self.next,
            "because": [because.to_json() for because in self.because],
            "qualifies_from": None
            if self.qualifies_from is None
            else {
                "earliest": self.qualifies_from[0].isoformat(),
                "latest": self.qualifies_from[1].isoformat(),
            },
            "closed_on": _iso(self.closed_on),
            "version": {"from": _iso(self.version_from), "until": _iso(self.version_until)},
        }


def citations_json(sources: tuple[Source, ...]) -> list[Json]:
    """Give sources as JSON carries them; an address only where it may be linked."""
    return [_citation(source).copy() for source in sources]


@lru_cache(maxsize=1024)
def _citation(source: Source) -> Json:
    return {
        "source": source.key,
        "title": source.title,
        "quality": source.quality.value,
        "checked_on": source.read_on.isoformat(),
        **({} if source.address is None else {"address": source.address}),
    }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
