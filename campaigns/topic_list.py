"""Reads what campaigns are about beside the benefits: names, and the days from which texts hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

LISTED = Path(__file__).parent / "topics.yaml"
_KEYS = {"name", "aliases", "since", "until"}


class TopicListError(Exception):
    """The list of topics is wrong; the text says which topic, and what is."""


@dataclass(frozen=True, slots=True)
class ListedTopic:
    """A topic. `name` is None where the policy book has names for it, and "" where it must not be named."""

    name: str | None = None
    aliases: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None


def load_topics(path: Path = LISTED) -> Mapping[str, ListedTopic]:
    """Give the topics by id; `TopicListError` when one is wrong."""
    found = yaml.safe_load(path.read_text("utf-8"))
    return {str(id_): _topic(f"{path.name}: {id_}", told) for id_, told in found.items()}


def _topic(where: str, told: Any) -> ListedTopic:
    if not isinstance(told, dict) or told.keys() - _KEYS:
        raise TopicListError(f"{where}: expected keys among {', '.join(sorted(_KEYS))}")
    for key in ("since", "until"):
        if not isinstance(told.get(key), date | None):
            raise TopicListError(f"{where}: {key}: {told[key]!r} is no day such as 2025-01-01")
    name = told.get("name")
    aliases = tuple(str(one) for one in told.get("aliases", ()))
    return ListedTopic(None if name is None else str(name), aliases, told.get("since"), told.get("until"))
