"""What a speaker did in one turn, as the dialogue takes it: what was said, or a move in the conversation itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from nlu.interpretation import FactValue, Interpretation
from nlu.reading.people import Kin


class Move(StrEnum):
    """A step in the conversation that says nothing about benefits."""

    BACK = "back"
    SKIP = "skip"
    MENU = "menu"
    GO_ON = "go_on"
    STOP = "stop"
    KEEP = "keep"
    CHANGE = "change"
    FOLDED = "folded"
    TENDER = "tender"
    """Go on with the benefits whose questions may hurt."""
    NEITHER = "neither"
    """None of the options fits."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One turn of the speaker.

    `says` is what was understood; with a `move` it is only carried along. `claimant` is set when the words name
    somebody else's claim. `words` are the masked words, for matching rumours; `chosen` is true when an option was
    taken instead of words; `corrects` when the words say that something told before was wrong. `supposes` are the
    facts whose consequence is asked and that nobody tells; None where nothing is supposed. `returns` when the words go
    back to the benefit that was in talk before a topic. `shown` is `says` as the speaker said it, where the claim turned
    to their husband or wife at the end and the facts of both changed places. `another` when the claim turns from one of those
    who have no name here to another of them.
    """

    says: Interpretation
    move: Move | None = None
    claimant: Kin | None = None
    words: str = ""
    chosen: bool = False
    corrects: bool = False
    supposes: Mapping[str, FactValue] | None = None
    returns: bool = False
    shown: Interpretation | None = None
    another: bool = False
