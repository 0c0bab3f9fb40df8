"""Where a child is registered, in loose words: 娃上武汉户, 户口随我在洪山, 落户光谷, 在黄石落的户."""

import re
from collections.abc import Iterator

from nlu.reading import inline
from nlu.reading.finding import Finding
from nlu.reading.line import Line
from nlu.reading.people import CHILDREN, Kin
from nlu.reading.places import PLACE, PLACE_AT_END
from nlu.reading.sought import sought

_WITH = r"(?:随|跟)(?:着|了)?"
_ELDER = "(?:我|他|她)?(?:婆婆|公公|公婆|爷爷奶奶|外公外婆|爷爷|奶奶|外公|外婆|爹爹|家公|家婆|(?<=我)(?:爸妈|父母|妈妈?|爸爸?|娘))"
_PARENT = (
    rf"(?:我们?|他爸爸?|她爸爸?|他妈妈?|她妈妈?|爸爸|妈妈|老公|老婆|我老公|我老婆|孩子[他她]?[爸妈]|{_ELDER})"
)
_UP = r"(?:(?<![考来到去班早晚马])上|落|报|挂|入|迁)(?:户口?)?(?:了|的|在|到|去)*"
_ENTERED = sought(
    rf"(?P<child>孩子|小孩|宝宝|娃|伢|老[大二三四]|[大二三]宝|小的|儿子|女儿|姑娘|闺女)?(?:的)?(?:户口|户籍)?(?:也|就|都|已经|却|现在|改|是)*"
    rf"(?P<with>{_WITH}(?P<whose>{_PARENT}))?(?:的)?(?:户口|户籍)?(?:也|就|都|已经)*(?P<up>{_UP}|落户(?:在|到|改到|到了)*)(?:我(?:们)?|我的|老家|他爸|她爸)*{PLACE}(?:户口?|集体户|的户口?)?(?!.{{0,3}}(?:打工|上班))"
    rf"|在{PLACE_AT_END}[^,。;!?]{{0,2}}(?:落的户|上的户口?|落户了?)"
)
_WITH_PARENT = sought(
    rf"(?:户口|户籍)?(?:也|都|就|是|还)*{_WITH}(?P<whose>{_PARENT})(?:的)?(?:户口|户籍)?(?:也|就|都|一起)*(?:,(?!在))?(?:上|落|挂|是|报)?(?:在|到|落|的)*(?:我)?(?:老家)?{PLACE}"
    rf"|(?:户口|户籍)(?:也|都|就|是|还)*{_WITH}(?:他|她|前夫|前妻)(?:走)?(?:上|落|挂)?(?:在|到)+(?:老家)?{PLACE.replace('P<', 'P<his_')}"
)
_BOTH = re.compile(
    rf"(?:孩子|小孩|宝宝|娃|伢|老[二三四]|[大二三]宝|毛毛)[跟和与同]我(?:们)?的?户口(?:都|全)(?:是|在|落在|上在){PLACE}"
)
_US_ALL = sought(
    rf"(?P<us>我)(?:们)?(?:[跟和与同、]?(?P<wed>老婆|老公|爱人|媳妇))?[跟和与同、]?(?:我)?(?:孩子|小孩|宝宝|毛毛|娃|伢|儿子|女儿|姑娘)(?:的)?(?:户口)?(?:都|全|也都)(?:是|在|落在|上在){PLACE}"
    rf"|(?:孩子|小孩|宝宝|娃|伢|老[二三四]|[大二三]宝)[跟和与同]我(?:们)?(?:都|全)(?:是|在){PLACE.replace('P<', 'P<our_')}"
    r"[^,。;!?]{0,4}户口"
)
"""我和伢都是武汉户口."""
_LIKE_ME = sought(rf"[跟和与同]我(?:们)?一样(?:也|都)?(?:是)?(?:上)?(?:的)?{PLACE}[^,。;!?]{{0,3}}户")
"""老三今年4月生,跟我一样武汉户口."""
_NOT_THERE = sought(
    r"户口没(?:有)?(?:上|落)(?:在|到)?(?:我们)?武汉(?:这边)?,?(?:而是|是)?(?:跟|随|上|落|挂)(?:着|了|在|到)"
)
_OF_A_CHILD = sought("生的|出生|落地|娃|伢|孩子|宝|老[二三四]|[二三]胎|小孩|毛毛|小的|儿子|女儿|姑娘")
_BORN = re.compile(r"[刚才]添|添了个|出生|生的|生了|月生|号生|日生|落地|刚生")
_NOT_SAID = re.compile(r"(?:想|要|能|可以|怎么|准备|打算|把|还没|没|不|没有|如果|是不是)$")


def child_register(line: Line) -> Iterator[Finding]:
    """Findings on `youngest_child_hukou`, and on the parent's place where the child goes with the parent."""
    if not inline.search("[上落随跟报挂入户]", line.text) or not _OF_A_CHILD.search(line.text):
        return
    if inline.search("孙", line.text) and line.about is Kin.ME:
        return
    for match in _WITH_PARENT.finditer(line.text):
        if line.text[: match.start()].endswith(("我", "我们")):
            continue  # 我跟老公户口都在河南
        if _told(line, match) and inline.search("户|[上落挂报]", match.group()):
            yield _of_child(match)
            if match["whose"] in {"我", "我们"} and line.about is Kin.ME:
                place = next(name for name in ("wuhan", "hubei", "elsewhere") if match[name])
                yield Finding("self.hukou_place", place, *match.span(), weak=True)
            return
    for match in _LIKE_ME.finditer(line.text) if line.about is Kin.ME else ():
        if _told(line, match) and line.owner(*match.span()) in CHILDREN:
            place = next(name for name in ("wuhan", "hubei", "elsewhere") if match[name])
            yield Finding("self.hukou_place", place, *match.span(), weak=True)
    for match in (*_BOTH.finditer(line.text), *_US_ALL.finditer(line.text)):
        registered = (
            "户" in line.text or "在" not in match.group()
        )  # 我们和孩子都在汉口上班 tells no register
        if registered and _told(line, match) and not line.clause_at(match.start()).asks:
            yield _of_child(match)
            if match.groupdict().get("us") and line.about is Kin.ME:
                place = next(name for name in ("wuhan", "hubei", "elsewhere") if match[name])
                for person in ("self", "spouse") if match["wed"] else ("self",):
                    yield Finding(f"{person}.hukou_place", place, *match.span(), weak=True)
            return
    elsewhere = _NOT_THERE.search(line.text)
    if elsewhere and _told(line, elsewhere):
        yield Finding("household.youngest_child_hukou", "elsewhere", *elsewhere.span(), weak=True)
        return
    for match in _ENTERED.finditer(line.text):
        named = line.named_subject(match.start())
        childs = match["child"] or (named is not None and named.kin in CHILDREN)
        carried = line.owner(*match.span()) in CHILDREN
        unnamed = named is None and (_BORN.search(line.text) is not None or carried)
        if (childs or unnamed) and _told(line, match):
            yield _of_child(match)
            return


def _told(line: Line, match: re.Match[str]) -> bool:
    clause = line.clause_at(match.start())
    before = line.text[clause.start : match.start()]
    asked = inline.match(r"(?:行吗|可以吗|能吗|吗|么)", line.text[match.end() :])
    return not clause.supposed and not _NOT_SAID.search(before) and not asked


def _of_child(match: re.Match[str]) -> Finding:
    groups = match.groupdict()
    wuhan = any(groups.get(name) for name in ("wuhan", "wuhan2", "his_wuhan", "our_wuhan"))
    return Finding(
        "household.youngest_child_hukou", "wuhan" if wuhan else "elsewhere", *match.span(), weak=True
    )
