"""Work, retirement and pension that are told."""

import re
from collections.abc import Iterator

from nlu.reading.dates import dates_in
from nlu.reading.finding import Finding
from nlu.reading.line import Line
from nlu.reading.numerals import NUMBER
from nlu.reading.people import CHILDREN
from nlu.reading.quick import quick

_ENTERPRISE = (
    r"工厂|[钢纱棉车药皮灯布]厂|[^,。不]{0,3}(?<!养老)(?<!分)厂里?|公司|企业|国企|国营|央企|私企|民企|外企|武钢|武重|武船|"
    r"武锅|东风|中石化|烟厂"
)
_PUBLIC = r"事业单位|事业编|机关|公务员|政府部门|公办学校|公立医院|学校老师|人民教师|中学老师|小学老师|中学教师|小学教师|教师|老师|教书"
_NOT = r"(?P<no>不是|没有?|不在|不|从没|从来没有?|没在)?"

_EMPLOYER = quick(
    rf"{_NOT}(?:在|是|进|属于|从|给|以前是|原来是|一直在|以前在|原来在|之前在|退休前在|都在|也在|都是|也是|当|"
    rf"做)(?:[^,。;!?在]{{0,6}}?)(?P<enterprise>{_ENTERPRISE})(?:里|里面|的)?(?P<how>上班|工作|做事|打工|干活|退休?的?|职工|"
    rf"员工|工人|的|下来|当|做|干|打|保安|会计|$|,|。)"
    rf"|(?P<enterprise2>企业|厂(?!家|长)|国企|私企|央企|工厂|厂里|公司|武钢|国营厂|[钢纱棉车药]厂)(?:职工|员工|工人|里?上班|打工|里?工作|"
    rf"(?:里|的)?退休(?!金|工资|费)的?|里?退的|退下来)"
    r"|(?<=[公婆伴人他她])(?:是)?(?P<enterprise3>国企|私企|央企|企业)(?:的|上班)?(?=$|[,。;!?我])"
    r"|(?:^|[,。;!?]|是|当|做)(?P<public3>(?:小学|中学|大学|退休)?老师(?=退休|,快(?:要)?退|,已退|,退休)|学校(?:里)?退休)(?!金|工资)"
    r"|(?P<enterprise4>武钢|[钢纱棉车药]厂|厂里|厂子里)(?:下来的|退的)"
    rf"|(?:在|是|属于|以前是|原来是|当|当了|都是|也是|做|我|他|她|老公|老婆|老伴|爱人|退休前?)(?:个|的|一名|中学|小学|"
    rf"幼儿园no|人民|退休|也是|都是|一辈子|[^,。;!?在公民]{{0,4}})(?P<public>{_PUBLIC})(?:的|上班|工作|退休|编制|职工|人员|"
    rf"了)?(?!费|节|好)"
    rf"|(?P<public2>事业单位|机关|公务员|行政单位|事业编)(?:职工|编制|上班|工作|退休|的?退休|退的|人员)"
    r"|(?P<farmer>种田|种地|务农|种庄稼|在家种|(?:是|个|都是|也是|当|普通|我|当了一辈子|一辈子)农民(?!工|户|养老|的户)|"
    r"农民(?=$|[,。])|农民一个)"
    r"|(?P<none>(?<=户口)没上过班|没有?(?:工作单位|正式工作|正式的?单位|上过?班|工作(?!日|年|经历|地|证)|单位(?!证))|无业|无工作|失业(?!金|保险|证|登记)|"
    r"待业|没上班|不上班|"
    r"没在上班|家庭主妇|全职妈妈|全职太太|全职主妇)"
)
_KINDS = (
    "enterprise",
    "enterprise2",
    "enterprise3",
    "enterprise4",
    "public",
    "public2",
    "public3",
    "farmer",
    "none",
)
_NOT_YOURS = re.compile(r"请问|您好|你好|^老师|,老师|老师[您你好,]")
_RETIRED = quick(
    r"(?P<no>(?:没有?|还没有?|未|尚未|还未|不曾|没到|还不到|还没到|没办)(?:办理?|正式|到|有|到龄)?(?:退休(?!金|工资|费|待遇)|"
    r"退(?=$|[,。;!?])))"
    r"|(?P<soon>(?:快|马上|快要|马上要|准备|即将|就要|要|等着|明年|后年|等|还有[^,。]{1,4}年|下个?月|今年底)(?:就|要|才|就要|"
    r"该|也|正式|可以|能)*退休?(?!金|工|证|费|待|后|前|的(?:人|时))(?=了|$|[,。;!?]|的))"
    r"|(?P<yes>(?:已经?|早就?|都|也|刚刚?|才|办了?|内|病|提前|正常|正式)*(?:退休(?!金|费|待遇|工资|证|后能|前|年龄|的?时|"
    r"以后|之后|后|手续|怎么|的?那|养老|要|需)|退[的了]休|退下来|退(?=了(?:$|[,。;!?休]|\d|有|快|好|能))|退的(?=$|[,。])))(?P<done>了|"
    r"的|职工|工人|人员|教师|在家|多年|好几年|干部|下来|\d+年|老师|[一二两三四五六七八九十]+年)?"
    r"|(?P<money>(?:拿|领|有|吃|靠)(?:着|了|到|的|企业|职工)*(?:退休金|退休工资|退休费)|(?:退休金|退休工资)(?:每月|一个?月|"
    r"每个月|有|是|才|只有|拿|\d))"
)
_NO_MONEY = re.compile(
    r"(?:没有?|不|未|没领|没拿|没有领|也没有?|都没有?|还没有?|还没领|没得)(?:领|拿|有|享受|到|领过|领到)*(?:着|过|任何|什么|"
    r"到)*(?:退休金|养老金|退休工资|养老保险金|养老待遇)(?!多)"
)
_RESIDENT = (
    r"新农保|农保|城乡居民养老(?:保险)?|城乡居民(?:基本)?(?:社保|保险)|城居保|居民养老(?:保险)?|居保|城乡养老|"
    r"农村养老(?:保险)?|农村社保|居民社保"
)
_WORKER = (
    r"职工养老(?:保险|金)?|企业养老(?:保险|金)?|城镇职工(?:基本)?(?:养老)?(?:保险|社保)?|职工社保|企业社保|企业退休金|"
    r"企业职工(?:基本)?养老(?:保险|金)?|职保|企保|企业的?退休金"
)
_OFFICE = (
    r"机关事业(?:单位)?(?:养老)?(?:保险|退休金|养老金)|事业单位(?:养老(?:保险|金)?|退休金|社保)|机关养老(?:保险|金)?|公务员退休金|"
    r"学校(?:的)?(?:退休金|养老金)"
)
_PENSION = quick(
    r"(?P<no>没有?|未|不是|没在|没|不)?(?P<verb>正在领|已经领|开始领|领取|领着|领了|领的|在领|领|正在拿|拿着|拿的|"
    r"在拿|拿|享受|吃|交的|交了|交着|交过|一直交|在交|交|买的|买了|买过|买|参加了?|参保|缴的?|缴纳|入了?|办了?|保的|有|是|"
    r"只有|属于|每月|每个月|一个月|走的|上的)"
    rf"(?:的是|的|了|是|着|过|每月|也|都|就|那个|那种|一份|当地|武汉|村里|\d+块的)*(?:(?P<resident>{_RESIDENT})|"
    rf"(?P<enterprise>{_WORKER})|(?P<public_institution>{_OFFICE}))"
    rf"|(?:(?P<resident2>{_RESIDENT})|(?P<enterprise2>{_WORKER}))(?:现在|已经|也|都|正在|我|每月|每个月|一个月|"
    rf"是)*(?P<verb2>在领|领了|领着|已经领|拿着|在拿|发着|每月|每个月|一个月|拿|领|交的|交了|一直在交|一直交|在交)"
)
_NO_PENSION = re.compile(
    r"(?:没有?|未|啥都没|什么都没|从没|从来没|一直没|都没|也没)(?:有)?(?:买|交|参加|参|办|缴|入)?(?:过|了|任何|"
    r"什么)?(?:养老)?(?:社保|养老保险|参保|职工保险)(?!卡|局|费|金)(?=$|[,。;!?\s]|也|都|的|能|怎么)"
)
_NONE_AT_ALL = re.compile(r"(?<!还)(?:没有?|没得|无)(?:任何)?养老金(?=$|[,。;!?\s我他她])")
_OF_KIND = re.compile(
    r"(?:退休金|养老金|养老|退休工资)(?:是|属于)(?:走)?(?:(?P<resident>居民|农保|城乡)|(?P<enterprise>企业|职工)|"
    r"(?P<public_institution>机关|事业))(?:单位)?(?:的|那种|那边|养老|$|[,。])+"
)
_DRAWN = re.compile(
    r"(?:(?P<no>没有?|还没有?|未|不)|已经?|正在|在|都|每月|开始|早就)?(?:领|拿|吃)(?:着|了|到|取|上)*(?:养老金|养老钱|退休金|"
    r"退休工资|社保养老)(?!多少|要|能|可以|是什么|的人)"
    r"|(?:有)(?:养老金|退休金|退休工资)|(?:养老金|退休金)(?:在领|领着|每月|领了|已经领|发着|一个月|每个月)"
)


_ON_WORK = re.compile(
    "厂|公司|企|武[钢重船锅]|东风|石化|事业|机关|公务员|师|教书|政府|学校|医院|种|务农|农民|工作|单位|业|上过?班|主妇|全职"
)
_ON_PENSION = re.compile("养老|保|退休[金工费]|退休待遇")


def work(line: Line) -> Iterator[Finding]:
    """Findings on `employer`, `retired`, `retired_on`, `pension` and `drawing_pension`."""
    text = line.text
    if _ON_WORK.search(text):
        yield from _employers(line)
    if "退" in text:
        yield from _retirement(line)
    if _ON_PENSION.search(text):
        yield from _pensions(line)


def _persons(line: Line, start: int, end: int) -> tuple[str, ...]:
    kin = line.owner(start, end)
    if kin in CHILDREN and kin is not line.about:
        named = line.named_subject(start)
        # Only an unspoken subject goes back to the claimant; what is said of a child is the child's.
        return () if named and named.kin in CHILDREN else line.whose(line.about)
    return line.whose(kin)


def _employers(line: Line) -> Iterator[Finding]:
    for match in _EMPLOYER.finditer(line.text):
        groups = match.groupdict()
        start = next(match.start(name) for name in _KINDS if groups[name])
        end = match.end()
        if not line.told(start, end) or groups.get("no"):
            continue
        kind = (
            "enterprise"
            if any(groups[name] for name in _KINDS[:4])
            else "public_institution"
            if any(groups[name] for name in _KINDS[4:7])
            else "farmer"
            if groups["farmer"]
            else "none"
        )
        if kind == "public_institution" and _NOT_YOURS.search(line.text[max(0, match.start() - 2) : end + 1]):
            continue
        if re.search(r"不是$|找|去|问|跟|到$|向$|单位还是", line.before(match.start())[-3:]) or _only_named(
            line, match
        ):
            continue
        for person in _persons(line, start, end):
            yield Finding(f"{person}.employer", kind, start, end)


def _only_named(line: Line, match: re.Match[str]) -> bool:
    """企业退休职工奖励 is the name of a benefit, not a statement."""
    after = line.text[match.end() : match.end() + 14]
    return bool(
        re.match(
            r"(?:职工|人员|工人)?(?:的)?(?:独生(?:子女)?)?(?:父母)?(?:计划生育|计生|一次性|奖励|奖|3500|那个|补贴)",
            after,
        )
    ) and not line.named_subject(match.start())


def _retirement(line: Line) -> Iterator[Finding]:
    for match in _RETIRED.finditer(line.text):
        start, end = match.span()
        if not line.told(start, end) or _only_named(line, match):
            continue
        if match["money"] and _NO_MONEY.search(line.text[max(0, start - 4) : end]):
            continue
        retired = not (match["no"] or match["soon"])
        if retired and not match["money"] and not _says_retired(line, match):
            continue
        persons = _persons(line, start, end)
        for person in persons:
            yield Finding(f"{person}.retired", retired, start, end, weak=bool(match["money"]))
        if retired and not match["money"]:
            yield from _retired_on(line, persons, start, end)


def _says_retired(line: Line, match: re.Match[str]) -> bool:
    before, after = line.before(match.start()), line.after(match.end())
    if "退了" in match.group() + line.text[match.end() :][:1] and re.search(
        r"短信|信息|给我$|把|钱|订", line.text[: match.start()]
    ):
        return False  # 短信给我退了
    group = match["done"] in {"职工", "工人", "人员", "教师", "老师", "干部"} and after
    alone = not line.named_subject(match.start()) and not re.search(
        r"\d岁?|[,。]", line.text[: match.start()]
    )
    if group and alone:
        return False  # 退休人员去世…: people in general
    if re.search(r"(?:等|到|如果|若|才能|能|可以|怎么|办理|想|给|申请|法定|延迟|提前办|要|年龄)$", before):
        return False
    if match["done"] or re.search(
        r"(?:已|早|都|刚|也|从[^,]{1,8}|是|年|月|企业|国企|单位|厂|公司|机关)$", before + match.group()[:1]
    ):
        return True
    return not after or re.match(r"[,。;!? 在有拿每]", after) is not None


def _retired_on(line: Line, persons: tuple[str, ...], start: int, end: int) -> Iterator[Finding]:
    clause = line.clause_at(start)
    words = line.text[clause.start : end]
    for dated in dates_in(words, line.on, adult=False):
        between = words[dated.end : start - clause.start]
        if not re.fullmatch(
            rf"(?:份|底|初|就|正式|才|刚|从[^,]{{0,8}}|在[^,]{{0,8}}|已经|已|办|的|我|企业|退休|满?{NUMBER}岁?)*",
            between,
        ):
            continue
        for person in persons:
            yield Finding(f"{person}.retired_on", dated.iso, clause.start + dated.start, end)
        return
    following = re.match(r"的?,?(?P<when>(?:19|20)?\d\d年)(?:的|$|[,。;!?])", line.text[end:])
    if following:
        for dated in dates_in(following["when"], line.on, adult=False):
            for person in persons:
                yield Finding(f"{person}.retired_on", dated.iso, start, end + following.end("when"))
            return
    after = line.text[end : end + 16]
    told = re.match(r"(?:的)?(?:时间|日期|年份)?(?:是|在|:|于|,)*", after)
    if told and re.match(r"退休(?:时间|日期|年份|证)", line.text[start : start + 6]):
        for dated in dates_in(after[told.end() :], line.on, adult=False):
            if dated.start == 0:
                for person in persons:
                    yield Finding(f"{person}.retired_on", dated.iso, start, end)
            return


def _pensions(line: Line) -> Iterator[Finding]:
    named = False
    for match in _PENSION.finditer(line.text):
        start, end = match.span()
        if not line.told(start, end) or re.match(
            r"的?(?:计生|增发|加发|加钱|多|增加|补)", line.text[end : end + 4]
        ):
            continue
        groups = match.groupdict()
        kind = next(
            k
            for k in ("resident", "enterprise", "public_institution")
            if groups.get(k) or groups.get(f"{k}2")
        )
        named = True
        verb = groups["verb"] or groups["verb2"] or ""
        draws = (
            re.search(r"领|拿|吃|每月|每个月|一个月|享受|发", verb) is not None or "退休金" in match.group()
        )
        for person in _persons(line, start, end):
            if match["no"]:
                if draws:
                    yield Finding(f"{person}.drawing_pension", False, start, end, weak=True)
                continue
            yield Finding(f"{person}.pension", kind, start, end)
            if draws:
                yield Finding(f"{person}.drawing_pension", True, start, end)
    for match in _NO_PENSION.finditer(line.text):
        if line.told(*match.span()) and not named:
            for person in _persons(line, *match.span()):
                yield Finding(f"{person}.pension", "none", *match.span())
    for match in _NONE_AT_ALL.finditer(line.text):
        if line.told(*match.span()) and not named:
            for person in _persons(line, *match.span()):
                yield Finding(f"{person}.pension", "none", *match.span())
    for match in _OF_KIND.finditer(line.text):
        if line.told(*match.span()):
            kind = next(k for k in ("resident", "enterprise", "public_institution") if match[k])
            for person in _persons(line, *match.span()):
                yield Finding(f"{person}.pension", kind, *match.span())
    nothing = list(_NO_MONEY.finditer(line.text))
    for match in nothing:
        if line.told(*match.span()) and not named:
            for person in _persons(line, *match.span()):
                yield Finding(f"{person}.drawing_pension", False, *match.span())
    for match in _DRAWN.finditer(line.text):
        inside = any(m.start() <= match.start() and match.end() <= m.end() for m in nothing)
        if (
            inside
            or match["no"]
            or not line.told(*match.span())
            or re.search(r"没有?$|不$|未$", line.before(match.start()))
        ):
            continue
        for person in _persons(line, *match.span()):
            yield Finding(f"{person}.drawing_pension", True, *match.span(), weak=True)
