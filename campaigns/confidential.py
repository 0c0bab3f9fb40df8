"""What a message must not say where others may read it: words that tell of a loss, an illness or an operation."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from unicodedata import normalize

from campaigns.audience import Audience

_CHILD = r"(?:孩子|子女|儿子|女儿|独子|独女|爱子|爱女|独生子女|小孩|娃)"
_GONE = (
    rf"(?<![遗丢走缺])失独|丧子|丧女|丧偶|丧亲|失孤|失[去了]+(?:了?独生|唯一的?|您?的?)*(?:孩子|子女|儿子?|女儿)|痛失|夭折|失去亲人"
    rf"|{_CHILD}(?:已经|已|都|早|不幸|先)*(?:没了|没有了|走了|不在(?!身边|跟前|本地|武汉|家|一起|国内|老家|同))|没有?了{_CHILD}|不在了|走了的孩子"
    r"|节哀|悼念|哀悼|抚慰|遗属|白发人送黑发人"
)
_PRIVATE = (
    r"伤残|残疾|致残|病残|智障|智力障碍|精神(?:病人|病患|障碍)|(?:精神|艾滋|性)病(?:人|患|家)|节育手术|手术并发症|并发症扶助"
    r"|特殊家庭|特扶|特别扶助|扶助对象|(?:365|三百六十五)个?小时|每天一个?小时"
)
_LOST = (
    r"bereave|\blost (?:(?:a|an|the|your|their|his|her|our|only|beloved) )+(?:child|son|daughter|kid|spouse)|passed away"
    r"|disab|special[- ]family"
)
_REVEALING = re.compile(rf"{_GONE}|{_PRIVATE}|(?i:{_LOST})")
"""Words that tell of their readers whatever a message is about."""
_TELLING = re.compile(
    rf"{_GONE}|{_PRIVATE}|死亡|去世|过世|离世|逝世|病故|亡故|遇难|丧葬|重病|大病|绝症|癌症|精神病|艾滋|梅毒|性病|吸毒|戒毒"
    r"|并发症|后遗症|绝育|结扎|节育|上环|取环|流产|引产|堕胎|手术|特困|扶助金|免费照料|免费上门|照料服务"
    r"|(?:住房|经适房|经济适用房|公租房|廉租房|危房|分房)(?:优先|加分|改造|轮候)|优先分房|超生|违法生育|违反计划生育|收养|领养|再婚|前夫|前妻"
    rf"|(?i:{_LOST}|\bloss\b|\blost (?:a|an|the|your)\b|\bdeath|\bdied\b|deceased|disorder|steril|complication"
    r"|abortion|adopt|remarri|surger|\bhiv\b|\baids\b)"
)
"""These and the words that tell something of whoever is named, or is written to about a private matter."""
_BETWEEN = re.compile(r"(?<=[\u4e00-\u9fff])[\W_]+(?=[\u4e00-\u9fff])")
"""Signs between two characters: 失*独 is read as 失独."""
_SIMPLE = str.maketrans(
    "獨殘傷離過兒撫遺屬術節結環產産絕並併發後癥難優領養違劃別礙喪無沒個時對庭歲經濟適間",
    "独残伤离过儿抚遗属术节结环产产绝并并发后症难优领养违划别碍丧无没个时对庭岁经济适间",
)


@dataclass(frozen=True, slots=True)
class Sensitive:
    """What is private to those it is about: ids of benefits, and facts."""

    benefits: Collection[str] = ()
    facts: Collection[str] = ()

    def concerns(self, policies: Collection[str], audience: Audience) -> bool:
        """Say whether a campaign that rests on these policies, for this audience, tells of something private."""
        asked = audience.qualifies
        return (
            any(name in self.benefits for name in policies)
            or (asked is not None and asked.benefit in self.benefits)
            or any(one.fact in self.facts for one in audience.filters)
        )


def telling(text: str) -> tuple[str, ...]:
    """Give the words of a text that tell others what its reader has gone through, whatever signs are put between."""
    return _found(_TELLING, text)


def reveals(texts: Iterable[str], named: bool) -> bool:
    """Say whether texts as they are sent tell something private by themselves; more words do where a reader is `named`."""
    words = _TELLING if named else _REVEALING
    return any(_found(words, text) for text in texts)


def _found(words: re.Pattern[str], text: str) -> tuple[str, ...]:
    plain = normalize("NFKC", text).translate(_SIMPLE)
    read = (plain, _BETWEEN.sub("", plain))
    return tuple(dict.fromkeys(found[0] for one in read for found in words.finditer(one)))
