"""Reading YAML so that every fault knows its file, line and key."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_Choice = TypeVar("_Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """Something wrong in a policy file, at a line (from 1) and a key."""

    file: str
    line: int
    key: str
    text: str

    def __str__(self) -> str:
        """One line that an editor can jump to."""
        return f"{self.file}:{self.line}: {self.key}: {self.text}"


class Place:
    """A node of a YAML file that reads itself; faults gather in `faults` and reading goes on with a stand-in."""

    def __init__(self, file: str, key: str, node: yaml.Node | None, line: int, faults: list[Fault]) -> None:
        self.file, self.key, self.node, self.line, self.faults = file, key, node, line, faults

    def fault(self, text: str, key: str | None = None) -> None:
        """Note a fault here."""
        self.faults.append(Fault(self.file, self.line, key or self.key, text))

    def _child(self, key: str, node: yaml.Node) -> "Place":
        return Place(self.file, key, node, node.start_mark.line + 1, self.faults)

    @property
    def empty(self) -> bool:
        """Whether nothing, or null, is written."""
        return self.node is None or self.node.tag == "tag:yaml.org,2002:null"

    def entries(self) -> dict[str, "Place"]:
        """Read a mapping; a key written twice is a fault."""
        if not isinstance(self.node, yaml.MappingNode):
            if not self.empty:
                self.fault("应当是 键: 值 的形式")
            return {}
        found: dict[str, Place] = {}
        for key_node, node in self.node.value:
            key = str(key_node.value)
            place = Place(self.file, key, node, key_node.start_mark.line + 1, self.faults)
            if key in found:
                place.fault("同一个键写了两次")
            found[key] = place
        return found

    def keys(self, required: str, optional: str = "") -> dict[str, "Place"]:
        """Read a mapping whose keys are known; required ones that lack get an empty place."""
        found = self.entries()
        must, may = required.split(), optional.split()
        for key, place in found.items():
            if key not in must and key not in may:
                place.fault(f"不认识的键,可以写:{'、'.join(must + may)}")
        for key in must:
            if key not in found:
                self.fault(f"缺少 {key}", key)
        return {
            key: found.get(key) or Place(self.file, key, None, self.line, self.faults) for key in must + may
        }

    def items(self) -> Iterator["Place"]:
        """Read a sequence; nothing when it is left out."""
        if self.empty:
            return
        if not isinstance(self.node, yaml.SequenceNode):
            self.fault("应当是一列")
            return
        for number, node in enumerate(self.node.value):
            yield self._child(f"{self.key}[{number}]", node)

    def plain(self) -> object:
        """Give the value as plain Python: days stay text."""
        return None if self.node is None else _plain(self.node)

    def text(self) -> str:
        """Read words that are not empty."""
        value = self.plain()
        if isinstance(value, str) and value.strip():
            return value.strip()
        if self.node is not None:
            self.fault(f"应当是文字,写的是 {value!r}")
        return ""

    def maybe_text(self) -> str | None:
        """Read words that may be left out."""
        return None if self.empty else self.text()

    def texts(self) -> tuple[str, ...]:
        """Read a sequence of words."""
        return tuple(item.text() for item in self.items())

    def flag(self) -> bool:
        """Read true or false; false when left out."""
        value = self.plain()
        if value is None or isinstance(value, bool):
            return bool(value)
        self.fault(f"应当是 true 或 false,写的是 {value!r}")
        return False

    def whole(self) -> int | None:
        """Read a whole number that is not negative."""
        value = self.plain()
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
        self.fault(f"应当是不小于 0 的整数,写的是 {value!r}")
        return None

    def day(self) -> date | None:
        """Read a whole day."""
        if self.empty:
            return None
        try:
            return date.fromisoformat(str(self.plain()))
        except ValueError:
            self.fault(f"应当是日期,如 2022-07-01,写的是 {self.plain()!r}")
            return None

    def choice(self, among: type[_Choice], default: _Choice | None = None) -> _Choice:
        """Read one word of an enumeration."""
        value = self.plain()
        for member in among:
            if member.value == value:
                return member
        fallback = default or next(iter(among))
        if value is not None or default is None:
            self.fault(f"应当是 {'、'.join(among)} 之一,写的是 {value!r}")
        return fallback


def _plain(node: yaml.Node) -> object:
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): _plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item) for item in node.value]
    kind = node.tag.rpartition(":")[2]
    if kind == "bool":
        return str(node.value).lower() in ("true", "yes", "on")
    if kind == "int":
        try:
            return int(str(node.value).replace("_", ""))
        except ValueError:
            return str(node.value)
    if kind == "float":
        return float(str(node.value))
    return None if kind == "null" else str(node.value)


def open_place(path: Path, faults: list[Fault]) -> Place:
    """Read a YAML file; what is no YAML is a fault."""
    name = path.name if path.parent.name != "topics" else f"topics/{path.name}"
    try:
        with path.open(encoding="utf-8") as stream:
            node = yaml.compose(stream, Loader=_LOADER)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        faults.append(Fault(name, 1 if mark is None else mark.line + 1, "-", f"不是 YAML:{error}"))
        node = None
    return Place(name, "-", node, 1, faults)
