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
_BARE_OUT = frozenset(
    {
        "退订",
        "退定",
        "退訂",
        "拒收",
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
    }
) | (_ANSWERED_BY_TWILIO - {"START", "UNSTOP"})
"""Nothing but the words that messages tell to write: they act with any mark, a question mark too. Whoever only wondered
is told at once how to undo it; whoever meant it and is only told how to do it goes on being written to."""
_OUT = _BARE_OUT | frozenset(
    {
        "取消订阅",
        "取消訂閱",
        "退订短信",
        "拒收短信",
        "取消短信",
        "不要发了",
        "不要再发了",
        "别发了",
        "别再发了",
    }
)
_IN = frozenset({"START", "UNSTOP", "订阅", "重新订阅", "恢复订阅", "恢复接收", "訂閱", "恢复", "恢复短信"})

_POLITE = (
    r"(?:你好|您好|麻烦|拜托|求|请|帮|替|给|我|俺|们|要|想|你|您|现在|马上|立即|立刻|以后|今后|就|都|全部|再也|真的|实在"
    r"|烦死了|烦不烦|真烦|太烦了?|烦人)*"
)
_CAN = r"(?:请问)?(?:你们?|您)?(?:能不能|可不可以|可否|能否|能|可以)"
_ASKED_TO = r"(?:请|麻烦)?(?:(?:帮|给|替)(?:我|俺)|把(?:我|俺)|别|不要)"
_MAY = rf"(?:{_CAN}(?={_ASKED_TO}))?"
_THANKS = r"啊|呀|哈|嘛|啦|噢|哦|谢谢|多谢|谢了|你|您|们|一下"
_END = rf"(?:了|吧|{_THANKS}|全部|所有)*(?:好吗|好不好|行吗|行不行|成吗|可以吗|可不可以|吗)?(?:{_THANKS})*"
_IN_END = rf"(?:吧|{_THANKS})*"
_NOUN = r"(?:短信|短消息|信息|消息|通知|提醒|推送|订阅|SMS)"
_SMS = (
    r"(?:你|您|们|这|那|些|种|个|类|条|样|的|全部|所有|任何|一切|该|本|此|政策|计生|宣传|推广|广告|推销|垃圾|骚扰)*"
    rf"(?:服务)?{_NOUN}+(?:服务)?"
)
_DONT = r"(?:不要|不许|不准|不用|不必|不想|不愿意?|不需要|请勿|勿|别|莫|甭)"
_AGAIN = r"(?:再|继续|老是|老|总是|总|一直|经常|天天|给|向|往|跟|我|俺|家|们|的?手机|这?个?号码?|任何)*"
_SENDING = r"(?:发送|发来|发|推送|接收|收到|收|寄|通知|提醒)"
_STRONG = r"(?:申请)?(?:退订|退定|拒收|取消订阅|拒绝接收)掉?"
_MINE = r"(?:我|俺)的?(?:这个?)?(?:手机|电话)?(?:号码?)?"
_LISTED = r"(?:从(?:你们?|您|的|这个?|那个?)*(?:名单|通讯录|系统|列表|库)(?:里面?|中|上)?)?"
_DELETED = r"(?:删掉|删除|删|去掉|移除|移出去?|剔除|拉黑|拉进黑名单|加入黑名单|屏蔽)"
_OUT_WISHES = re.compile(
    rf"{_MAY}{_POLITE}(?:"
    rf"{_STRONG}(?:服务|{_SMS})?|(?:停止发送|停止接收|停止推送|停(?:止|发|掉)?(?![掉了]))(?:{_SMS})?|(?:帮|给|替)(?:我|俺)停了"
    rf"|(?:取消|关闭|关掉|屏蔽|拒绝|终止|结束|不需要|不想要|不要|不用){_SMS}"
    rf"|{_DONT}{_AGAIN}{_SENDING}(?:{_SMS})?(?:给|到)?我?(?:{_SMS})?"
    rf"|(?:不再|停止|不){_AGAIN}{_SENDING}{_SMS}|不再?收"
    rf"|{_DONT}{_AGAIN}(?:打扰|骚扰|烦|吵)我?"
    rf"|{_SMS}{_POLITE}(?:{_STRONG}|{_DONT}{_AGAIN}{_SENDING}|不要|(?:取消|关闭|关|停(?:止|发)?)掉?(?![掉了]))"
    rf"|把{_SMS}{_POLITE}(?:{_STRONG}|(?:取消|关闭|关|停止|停)掉?)"
    rf"|(?:把{_MINE}{_LISTED}{_POLITE}{_DELETED}|(?:拉黑|屏蔽)我|(?:删掉|删除|去掉|移除)我的(?:手机|电话)?号码?)(?!了(?!吧))"
    rf"|{_STRONG}了?(?:不了|不掉|没用|没有用|不成功|没成功|没有成功|失败|无效|没效果?|没反应)"
    rf"|(?:已经|早就?|明明)*{_STRONG}了(?:怎么|为什么|为何|为啥|咋)?(?:还|又)(?:在|要|老是|老|一直|给|我)*(?:发|收到)(?:{_SMS})?"
    rf"){_END}"
)
_TEXTS = r"(?:ANY|MORE|ALL|THESE|THOSE|THE|THIS|YOUR|SUCH|FURTHER|OF)*(?:MESSAGES?|TEXTS?|SMS|NOTIFICATIONS?|REMINDERS?|SPAM)"
_OUT_IN_ENGLISH = re.compile(
    r"(?:PLEASE|PLS|HI|HELLO|KINDLY|CANYOU|COULDYOU|JUST|IWANTTO|IWANTYOUTO|IDLIKETO)*(?:"
    rf"STOP(?:(?:SENDING|TEXTING|MESSAGING|CONTACTING|BOTHERING|SPAMMING)(?:ME|US)?(?:{_TEXTS})?(?:TOME|TOUS)?|ALL|IT|THIS|NOW|{_TEXTS})?"
    rf"|(?:DONT|DONOT|NEVER)(?:SEND|TEXT|MESSAGE|CONTACT|BOTHER|SPAM)(?:ME|US)?(?:{_TEXTS})?(?:TOME|TOUS)?"
    rf"|I?(?:DONT|DONOT|NOLONGER)(?:WANT|WISH|NEED)(?:TO)?(?:RECEIVE|GET)?{_TEXTS}|NOMORE{_TEXTS}"
    r"|(?:UNSUBSCRIBE|OPTOUT|OPTMEOUT)(?:ME)?|REMOVEME|(?:REMOVE|DELETE)(?:ME|MYPHONENUMBER|MYNUMBER)|TAKEMEOFF|LEAVEMEALONE"
    r")(?:(?:FROM|OFF)?(?:YOUR|THE|THIS)?LIST|FROMYOU)?(?:PLEASE|PLS|THANKS|THANKYOU|NOW|AGAIN|ANYMORE|ATALL)*"
)
_IN_WISHES = re.compile(
    rf"{_POLITE}(?:(?:重新|恢复|继续|同意|愿意|还)?(?:订阅|接收|收)(?:{_SMS})|(?:重新|恢复|继续)?订阅|恢复(?:接收)?|恢复(?:发送)?(?:{_SMS})"
    rf"|(?:重新|继续|恢复)接收|(?:重新|继续|恢复)(?:接收|发|发送|收)(?:{_SMS})|开通(?:{_SMS})|取消退订){_IN_END}"
)

_TOPIC = "\N{CURRENCY SIGN}"
"""Stands in a message where a known name was."""
_ONE_NAME = rf"(?:关于|有关|那个|这个|那些|这些|我的|你们?的|任何)*{_TOPIC}(?:政策)?(?:这|那)?(?:一?类|一?种|些|方面|相关|有关)?的?"
_OF_SMS = r"(?:短信|短消息|信息|消息|通知|提醒|推送|订阅)?(?:给我|到我)?"
_NAME = rf"{_ONE_NAME}(?:{_OF_SMS}(?:以及|还有|或者|和|与|跟|及|或|加)?{_ONE_NAME})*(?:这?[两二三四几]个|这?[两二三四几][种类]的?)?"
_OUT_NAMED = re.compile(
    rf"{_MAY}{_POLITE}(?:{_STRONG}|TD|T|{_DONT}{_AGAIN}{_SENDING}){_NAME}{_OF_SMS}{_END}"
    rf"|{_POLITE}(?:取消|关闭|停止|停发|不要|不需要|不想要|不再发|停止发送|不再?收){_NAME}(?:短信|短消息|信息|消息|通知|提醒|推送|订阅){_END}"
)
_OUT_AFTER = re.compile(rf"{_POLITE}{_NAME}{_OF_SMS}{_POLITE}(?:{_STRONG}|{_DONT}{_AGAIN}{_SENDING}){_END}")
_IN_SMS = r"(?:短信|短消息|通知|提醒|推送|订阅)"
"""What is asked for is messages: 恢复育儿补贴 asks for money, 发育儿补贴的信息 for an answer."""
_IN_NAMED = re.compile(
    rf"{_POLITE}(?:(?:重新|恢复|继续)?订阅|取消退订){_NAME}{_OF_SMS}{_IN_END}"
    rf"|{_POLITE}(?:重新|恢复|继续)?(?:恢复|接收|发送?|收|开通)(?:接收)?{_NAME}{_IN_SMS}(?:给我|到我)?{_IN_END}"
    rf"|{_POLITE}{_NAME}{_IN_SMS}?{_POLITE}(?:重新|恢复)?订阅{_IN_END}"
)
_ABOUT_REFUSING = re.compile(
    r"(?:请问|是不是|能不能|可不可以|可以|可|能|没有?|没想|未|不是|不小心|不|要|想|别|误|错|我|你|您|们|刚才?|已经?|给|就|真的)*"
    rf"(?:{_NAME}{_OF_SMS})?(?:可以|能|要|想|是|给|我)*{_STRONG}(?:服务|{_NAME}{_OF_SMS}|{_SMS})?"
    r"(?:错了?|成功|没有?|了|的|吗|么|呢|吧|啊|可以|可不可以|行不行|能不能|过|不|是|我)*"
)
_OUT_OF_SOMETHING = re.compile(rf"{_POLITE}{_STRONG}(?P<rest>.+)")
_ASKS = re.compile(
    r"怎么|如何|咋|吗|么$|呢$|什么|啥|哪|几|多少|能不能|能否|是否|是不是|会不会|可不可以|可以|还能|影响|为何|办法|方法|方式|流程"
    r"|步骤|规则|后果|要钱|收费|以后|之后|之前|错|误|^了|^后|^过|^的|^没|^不|^成功|^失败|^无效|^完|^好"
)
"""How one asks about opting out, or tells of it, which is no wish to do it."""
_DOUBTED = re.compile(r"吗|可不可以")
_REQUESTED = re.compile(
    rf"(?<!申)请(?!问)|帮我|麻烦|拜托|好吗|好不好|行吗|行不行|成吗|(?:别|不要)再|怎么(?:还|又)|咋(?:还|又)|为(?:什么|何|啥)(?:还|又)"
    rf"|^{_CAN}{_ASKED_TO}"
)
"""What makes a wish of what has a question's mark: 退订育儿补贴好吗?"""
_LEFT_ALONE = re.compile(r"(?:别|不要|勿|莫|甭|不许|不准)(?:再|给|发|老|打扰|骚扰|烦)")


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
    when Twilio confirms it itself. `undone_by` is what to name to undo it, where several names were given.
    """

    kind: ConsentKind
    answered: bool = False
    topics: tuple[str, ...] = (ALL_TOPICS,)
    called: tuple[str, ...] = ()
    unknown: bool = False
    undone_by: str = ""


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
        word, asked = _bare(text), normalize("NFKC", text).rstrip(_AFTER_MARK).endswith("?")
        if word in _BARE_OUT or (word in _OUT and not asked):
            return ConsentWord(ConsentKind.OPT_OUT, word in _ANSWERED_BY_TWILIO)
        if word in _IN and not asked:
            return ConsentWord(ConsentKind.OPT_IN, word in _ANSWERED_BY_TWILIO)
        if word.isascii() and _OUT_IN_ENGLISH.fullmatch(word):
            return ConsentWord(ConsentKind.OPT_OUT)
        if not word or len(word) > _LONGEST:
            return None
        word = _bare(self._plain(text))
        if word in _BARE_OUT:
            return ConsentWord(ConsentKind.OPT_OUT)
        doubted = asked or _DOUBTED.search(word) is not None
        if doubted and not _REQUESTED.search(word):
            insists = _LEFT_ALONE.search(word) and _OUT_WISHES.fullmatch(word)
            return ConsentWord(ConsentKind.OPT_OUT) if insists else None
        return self._wish(word, doubted)

    def _wish(self, word: str, doubted: bool) -> ConsentWord | None:
        """Read the plain letters of a message that is no question; one with a question's mark can only end messages."""
        if not doubted and (word in _IN or _IN_WISHES.fullmatch(word)):
            return ConsentWord(ConsentKind.OPT_IN)
        if word in _OUT or _OUT_WISHES.fullmatch(word):
            return ConsentWord(ConsentKind.OPT_OUT)
        if found := self._named(word, _OUT_NAMED, _OUT_AFTER):
            return _of_topics(ConsentKind.OPT_OUT, found)
        if not doubted and (found := self._named(word, _IN_NAMED)):
            return _of_topics(ConsentKind.OPT_IN, found)
        something = _OUT_OF_SOMETHING.fullmatch(word)
        if doubted or something is None or _ASKS.search(something["rest"]):
            return None
        return ConsentWord(ConsentKind.OPT_OUT, unknown=True)

    def is_about_refusing(self, text: str) -> bool:
        """Say whether a whole message that is no wish speaks of refusing: 不要退订, 退订错了, 取消订阅可以吗?

        Nobody can know what to do then; how it is done can be told.
        """
        word = _bare(self._plain(text))
        if len(word) > _LONGEST:
            return False
        for name in self._topics:
            word = word.replace(name, _TOPIC)
        return _ABOUT_REFUSING.fullmatch(word) is not None

    def topic(self, name: str) -> Topic | None:
        """Give what a name or an id means by itself; None where nobody knows it."""
        return self._topics.get(_bare(self._plain(name)))

    def _named(self, word: str, *patterns: re.Pattern[str]) -> Mapping[str, Topic]:
        """Give the topics that a wish of these patterns names, by the names that it uses; none where it is no such wish."""
        told, found = word, dict[str, Topic]()
        for name, topic in self._topics.items():
            if name in word:
                if any(pattern.fullmatch(word.replace(name, _TOPIC, 1)) for pattern in patterns):
                    return {name: topic}
                if name in told:
                    told, found[name] = told.replace(name, _TOPIC), topic
        return found if any(pattern.fullmatch(told) for pattern in patterns) else {}


_AFTER_MARK = " \n\r\t!~.。”\"')】」』"
"""What may follow a question mark that ends a message."""


def _of_topics(kind: ConsentKind, found: Mapping[str, Topic]) -> ConsentWord:
    topics = tuple(dict.fromkeys(found.values()))
    covers = tuple(dict.fromkeys(one for topic in topics for one in topic.covers))
    called = tuple(dict.fromkeys(name for topic in topics for name in topic.called))
    if not all(topic.called for topic in topics):
        called = ()  # what is private is not said back, nor that there is something private beside the rest
    undone_by = "和".join(dict.fromkeys(topic.called[0] for topic in topics)) if called else ""
    return ConsentWord(kind, False, covers, called, undone_by=undone_by if len(topics) > 1 else "")


def _bare(text: str) -> str:
    """Give the letters and digits alone, in capitals."""
    return "".join(sign for sign in normalize("NFKC", text).upper() if sign.isalnum() or sign == "/")
