"""What residents allowed and refused."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

ALL_TOPICS = ""
"""The topic of a record that covers every topic."""


class ConsentKind(StrEnum):
    """What a record says."""

    OPT_IN = "opt_in"
    OPT_OUT = "opt_out"


class ConsentSource(StrEnum):
    """Where a record comes from."""

    WORD = "word"
    """The resident wrote a word such as 退订."""
    PROVIDER = "provider"
    """A provider refused because the resident had opted out there."""
    STAFF = "staff"
    FILE = "file"


class Basis(StrEnum):
    """What a campaign rests on: nobody without consent, or a public duty that only an opt-out limits."""

    CONSENT = "consent"
    DUTY = "duty"


class Standing(StrEnum):
    """Whether somebody may be written to about a topic."""

    ALLOWED = "allowed"
    OPTED_OUT = "opted_out"
    NO_CONSENT = "no_consent"


@dataclass(frozen=True, slots=True)
class ConsentRecord:
    """One consent or opt-out.

    `wording` is the version of the words consented to, `reference` what it can be traced by: a provider's code and
    message id, a staff member, an import. `channel` is the way it came.
    """

    kind: ConsentKind
    at: datetime
    source: ConsentSource
    topic: str = ALL_TOPICS
    channel: str = "sms"
    wording: str = ""
    reference: str = ""


def standing(records: Iterable[ConsentRecord], topic: str, basis: Basis = Basis.CONSENT) -> Standing:
    """Give where somebody stands: the newest record that covers the topic decides, an opt-out at the same instant."""
    covering = [record for record in records if record.topic in (ALL_TOPICS, topic)]
    if not covering:
        return Standing.ALLOWED if basis is Basis.DUTY else Standing.NO_CONSENT
    newest = max(covering, key=lambda record: (record.at, record.kind is ConsentKind.OPT_OUT))
    return Standing.OPTED_OUT if newest.kind is ConsentKind.OPT_OUT else Standing.ALLOWED
