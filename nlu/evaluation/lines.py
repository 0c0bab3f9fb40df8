"""Evaluation lines: what a resident might write, and what it should be understood to say."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

import yaml

from nlu.interpretation import Aspect, FactValue, Intent


class LineError(ValueError):
    """A line file that does not follow the format; the message names the file and says what was found."""


@dataclass(frozen=True, slots=True)
class Expected:
    """The right reading of a line; `benefits` is empty where the context must name the benefit."""

    intent: Intent
    benefits: frozenset[str] = frozenset()
    aspect: Aspect | None = None
    topic: str | None = None

    @property
    def name(self) -> str:
        """The label as it is written in line files."""
        if self.intent is Intent.ASK_BENEFIT:
            return f"{self.intent}/{'&'.join(sorted(self.benefits))}+{self.aspect}"
        return f"{self.intent}/{self.topic}" if self.topic else str(self.intent)


@dataclass(frozen=True, slots=True)
class Line:
    """One utterance. `facts` is None where nobody said which facts it tells; `tags` include the file's name."""

    text: str
    expected: Expected
    tags: tuple[str, ...] = ()
    facts: Mapping[str, FactValue] | None = field(default=None, hash=False)


def read_label(written: str) -> Expected:
    """Read a label such as `ask_benefit/<id>&<id>+<aspect>`, `ask_topic/<topic>` or a plain intent."""
    name, _, rest = written.partition("/")
    try:
        intent = Intent(name)
        if intent is Intent.ASK_BENEFIT:
            ids, plus, aspect = rest.rpartition("+")
            if not plus:
                raise LineError(f"{written}: ask_benefit needs /<ids>+<aspect>")
            benefits = frozenset(part for part in ids.split("&") if part and part != "none")
            return Expected(intent, benefits, Aspect(aspect))
    except ValueError as error:
        raise LineError(f"{written}: {error}") from error
    if intent is Intent.ASK_TOPIC:
        if not rest:
            raise LineError(f"{written}: ask_topic needs /<topic>")
        return Expected(intent, topic=rest)
    return Expected(intent)


def read_lines(folder: Path) -> list[Line]:
    """Read every `*.yml` below `folder`, in Rasa's own form (`examples: |`) or with an entry a line.

    An entry is `{text, facts?, tags?}`; LineError names the file of a fault.
    """
    found: list[Line] = []
    for path in sorted(folder.rglob("*.yml")):
        try:
            document = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
            for block in (document or {}).get("nlu") or []:
                found.extend(_lines(block, path.stem))
        except (yaml.YAMLError, LineError, KeyError, TypeError, AttributeError) as error:
            raise LineError(f"{path.name}: {error}") from error
    return found


def _lines(block: Mapping[str, object], stem: str) -> Iterator[Line]:
    if "intent" not in block:
        return
    expected = read_label(str(block["intent"]))
    shared = _tags(block.get("tags"))
    examples = block["examples"]
    if isinstance(examples, str):
        for row in examples.splitlines():
            text = row.strip().removeprefix("- ").strip()
            if text:
                yield Line(text, expected, (stem, *shared))
        return
    if not isinstance(examples, list):
        raise LineError(f"{expected.name}: examples must be text or a list")
    for entry in examples:
        if isinstance(entry, str):
            yield Line(entry.strip(), expected, (stem, *shared))
            continue
        told = entry.get("facts")
        facts = None if told is None else MappingProxyType(dict(told))
        yield Line(str(entry["text"]).strip(), expected, (stem, *shared, *_tags(entry.get("tags"))), facts)


def _tags(written: object) -> tuple[str, ...]:
    if isinstance(written, str):
        return (written,)
    return tuple(str(tag) for tag in written) if isinstance(written, list) else ()
