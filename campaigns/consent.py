"""What residents allowed and refused, and the words by which they do it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from unicodedata import normalize

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


_ANSWERED_BY_TWILIO = frozenset(
    {"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT", "START", "UNSTOP"}
)
_OUT = frozenset(
    {
        "退订",
        "退定",
        "退訂",
        "拒收",
        "取消订阅",
        "取消訂閱",
        "TD",
        "T",
        "R",
        "N",
        "QX",
        "回复TD",
        "回复R",
        "/STOP",
    }
    | {"退订短信", "拒收短信", "取消短信", "不要发了", "不要再发了", "别发了", "别再发了"}
) | (_ANSWERED_BY_TWILIO - {"START", "UNSTOP"})
_IN = frozenset({"START", "UNSTOP", "订阅", "重新订阅", "恢复订阅", "恢复接收", "訂閱", "恢复", "恢复短信"})
_AROUND = re.compile(r"[\s。.!,,、;:~\"'“”‘’()\[\]【】<>《》「」!?-]+")


@dataclass(frozen=True, slots=True)
class ConsentWord:
    """A message that was nothing but a word of consent; `answered` when Twilio confirms it itself."""

    kind: ConsentKind
    topic: str
    answered: bool


def consent_word(text: str, topics: Mapping[str, str] | None = None) -> ConsentWord | None:
    """Give what a whole message says of consent, None when it is anything else.

    `topics` leads from a topic's name to the topic, so that 退订育儿补贴 ends only that. A word inside a sentence is
    not taken for one.
    """
    word = _AROUND.sub("", normalize("NFKC", text)).upper()
    if word in _OUT:
        return ConsentWord(ConsentKind.OPT_OUT, ALL_TOPICS, word in _ANSWERED_BY_TWILIO)
    if word in _IN:
        return ConsentWord(ConsentKind.OPT_IN, ALL_TOPICS, word in _ANSWERED_BY_TWILIO)
    for name, topic in (topics or {}).items():
        if word == "退订" + name.upper():
            return ConsentWord(ConsentKind.OPT_OUT, topic, answered=False)
        if word == "订阅" + name.upper():
            return ConsentWord(ConsentKind.OPT_IN, topic, answered=False)
    return None
