"""Work and retirement that are told."""

import re
from collections.abc import Iterator

from nlu.reading import inline
from nlu.reading.dates import dates_in
from nlu.reading.finding import Finding
from nlu.reading.line import Line
from nlu.reading.numerals import NUMBER
from nlu.reading.people import CHILDREN
from nlu.reading.quick import quick
from nlu.reading.sought import sought

_ENTERPRISE = (
    r"工厂|[钢纱棉车药皮灯布]厂|[^,。不我他她在]{0,3}(?<!养老)(?<!分)厂里?|公司|企业|国企|国营|央企|私企|民企|外企|武钢|武重|武船|"
    r"武锅|东风|中石化|烟厂"
)
_PUBLIC = (
    r"事业单位(?!养老|退休金|社保)|事业编|机关(?!养老|退休金|事业单位养老|事业养老)|公务员(?!退休金)|[市区县省]政府|"
    r"政府(?:部门|机关)?(?=上班|工作|退休|的$)|街道办|[公教财税]\S{0,2}局(?=上班|工作|退)|公办学校|公立医院|学校老师|人民教师|"
    r"中学老师|小学老师|中学教师|小学教师|教师|老师|教书"
)
_NOT = r"(?P<no>不是|没有?|不在|不|从没|从来没有?|没在)?"

_EMPLOYER = quick(
    rf"{_NOT}(?:在|是|进|属于|从|给|以前是|原来是|一直在|以前在|原来在|之前在|退休前在|都在|也在|都是|也是|当|"
    rf"做)(?:[^,。;!?在]{{0,6}}?)(?P<enterprise>{_ENTERPRISE})(?:里|里面|的)?(?P<how>上班|工作|做事|打工|干活|退休(?!金|工资|费|待遇|养老)的?|退(?!休)的?|职工|"
    rf"员工|工人|的|下来|当|做|干|打|保安|会计|$|,|。)"
    rf"|(?P<enterprise2>企业|厂(?!家|长)|国企|私企|央企|外企|民企|工厂|厂里|公司|武钢|国营厂|[钢纱棉车药]厂)(?:职工|职员|员工|工人|会计|里?上班|打工|里?工作|内退|"
    rf"(?:里|的)?退休(?!金|工资|费)的?|里?退的|退下来)"
    r"|(?<=[公婆伴人他她])(?:是)?(?P<enterprise3>国企|私企|央企|企业)(?:的|上班)?(?=$|[,。;!?我])"
    r"|(?:^|[,。;!?]|是|当|做|小学|中学|高中)(?P<public3>(?:小学|中学|大学)?老师(?=退休|,快(?:要)?退|,已退|,退休)|退休(?:老师|教师)|学校(?:里)?退休)(?!金|工资)"
    r"|(?P<enterprise5>(?<=退的,)[^,。]{1,4}厂(?=$|[,。;!?]))"
    r"|(?P<enterprise4>武钢|[钢纱棉车药]厂|厂里|厂子里)(?:下来的|退的)"
    rf"|(?:在|是|属于|以前是|原来是|当|当了|都是|也是|做|我|他|她|老公|老婆|老伴|爱人|退休前?)(?:个|的|一名|中学|小学|"
    rf"幼儿园no|人民|退休|也是|都是|一辈子|[^,。;!?在公民]{{0,4}})(?P<public>{_PUBLIC})(?:的|上班|工作|退休|编制|职工|人员|"
    rf"了)?(?!费|节|好)"
    rf"|(?P<public2>事业单位(?!养老)|机关(?!养老)|公务员|行政单位|事业编|教师编)(?:职工|编制|上班|工作|退休(?!金)|的?退休(?!金)|退的|退下来|人员)"
    rf"|(?P<public4>(?<=编制内)事业单位|(?<=在编)事业单位|(?<=[我他她公婆伴人])(?:事业单位|机关|公务员)(?=$|[,。;!?]))"
    r"|(?P<farmer>种(?:了|过)?(?:一|半|大半)?辈子的?[田地]|种了?[^,。]{1,4}年的?[田地]|种田|种地|务农|种庄稼|在家种|(?:是|个|都是|也是|当|普通|我|当了一辈子|一辈子)农民(?!工|户|养老|的户)|"
    r"农民(?=$|[,。])|农民一个)"
    r"|(?P<none>(?<=户口)没上过班|没有?(?:事做|工作单位|正式工作|正式的?单位|上过?班|参加过?工作|工作过|工作(?!日|年|经历|地|证)|单位(?!证))|无业|无工作|失业(?!金|保险|证|登记|期间|补助)|"
    r"待业|没上班|(?<!上)不上班|"
    r"没在上班|家庭主妇|全职妈妈|全职太太|全职主妇)"
)
_KINDS = (
    "enterprise",
    "enterprise2",
    "enterprise3",
    "enterprise4",
    "enterprise5",
    "public",
    "public2",
    "public3",
    "public4",
    "farmer",
    "none",
)
_PRIVATE = re.compile("民办|私立|民营|私人|培训|补习|驾校")
_NOT_YOURS = re.compile(r"请问|您好|你好|^老师(?!退)|,老师(?!退)|(?<![是当做学])老师[您你好,]")
_RETIRED = quick(
    r"(?P<no>(?:没有?|还没有?|未|尚未|还未|不曾|没到|还不到|还没到|没办)(?:办理?|正式|到点|到年龄|到|有|到龄)?(?:退休(?!金|工资|费|待遇|证)|"
    r"退(?=$|[,。;!?])))"
    r"|(?P<soon>离退休还|(?:快|马上|快要|马上要|准备|即将|就要|要|等着|明年|后年|等|还有[^,。]{1,4}年|下个?月|今年底)(?:[^,。]{1,3}月份?|[上下]半年)?(?:就|要|才|就要|到龄|到点|到年龄|满龄|"
    r"该|也|正式|可以|能)*退休?(?!金|工|证|费|待|后|前|的(?:人|时))(?=了|$|[,。;!?]|的))"
    r"|(?P<no2>退休(?:手续|证)?(?:还|也)?没(?:有)?(?:批|办)(?:下来|好|完|成)?(?=$|[,。;!?呢])|退休(?:手续|证)(?:还|也)?(?:没|未)(?:有)?(?:批|办|拿)[^,。;!?]{0,3}(?=$|[,。;!?]))"
    r"|(?P<papers>(?:刚刚?|才|已经?|都|早就?)?办(?:了|完|好)?(?:了)?退休手续|退休手续(?:已经?|刚刚?|都|早就?)*办(?:完|好|了|下来))"
    r"|(?P<yes>(?<=年)退休(?=时(?!间)|的时候|那年)|(?:已经?|早就?|都|也|刚刚?|才|办了?|内|病|提前|正常|正式)*(?:退休(?!金|费|待遇|工资|证|后能|前|年龄|的?时(?!间)|"
    r"以后|之后|后|手续|怎么|的?那|养老|要|需)|退[的了]休|退下来|(?<=[刚已])退(?=$|[,。;!?])|退(?=了(?:$|[,。;!?休]|\d|有|快|好|能|(?:[一二两三四五六七八九十好]+[几多]?|多)年))|退的(?=$|[,。]|没|还|现在|就)))(?P<done>了|返聘的?|"
    r"的|好多年|职工|工人|人员|教师|在家|多年|好几年|干部|下来|\d+年|老师|[一二两三四五六七八九十]+年)?"
)
_SAYS_SO = re.compile("[已早都刚也]")
_EARLIER = re.compile(r"以前|原来|年轻|早年|曾经|早先|早些年|从前|先前")
_LATER = re.compile(r"(?:现在|如今|回来|目前)[^。;!?]{0,6}没(?:有)?(?:得)?(?:事做|工作|上班|单位)")
_ONCE = re.compile(r"(?:做|干|上|待)?过")
OF_PENSION = re.compile(
    r"(?:退休金|养老金?|养老保险|社保|工资)(?:都|也)?(?:是?(?:按|照|从)着?|是|走|属于|拿的?是?)的?$|(?:[领拿]|(?<!公)交)的?(?:也)?(?:是)?$"
)
_BENEFIT_AFTER = re.compile(
    r"(?:职工|人员|工人)?的?(?:那个?|那笔|这笔|这个)?(?:独生(?:子女)?)?(?:父母)?的?(?:申领|申请|计划生育|计生|一次性|奖励|奖|那?3500|三千五|那个|补贴|钱)"
)
_PEOPLE_AFTER = re.compile(
    r"的?(?:独生子女)(?:父母|老人|家长|人)|的?(?:老师|教师|职工|工人|护士|医生|女工|人)?(?:还|又)?(?:发不发|给不给|有没有|能不能|算不算|才)|的?(?:女工|男工)(?:能|可以|有|的)"
)
_ON_WORK = sought(
    "厂|公司|企|武[钢重船锅]|东风|石化|事业|机关|公务员|师|教书|政府|学校|医院|种|务农|农民|工作|单位|业|上过?班|主妇|全职"
)


def work(line: Line) -> Iterator[Finding]:
    """Findings on `employer`, `retired` and `retired_on`."""
    text = line.text
    if _ON_WORK.search(text):
        yield from _employers(line)
    if "退" in text:
        yield from _retirement(line)


def persons_of(line: Line, start: int, end: int) -> tuple[str, ...]:
    """Whose work or pension it is; what is told without a subject after a child was named goes back to the claimant."""
    kin = line.owner(start, end)
    if kin in CHILDREN and kin is not line.about:
        named = line.named_subject(start)
        # Only an unspoken subject goes back to the claimant; what is said of a child is the child's.
        return () if named and named.kin in CHILDREN else line.whose(line.about)
    return line.whose(kin)


def _employers(line: Line) -> Iterator[Finding]:
    found = list(_workplaces(line))
    farmers = {finding.fact for finding in found if finding.value == "farmer"}
    # 种田的,没单位: to have no unit is no other work than farming.
    yield from (f for f in found if f.value != "none" or f.fact not in farmers)


def _workplaces(line: Line) -> Iterator[Finding]:
    for match in _EMPLOYER.finditer(line.text):
        groups = match.groupdict()
        start = next(match.start(name) for name in _KINDS if groups[name])
        end = match.end()
        if not line.told(start, end) or groups.get("no"):
            continue
        kind = (
            "enterprise"
            if any(groups[name] for name in _KINDS[:5])
            else "public_institution"
            if any(groups[name] for name in _KINDS[5:9])
            else "farmer"
            if groups["farmer"]
            else "none"
        )
        if kind == "public_institution" and _PRIVATE.search(line.before(match.start()) + match.group()):
            continue
        if kind == "public_institution" and _NOT_YOURS.search(line.text[max(0, match.start() - 2) : end + 1]):
            continue
        before = line.before(match.start())
        if before.endswith(("不", "还")) and match.group().startswith("是"):
            continue
        if inline.search(r"不是$|找|去(?!年)|问|跟|到$|向$|单位还是", before[-3:]) or only_named(line, match):
            continue
        if kind == "farmer" and inline.search("(?:以前|原来|早先|过去|从前)(?:是|在)?$", before):
            continue  # 以前种地的,村改居了
        if _EARLIER.search(before) and _LATER.search(line.text[end:]):
            continue  # 早先在深圳进厂,现在没事做
        if _ONCE.match(line.text, end) and inline.search("以前|原来|年轻|早年|曾经", before):
            continue  # 以前在服装厂做过几年
        if OF_PENSION.search(before + line.text[match.start() : start]):
            continue
        for person in persons_of(line, start, end):
            yield Finding(f"{person}.employer", kind, start, end)


def only_named(line: Line, match: re.Match[str]) -> bool:
    """Whether a benefit (企业退休职工奖励) or people in general (退休的独生子女父母) are named, and nothing is told."""
    after = line.text[match.end() :][:14]
    if _BENEFIT_AFTER.match(after) and not match.group().endswith("了"):
        return True
    return _PEOPLE_AFTER.match(after) is not None and not line.named_subject(match.start())


def _retirement(line: Line) -> Iterator[Finding]:
    for match in _RETIRED.finditer(line.text):
        start, end = match.span()
        if (
            not line.told(start, end)
            or only_named(line, match)
            or line.text[:start].endswith(("清", "辞", "劝"))
        ):
            continue
        retired = not (match["no"] or match["no2"] or match["soon"])
        if retired and not _says_retired(line, match):
            continue
        persons = persons_of(line, start, end)
        for person in persons:
            yield Finding(f"{person}.retired", retired, start, end)
        if retired:
            yield from _retired_on(line, persons, start, end)


def _says_retired(line: Line, match: re.Match[str]) -> bool:
    before, after = line.before(match.start()), line.after(match.end())
    if "退了" in match.group() + line.text[match.end() :][:1] and inline.search(
        r"短信|信息|给我$|把|钱|订", line.text[: match.start()]
    ):
        return False  # 短信给我退了
    group = match["done"] in {"职工", "工人", "人员", "干部"} and after
    alone = not line.named_subject(match.start()) and not inline.search(
        r"\d岁?|[,。]", line.text[: match.start()]
    )
    if inline.search(r"还是\d\d岁?$", before):
        return False  # 50还是55退休
    if group and alone:
        return False  # 退休人员去世…: people in general
    if inline.search(
        r"(?:等|到|如果|若|才能|能|可以|怎么|办理|想|给|申请|法定|延迟|提前办|要|年龄)$", before
    ):
        return False
    if (
        match["papers"]
        or inline.match(r"时|的时候|那年", after)
        or match["done"]
        or inline.search(
            r"(?:已|早|都|刚|也|从[^,]{1,8}|是|年|月|企业|国企|单位|厂|公司|机关)$",
            before if not _SAYS_SO.match(match.group()) else "已",
        )
    ):
        return True
    return (
        not after
        or inline.match(r"[,。;!? 在有拿每]|时间|日期|老师|教师", after) is not None
        or (inline.match("女工|男工", after) is not None and line.named_subject(match.start()) is not None)
    )


def _retired_on(line: Line, persons: tuple[str, ...], start: int, end: int) -> Iterator[Finding]:
    clause = line.clause_at(start)
    words = line.text[clause.start : end]
    for dated in dates_in(words, line.on, adult=False):
        if dated.end > start - clause.start:
            break  # 退休10年了 says how long, not when
        between = words[dated.end : start - clause.start]
        if not inline.fullmatch(
            rf"(?:份|底|初|就|正式|才|刚|从[^,]{{0,8}}|在[^,]{{0,8}}|已经|已|办|的|我|企业|退休|满?{NUMBER}岁?)*",
            between,
        ):
            continue
        for person in persons:
            yield Finding(f"{person}.retired_on", dated.iso, clause.start + dated.start, end)
        return
    following = inline.match(r"的?,?(?P<when>(?:(?:19|20)\d\d|0\d|9\d)年)(?:的|$|[,。;!?])", line.text[end:])
    if following:
        for dated in dates_in(following["when"], line.on, adult=False):
            for person in persons:
                yield Finding(f"{person}.retired_on", dated.iso, start, end + following.end("when"))
            return
    after = line.text[end : end + 16]
    told = inline.match(r"(?:的)?(?:时间|日期|年份)?(?:是|在|:|于|,)*", after)
    if told and inline.match(r"退休(?:时间|日期|年份|证)", line.text[start : start + 6]):
        for dated in dates_in(after[told.end() :], line.on, adult=False):
            if dated.start == 0:
                for person in persons:
                    yield Finding(f"{person}.retired_on", dated.iso, start, end)
            return
