"""What kinds of facts there are, and how a fault in a fact is told."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The form of a fact's value."""

    BOOLEAN = "boolean"
    CHOICE = "choice"
    INTEGER = "integer"
    DATE = "date"


class Clock(StrEnum):
    """What an integer fact counts whose value grows by itself as days pass."""

    YEARS = "years"
    MONTHS = "months"


@dataclass(frozen=True, slots=True)
class FactType:
    """A fact that may be told.

    `listed` facts are those of the contract (section 4); an unlisted one is never waited for. `group` names the
    facts that are asked about together. Facts with one `axis` are two ways to tell the same thing: an age and a
    birth day. `clock` says that the value grows with time, so what is stored is the day it counts from. `labels`
    are the choices in Chinese, in the order of `choices`. `low` and `high` bound an integer, both included.
    """

    name: str
    kind: Kind
    label: str
    group: str
    axis: str
    choices: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    low: int = 0
    high: int = 0
    listed: bool = True
    sensitive: bool = False
    clock: Clock | None = None

    @property
    def allowed(self) -> str:
        """What may be told, in Chinese."""
        if self.kind is Kind.BOOLEAN:
            return "true 或 false"
        if self.kind is Kind.CHOICE:
            return "、".join(self.choices)
        if self.kind is Kind.INTEGER:
            return f"{self.low} 到 {self.high} 的整数"
        return "日期,如 2023-03-05、2023-03 或 2023"


class FactError(ValueError):
    """A fact that cannot be: `fact` names it; the message says in Chinese what was found and what is allowed."""

    def __init__(self, fact: str, text: str) -> None:
        super().__init__(f"{fact}:{text}")
        self.fact = fact
