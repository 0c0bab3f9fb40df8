"""Whose claim is asked about, and what becomes of the facts when it turns to somebody else."""

import re
from collections.abc import Mapping
from dataclasses import replace

from nlu.interpretation import FactValue, Intent, Interpretation
from nlu.reading.people import CHILDREN, PAIRS, PARTNER, Kin, Mention, mentions_in

_LEAD = (
    r"(?:那么?|还有|换成?|改成|要是|假如|如果是?|哦|噢|好的?|嗯|诶|哎|对了|再问[下个句]?|顺便(?:问[下哈]?)?|,|。| )*"
    r"(?P<of>(?:我(?:是|要|想)?)?(?:问|说|讲|查)的(?:其实|就)?是?|不是(?:我|他|她)(?:自己|本人)?,(?:其实)?是|其实是|"
    r"(?:我(?:是|要|想|再|也|顺便)*)?[帮替给代](?:问问|查查)?(?=[^,。;!?]{1,10}(?:问|查|看|打听|咨询|了解)))?"
)
_FOR_THEM = r"(?:也|再|顺便|来|先)*(?:问|查|看|打听|咨询|了解)(?:[一个]?下|哈|问|查|看|看看|[一]?[嘴句])?(?:的|呗|吧|啊)?"
_CAN = (
    r"(?:领|享受|办|拿|申请|做|请|用|去|查|参加|沾|得|报)?(?:到|了|着|上|得到|得上)?"
    r"(?:这个|这笔|一份|资格|条件|要求|份儿?|补贴|奖励|钱|政策|检查)?"
)
_ASKING = (
    r"(?:这边|那边|那头|这头|那份|这份|那块|的|自己|本人|的话|[他她])*(?:"
    r"(?:又|咋|怎么|怎样)?[呢咧嘞哩]|怎么(?:样|算|办|说|弄|搞|个说法)|咋(?:办|样|算|说|弄|搞)|(?:又)?是?怎样"
    r"|(?:也|又|就|都|还|那)*(?:能|可以)(?:领|享受|办|拿|申请|做)(?:到|了)?"
    r"|(?:是不是|会不会|应该|应当|该|总|那|,)*(?:也|又|就|都|还|照样|同样)*"
    r"(?:(?:能不能|可不可以|可以不可以|有没有|算不算|够不够|够不够得上|符不符合|符合不符合|行不行|是不是|一不一样|"
    r"拿不拿得|领不领得|请不请得|办不办得|够不够格)(?:[他她]的|我的)?" + _CAN + r"(?:[吗么呢咧吧啵哦啊])?"
    r"|(?:能|可以|会|有|有得|算|算数|够|够得上|够格|符合|行|拿得|领得|请得|办得|享受|一样|同样|是一样|没有|不行|不能|不算|能够|轮得到?)(?:[他她]的|我的)?"
    + _CAN
    + r"(?:的)?(?:[吗么呢咧吧啵咩嘛?不没]|没有|是吧|对吧|是不是)))[呀啊哦?!。~]*"
)
_TURNS = re.compile(_LEAD + rf"(?P<who>[^,。;!? ]{{1,10}}?)(?:{_ASKING}|(?P<told>{_FOR_THEM})?[?!。~]*)")
"""Words that only turn to another person: 那我老公呢? 我问的是我妈, 帮我姐也问一下."""

_BESIDE = re.compile(
    r"(?:我|们|家|的|那|个|也|又|就|都|自己|本人|一个|人|方|男|女|这边|那边|那头|还有|要是|换成|和|跟|屋里|这种|这样|是|,)*"
)
"""What may stand beside the word for a person: 我还没退休呢 names one too, and tells something."""

_CLAUSES = re.compile(r"[,。;!? ]+")
_ALSO_WISHES = re.compile(
    r"也(?:想|要|打算|准备|说(?:她|他)?(?:也)?想)(?:一起|跟着|着)?(?:来|去)?(?:领|享受|办|拿|申请|做|请|查|参加|弄|搞|报|问|试|看|去)(?:[一]?下|一个|个|试|去|了|的|一份)*[?!。~]*$"
)
_ALSO = re.compile(r"^[^,。;!?]{1,8}(?P<also>也)(?!还|在|正)[^。;!?]+[呢咧嘞哩][?。!~]*$")
"""我妈也做过,她没残疾呢 asks of her what was asked of another."""

_THEIR_SHARE = re.compile(
    r"(?:[他她]?(?:让我|托我|要我|想|还)*(?:问|晓得|知道))?(?:应该|应当|那|总|是不是|也|还|就|,)*(?:有没有[他她]的(?:份儿?)?"
    r"|(?:(?:有|没有|有没有)(?:[他她]的)?份儿?|有没有|没有|能|不能|可以|不可以|不行|行|算|不算|有|拿得到|拿不到|领得到|领不到)"
    r"(?:的)?(?:[吧吗呢咧么啵咩?不]|没有|是吧|对吧))[?!。~]*"
)
"""What asks of somebody named before: 老头子61了,有他的份吧."""


def turned_to(text: str, about: Kin) -> Kin | None:
    """Give the person to whom a normalised text turns and says nothing else, when it was `about` another; else None."""
    return _turned(text, 0, len(text), about)


def turned_first(text: str, about: Kin) -> Kin | None:
    """Give the person to whom a normalised text turns before it says more: 那我老公呢,他58."""
    ends = _ends(text)
    return _turned(text, *ends[0], about) if ends else None


def turned_last(text: str, about: Kin) -> Kin | None:
    """Give the person to whom a normalised text turns after it told of them: 我老公是城里户口,那他有没有."""
    ends = _ends(text)
    return _turned(text, *ends[1], about) if ends else None


def asks_for_somebody(text: str, about: Kin) -> str | None:
    """Give the words of a normalised text that ask of a person what was asked of another before; None where none do."""
    for start, end in ((0, len(text)), *_ends(text)):
        if _person(text, start, end, about) is not None:
            return text[start:end]
        wish = _ALSO_WISHES.search(text, start, end)
        if (wish or _THEIR_SHARE.fullmatch(text, start, end)) and _names_another(text[:end], about):
            return text[start:end]
    also = _ALSO.search(text)
    return text if also and _names_another(text[: also.end("also")], about) else None


def _names_another(text: str, about: Kin) -> bool:
    return any(mention.kin is not Kin.ME and mention.kin is not about for mention in mentions_in(text, about))


def _ends(text: str) -> tuple[tuple[int, int], ...]:
    """Give where the first and the last clause of a text lie that has several."""
    breaks = [found.span() for found in _CLAUSES.finditer(text) if found.end() < len(text)]
    if not breaks:
        return ()
    return (0, breaks[0][0]), (breaks[-1][1], len(text))


def _turned(text: str, start: int, end: int, about: Kin) -> Kin | None:
    kin = _person(text, start, end, about)
    if kin is None or kin in CHILDREN or kin in (Kin.FORMER, Kin.OTHER):
        return None
    return _seen_from(PAIRS[kin][0] if kin in PAIRS else kin, about)


def _person(text: str, start: int, end: int, about: Kin) -> Kin | None:
    """Give the only person that the words from `start` to `end` name, where they ask nothing but of them."""
    turn = _TURNS.fullmatch(text, start, end)
    if turn is None or (_is_bare(turn) and turn["of"] is None):
        return None
    first, last = turn.span("who")
    mentions = tuple(m for m in mentions_in(text, about) if first <= m.start < last)
    kins = {mention.kin for mention in mentions}
    if len(kins) > 1:
        kins.discard(Kin.ME)  # 我女朋友, 我跟我老公
    if len(kins) != 1 or not _BESIDE.fullmatch(_without(mentions, turn["who"], first)):
        return None
    return next(iter(kins))


def _is_bare(turn: re.Match[str]) -> bool:
    return (
        turn.end("who") == turn.end()
        or turn["told"] is not None
        or not turn[0][turn.end("who") - turn.start() :].strip("?!。~")
    )


def _without(mentions: tuple[Mention, ...], words: str, start: int) -> str:
    spans = [(mention.start - start, mention.end - start) for mention in mentions]
    return "".join(c for place, c in enumerate(words) if not any(a <= place < b for a, b in spans))


def _seen_from(kin: Kin, about: Kin) -> Kin | None:
    if kin is Kin.SPOUSE and about not in (Kin.ME, Kin.SPOUSE):
        # "那她老公呢", said of somebody else: that person's husband or wife.
        kin = PARTNER.get(about, kin)
    return None if kin is about else kin


def one_of(about: Kin, now: Kin) -> Kin:
    """Give whose claim it is when somebody is spoken `about`: of a couple the one it was `now`, else the first."""
    pair = PAIRS.get(about)
    if pair is None:
        return about
    return now if now in pair else pair[0]


_ANOTHER = re.compile(
    r"(?:那|对了|好的?|行|,|再|还|也|帮|替|问|下|我|想|要|麻烦|这边|社区)*(?:还有|另外|再|换|下)[帮替问]*(?:一|另)?(?:个|位|户)"
)


def is_another(text: str, about: Kin, now: Kin) -> bool:
    """Say whether a normalised text brings in another of those who have no name here: 还有个爹爹70, after a 婆婆."""
    if about is not Kin.OTHER or now is not Kin.OTHER:
        return False
    found = _ANOTHER.match(text)
    return found is not None and any(
        m.kin is Kin.OTHER and m.start <= found.end() + 3 and text[m.start] not in "他她"
        for m in mentions_in(text, Kin.ME)
    )


def are_couple(one: Kin, other: Kin) -> bool:
    """Say whether the two are married to each other."""
    return PARTNER.get(one) is other or PARTNER.get(other) is one


_OF_THE_OTHER = re.compile(
    r"(?:那|哦|,|就是)*(?:[他她](?!们|妈|爸)|我?(?:老公|老婆|老伴|爱人|丈夫|妻子|媳妇|老头子?|老太婆|屋里人))"
)


def as_the_speaker_says(says: Interpretation, text: str, claimant: Kin) -> Interpretation:
    """Give what is told of the husband or wife whose claim it is as the speaker tells it: 他58 is the spouse's age."""
    if claimant is not Kin.SPOUSE or says.intent is not Intent.TELL or _OF_THE_OTHER.match(text) is None:
        return says
    facts = swapped(says.facts)
    if "household.marital_status" not in says.facts:
        facts.pop("household.marital_status", None)
    return replace(says, facts=facts)


def swapped(facts: Mapping[str, FactValue]) -> dict[str, FactValue]:
    """Give the facts of a couple seen from the other one: what was told of the claimant is now told of the spouse."""
    turned = seen_from_the_other(facts)
    turned.setdefault("household.marital_status", "married")
    return turned


def seen_from_the_other(facts: Mapping[str, FactValue]) -> dict[str, FactValue]:
    """Give the same facts with the two persons in each other's place, and nothing more."""
    places = {"self": "spouse", "spouse": "self"}
    turned: dict[str, FactValue] = {}
    for name, value in facts.items():
        who, _, rest = name.partition(".")
        turned[f"{places.get(who, who)}.{rest}"] = value
    return turned
