"""What a pattern found: one fact, its value, and the words that say so."""

from dataclasses import dataclass

from nlu.interpretation import FactValue


@dataclass(frozen=True, slots=True)
class Finding:
    """`fact` by its full name; `value` None when the words only deny what was believed; `start`..`end` in the text.

    `weak` findings follow from another statement and yield to one that says the fact itself.
    """

    fact: str
    value: FactValue | None
    start: int
    end: int
    weak: bool = False
