"""The certificate of an only child in loose words: 独生证也有, 证搬家搞掉了, 光荣证压箱底, 光荣证从来没办过."""

import re
from collections.abc import Iterator

from nlu.reading import inline
from nlu.reading.finding import Finding
from nlu.reading.line import Line
from nlu.reading.papers import OF_MARRIAGE

_NAMED = r"(?:独生子女(?:父母)?(?:光荣)?证|光荣证|独生证|独子证)"
_BARE = r"(?<![残疾身份退休结婚离房学生居住出户医师资格军通行边产])证(?![明件实书])"
_HAS = (
    r"(?:有(?=$|[,。;!?的呢])|还?在(?=$|[,。;!?])|还在|压箱底|压在|[放收锁搁](?:在|着|起|一起|得)|保存|留着|发了|办了|办了的|领过|办过|办好|补办好|办下来|领了|拿走|"
    r"搬家|[搞弄丢掉烂遗失]|找不[到着]|不见|缺|在[^,。;!?]{1,6}(?:里|手[上里]?|那[里边儿]|[他她]那|家|屋头)(?=$|[,。;!?]))"
)
_HELD = re.compile(
    rf"(?P<named>{_NAMED})(?P<between>[^,。;!?没不]{{0,10}}?)(?P<has>{_HAS})|(?:^|[,。;!?])(?:那个|这个|我们?|我家)?(?P<bare>{_BARE})(?P<between2>[^,。;!?没不]{{0,8}}?)(?P<has2>{_HAS})"
    rf"|(?:^|[,。;!?])(?:我|我们)?(?:有(?:光荣|独生子女)?证(?:的)?(?=$|[,。;!?]))|(?:办|领|拿)(?:了|过|有)(?:的)?(?:光荣|独生子女)证"
)
_NEVER = re.compile(
    rf"{_NAMED}(?:我们?|嫌麻烦|怕麻烦|图省事|当年|当时|那时候?|从来|一直|压根|根本|都|也|就|,)*没(?:有)?(?:去)?(?:办成?|打|领|拿|发|申请)(?:过|成|到)?(?=$|[,。;!?])|{_NAMED}没有(?=$|[,。;!?])"
)
_NEVER_DONE = re.compile(
    r"(?:^|[,。;!?])(?:我们?|那个|这个|那张|那本)*证(?:我们?|当年|当时|那时候?|是|从来|一直|压根|根本|就|也|都)*没(?:有)?(?:去)?(?:办|(?<=当年没)领|(?<=当时没)领|(?<=时候没)领)(?:成|过|到)?(?=$|[,。;!?])"
    r"|(?:^|[,。;!?])(?:我们?|从来|一直|压根|根本|就|也|都)*(?:当年|当时|那时候?)(?:我们?|就|也|都|嫌麻烦)*没(?:有)?(?:去)?办(?:过|成)?(?:那个|这个|那张)?证(?=$|[,。;!?])"
)
_NEVER_ANY = re.compile(
    rf"(?:从来|一直|从|当年|当时|那时候?|压根|根本|就|都|也|家里)*没(?:有)?(?:去)?(?:办|领|拿|打|见)过?(?:什么|任何|那个|这个|个|啥|张|本|过)*{_NAMED}(?=$|[,。;!])"
)
_THAT_ONE = re.compile(
    r"(?:^|[,。;!?])(?:我|我们|我家|家里|他|她)*(?:的)?(?:那|这)(?:个?[本张]|个证|个本本|个红本本?|证)[^,。;!?没不]{0,12}?(?:泡烂|泡坏|烂|丢|掉|烧|撕|霉|搞掉|搞丢|弄丢|遗失|找不到|找不着|不见)了?(?=$|[,。;!?])"
)
"""独生子女证…,我那本发大水泡烂了: it was there."""
_OTHER_PAPERS = re.compile("残|结婚|离婚|房|身份|退休证|居住|老年|婚|低保|工作证|准生|出生")
_SPOKEN_OF = re.compile("独生|光荣|独[女子]|保健费|计生|计划生育|一次性|3500|三千五|年老|城镇")
_ASKED = re.compile(r"是不是|要不要|需要|必须|有没有|怎么|如果|能不能|拿什么|哪")


def certificates(line: Line) -> Iterator[Finding]:
    """Findings on `one_child_certificate` from loose words; they yield to plainer ones."""
    if "证" not in line.text:
        return
    fact = "household.one_child_certificate"
    bare = _NEVER_DONE.search(line.text)
    if bare and not _OTHER_PAPERS.search(line.text) and line.told(*bare.span()):
        if not line.clause_at(bare.end() - 1).asks:
            yield Finding(fact, False, *bare.span(), weak=True)
        return
    if not _SPOKEN_OF.search(line.text):
        return
    never = _NEVER.search(line.text)
    if never and line.told(*never.span()) and not line.clause_at(never.end() - 1).asks:
        yield Finding(fact, False, *never.span(), weak=True)
        return
    never = _NEVER_ANY.search(line.text)
    if (
        never
        and not line.clause_at(never.start()).supposed
        and not inline.search("是不是|有没有$", line.before(never.start()))
    ):
        yield Finding(fact, False, *never.span(), weak=True)
        return
    lost = _THAT_ONE.search(line.text) if inline.search(_NAMED, line.text) else None
    if lost and not line.clause_at(lost.end() - 1).supposed:
        yield Finding(fact, True, *lost.span(), weak=True)
        return
    for match in _HELD.finditer(line.text):
        if not match["named"] and OF_MARRIAGE.search(line.text):
            continue
        clause = line.clause_at(match.end() - 1)
        words = line.text[clause.start : match.end()]
        if (
            clause.supposed
            or _ASKED.search(words)
            or inline.search(r"没(?:有)?$|不$|的?$(?<=残疾)", line.text[: match.start()])
        ):
            continue
        if inline.match(
            r"[丢掉没烂坏遗失不见了]*(?:以后|之后|写|吗|么(?!事)|才|的(?:人|家|父|老人|居民)|没(?:有)?(?=$|[,。;!?])|怎么|能)",
            line.text[match.end() :],
        ):
            continue
        yield Finding(fact, True, *match.span(), weak=True)
        return
