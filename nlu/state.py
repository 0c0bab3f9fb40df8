"""What is remembered of one conversation between two turns."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from types import MappingProxyType
from typing import Any

from nlu.interpretation import Aspect, FactValue
from nlu.reading.people import Kin

FORM = 1
"""Raised when older states can no longer be read; those are then forgotten."""


def _nothing() -> Mapping[str, FactValue]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Step:
    """One question put in a self-check, and the facts that its answer told; none when it was skipped."""

    fact: str
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """A running self-check of `benefits`. `asked` is the fact asked last; `steps` are the questions answered before.

    `whole` says that everything was wanted, so that benefits with hurtful questions wait until they are asked for.
    """

    benefits: tuple[str, ...]
    whole: bool = False
    asked: str | None = None
    skipped: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Clash:
    """New facts that contradict earlier ones; nothing is taken until the speaker says which are right."""

    fact: str
    facts: Mapping[str, FactValue]


@dataclass(frozen=True, slots=True)
class Unclear:
    """A question whose benefit was not clear: the options named, and the aspect that was asked.

    `likely` is the one that was understood, though not surely enough to answer.
    """

    benefits: tuple[str, ...]
    aspect: Aspect
    likely: str | None = None


@dataclass(frozen=True, slots=True)
class Talked:
    """A benefit that was in talk, and whose claim it was asked for."""

    benefit: str
    claimant: Kin


MOST_EARLIER = 4
"""What was in talk before that is not called by 那个 any more."""


@dataclass(frozen=True, slots=True)
class State:
    """One conversation. Immutable; JSON gives it back as it was.

    `facts` are those told, about `claimant` ("self") and the household, as JSON carries them. `misses` counts turns
    in a row that were not understood. `folded` are benefits that a result left out and that may still be asked for.
    `aside` is the benefit that was in talk before the `topic`; `together` are those that were last answered at once;
    `earlier` are those that were in talk before the present one, the last first.
    """

    facts: Mapping[str, FactValue] = field(default_factory=_nothing)
    claimant: Kin = Kin.ME
    benefit: str | None = None
    aspect: Aspect = Aspect.GENERAL
    topic: str | None = None
    aside: str | None = None
    together: tuple[str, ...] = ()
    earlier: tuple[Talked, ...] = ()
    check: Check | None = None
    clash: Clash | None = None
    unclear: Unclear | None = None
    folded: tuple[str, ...] = ()
    misses: int = 0
    greeted: bool = False
    told_degraded: bool = False
    turns: int = 0

    def since(self, before: "State") -> "State":
        """Give the same that knows which benefit was in talk `before` it."""
        last = before.benefit or before.aside
        now = self.benefit or self.aside
        same = last is None or (last == now and before.claimant is self.claimant)
        earlier = before.earlier if same or last is None else (Talked(last, before.claimant), *before.earlier)
        kept = dict.fromkeys(each for each in earlier if each != Talked(now or "", self.claimant))
        return replace(self, earlier=tuple(kept)[:MOST_EARLIER])

    def to_json(self) -> dict[str, Any]:
        """Give the state as JSON carries it."""
        plain: dict[str, Any] = {
            name: getattr(self, name)
            for name in (
                "claimant",
                "benefit",
                "aspect",
                "topic",
                "aside",
                "together",
                "folded",
                "misses",
                "greeted",
                "told_degraded",
                "turns",
            )
        }
        clash, check, unclear = self.clash, self.check, self.unclear
        return plain | {
            "form": FORM,
            "facts": dict(self.facts),
            "check": asdict(check) if check else None,
            "clash": {"fact": clash.fact, "facts": dict(clash.facts)} if clash else None,
            "unclear": asdict(unclear) if unclear else None,
            "earlier": [asdict(each) for each in self.earlier],
        }

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> "State":
        """Read what `to_json` gave; a form that is no longer read gives a fresh state."""
        if plain.get("form") != FORM:
            return cls()
        check, clash, unclear = plain["check"], plain["clash"], plain["unclear"]
        return cls(
            facts=MappingProxyType(dict(plain["facts"])),
            claimant=Kin(plain["claimant"]),
            benefit=plain["benefit"],
            aspect=Aspect(plain["aspect"]),
            topic=plain["topic"],
            aside=plain.get("aside"),
            together=tuple(plain.get("together", ())),
            earlier=tuple(
                Talked(each["benefit"], Kin(each["claimant"])) for each in plain.get("earlier", ())
            ),
            check=_check(check) if check else None,
            clash=Clash(clash["fact"], MappingProxyType(dict(clash["facts"]))) if clash else None,
            unclear=_unclear(unclear) if unclear else None,
            folded=tuple(plain["folded"]),
            misses=plain["misses"],
            greeted=plain["greeted"],
            told_degraded=plain["told_degraded"],
            turns=plain["turns"],
        )


def _unclear(plain: Mapping[str, Any]) -> Unclear:
    return Unclear(tuple(plain["benefits"]), Aspect(plain["aspect"]), plain.get("likely"))


def _check(plain: Mapping[str, Any]) -> Check:
    return Check(
        benefits=tuple(plain["benefits"]),
        whole=plain["whole"],
        asked=plain["asked"],
        skipped=tuple(plain["skipped"]),
        steps=tuple(Step(step["fact"], tuple(step["told"])) for step in plain["steps"]),
    )
