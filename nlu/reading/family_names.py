"""What a household is called by its children: 独女户, 双女户, 独生子女家庭, 就一个独生女."""

import re
from collections.abc import Iterator

from nlu.reading import inline
from nlu.reading.finding import Finding
from nlu.reading.line import OF_OTHERS, Line
from nlu.reading.our_children import counted_at, ours
from nlu.reading.people import Kin

_ALONE = {"children_living": 1, "children_ever": 1}
_HOUSES = (
    (re.compile(r"独女户|独生女户|单女户|一女户"), {"daughters": 1, "sons": 0, **_ALONE}),
    (
        re.compile(r"双女户|两女户|二女户|双女儿户|双女家庭|双女结扎户|俩女户"),
        {"daughters": 2, "sons": 0, "children_living": 2},
    ),
    (re.compile(r"独子户|独男户|独生子户"), {"sons": 1, "daughters": 0, **_ALONE}),
)
ONLY_CHILD_HOME = re.compile(
    r"(?:(?:我们?|我家|我们家|家里|家|也|(?<!成)都|属于|是|本人|他们|孩子|小孩|娃|儿子|女儿|姑娘)(?:是|就是|都是|也是|属于|算|家|"
    r"的)*)(?P<word>独生子女(?:家庭|户|父母|的?妈妈|的?爸爸|的?母亲|的?父亲|家长|的父母)?|独生女(?!户)|独生子(?!女|户)|"
    r"独生的|独苗|独女(?!户)|独子(?!户))(?!(?:父母)?(?:护理|陪护|光荣|奖|年老|证))(?!费|证|的?补|奖|保健|光荣|政策|护理|的钱|年老|"
    r"那个|有什么|能|可以|怎么|待遇|一次|"
    r"死)"
    r"|^(?P<list>独生子女(?:家庭|户|父母)?|独生女|独生子|独女|独子)$"
    r"|(?:有|就|只有|生了|只生了|养了|^|[,。;!? ]|[就只][他她])(?:一个|1个|个)(?P<own>独生女儿?|独生子|独女|独子|独生子女|"
    r"独苗|独生女孩|独生儿子)(?!证|费|户)"
)
_OF_A_PARENT = re.compile(r"^[^|]*(?:家庭|户|父母|妈|爸|母|父|家长)|\|儿?的(?:妈|爸|母|父|爹|娘)")
_IS = re.compile("(?:也|就)?是")


def houses(line: Line) -> Iterator[Finding]:
    """Findings on the counts of a household that is called by them: 双女户."""
    for pattern, counts in _HOUSES:
        for match in pattern.finditer(line.text):
            clause = line.clause_at(match.start())
            listed = (
                inline.fullmatch(
                    r"(?:我们?家?|计生|[农城][村镇]户口|农村|又是|就是|都是|是|家里|属于|也是|城镇|的|,)*",
                    line.before(match.start()),
                )
                is not None
            )
            ends = (
                inline.match(
                    r"(?:$|[,。;!?\s]|,|吧|的$|女方|今年|\d)", line.text[match.end() : clause.end + 1]
                )
                is not None
            )
            general = inline.match("的?(?:母亲|父亲|父母|家长|老人|加|增)", line.after(match.end()))
            if (
                not general
                and ours(line, *match.span())
                and (
                    (
                        line.named_subject(match.start())
                        and not inline.match("的?(?:女儿|孩子)", line.after(match.end()))
                    )
                    or (listed and ends and not clause.asks)
                    or inline.search(
                        r"(?:\d|[一二三四五六七八九十])岁(?!以上|以下)", line.before(match.start())
                    )
                )
            ):
                for name, value in counts.items():
                    yield counted_at(name, value, match)


def called_only_child(line: Line) -> Iterator[Finding]:
    """Findings of a household that is called after its only child; of the speaker as an only child, that."""
    for match in ONLY_CHILD_HOME.finditer(line.text):
        word = match["word"] or match["list"] or match["own"]
        start = match.start("word") if match["word"] else match.start()
        clause = line.clause_at(match.start())
        if (
            clause.supposed
            or inline.search(r"是不是|需要|必须|要是|(?<!想)要$|不是|没有", line.before(start))
            or inline.match(r"吗|么|不\?", line.after(match.end()))
        ):
            continue
        if OF_OTHERS.search(line.text[clause.start : start]) and line.about is not Kin.OTHER:
            continue
        named = line.named_subject(start)
        parental = _OF_A_PARENT.search(word + "|" + line.after(match.end())) is not None
        wed = named if named is not None and named.kin is Kin.SPOUSE else None
        if wed and not parental and _IS.fullmatch(line.text[wed.end : start]):
            continue  # 老公是独生子 tells of the husband
        mine = named is not None and line.text[named.start : named.end] in {"我", "本人", "我自己", "自己"}
        if mine and not parental and not match["own"]:
            if line.about is Kin.ME:
                yield Finding("self.is_only_child", True, match.start(), match.end())
            continue
        if match["list"] and clause.asks and not parental:
            continue
        yield counted_at("children_ever", 1, match)
        sexed = inline.search(r"独生?(女(?!户)|子(?!女)|儿子)", word)
        if not parental and sexed and "子女" not in word:
            girl = sexed[1].startswith("女")
            # That no other one lives follows for whoever reckons with it; nobody has said so.
            yield counted_at("daughters" if girl else "sons", 1, match, weak=True)
