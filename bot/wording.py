"""Every word said to residents, by key: read from a file of replies and checked as a whole."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.memory import Option
from bot.wording_check import faults, question_of
from nlu.acts import Said
from nlu.catalogue import CATALOGUE
from nlu.fact_types import Kind
from nlu.interpretation import Aspect, FactValue
from nlu.policy import Quality
from nlu.reading.people import Kin

REPLIES = Path(__file__).parent / "replies"


class WordingError(ValueError):
    """The file of replies cannot be used; the text names every fault."""


@dataclass(frozen=True, slots=True)
class Asking:
    """The question for a fact as it is put: its words, why it is put (sensitive ones), and what can be chosen."""

    fact: str
    kind: Kind
    question: str
    hint: str | None
    why: str | None
    options: tuple[Option, ...]

    def to_json(self) -> dict[str, Any]:
        """Give it as JSON carries it."""
        return {
            "fact": self.fact,
            "kind": self.kind.value,
            "question": self.question,
            "hint": self.hint,
            "why": self.why,
            "options": [option.to_json() for option in self.options],
        }


class Wording:
    """The words of one language."""

    def __init__(self, texts: Mapping[str, Any]) -> None:
        """Take the texts as the file holds them; WordingError when one is missing, unused or cannot be filled."""
        found = sorted(faults(texts))
        if found:
            raise WordingError("\n".join(found))
        self._texts = texts

    @classmethod
    def load(cls, path: Path = REPLIES / "zh.yaml") -> "Wording":
        """Read the file of replies."""
        texts = yaml.safe_load(path.read_text("utf-8"))
        if not isinstance(texts, dict):
            raise WordingError(f"{path}: is no mapping of texts")
        return cls(texts)

    def said(self, what: Said) -> str:
        """Give a fixed saying."""
        return str(self._texts["said"][what.value])

    def frame(self, name: str, /, **filled: object) -> str:
        """Give a sentence with something filled in."""
        return str(self._texts["frames"][name]).format(**filled)

    def channel(self, name: str, /, **filled: object) -> str:
        """Give what only one channel says, or what is said around a person's answers."""
        return str(self._texts["channels"][name]).format(**filled)

    def verdict(self, name: str, /, **filled: object) -> str:
        """Give a sentence about one verdict."""
        return str(self._texts["verdict"][name]).format(**filled)

    def verdict_title(self, name: str, /, **filled: object) -> str:
        """Give the first sentence about a verdict."""
        return str(self._texts["verdict"]["title"][name]).format(**filled)

    def result(self, name: str, /, **filled: object) -> str:
        """Give a line of the result of a whole self-check."""
        return str(self._texts["result"][name]).format(**filled)

    def amounts(self, name: str, /, **filled: object) -> str:
        """Give a part of an amount."""
        return str(self._texts["amounts"][name]).format(**filled)

    def paid(self, part: str, value: str) -> str:
        """Give how often (`per`) or for whom (`for`) something is paid."""
        return str(self._texts["amounts"][part].get(value, ""))

    def quality(self, quality: Quality) -> str:
        """Give what kind of source it is."""
        return str(self._texts["qualities"][quality.value])

    def option(self, id_: str, name: str | None = None, **filled: object) -> Option:
        """Give an option with its label (by default named as its id)."""
        return Option(id_, str(self._texts["options"][name or id_]).format(**filled))

    def aspect(self, aspect: Aspect, part: str = "option") -> str:
        """Give an aspect as an option, or as a title."""
        return str(self._texts["aspects"][aspect.value][part])

    def who(self, kin: Kin, part: str = "who") -> str:
        """Give the person whose claim it is, or (`mate`) that person's husband or wife."""
        people = self._texts["people"]
        return str(people.get(kin.value, people[Kin.OTHER.value])[part])

    def menu(self) -> tuple[str, ...]:
        """Give the benefits named in the menu."""
        return tuple(self._texts["menu"]["benefits"])

    def asking(self, fact: str, about: Kin = Kin.ME) -> Asking:
        """Give the question for a fact about the claimant, with what can be chosen."""
        entry = question_of(self._texts, fact)
        who, mate = self.who(about), self.who(about, "mate")
        person = mate if fact.startswith("spouse.") else who
        why = entry.get("why")
        hint = entry.get("hint")
        return Asking(
            fact=fact,
            kind=CATALOGUE[fact].kind,
            question=str(entry["ask"]).format(p=person, who=who, mate=mate),
            hint=None if hint is None else str(hint),
            why=None if why is None else str(why),
            options=(*self.choices(fact), self.option("skip")),
        )

    def choices(self, fact: str) -> tuple[Option, ...]:
        """Give the values that can be chosen for a fact; none for numbers and dates."""
        known = CATALOGUE[fact]
        if known.kind is Kind.BOOLEAN:
            values: tuple[str, ...] = ("true", "false")
            labels: tuple[str, ...] = tuple(self._texts["options"][value] for value in values)
        elif known.kind is Kind.CHOICE:
            values, labels = known.choices, known.labels or known.choices
        else:
            return ()
        written = question_of(self._texts, fact).get("choices")
        own = written if isinstance(written, Mapping) else {}
        return tuple(
            Option(value, str(own.get(value, label))) for value, label in zip(values, labels, strict=True)
        )

    def told(self, fact: str, value: FactValue, about: Kin = Kin.ME) -> str:
        """Give a fact with its value, as it is told back."""
        known = CATALOGUE[fact]
        texts = self._texts["facts"]
        name = self.label(fact, about)
        if known.kind is Kind.BOOLEAN:
            chosen = next(option.label for option in self.choices(fact) if option.id == str(value).lower())
            plain = self.option("true").label, self.option("false").label
            if chosen in plain:
                return str(texts["true" if value else "false"]).format(name=name)
            return str(texts["choice"]).format(name=name, value=f"“{chosen}”")
        if known.kind is Kind.CHOICE:
            chosen = next((option.label for option in self.choices(fact) if option.id == value), str(value))
            return str(texts["choice"]).format(name=name, value=chosen)
        if known.kind is Kind.DATE:
            return str(texts["choice"]).format(name=name, value=day_in_words(str(value)))
        unit = texts.get(known.clock.value) if known.clock else question_of(self._texts, fact).get("unit", "")
        return str(texts["number"]).format(name=name, value=value, unit=unit)

    def label(self, fact: str, about: Kin = Kin.ME) -> str:
        """Give the name of a fact; the spouse is named as the claimant's husband or wife."""
        own = question_of(self._texts, fact).get("name")
        label = str(own) if own else CATALOGUE[fact].label
        if not fact.startswith("spouse."):
            return label
        return self.who(about, "mate") + label.removeprefix("配偶")


def day_in_words(iso: str) -> str:
    """Give a day (or month, or year) in ISO 8601 as people say it: 2023年3月5日."""
    parts = [str(int(part)) for part in iso.split("-")]
    return "".join(part + unit for part, unit in zip(parts, "年月日", strict=False))
