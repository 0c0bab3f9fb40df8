"""What an office or a commission decided, in loose words: 够不上级, 重残一级, 资格批下来了, 收入超了."""

import re
from collections.abc import Iterator

from nlu.reading import inline
from nlu.reading.ages import CORRECTS
from nlu.reading.finding import Finding
from nlu.reading.line import Line
from nlu.reading.people import CHILDREN
from nlu.reading.sought import sought

_GRADES = "一二三四"
_WRITTEN = re.compile(
    r"(?:重残|肢残|智残|[证本书]子?上?(?:面)?(?:写|评|定)(?:的|着|了)?(?:是|成|为)?|[证本书]子?上(?:面)?(?:是)?|评(?:的|成|了|上)(?:是)?|鉴定(?:书)?(?:上)?(?:写|说)?(?:的|成|了|是|为)*|改成了?|不是[一二三四1-4]级,?(?:残疾)?(?:而)?是|(?:^|[,。;!?])(?:是)?)(?P<g>[一二三四1-4])级(?=$|[,。;!?了的]|残|呢)|(?<=是)(?P<g2>[一二三四1-4])级,?(?:而)?不是[一二三四1-4]级"
)
_NO_GRADE = re.compile(
    r"(?:够不上|不够|没评上|没够上|没评到|评不上|没达到)(?:等)?级|(?:没(?:有)?|不|未)(?:能)?构成(?:手术|节育)?(?:的)?并发症|没评上(?:并发症)?(?=$|[,。;!?])|(?:鉴定|专家)[^。;!?]{0,8}不算(?:手术)?并发症(?=$|[,。;!?])|(?:鉴定)?说不算(?:并发症)?(?=$|[,。;!?])|没(?:有)?定上级"
)
_OPERATED = re.compile("并发症|后遗症|结扎|上环|节育|取环|手术")
_WELL = re.compile(
    r"(?:没|没有|无|不是?)(?:评过?|办过?|什么|得过?)*残疾(?=$|[,。;!?])|残疾(?:证)?(?:也|都)?(?:没有|没得|无)(?=$|[,。;!?])|没评过残"
)
_HOME = r"(?:公租房|廉租房|廉租|住房保障|保障房|保障性住房|经适房|经济适用房|住房困难)"
_FIT = r"(?:符合|够格|够条件|够得上|够了|够的|合格|审过|批下来|批了|通过|满足|达到)"
_QUALIFIED = re.compile(
    rf"{_HOME}(?:的)?(?:资格|条件|标准|审核)?[^,。;!?]{{0,6}}?(?:我们?家?)?(?:是|都|也|已经|肯定)*(?P<no>不|没(?:有)?|未)?(?:给我们?)?(?:批给|{_FIT})"
    rf"|(?P<no2>不|没(?:有)?|未)?(?:认|说|核定|认定)?(?:我们?家?)?(?:都|也|是|已经|肯定)*(?:符合|够(?:得上)?|满足|达到)(?:政府|国家|的|住|租|分|买|申请|享受|排)*{_HOME}(?:的)?(?:条件|资格|标准)?|"
    rf"条件(?:都|也|全|已经)*(?:够|符合)(?:了)?{_HOME}|认(?:我们?家?)?(?:是)?(?:符合)?住房困难"
    rf"|(?P<no3>不)够(?:格|条件|资格)(?:申请|分|住|享受)?{_HOME}|{_HOME}(?:的)?(?:资格|申请|条件)(?:也|还|都|一直)*(?P<no4>没|不)(?:有)?批(?=$|[,。;!?])|(?:条件)(?:已经|都|也)?达到了?{_HOME}"
)
_JUDGED = sought(
    rf"{_HOME}的?(?:条件|资格|标准)(?:社区|街道|房管[局所]?|居委会|他们|人家|房产局)(?:的人|那边)?(?:说|讲|认定|认|核定|核|审)(?:过|了)*,?(?:我们?家?|都|也|是|全)*(?P<no8>不|没)?(?:符合|够|满足|达到|合格|达标)(?:了|的)?(?=$|[,。;!?])"
)
"""公租房的条件社区核过了,我家符合."""
_CONDITIONS = re.compile(
    rf"(?:住房|房子|{_HOME})(?:的|困难)?(?:(?:那|这)一?[套项块关])?(?:条件|审核|审查)(?:审核|审查|[这那]一?[关块]|资格|我|方面|房管[局所]?|街道|也|都|还|说|是|我们?家?|全)*(?P<no>没(?:有)?|不|未)?(?:能)?(?:审?通过|达标|达到|达(?P<no6>不)到|够(?P<no7>不)(?:上|着|到)|过关|合格|符合|够得上|够(?=了|$|[,。;!?])|过(?=了|$|[,。;!?]))"
    r"|(?:收入|面积)[^,。;!?]{0,6}?(?:都|也|全|均)+(?P<no2>没(?:有)?|不|未)?(?:达标|合格|够格|符合(?:标准|条件|要求|规定)?)(?=$|[,。;!?了])"
)
"""住房条件审核没通过, 收入和面积都达标."""
_TOO_MUCH = re.compile(
    r"收入(?:也)?超(?!不)(?:了|过)?(?:标|条件|标准)?|条件(?:肯定|也|都|还)*(?:不满足|不够|不符合|达不到)"
)
_ASKED = re.compile(r"吗|么$|怎么|什么|要符合|要不要|是不是|算不算|能不能|如果|要求|才能|需要")


_ILL = re.compile("残|聋|瞎|盲|脑瘫|智力|自闭|精神|特扶|特别扶助")
_ANEW = re.compile(f"{CORRECTS.pattern}|改|重新评|重新定")


def decisions(line: Line) -> Iterator[Finding]:
    """Findings on grades and on the housing conditions; they yield to plainer words."""
    if (
        "级" in line.text
        or "残" in line.text
        or "不算" in line.text
        or "没评" in line.text
        or "构成" in line.text
    ):
        yield from _grades(line)
    if "房" in line.text:
        yield from _housing(line)


def _grades(line: Line) -> Iterator[Finding]:
    operated = _OPERATED.search(line.text) is not None
    children = any(m.kin in CHILDREN for m in line.mentions)
    for match in _NO_GRADE.finditer(line.text) if operated else ():
        named = line.named_subject(match.start())
        if line.told(*match.span()) or (named is not None and not line.clause_at(match.start()).asks):
            for person in line.whose(line.owner(*match.span())):
                yield Finding(f"{person}.complication_grade", 0, *match.span(), weak=True)
            return
    for match in _WELL.finditer(line.text) if children else ():
        nobody = line.named_subject(match.start()) is None
        only_children = nobody and all(m.kin in CHILDREN for m in line.mentions if m.start < match.start())
        if line.told(*match.span()) and (line.owner(*match.span()) in CHILDREN or only_children):
            yield Finding("household.only_child_disability_grade", 0, *match.span(), weak=True)
            return
    written = list(_WRITTEN.finditer(line.text))
    # What was put right, or decided anew, stands last.
    for match in reversed(written) if _ANEW.search(line.text) else written:
        clause = line.clause_at(match.end() - 1)
        if clause.supposed or clause.asks or _other_grade(line, match):
            continue
        corrected = (
            CORRECTS.search(line.text[: match.start()]) is not None
            or inline.search("改|不是", match.group()) is not None
        )
        grade = match["g"] or match["g2"]
        number = _GRADES.index(grade) + 1 if grade in _GRADES else int(grade)
        if operated and not inline.search("残疾|残联|重残", line.text):
            persons = line.whose(line.owner(match.end() - 1, match.end())) if number <= 3 else ()
            for person in persons:
                yield Finding(f"{person}.complication_grade", number, *match.span(), weak=not corrected)
            if persons:
                return
        elif children and not operated and (corrected or _ILL.search(line.text)):
            yield Finding("household.only_child_disability_grade", number, *match.span(), weak=not corrected)
            return


def _other_grade(line: Line, match: re.Match[str]) -> bool:
    """三级不是四级, 原来是四级: the grade that does not hold."""
    before = line.text[: match.start("g") if match["g"] else match.start("g2")]
    return inline.search(r"(?:不是|原来(?:是)?|以前(?:是)?|还是|或)$", before) is not None


def _housing(line: Line) -> Iterator[Finding]:
    fact = "household.housing_qualified"
    judged = (p.finditer(line.text) for p in (_JUDGED, _QUALIFIED, _CONDITIONS))
    for match in (match for found in judged for match in found):
        clause = line.clause_at(match.start())
        words = line.text[clause.start : clause.end]
        if (
            clause.supposed
            or _ASKED.search(words)
            or inline.match("的(?:人|家)|吗|么|才|[不没](?:$|[,。;!?])", line.text[match.end() :])
        ):
            continue
        yield Finding(
            fact,
            not any(value for name, value in match.groupdict().items() if name.startswith("no")),
            *match.span(),
            weak=True,
        )
        return
    for match in _TOO_MUCH.finditer(line.text):
        reported = inline.search(
            r"(?:人家|社区|房管[局所]|他们|说)[^,。;!?]{0,6}$", line.before(match.start())
        )
        if (
            inline.search(_HOME, line.text)
            and (reported or line.told(*match.span()))
            and not _ASKED.search(match.group())
        ):
            yield Finding(fact, False, *match.span(), weak=True)
            return
