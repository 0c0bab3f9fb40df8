"""Pregnancy, the wish for a child, and the pre-pregnancy check already used."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from nlu.reading import inline
from nlu.reading.ages import CORRECTS
from nlu.reading.finding import Finding
from nlu.reading.line import Line
from nlu.reading.people import Kin
from nlu.reading.quick import quick
from nlu.reading.sought import sought

_NTH = "(?:[一二三两四头第123]个?[胎孩宝]|老[二三四]|第[二三四]个)"
_BABY = rf"(?:孩子|小孩|宝宝|娃娃?|宝贝|崽崽?|{_NTH}|个孩子|个小孩|个宝宝|个娃|一个孩子|一个宝宝)"

_PREGNANT = sought(
    quick(
        r"(?P<no>没有?|还没有?|未|尚未|一直没有?|不是|怀不上|也没有?|都没有?)?(?:有)?(?:已经?|刚刚?|才|又|现在|目前|正)*"
        rf"(?P<word>怀(?:了|上了?|着)(?:孕|{_BABY}|身孕)?(?!的时候|以后)|怀孕(?!前|期|的?时|以前|之前|之后|以后|后|怎么|要|检|早|"
        rf"应|证|期间|的?准)|怀(?={_NTH})|身孕|有喜了|有了身孕|大着?肚子|肚子大了|孕\d{{1,2}}周|孕[早中晚]期|孕妇(?=[,。]|$|"
        rf"一枚|了)|在孕期|大肚子|(?<=未)孕|(?<=没)怀(?=$|[,。呢啊的])|(?<=还没)怀)"
        r"(?P<far>[一二三四五六七八九十\d]+(?:个(?:多)?月|周|月)|了)?"
    )
)
_CANNOT = sought(
    r"(?:一直|总是|老是|总|老|好几年|几年|两年|一年|都|始终)?(?:怀不上|怀不了孕?|怀不起|没怀上|没怀起)"
)
_WISHES = (
    r"备孕(?:[二三]胎|老[二三]|第[二三]个)?"
    r"(?!的?(?:时候|要|需要|能|可以|检查|怎么|吗|前|期间|夫妻|夫妇|人群|家庭|检测|怎|做|该|有什么|应))|备(?:二|三)[胎孩]"
)
_PLANNING = sought(
    rf"(?P<no>没有?|不|不想|还没|没在|暂时不|暂不|没打算)?(?P<self>我们?|这[次回趟]|我俩|两口子|小两口|老婆|老公|正在|正|在|开始|准备|"
    rf"打算|想|想着|已经|刚|都在|计划|也在|一直在|现在|今年|明年|夫妻|就要|,|^)*"
    rf"(?P<wish>{_WISHES}|(?!计划生育)(?:准备|打算|想要?|计划|想着|考虑|正想|还想|在计划|决定|盼着|着急|有计划(?!生育)|正准备|在准备)(?:着|再|去|"
    rf"要|来|生|怀|明年|今年|年底|下半年|近期|马上|近|这两年|尽快|早点|现在|一下|跟老公|和老婆|给孩子)*(?:怀孕|怀上|"
    rf"怀(?={_BABY}|$|[,。])|怀个?{_BABY}|要{_BABY}|生{_BABY}|生个?{_BABY}|{_BABY}|再生一个|生一个|要一个|再要一个|"
    rf"要个?{_BABY}|造人|生育|做?试管(?:婴儿)?|(?<=[备算划])要(?=了?(?:$|[,。]))|(?<=[年底])生(?=$|[,。;!?])|生娃|要孩|再要个))"
    r"(?P<phase>中|了|期|呢|半年|一年|[^,。]{0,3}年|[^,。]{0,3}个月|$|[,。;!?\s])?"
)
_NO_MORE = rf"(?:孩子|小孩|宝宝|娃|{_NTH}|一个)"
_OWN_WISH = sought(r"(?<!没)(?<!不)(?<!要)备孕(?=可以|能|想)")
_NOT_PLANNING = sought(
    rf"(?:没有?|不|暂时不|暂不|不会|未)(?:有)?(?!计划生育)(?:打算|准备|计划|想过?|考虑)(?:再|去|现在|马上|过)*"
    rf"(?:(?:要|生|怀)(?:个)?{_NO_MORE}|怀孕|生育|备孕|再?[要生怀](?=了|$|[,。;!?])|{_NTH})"
    rf"|不(?:想)?要(?:{_NO_MORE})了?(?=$|[,。;!?])|不(?:再)?生了|不想再生|不备孕|没(?:在)?备孕"
)
_CHECK = (
    r"(?:孕前优生健康检查|孕前优生检查|孕前健康检查|孕前检查|优生检查|优生优育检查|孕前优生|免费检查|免费孕检|免费的?孕前|"
    r"孕前体检|免费体检|这个检查|那个检查|这项检查|检查|孕检)"
)
_CHECKED = sought(
    rf"{_CHECK}(?:我们?|我俩|老公|老婆|夫妻|两口子|已经|都|之前|去年|前年|今年|上次|以前|早就?|还|从来|从|也|一次|这次|,|[\d一二三四五六七八九十]{{1,2}}月份|上半年|下半年|开年|开春|年初|年底|年前|春上|春天|夏天|秋天|冬天|前段时间|前阵子|不久前|前不久|"
    rf"\d+年|[^,。;!?]{{0,3}}月|结婚的?时候?|刚|为?这一?胎|夫妻俩|我们俩|在[^,。;!?]{{1,6}}?)*(?P<no>没有?|未|没去)?(?:有)?(?:去)?(?P<did>做过|查过|做了|查了|用过|享受过|"
    rf"检查过|去过|参加过|做完|体检过|用了|用掉|做好)(?P<times>一次|两次|1次|了)?"
    rf"|(?:我们?|我俩|老公|老婆|夫妻|两口子|已经|都|之前|去年|前年|今年|上次|以前|早就?|还|从来|从|为这一?胎)*(?P<no2>没有?|未|没去|"
    rf"还没|没有去|还没有)?(?:有)?(?P<did2>做过|查过|做了|查了|用过|享受过|参加过|检查过|做完|去做过)(?:了)?(?:一次|一回|"
    rf"两次)?(?:的|这个|那个|国家的|社区的|政府的)*{_CHECK}"
    rf"|{_CHECK}(?:我们?|我俩|老公|老婆|都|还|一次|也|一直|从来|,)*(?P<no4>没有?)(?:去)?(?:做|查|用)(?=$|[,。;!?呢])"
    r"|(?P<no3>没有?|还没有?|从没|未)(?:去)?(?P<did3>检查过|体检过|查过)|(?P<did4>免费(?:检)?查过(?:了|一次)?)"
)
_CHECKED_THEN = re.compile(
    r"(?:^|[,。;!?])(?:我们?|我俩|两口子|夫妻俩?|老公|老婆|俩人|两个人?|都|其实|已经|早就?|之前|以前|上次|为这一?胎|这一?胎|备这一?胎|上半年|下半年|开年|开春|年初|年前|春上|春天|夏天|秋天|冬天|前段时间|前阵子|今年|去年|前年|[\d一二三四五六七八九十]{1,2}月份?|在[^,。;!?在]{1,5}|从来|从|还|也|一次|就|,)*"
    r"(?P<no>没有?|未)?(?:去)?(?:用过|做过|查过|享受过|用掉|用了|查了|做了)(?:了)?(?:[一两](?:次|回|道|遍))?(?:免费的|国家的|的)?(?:了)?(?=$|[,。;!?])"
)
"""孕前检查…,开春已经用过一回: the check is named elsewhere in the line."""
_RECALLED = re.compile(rf"{CORRECTS.pattern}|其实|想起来|记起来|想起了|讲错|讲岔")
_OTHER_CHECK = re.compile(
    r"婚检|婚前|产检|体检(?!过)|头胎|老大|上一胎|第一胎|(?<!这)一胎|怀老大|大宝|生老大|B超|b超"
)


_TRACE = sought("孕|不想?要|怀|喜|肚子|备|打算|准备|想|计划|考虑|决定|盼|着急|生|检查|体检|造人|查过|试管")


def expecting(line: Line) -> Iterator[Finding]:
    """Findings on `household.pregnant`, `household.planning_pregnancy`, `household.checkup_used`."""
    if not _TRACE.search(line.text):
        return
    pregnant = list(_pregnancy(line))
    yield from pregnant
    if not any(finding.value is True for finding in pregnant):
        yield from _plans(line)
    yield from _checks(line)


def _counts(line: Line, start: int, end: int) -> bool:
    """Said of the household asked about, not of some other person named before."""
    named = line.named_subject(start)
    return named is None or named.kin is Kin.CHILD or bool(line.whose(named.kin))


def _pregnancy(line: Line) -> Iterator[Finding]:
    fact = "household.pregnant"
    for match in _CANNOT.finditer(line.text):
        if line.told(*match.span()) and _counts(line, *match.span()):
            yield Finding(fact, False, *match.span())
            return
    for match in _PREGNANT.finditer(line.text):
        start, end = match.span("word")
        before, after = line.before(match.start()), line.text[match.end() : match.end() + 6]
        negative = (
            match["no"] is not None or inline.search(r"(?:没有?|未|不是)$", line.before(start)) is not None
        )
        if not _counts(line, start, end) or line.clause_at(start).supposed:
            continue
        if inline.search(
            r"(?:准备|打算|想|要|计划|备|容易|能|可以|才能|怎么|如何|为了|等|想要|好|会|再|难|促进|帮助|意外|怕|如果|影响|"
            r"免费|给|对)(?:去|尽快|快点|早点|早日|赶紧|要|能|再|顺利|早|就|又|快)*$",
            before,
        ):
            continue
        if inline.match(
            rf"{_NTH}(?:的)?(?:时候|时|之?前|以前|之?后|期间)|(?:的)?(?:时候|那时|那年|期间)",
            line.text[match.end() :],
        ):
            continue  # 怀老二前还能再查一次吗
        if match["word"].startswith("孕妇") and inline.search("(?:折腾|给|对|欺负|照顾|关心|的|位)$", before):
            continue  # 来回折腾孕妇
        if match["word"] == "怀孕" and not negative and not _is_pregnant_now(line, match):
            continue
        if inline.match(
            r"(?:吗|没|么|以后|之后|的时候|时|前|期|的话|之前|才|就能|就可以|怎么算|多久|几个月(?:才|能|可以))",
            after,
        ) or (
            match["far"]
            and inline.match(r"(?:内|以内|以后|之后|前|才|的时候|可以|能不能|要做|做什么|多)", after)
            and line.named_subject(start) is None
            and "才" in after
        ):
            continue
        if inline.search(
            r"不在|(?<!是)不是|孩子没|流产|没保住|胎停|引产", line.text[match.end() : match.end() + 10]
        ):
            continue
        yield Finding(fact, not negative, match.start(), match.end())
        return


def _is_pregnant_now(line: Line, match: re.Match[str]) -> bool:
    if match["far"]:
        return True
    named = line.named_subject(match.start())
    between = line.text[named.end if named else line.clause_at(match.start()).start : match.start("word")]
    return inline.search(r"已|刚|现在|目前|正|又", match.group() + between) is not None or (
        named is not None and inline.fullmatch(r"(?:是|也|都|已经|的)*", between) is not None
    )


def _plans(line: Line) -> Iterator[Finding]:
    fact = "household.planning_pregnancy"
    own = _OWN_WISH.search(line.text)
    named = line.named_subject(own.start()) if own else None
    if own and named and line.whose(named.kin) and not line.clause_at(own.start()).supposed:
        yield Finding(fact, True, *own.span())
        return
    for match in _NOT_PLANNING.finditer(line.text):
        if line.told(*match.span()) and _counts(line, *match.span()):
            yield Finding(fact, False, *match.span())
            return
    for match in _PLANNING.finditer(line.text):
        start, end = match.span("wish")
        after = line.text[end : end + 4]
        if match["no"] or line.clause_at(start).supposed or not _counts(line, start, end):
            continue
        if (
            inline.match(
                r"(?:的(?!$)(?:人|夫|家|时|话|检|女|男|可|能|都|,)|前|之前|以前|要做|要查|怎么|吗$|需要什么|有什么)",
                after,
            )
            and line.named_subject(start) is None
        ):
            continue
        if match["wish"].startswith("备孕") and not (
            match["self"] or match["phase"] or line.named_subject(start)
        ):
            continue
        if inline.search(r"(?:别人|要是|是不是|需要|必须|要|如何|怎么|给|为)$", line.before(match.start())):
            continue
        yield Finding(fact, True, start, end)
        return


def _checks(line: Line) -> Iterator[Finding]:
    found = sorted((*_told_checks(line), *_checks_then(line)), key=lambda finding: finding.start)
    for before, after in pairwise(found):
        if _RECALLED.search(line.text[before.end : after.end]):
            yield replace(after, weak=False)  # 没用过……想起来了,开春用过一回
            return
    yield from sorted(found, key=lambda finding: finding.weak)[:1]


def _checks_then(line: Line) -> Iterator[Finding]:
    if not inline.search("孕前|免费检查|免费的检查|孕检|优生", line.text):
        return
    for match in _CHECKED_THEN.finditer(line.text):
        start = match.end() - len(match.group().lstrip(",。;!?"))
        clause = line.clause_at(match.end() - 1)
        words = line.text[line.clause_at(start).start : clause.end]
        if (
            _OTHER_CHECK.search(words)
            or clause.asks
            or clause.supposed
            or not _counts(line, start, match.end())
        ):
            continue
        corrected = _RECALLED.search(line.text[: match.end()]) is not None
        yield Finding("household.checkup_used", not match["no"], start, match.end(), weak=not corrected)


def _told_checks(line: Line) -> Iterator[Finding]:
    for match in _CHECKED.finditer(line.text):
        clause = line.clause_at(match.start())
        words = line.text[clause.start : clause.end]
        if _OTHER_CHECK.search(words) or not line.told(*match.span()) or not _counts(line, *match.span()):
            continue
        if inline.match(
            r"(?:的(?!名额)|以后|之后|后|才|还能(?!$)|还可以|什么|哪)", line.after(match.end())
        ) and not inline.search("我|已经|去年|前年|之前", words):
            continue
        if not inline.search("孕|优生|免费|这个|那个|这项", line.text):
            continue
        negative = (
            match["no"]
            or match["no2"]
            or match["no3"]
            or match["no4"]
            or inline.search(r"没有?$|未$", line.before(match.start()))
        )
        yield Finding("household.checkup_used", not negative, *match.span())
