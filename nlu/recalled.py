"""Which benefit of those in talk is meant: 一次性的什么时候打, 姨妈那个, 回到刚才的保健费; or two of them: 两个能同时拿吧."""

import re
from dataclasses import replace

from nlu.following import asks, asks_again
from nlu.interpretation import Aspect, Intent, Interpretation
from nlu.reading.people import Kin, mentions_in
from nlu.sides import plain_side, side_of
from nlu.state import State

LONGEST = 32

PLAIN = 0.9

_HANDLES: dict[str, str] = {
    "prepregnancy-checkup": "检查|孕检|体检|孕前",
    "special-family-housing": "房",
    "special-family-allowance": "每月|每个月|按月|月月|特扶|特别扶助|扶助金?|伤残",
    "bereavement-lump-sum": "一次性|抚慰|一万",
    "special-family-care-hours": "365|小时|上门|服务|护理员",
    "rural-family-reward": "960|九百六|奖扶|奖励扶助|农村|乡里|村里",
    "pension-supplement": "农保|居保|养老金|养老保险|加发|增发|多发",
    "enterprise-retiree-bonus": "3500|三千五|企业|厂里|退休|一次性",
    "urban-elder-bonus": "城镇|城里|居民|年老|老了|一次性|3500|三千五",
    "exam-bonus-points": "加分|中考",
    "one-child-allowance": "保健费|独生子女费|10块|十块|每月|每个月",
    "parental-care-leave": "假",
    "procedure-complication-allowance": "并发症|后遗症|结扎|手术|鉴定",
    "childcare-subsidy": "3600|三千六|育儿|国家|奶粉",
    "donghu-third-child-subsidy": "东湖|光谷|高新|三孩|三胎|老三|一万|1万",
    "freshman-welcome": "卡|最武汉|新生",
    "left-behind-care": "留守|关爱",
}
"""By what people call a benefit again that was in talk already."""

_BESIDES: dict[str, tuple[str, ...]] = {
    "donghu-third-child-subsidy": ("childcare-subsidy",),
    "childcare-subsidy": ("donghu-third-child-subsidy",),
    "special-family-allowance": ("bereavement-lump-sum",),
    "bereavement-lump-sum": ("special-family-allowance",),
}
"""What stands so near that it is called beside the other before it was in talk: 那国家的呢, 每月的呢."""

_LEAD = (
    r"(?:那|这|么|个|一|哦|噢|嗯|好|行|对了|还(?:有|是)|有|再|我|就|先|想|要|,|。|问|说|讲|下|的|是|只|光|回(?:到|过头)?|转回|接着|刚才|刚刚|前面|前头|之前|开头|最?开始|"
    r"上面|每年|国家|另外|至于|关于)*"
)
"""No two of these begin alike, so that there is one way only to read any row of them."""

_POINTS = r"(?:那|这)(?:个|笔|种|项|份|样|边|头|块|一?次|点)|的|呢|咧|这边|,|是|也"
_BACK = re.compile(r"回到|说回|转回|回过头|接着(?:说|问|讲)|继续(?:说|问|讲)")
_THE_FORMER = re.compile(
    r"(?:那|哦|嗯|好|,)*(?:再说|说)?(?:前面|前头|上一?|之前|先前|最开始|开头|最早|原来)(?:的)?(?:那|这)?一?(?:个|种|笔|项|样)"
)
_BOTH = re.compile(
    r"(?<!第)(?:这|那)?(?:两|俩|2)(?!个?(?:人|口|月|孩|娃|伢|姑|女|儿|老|宝|小|家|单位|地|部门|窗口|学|电|手))(?:个|样|项|笔|种|份|头|边|者)?(?:补贴|补助|钱|奖|待遇|奖励|政策|东西|证|材料)?(?!年|岁|天|次|级|万|千|百|胎|块|点|家|地|只|张|本|层|三|四|位|趟|户|周|分|名|边人)"
    r"|同时(?:领|拿|享|得|申|办)|一起(?:领|拿|享|得|申|办|交|弄)|分别|各(?:是|要|有|自|多少|几|在|去)"
)
_ALL = re.compile(
    r"(?:那|哦|,|是不是|能不能|可不可以|这)*(?:全?都|统统|一律)(?:在|是|能|要|可以|得|给|有|去|到|归|找|发|按|算|交|需|用|一样|得要)"
)
_BESIDE = re.compile(
    r"(?:那|它|这个|这|,)*(?:跟|和|与|同)(?P<other>.{1,12}?)(?:是不是|是|能不能|能|可以|可不可以|会不会|会|有|都|不)*(?:一回事|两头|同时|一起|冲突|重复|区别|不同|一样|叠加|并存|二选一|矛盾|兼|拿|领)"
)
_TOGETHER = re.compile(r"两头|同时|一起|冲突|重复|叠加|并存|二选一|矛盾|兼|都(?:能|可以)?(?:拿|领)")
_A_PERSONS = r"(?:的?(?:那|这)(?:个|笔|份|边|头|种|项)|的(?=[,去要怎什在能还多几是又也]))"


_SAID_BEFORE = re.compile(
    r"(?:那|哦|嗯|好|行|,|再说|再问)*(?:回到|说回)?(?:刚才|刚刚|前面|前头|之前|开头|最开始|先前|上面)(?:问|说|讲)?的?(?:那|这)?(?:个|笔|种|项)?"
)
_REST = re.compile(r"(?:那|哦|嗯|好|行|,)*(?:剩下|余下|另外|另|还有)的?(?:那|一)+(?:个|种|笔|项|样)")
MORE_THAN_ONE = 2


def in_talk(state: State) -> tuple[str, ...]:
    """Give the benefits in talk, the last first."""
    now = (state.benefit,) if state.benefit else (state.aside,) if state.aside else ()
    return tuple(dict.fromkeys((*now, *state.together, *(each.benefit for each in state.earlier))))


def recalled(says: Interpretation, text: str, state: State) -> Interpretation | None:
    """Give the question on the benefit, or the two, that a normalised text means of those in talk; None where it says nothing of it."""
    if len(text) > LONGEST or not _may_ask(says, text):
        return None
    pool = in_talk(state)
    named = frozenset(says.benefits) if says.named else frozenset()
    both = _both(text, state, pool, named)
    if both:
        side = plain_side(text) or (says.side if says.side is not Aspect.GENERAL else side_of(text))
        if named and _TOGETHER.search(text):
            side = Aspect.ELIGIBILITY
        return _of(says, both, state.aspect if side is Aspect.GENERAL else side)
    if named - set(pool) or len(says.benefits) > 1:
        return None
    one = (
        _the_other(text, state, pool)
        or _by_handle(text, pool)
        or _by_person(text, state)
        or _by_way_back(text, state, pool)
    )
    if one is None or one == (state.benefit or ""):
        return None
    side = says.side if says.side is not Aspect.GENERAL else side_of(text)
    if asks_again(text):
        side = Aspect.GENERAL
    return _of(says, (one,), state.aspect if side is Aspect.GENERAL else side)


def _may_ask(says: Interpretation, text: str) -> bool:
    if says.intent is Intent.ASK_BENEFIT:
        return True
    if says.intent in (Intent.OUT_OF_SCOPE, Intent.TELL, Intent.AFFIRM, Intent.START_CHECK):
        return asks(text)
    return False


def _both(text: str, state: State, pool: tuple[str, ...], named: frozenset[str]) -> tuple[str, ...]:
    """Give the two or more benefits meant together."""
    beside = _BESIDE.match(text)
    if beside and state.benefit and len(named) == 1 and state.benefit not in named:
        other = next(iter(named))
        return (state.benefit, other) if _names(beside["other"], other) else ()
    if named:
        return ()
    together = tuple(one for one in state.together if one)
    if len(together) > 1 and state.benefit in together and (_BOTH.search(text) or _ALL.match(text)):
        return together
    return pool[:2] if len(pool) > 1 and _BOTH.search(text) else ()


def points_back(text: str) -> bool:
    """Say whether a normalised text speaks of what was said before: 刚才那个扶助金."""
    return _SAID_BEFORE.match(text) is not None


def _the_other(text: str, state: State, pool: tuple[str, ...]) -> str | None:
    """剩下那个: of two in talk the one that was not spoken of last."""
    if len(pool) < MORE_THAN_ONE or not _REST.match(text):
        return None
    return next((one for one in pool if one != state.benefit), None)


def _by_handle(text: str, pool: tuple[str, ...]) -> str | None:
    beside = _BESIDES.get(pool[0], ()) if pool else ()
    fitting = [one for one in dict.fromkeys((*pool, *beside)) if _calls(text, one)]
    return fitting[0] if len(fitting) == 1 else None


def _calls(text: str, benefit: str) -> bool:
    handle = _HANDLES.get(benefit)
    return (
        handle is not None
        and re.match(rf"{_LEAD}(?:{handle})[^,。;!?]{{0,4}}?(?:{_POINTS})", text) is not None
    )


def _by_person(text: str, state: State) -> str | None:
    """姨妈那个: what was asked for her before the talk came to somebody else."""
    for mention in mentions_in(text, Kin.ME)[:1]:
        if mention.start > 4 or not re.match(_A_PERSONS, text[mention.end :]):
            return None
        if mention.kin is state.claimant:
            return None
        if text[mention.start : mention.end] in ("他", "她"):
            if state.claimant is not Kin.ME and not _cannot_be(text[mention.start], state):
                return None  # who was spoken of last
            others = (each for each in state.earlier if each.claimant not in (Kin.ME, state.claimant))
            return next((each.benefit for each in others), None)
        return next((each.benefit for each in state.earlier if each.claimant is mention.kin), None)
    return None


def _cannot_be(pronoun: str, state: State) -> bool:
    """Say whether the claimant is a man, and 她 is said, or the other way round."""
    sex = state.facts.get("self.sex")
    return sex is not None and (sex == "male") is (pronoun == "她")


def _by_way_back(text: str, state: State, pool: tuple[str, ...]) -> str | None:
    """说回前面那个: the one before, where the words name none."""
    points = _BACK.search(text) or _THE_FORMER.match(text)
    named = any(_names(text, one) for one in pool)
    return pool[1] if points and state.benefit and len(pool) > 1 and not named else None


def _names(text: str, benefit: str) -> bool:
    return benefit in _HANDLES and re.search(_HANDLES[benefit], text) is not None


def _of(says: Interpretation, benefits: tuple[str, ...], aspect: Aspect) -> Interpretation:
    return replace(
        says,
        intent=Intent.ASK_BENEFIT,
        benefits=benefits,
        aspect=aspect,
        topic=None,
        ambiguous=None,
        confidence=PLAIN,
    )
