"""What a provider's refusal means, and what is done about it: a fault is a code, its words are looked up."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class FaultClass(StrEnum):
    """The kinds of refusal that are answered differently."""

    THROTTLED = "throttled"
    """Never taken in: back off and try the same attempt again."""
    WRONG_NUMBER = "wrong_number"
    OPTED_OUT = "opted_out"
    BLOCKED = "blocked"
    """The carrier or the handset blocks us: suppress, but nobody opted out by a word."""
    UNREACHABLE = "unreachable"
    """Switched off or out of reach: again after hours, at most twice."""
    CONTENT = "content"
    """Filtered or refused for what it says: above a threshold the campaign stops for a person."""
    SENDER = "sender"
    """The sender or its registration: pause this sender."""
    SLOW_DOWN = "slow_down"
    ACCOUNT = "account"
    """The account itself: pause everything and raise the alarm."""
    TOO_LATE = "too_late"
    """It waited too long in a queue: plan it again if its window and policy still hold."""
    OTHER = "other"


class Remedy(StrEnum):
    """What the machine may do by itself after a fault."""

    RETRY_NOW = "retry_now"
    RETRY_LATER = "retry_later"
    REPLAN = "replan"
    SUPPRESS = "suppress"
    RECORD_OPT_OUT = "record_opt_out"
    STOP_CAMPAIGN_IF_MANY = "stop_campaign_if_many"
    PAUSE_SENDER = "pause_sender"
    PAUSE_EVERYTHING = "pause_everything"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Fault:
    """One refusal: its class, the provider's own code, and how long the provider asked us to wait, in seconds."""

    kind: FaultClass
    code: str
    retry_after: float | None = None

    @property
    def remedy(self) -> Remedy:
        """What is done about it."""
        return REMEDIES[self.kind]

    @property
    def words(self) -> str:
        """What staff read in a report, in plain Chinese."""
        return WORDS[self.kind]


REMEDIES: Mapping[FaultClass, Remedy] = {
    FaultClass.THROTTLED: Remedy.RETRY_NOW,
    FaultClass.SLOW_DOWN: Remedy.RETRY_NOW,
    FaultClass.WRONG_NUMBER: Remedy.SUPPRESS,
    FaultClass.OPTED_OUT: Remedy.RECORD_OPT_OUT,
    FaultClass.BLOCKED: Remedy.SUPPRESS,
    FaultClass.UNREACHABLE: Remedy.RETRY_LATER,
    FaultClass.CONTENT: Remedy.STOP_CAMPAIGN_IF_MANY,
    FaultClass.SENDER: Remedy.PAUSE_SENDER,
    FaultClass.ACCOUNT: Remedy.PAUSE_EVERYTHING,
    FaultClass.TOO_LATE: Remedy.REPLAN,
    FaultClass.OTHER: Remedy.NOTHING,
}

WORDS: Mapping[FaultClass, str] = {
    FaultClass.THROTTLED: "发送太快,服务商让稍后再发",
    FaultClass.SLOW_DOWN: "发送太快,服务商让放慢",
    FaultClass.WRONG_NUMBER: "号码有误或不能收短信,请核对登记",
    FaultClass.OPTED_OUT: "对方已退订",
    FaultClass.BLOCKED: "对方或运营商拦截",
    FaultClass.UNREACHABLE: "手机关机或不在服务区",
    FaultClass.CONTENT: "内容被运营商过滤,请检查措辞",
    FaultClass.SENDER: "发送号码或其登记有问题,请联系服务商",
    FaultClass.ACCOUNT: "短信账户有问题(欠费、停用或密钥失效)",
    FaultClass.TOO_LATE: "排队过久,已过有效期",
    FaultClass.OTHER: "服务商报告了其他错误",
}


def _table(**codes: str) -> Mapping[str, FaultClass]:
    return {code: FaultClass(kind) for kind, listed in codes.items() for code in listed.split()}


TWILIO = _table(
    throttled="429 20429 63017",
    wrong_number="21211 21614 21635 30005 30006",
    opted_out="21610",
    blocked="30004",
    unreachable="30003 30008 30410",
    content="30007 21617 21602",
    sender="21606 21612 21608 30034 21408",
    slow_down="30022 30023",
    account="20003 30002 21704 21705",
    too_late="30036 30047 30001 21611",
)
"""Twilio's codes by class (https://www.twilio.com/docs/api/errors)."""

AMBIGUOUS_TWILIO = frozenset({"20500", "500", "502", "503", "504"})
"""After these nobody knows whether the message was taken in: it is reconciled, never sent again blindly."""


def twilio_fault(code: str, retry_after: float | None = None) -> Fault:
    """Gives the fault behind one of Twilio's codes; a code we do not know is `other`."""
    return Fault(TWILIO.get(code, FaultClass.OTHER), code, retry_after)
