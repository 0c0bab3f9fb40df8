"""Pregnancy, the wish for a child and the check before it, in loose words: 想再添一个, 肚子里已经有了, 一次都没去查."""

import re
from collections.abc import Iterator

from nlu.reading import inline
from nlu.reading.finding import Finding
from nlu.reading.line import Line
from nlu.reading.people import Kin
from nlu.reading.sought import sought

_WHEN = r"(?:明年|今年|年底|年后|过完年|下个?月|下半年|上半年|这两年|马上|最近|现在|再|就|又|还|也|快|早点|趁早|去|先)*"
_BABY = r"(?:(?:一|1)?个?(?:孩子|小孩|宝宝|伢|娃娃?|毛毛|小的|老[二三]|[二三]胎|[二三]宝)|(?:一|1)个(?=$|[,。;!?]))"
_WANTS = sought(
    rf"(?P<no>没有?|不)?(?:想|打算|准备|计划|盼着|商量)(?:着)?{_WHEN}(?:要|添|怀|生|抱)(?:上)?(?:了)?(?:{_BABY}|(?=了?(?:$|[,。;!?])))"
)
_COUPLE_THAT_WISHES = sought(
    r"(?:^|[,。;!?])(?:我们?|俩|两个?|都|就|是|正在|一对|在|新婚)*(?:备孕|准备怀孕|打算要孩子|准备要孩子)(?:中|期)?(?:的)(?:小?(?:夫妻|夫妇|两口子)|一对)(?=$|[,。;!?])"
)
"""备孕的夫妻,我们都是武汉户口: what the speakers call themselves."""
_NO_PLAN = sought(r"(?:没有?|不)(?:再)?(?:生|要|怀)(?:的)?打算|没有?再生(?:的)?打算|(?:不|没)备孕了")
_WITH_CHILD = sought(
    r"肚子里(?:已经)?(?:有了|怀了|怀着)|怀上?(?:了)?(?:快|已经|有)?[一二两三四五六七八九十\d]+个?(?:多)?月|怀(?:着|了|上)(?:了)?(?:老[二三四]|[一二三四]胎|毛毛)|预产期(?:在|是)?[^,。;!?]{0,6}月|"
    r"(?:显怀|害喜)(?:了|得)|有了身孕"
)
_NOT_WITH_CHILD = sought(r"(?:也|还|都)?没(?:有)?怀(?:上|起|过)?(?:孕)?(?=$|[,。;!?呢])|未孕")
_CHECKED = re.compile(
    r"(?P<no>(?:一次|一回)(?:都|也)没(?:有)?(?:去|做|查)|(?:这次|这回|这一胎|以前|从来|还|都|也)*没(?:有)?(?:去)?(?:做过?|查过?|享受过|用过)(?:[^,。;!?]{0,4}(?:免费|孕前|优生)[^,。;!?]{0,8})?)(?=$|[,。;!?呢])"
    r"|(?P<did>(?:已经|去年|前年|今年|早就?|都)+(?:做|查)过?(?:了)?(?:一次|一回|1次)?(?:免费|孕前|优生)?的?(?:了)?)(?=$|[,。;!?])"
)
_CHECK = re.compile("孕前|优生|免费(?:那个)?检查|免费的?(?:孕检|检查)")
_IF = re.compile(r"如果|要是|假如|是不是|能不能|可不可以|吗$|还能|多久|怎么")


def wishes(line: Line) -> Iterator[Finding]:
    """Findings on `planning_pregnancy`, `pregnant` and `checkup_used`; they yield to plainer words."""
    if not inline.search("怀|孕|肚|生|要|添|查|检|预产|喜", line.text):
        return
    pregnant = None
    for match in _WITH_CHILD.finditer(line.text):
        if _ours(line, match) and not inline.match(
            r"(?:以后|之后|的时候|前|才(?!听|知)|能|可以|没保住|没了|流)|[^,。;!?]{0,6}(?:合法|违法)",
            line.text[match.end() :],
        ):
            pregnant = Finding("household.pregnant", True, *match.span(), weak=True)
            yield pregnant
            break
    for match in _NOT_WITH_CHILD.finditer(line.text):
        if pregnant is None and _ours(line, match):
            yield Finding("household.pregnant", False, *match.span(), weak=True)
            break
    for match in _NO_PLAN.finditer(line.text):
        if _ours(line, match):
            yield Finding("household.planning_pregnancy", False, *match.span(), weak=True)
            return
    for match in _WANTS.finditer(line.text):
        if match.group().endswith("要") and not inline.search("孕|怀|孩|伢|娃|胎|宝", line.text):
            continue  # 两样我都想要
        if (
            pregnant is None
            and _ours(line, match)
            and not inline.match(r"的(?:人|家|夫|话)|吗|么|需要|要(?:做|查)", line.text[match.end() :])
        ):
            yield Finding("household.planning_pregnancy", not match["no"], *match.span(), weak=True)
            break
    couple = _COUPLE_THAT_WISHES.search(line.text)
    if (
        couple
        and any(m.kin in {Kin.ME, Kin.COUPLE} for m in line.mentions)
        and not line.clause_at(couple.end() - 1).asks
        and _ours(line, couple)
    ):
        yield Finding("household.planning_pregnancy", True, *couple.span(), weak=True)
        if "夫" in couple.group() or "口" in couple.group():
            yield Finding("household.marital_status", "married", *couple.span(), weak=True)
    yield from _checks(line)


def _ours(line: Line, match: re.Match[str]) -> bool:
    clause = line.clause_at(match.start())
    named = line.named_subject(match.start())
    ours = named is None or named.kin is Kin.CHILD or bool(line.whose(named.kin))
    return ours and not clause.supposed and _IF.search(line.text[clause.start : match.end()]) is None


def _checks(line: Line) -> Iterator[Finding]:
    if not _CHECK.search(line.text):
        return
    for match in _CHECKED.finditer(line.text):
        clause = line.clause_at(match.start())
        words = line.text[clause.start : clause.end]
        if not _ours(line, match) or inline.search("婚检|产检|老大|头胎|上一胎|上次怀", words):
            continue
        yield Finding("household.checkup_used", match["did"] is not None, *match.span(), weak=True)
        return
