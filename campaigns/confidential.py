"""What a message must not say where others may read it: words that tell of a loss, an illness or an operation."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from campaigns.audience import Audience

_TELLING = re.compile(
    r"失独|丧子|丧女|失[去了]+(?:了?独生|唯一的?|您?的?)*(?:孩子|子女|儿子?|女儿)|痛失|夭折|死亡|去世|过世|离世|逝世|病故|亡故|遇难"
    r"|(?:孩子|子女|儿子|女儿|独子|独女)(?:已经?)?(?:没了|不在)|不在了|走了的孩子|节哀|悼念|哀悼|抚慰|丧葬|遗属"
    r"|伤残|残疾|致残|病残|重病|大病|智障|并发症|后遗症|绝育|结扎|节育|上环|取环|流产|引产|手术"
    r"|特殊家庭|特困|特扶|特别扶助|扶助金|扶助对象|(?:365|三百六十五)个?小时|每天一个?小时|免费照料|免费上门|照料服务"
    r"|(?:住房|经适房|经济适用房|公租房|廉租房|危房|分房)(?:优先|加分|改造|轮候)|优先分房|超生|违法生育|违反计划生育|收养|领养|再婚|前夫|前妻"
    r"|(?i:bereave|\bloss\b|\blost (?:a|an|the|your)\b|\bdeath|\bdied\b|deceased|passed away|disab|disorder|steril|complication"
    r"|abortion|adopt|remarri|special[- ]family|surger)"
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
    """Give the words of a text that tell others what its reader has gone through."""
    return tuple(dict.fromkeys(found[0] for found in _TELLING.finditer(text)))
