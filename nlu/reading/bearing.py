"""Births as they are told, and that there was none: 生了老三, 就生了一个, 没生过."""

import re
from collections.abc import Iterator

from nlu.reading import inline
from nlu.reading.finding import Finding
from nlu.reading.line import Line
from nlu.reading.numerals import read_number
from nlu.reading.our_children import KID, counted_at, ours
from nlu.reading.people import CHILDREN, Kin
from nlu.reading.sought import sought

_NONE = sought(
    rf"(?<!还)(?:没有?|无|未有)(?P<kid>{KID})(?!证|户口|的户|在|上|们|户籍|身份|出生)(?P<left>了)?|膝下无[子儿]|无子女|"
    rf"没有后代|没儿没女|无儿无女|丁克"
)
_NEVER = sought(
    rf"(?:还没有?|没有?|从未|未|从来没有?|一直没有?|没|尚未)(?:有)?(?:生养过?|生育过?(?!津贴|保险|补|服务|登记|能力)|生过(?!老二|儿子|女|姑娘|闺女|丫头|男|"
    rf"二胎)(?:孩子|小孩|娃)?|"
    rf"要过?(?:上)?{KID}|生{KID}|怀过|要上孩子)(?!证)|(?:还|目前|暂时|现在还|一直)没有?(?:{KID})(?!证|户口|的户|上|在)|"
    rf"(?<!补办)未育(?!龄)|(?<=我)不孕不育|(?<=们)不孕不育|不能生育|未曾生育"
)
_BIRTH = re.compile("生|育|怀")
_NTH = sought(
    r"(?P<did>底|初|刚|刚刚|去年|前年|今年|上个?月|已经|又|才|年|月|号|日|都|前几天|昨天|前天|上周|老婆|媳妇|我|我们|也|^|"
    r"[,。;!? ])(?:也|又|"
    r"刚|已经|都|才|在[^,。]{1,5}|老婆|媳妇|,)*(?:生了?|生的|生下|生完|添了|剖了|得了)(?:个)?(?P<n>老二|老三|老四|二胎|三胎|四胎|"
    r"二孩|三孩|二宝|三宝|第二个|第三个|第四个|第二胎|第三胎|第[二三四]个?孩子)(?![\d今去前]|证|津贴|能|可以|有|怎么|补|政策|登记|吗)"
    r"|(?P<m>老二|老三|老四|二胎|三胎|二孩|三孩|二宝|三宝|第[二三四]个孩子)(?:是|在|也|都|已经|今年|宝宝|我|,)*"
    r"(?:上个?月|这个月|前几天|昨天|前天|上周|刚刚?|才)(?:才|刚)?(?:出生(?!证)|生了|落地|满月|生的|出世)"
)
_BORE_ONE = sought(
    r"(?:就|只|仅)(?:生|生育|生养)(?:了|过)?(?:这么|这|那|我老[公婆]|我爱人|我媳妇|[他她])?[一1]个(?=$|[,。;!?]|就|没|后|的$)"
    r"|(?:(?:一共|总共|共|我妈|她|我|我们|^|[,。;!? ]))(?:生|生育|生养)(?:了|过)(?P<n>[二两三四五六七俩仨2-7])个?"
    r"(?=$|[,。;!?]|都|[被还]?罚)"
)


def nth(line: Line) -> Iterator[Finding]:
    """Findings on `children_ever` by the place of the child that was born: 刚生了老三."""
    for match in _NTH.finditer(line.text):
        word = match["n"] or match["m"]
        if not _ours_born(line, match):
            continue
        order = next(n for c, n in (("二", 2), ("三", 3), ("四", 4)) if c in word)
        yield counted_at("children_ever", order, match)


def _ours_born(line: Line, match: re.Match[str]) -> bool:
    if line.clause_at(match.start()).supposed or inline.search(
        r"(?:准备|打算|想|要|如果|能|可以)$", line.before(match.start())
    ):
        return False
    if not inline.search(r"[了下完刚年月日号周天的]", match.group()):
        return False
    named = line.named_subject(match.start())
    return named is None or named.kin in CHILDREN or bool(line.whose(named.kin))


def bore_one(line: Line) -> Iterator[Finding]:
    """Findings on `children_ever` by how many were born, with no word for a child: 只生了一个."""
    for match in _BORE_ONE.finditer(line.text):
        if ours(line, *match.span()):
            yield counted_at("children_ever", (read_number(match["n"]) or 1) if match["n"] else 1, match)


_NOR_ADOPTED = re.compile(
    r"(?:没有?|从未|未|没得)(?:生养?|生育)(?:过)?(?:孩子|伢|小孩|娃)?,?(?:也|又|还)?(?:没有?|未|没得)(?:领养|抱养|收养|过继|抱)过?"
)
_ONE_AND_DONE = sought(
    rf"(?P<n>[一两二三俩1-3])个(?:{KID}|儿子|女儿|姑娘)?(?:是)?(?:我)?生(?:完|了|下来)(?:之?后)?(?=就|便|,|$)|"
    r"生(?:完|了|下)?(?:第?(?P<m>[一两二三1-3])个|(?P<first>老大|头胎|大的))(?:孩子|伢|娃|儿子|女儿|姑娘)?(?:,)?(?:以后|之后|后)?(?:我)?(?:就|便|马上)(?:去)?(?:结扎|上环|扎了|上了环|没再|没要|不生)"
)


def and_no_more(line: Line) -> Iterator[Finding]:
    """Findings on `children_ever` of who had so many and was operated on: 一个娃生完就上环了."""
    for match in _ONE_AND_DONE.finditer(line.text):
        number = 1 if match["first"] else read_number(match["n"] or match["m"] or "")
        if number is not None and ours(line, *match.span()):
            yield counted_at("children_ever", number, match, weak=True)


def _of_a_child(line: Line, match: re.Match[str]) -> bool:
    """我儿子结婚两年还没要孩子: the son's own are told of."""
    named = line.named_subject(match.start())
    return named is not None and named.kin in {Kin.SON, Kin.DAUGHTER} and named.kin is not line.about


def childless(line: Line) -> Iterator[Finding]:
    """Findings of a household without a child: none ever (没生过), or none living (没有孩子)."""
    neither = _NOR_ADOPTED.search(line.text)
    if neither and ours(line, *neither.span()):
        yield counted_at("children_ever", 0, neither)
        yield counted_at("children_living", 0, neither)
        return
    adopted = inline.search("领养|收养|抱养", line.text)
    for match in _NEVER.finditer(line.text):
        if line.text[: match.start()].endswith("再") or _of_a_child(line, match):
            continue
        if ours(line, *match.span()) and not inline.search(
            "二胎|老二|再|其他|别的", line.text[match.start() : match.end() + 3]
        ):
            if not _BIRTH.search(match.group()):
                yield counted_at("children_living", 0, match, weak=True)
            if not adopted:
                yield counted_at("children_ever", 0, match)
            break
    for match in _NONE.finditer(line.text):
        named = line.named_subject(match.start())
        if named is not None and named.kin is Kin.SPOUSE:
            continue  # 现在的老公没孩子
        if ours(line, *match.span()) and not inline.search("其他|别的|其它", match.group()) and not adopted:
            yield counted_at("children_living", 0, match)
            return
