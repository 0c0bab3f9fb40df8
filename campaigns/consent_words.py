"""The words by which residents refuse messages, and want them again: whole messages only, as people write them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from unicodedata import normalize

from campaigns.consent import ALL_TOPICS, ConsentKind

_LONGEST = 40
"""A longer message says more than a wish."""

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
        "PLEASESTOP",
        "STOPPLEASE",
        "UNSUBSCRIBEME",
        "NOMOREMESSAGES",
        "NOMORETEXTS",
    }
    | {"退订短信", "拒收短信", "取消短信", "不要发了", "不要再发了", "别发了", "别再发了"}
) | (_ANSWERED_BY_TWILIO - {"START", "UNSTOP"})
_IN = frozenset({"START", "UNSTOP", "订阅", "重新订阅", "恢复订阅", "恢复接收", "訂閱", "恢复", "恢复短信"})

_POLITE = r"(?:你好|您好|麻烦|拜托|求|请|帮|给|我|俺|们|要|想|你|您|现在|马上|立即|立刻|以后|今后|就|都|全部|再也|真的|实在)*"
_END = r"(?:了|吧|啊|呀|哈|嘛|啦|噢|哦|呢|好吗|好不好|行吗|行不行|可以吗|谢谢|多谢|谢了|你|您|们|一下|掉|全部|所有)*"
_SMS = (
    r"(?:你|您|们|这|那|些|种|个|类|条|样|的|全部|所有|任何|一切|该|本|此|政策|计生|宣传|推广|广告|推销|垃圾|骚扰)*"
    r"(?:短信|短消息|信息|消息|通知|提醒|推送|订阅|服务|SMS)+"
)
_DONT = r"(?:不要|不许|不准|不用|不必|不想|不愿意?|不需要|请勿|勿|别|莫|甭)"
_AGAIN = r"(?:再|继续|老是|老|总是|总|一直|经常|天天|给|向|往|跟|我|俺|家|们|的?手机|这?个?号码?|任何)*"
_SENDING = r"(?:发送|发来|发|推送|接收|收到|收|寄|通知|提醒)"
_STRONG = r"(?:申请)?(?:退订|退定|拒收|取消订阅|拒绝接收)"
_OUT_WISHES = re.compile(
    rf"{_POLITE}(?:"
    rf"{_STRONG}(?:{_SMS})?|(?:停(?!了)|停止|停发|停掉|停止发送|停止接收|停止推送)(?:{_SMS})?"
    rf"|(?:取消|关闭|关掉|屏蔽|拒绝|终止|结束|不需要|不想要|不要|不用){_SMS}"
    rf"|{_DONT}{_AGAIN}{_SENDING}(?:{_SMS})?(?:给|到)?我?(?:{_SMS})?"
    rf"|(?:不再|停止|不){_AGAIN}{_SENDING}{_SMS}|不再?收"
    rf"|{_DONT}{_AGAIN}(?:打扰|骚扰|烦|吵)我?"
    rf"){_END}"
)
_IN_WISHES = re.compile(
    rf"{_POLITE}(?:(?:重新|恢复|继续|同意|愿意|还)?(?:订阅|接收|收)(?:{_SMS})|(?:重新|恢复|继续)?订阅|恢复(?:接收|发送)?(?:{_SMS})?"
    rf"|(?:重新|继续|恢复)(?:接收|发|发送|收)(?:{_SMS})?|开通(?:{_SMS})|取消退订){_END}"
)

_TOPIC = "\N{CURRENCY SIGN}"
"""Stands in a message where a known name was."""
_NAME = rf"(?:关于|有关|那个|这个|那些|这些|我的|你们?的|任何)*{_TOPIC}(?:政策)?(?:这|那)?(?:一?类|一?种|些|方面|相关|有关)?的?"
_OF_SMS = r"(?:短信|短消息|信息|消息|通知|提醒|推送|订阅)?(?:给我|到我)?"
_OUT_NAMED = re.compile(
    rf"{_POLITE}(?:{_STRONG}|TD|T|{_DONT}{_AGAIN}{_SENDING}){_NAME}{_OF_SMS}{_END}"
    rf"|{_POLITE}(?:取消|关闭|停止|停发|不要|不需要|不想要|不再发|停止发送|不再?收){_NAME}(?:短信|短消息|信息|消息|通知|提醒|推送|订阅){_END}"
)
_OUT_AFTER = re.compile(rf"{_POLITE}{_NAME}{_OF_SMS}{_POLITE}(?:{_STRONG}|{_DONT}{_AGAIN}{_SENDING}){_END}")
_IN_NAMED = re.compile(
    rf"{_POLITE}(?:重新|恢复|继续)?(?:订阅|恢复|接收|发送?|收|取消退订)(?:接收)?{_NAME}{_OF_SMS}{_END}"
)
_OUT_OF_SOMETHING = re.compile(rf"{_POLITE}{_STRONG}(?P<rest>.+)")
_ASKS = re.compile(
    r"怎么|如何|咋|吗|么$|呢$|什么|啥|哪|几|多少|能不能|能否|是否|是不是|会不会|可不可以|还能|还可以|影响|为何|办法|方法|方式|流程"
    r"|步骤|规则|后果|要钱|收费|以后|之后|之前|^了|^后|^过|^的"
)
"""How one asks about opting out, which is no wish to do it."""


@dataclass(frozen=True, slots=True)
class Topic:
    """What one can refuse by name. `covers` are the topics of campaigns that it means; it is `called` so; by nothing
    where it must not be named on a phone that others read."""

    called: tuple[str, ...]
    covers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConsentWord:
    """A message that was nothing but a wish about messages.

    `called` names the topics meant; none where all messages are meant or the name must not be said. `unknown` says
    that a name was given which nobody knows: then all messages are meant, so that the wish is surely met. `answered`
    when Twilio confirms it itself.
    """

    kind: ConsentKind
    answered: bool = False
    topics: tuple[str, ...] = (ALL_TOPICS,)
    called: tuple[str, ...] = ()
    unknown: bool = False


class ConsentWords:
    """Reads wishes about messages."""

    def __init__(
        self, topics: Callable[[], Mapping[str, Topic]] = dict, plain: Callable[[str], str] = str
    ) -> None:
        """Take what gives the topics by every name of theirs, asked when one is first needed, and what makes text plain:
        one script, simplified characters."""
        self._give, self._plain = topics, plain

    @cached_property
    def _topics(self) -> Mapping[str, Topic]:
        named = {_bare(name): topic for name, topic in self._give().items()}
        return {name: named[name] for name in sorted(named, key=len, reverse=True) if name}

    def read(self, text: str) -> ConsentWord | None:
        """Give what a whole message wishes, None when it is anything else. A word inside a sentence is no wish."""
        word = _bare(text)
        if word in _OUT:
            return ConsentWord(ConsentKind.OPT_OUT, word in _ANSWERED_BY_TWILIO)
        if word in _IN:
            return ConsentWord(ConsentKind.OPT_IN, word in _ANSWERED_BY_TWILIO)
        if not word or len(word) > _LONGEST:
            return None
        word = _bare(self._plain(text))
        if word in _IN or _IN_WISHES.fullmatch(word):
            return ConsentWord(ConsentKind.OPT_IN)
        if word in _OUT or _OUT_WISHES.fullmatch(word):
            return ConsentWord(ConsentKind.OPT_OUT)
        if (topic := self._named(word, _OUT_NAMED, _OUT_AFTER)) is not None:
            return ConsentWord(ConsentKind.OPT_OUT, False, topic.covers, topic.called)
        if (topic := self._named(word, _IN_NAMED)) is not None:
            return ConsentWord(ConsentKind.OPT_IN, False, topic.covers, topic.called)
        something = _OUT_OF_SOMETHING.fullmatch(word)
        if something is None or "?" in normalize("NFKC", text) or _ASKS.search(something["rest"]):
            return None
        return ConsentWord(ConsentKind.OPT_OUT, unknown=True)

    def topic(self, name: str) -> Topic | None:
        """Give what a name or an id means by itself; None where nobody knows it."""
        return self._topics.get(_bare(self._plain(name)))

    def _named(self, word: str, *patterns: re.Pattern[str]) -> Topic | None:
        for name, topic in self._topics.items():
            if name in word:
                told = word.replace(name, _TOPIC, 1)
                if any(pattern.fullmatch(told) for pattern in patterns):
                    return topic
        return None


def _bare(text: str) -> str:
    """Give the letters and digits alone, in capitals."""
    return "".join(sign for sign in normalize("NFKC", text).upper() if sign.isalnum() or sign == "/")
