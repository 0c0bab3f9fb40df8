"""The facts an utterance tells, with the words that say so: the value that reading gives."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from nlu.interpretation import FactValue
from nlu.reading.finding import Finding
from nlu.reading.people import Kin


def _nothing() -> Mapping[str, FactValue]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Reading:
    """What was told.

    `facts` are told or follow strictly; `retracted` were denied without another value being told; `contradictions`
    were told twice with different values (then they are in neither of the others). `about` is the person whose facts
    the `self` facts are. `evidence` holds one finding a fact, with its place in the respelt text `read`.
    """

    facts: Mapping[str, FactValue] = field(default_factory=_nothing)
    retracted: tuple[str, ...] = ()
    contradictions: tuple[str, ...] = ()
    about: Kin = Kin.ME
    evidence: tuple[Finding, ...] = ()
    read: str = ""
