"""Evaluation dialogues: what a resident might write turn by turn, and what each turn should be understood to say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from nlu.evaluation.lines import LineError
from nlu.interpretation import Aspect, FactValue, Intent


@dataclass(frozen=True, slots=True)
class Wanted:
    """The right reading of a turn in the light of those before; what is None is not judged."""

    intent: Intent | None = None
    benefits: frozenset[str] | None = None
    aspect: Aspect | None = None
    topic: str | None = None
    facts: Mapping[str, FactValue] | None = field(default=None, hash=False)


@dataclass(frozen=True, slots=True)
class Spoken:
    """One turn of the resident; `wanted` is None where nobody judges it."""

    say: str
    wanted: Wanted | None = None


@dataclass(frozen=True, slots=True)
class Talk:
    """One dialogue."""

    name: str
    turns: tuple[Spoken, ...]
    tags: tuple[str, ...] = ()


def read_talks(folder: Path) -> list[Talk]:
    """Read every `dialogues*.yaml` below `folder`; LineError names the file and the dialogue of a fault."""
    return [talk for path in sorted(folder.rglob("dialogues*.yaml")) for talk in _talks_in(path)]


def _talks_in(path: Path) -> list[Talk]:
    name = "?"
    try:
        talks = []
        for written in yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader) or []:
            name = str(written["name"])
            turns = tuple(Spoken(str(turn["say"]), _wanted(turn.get("heard"))) for turn in written["talk"])
            talks.append(Talk(name, turns, tuple(map(str, written.get("tags") or ()))))
    except (yaml.YAMLError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise LineError(f"{path.name}, {name}: {error}") from error
    return talks


_KEYS = {"intent", "benefits", "aspect", "topic", "facts"}


def _wanted(heard: Mapping[str, Any] | None) -> Wanted | None:
    if not heard:
        return None
    if unknown := heard.keys() - _KEYS:
        raise ValueError(f"`heard` knows no {', '.join(sorted(unknown))}")
    facts = heard.get("facts")
    return Wanted(
        Intent(heard["intent"]) if "intent" in heard else None,
        frozenset(map(str, heard["benefits"])) if "benefits" in heard else None,
        Aspect(heard["aspect"]) if "aspect" in heard else None,
        str(heard["topic"]) if "topic" in heard else None,
        None if facts is None else MappingProxyType(dict(facts)),
    )
