"""Reading a rule against itself: conditions nobody can meet, cases nobody reaches, doubts that never arise."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from nlu.policy import Policy


@dataclass(frozen=True, slots=True)
class Finding:
    """Something odd in the version that begins on `since`; `key` says where, `text` (Chinese) what and who shows it."""

    since: date
    key: str
    text: str


def findings(policy: Policy) -> Iterator[Finding]:
    """Give what is odd in any version of a policy."""
    return iter(())
