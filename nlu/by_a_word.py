"""Yes and no told out of turn, by the thing the talk turns on: 证手上有, 以前没拿过这种奖, 这次的还没用过."""

import re
from collections.abc import Collection, Iterator

from nlu.interpretation import FactValue

LONGEST = 24

_SO = (
    r"(?:我们?|自己|家里?|手[上里头]边?|以前|之前|早就?|当年|当时|那时候?|已经|一直|从来|从|都|也|还|就|是|倒|反正|确实|原来|后来|现在|"
    r"他们|的|,| )*"
)
_END = r"(?:的|了|呢|啊|呀|哦|哈|嘛|滴|吧|的话)*"
_NOT = r"(?:没有?|没去|不曾|未)"
_CERTIFICATE = r"(?:光荣|独生子?女?|父母|那个|这个|那|这|本|张)*(?:证|本本|本子|红本本?)(?:书|件|子)?"
_OWN = r"(?:光荣|独生子?女?|那个|这个|那本|这本)(?:光荣|独生子?女?|父母)*证(?:书|件)?"
_REWARD = (
    r"(?:这种|那种|这个|那个|这样的?|任何|什么|别的|其他的?|其它的?|类似的?|同样的?|这笔|那笔|这|那|一分|半分|一毛|一次|一回|一笔|计生|计划生育|"
    r"独生子女)*(?:奖励?金?|钱|补贴|补助|待遇|好处|3500|三千五)?(?:块|元|钱)*"
)
_CHECKUP = r"(?:这个|那个|免费的?|一次|一回|一遍|[两二]次)*(?:孕前|优生|免费)*(?:检查|孕检|体检|名额|机会)?"
_WHO_SAYS = (
    r"(?:(?:社区|房管局?|街道|居委会|办事处|他们|人家)(?:那边|的人)?(?:说|讲|告诉我?|查了|审了|认定))?"
)
_TERMS = r"(?:公租房|廉租房|经适房|保障房|住房|申请|收入|一般|基本|的)*(?:条件|资格|标准|要求|审核|审查)"

_BY_WORD: dict[str, tuple[str, str]] = {
    "household.one_child_certificate": (
        rf"{_SO}{_CERTIFICATE}{_SO}(?:有|在|办过|办了|办得有|办下来|领过|领了|拿了|收着|留着|放着|找得到|找到了?|丢了?|搞丢了?|弄丢了?)"
        rf"|{_SO}(?:办过|办了|办得有|办有|有)(?:过|了|个|一?本|一个)*{_CERTIFICATE}"
        rf"|{_SO}(?:领|拿)(?:过|了)(?:个|一?本|一个)*{_OWN}",
        rf"{_SO}{_CERTIFICATE}{_SO}(?!没有?了){_NOT}(?:办|领|拿|搞)?(?:过|成|到)?|{_SO}{_NOT}(?:办|搞)?(?:过|成)?(?:什么)?{_CERTIFICATE}"
        rf"|{_SO}{_NOT}(?:领|拿)(?:过|到)?{_OWN}",
    ),
    "self.had_equal_reward": (
        rf"{_SO}(?:{_REWARD})?{_SO}(?:单位|厂里|厂|公司|社区|村里)?{_SO}(?:领|拿|享受|得|发|给)(?:到)?(?:过|了)我?{_REWARD}",
        rf"{_SO}(?:{_REWARD})?{_SO}(?:单位|厂里|厂|公司|社区|村里)?{_SO}{_NOT}人?(?:领|拿|享受|得|发|给|见)(?:到|着|我)*过{_REWARD}"
        rf"|{_SO}(?:一分钱?|半分钱?|一毛钱?){_SO}{_NOT}(?:领|拿|见|得|发|给)(?:到|过|着|我)*",
    ),
    "household.checkup_used": (
        rf"(?:去年|前年|今年|上半年|上个?月|年初|上次|前阵子|刚|两个人)*{_SO}(?:去)?(?:用|查|做|检查)(?:过|完|了)+{_CHECKUP}",
        rf"(?:这次|这回|这一?胎|这个|两个人|俩人|我老公|我老婆)*{_SO}{_NOT}(?:去)?(?:用|查|做|检查|享受|体检)(?:过)?{_CHECKUP}"
        rf"|{_SO}(?:第[一1]|头[一1]?)[次回]{_CHECKUP}",
    ),
    "household.housing_qualified": (
        rf"{_WHO_SAYS}{_SO}{_TERMS}{_SO}(?:够|符合|达标|达到|合格|过|审过|通过|没问题|批)|{_WHO_SAYS}{_SO}(?:审|批|通)过(?:下来)?了|"
        rf"{_WHO_SAYS}{_SO}(?:符合|够|达到){_TERMS}",
        rf"{_WHO_SAYS}{_SO}{_TERMS}{_SO}(?:不够|差一点|不符合|不达标|没达到|没过|没审过|没通过|不合格|没批)|"
        rf"{_WHO_SAYS}{_SO}(?:没审过|没通过|没批)(?:下来)?|{_WHO_SAYS}{_SO}(?:不符合|不够|没达到){_TERMS}",
    ),
    "household.pregnant": (
        rf"{_SO}(?:怀孕?|怀上)了",
        rf"{_SO}{_NOT}怀(?:上|孕)?",
    ),
    "self.retired": (
        rf"{_SO}退(?:休|下来)?了?(?:好)?(?:几|多|[一二三四五六七八九十两\d]+)年|{_SO}退休?了|{_SO}退下来了",
        rf"{_SO}(?:没退休?|没到(?:退休)?(?:年龄|年纪|岁数))|{_SO}在(?:上班|岗|干|做事|厂里做)",
    ),
    "household.birth_rule_violation": (
        rf"{_SO}(?:被)?(?:超生|罚款?)(?:过|了)(?:款|钱|的)*|{_SO}交(?:过|了)(?:罚款|社会抚养费)|{_SO}(?:多|超)生了(?:一个)?",
        rf"{_SO}{_NOT}(?:超生|多生|违规|违反|罚过?款?|被罚过?款?|交过?罚款|交过?社会抚养费|罚)(?:过)?(?:政策|钱)?"
        rf"|{_SO}(?:按政策|合法|有指标|计划内|按计划)生",
    ),
}
"""Of each fact, the words that say yes to it and those that say no, whatever was asked last."""

_SAYS = {
    fact: tuple(re.compile(rf"(?:{words}){_END}[。!~]*") for words in both) for fact, both in _BY_WORD.items()
}
_CLAUSES = re.compile(r"[,。;! ]+")


def told_by_a_word(text: str, at_stake: Collection[str]) -> dict[str, FactValue]:
    """Give what a whole normalised text says yes or no to of the facts `at_stake`; nothing where it fits several."""
    if len(text) > LONGEST:
        return {}
    fitting = dict(_fitting(text, at_stake))
    return fitting if len(fitting) == 1 else {}


def told_beside(text: str, at_stake: Collection[str]) -> dict[str, FactValue]:
    """Give what the clauses of a normalised text say yes or no to of the facts `at_stake`."""
    clauses = _CLAUSES.split(text)
    return {name: value for clause in clauses for name, value in told_by_a_word(clause, at_stake).items()}


def _fitting(text: str, at_stake: Collection[str]) -> Iterator[tuple[str, FactValue]]:
    for fact, (yes, no) in _SAYS.items():
        if fact not in at_stake:
            continue
        if no.fullmatch(text):
            yield fact, False
        elif yes.fullmatch(text):
            yield fact, True
