"""Where somebody works by everyday names: 在医院当护士, 超市收银员, 公交公司的, 老公车间退的."""

import re
from collections.abc import Iterator

from nlu.reading import inline
from nlu.reading.finding import Finding
from nlu.reading.line import Line
from nlu.reading.people import Kin
from nlu.reading.sought import sought
from nlu.reading.work import only_named, persons_of

_NAME = r"[^,。;!?我他她的在从是当找问去到跟进做干]{0,7}?"
_COMPANY = (
    rf"{_NAME}(?:(?<!养老)(?<!分)厂(?!家|长|休)子?里?|车间|公司|集团|超市|商场|百货(?:商店|大楼|公司)?|量贩|商店|4[sS]店|酒店|宾馆|银行|供电局|"
    r"煤矿|铁矿|工程局)"
    r"|富士康|矿上|国棉[一二三四五六]?厂?|武商|中商|中百(?:仓储)?|武钢|武重|武船|武锅|武汽|一冶|中铁[^,。;!?]{0,3}?局?|东风|神龙|京东|顺丰|华为|长飞|烽火|葛洲坝"
)
_OFFICE = (
    rf"{_NAME}(?:医院|卫生院|卫生服务中心|卫生所|疾控中心|疾控|保健院|妇幼|学校|小学|中学|高中|大学|学院|中专|技校|党校|图书馆|博物馆|文化馆|"
    r"群艺馆|档案馆|少年宫|研究所|研究院|科学院|环保所|农技站|水利站|兽医站|文化站|计生站|气象局|地震局|公安局|派出所|税务局|工商局|教育局|民政局|财政局|"
    r"国土局|规划局|卫生局|卫健委|卫健局|法院|检察院|区政府|市政府|镇政府|乡政府|街道办(?:事处)?|公办幼儿园)|协和|同济"
)
_PRIVATE = re.compile(r"民办|私立|民营|私人|私营|培训|补习|莆田|美容|宠物|驾校")
_HIRED_OUT = re.compile(
    r"护工|保洁|清洁|保安|食堂|门卫|大门|临时|外包|派遣|合同|没编|没有编|聘用|代课|打工|扫地|宿管|洗衣|小卖"
)
"""Whoever sweeps a hospital or guards a school is as a rule not employed by it."""
_JOB = (
    r"(?:护士长?|护师|医生|大夫|药剂师|药师|检验师|麻醉师|老师|教师|教授|班主任|校长|民警|会计|出纳|司机|驾驶员|收银员?|营业员|售货员|服务员|导购|保安|保洁|清洁工|仓管|"
    r"文员|文秘|销售|钳工|电工|焊工|车工|挡车工|质检员?|技术员|技工|工程师|程序员|厨师|调度|售票员|列车员|乘务员|职工|职员|员工|工人|女工|干部|主管|经理|班长|工段长|车间主任|学徒|科员|馆员)"
)
_DOES = (
    rf"(?:上班|上[了过的]?[^,。;!?]{{0,4}}班|工作(?!人员|日|餐)|做事|做工|打工|干活|谋生|讨生活|"
    rf"(?:当|做|任|搞|干)(?:了|着|过|个|的|一个)?(?:[^,。;!?我他她]{{0,4}}?{_JOB})|教(?:书|了|语文|数学|英语|体育|课|学生)|开(?:公交|货|大|叉|客|班|校)?车|修车|"
    r"站柜台|收银|理货|卖(?:货|衣服|鞋|菜|票|肉)|扛包|搬货|炒菜|端盘子|挡车|织布|看门|看大门|守大门|守门|扫地|"
    r"(?:做|干|待|呆|搞)(?:了|到|满)?(?:一|半|大半)(?:辈子|生)|(?:做|干|待|呆)(?:了|满|有)?[\d一二三四五六七八九十几两快]+(?:多|来|几)?年|(?:做|干|待)到(?:退休|退)|"
    r"(?:正式|才|刚|去年|今年|前年|上个?月|\d+岁)*(?:退[的了]?休(?!金|费|工资|待遇|年龄|前|后)|退的|退了|退下|内退|下岗|买断)|还没退|没退|事业编|有编制|编制内|在编)"
)
_AT_WORK = re.compile(
    rf"(?P<no>不|没|不是|没有)?(?:(?<!现)(?<!正)(?<!还)在|从|给|进的?|是|原来是|属)(?P<place>(?P<company>{_COMPANY})|(?P<office>{_OFFICE}))(?:里头|里面|里|上|那边|这边|的公司|的)?(?P<did>{_DOES})"
)
_UNIT_IS = re.compile(
    rf"(?:^|[,。;!?]|我|他|她|[公婆伴人妈爸])(?:的)?(?:工作|退休|原来的?|以前的?|原)?单位(?P<did>(?:就)?(?:是|为|在|:))(?P<place>(?P<company>{_COMPANY})|(?P<office>{_OFFICE}))(?=$|[,。;!?])"
)
_BEGINS = r"(?:^|[,。;!?]|我|他|她|[公婆伴人妈爸爹妻夫]|\d\d岁?|[年月]|是|原来|以前|本来|也|都|退休前)"
_THEIR_WORKS = sought(
    r"(?P<no>不|没)?(?:在|从)(?:(?:他|她|我)们?|自己)(?P<company>厂|公司)里?(?P<did>[领拿退上做干当发])"
    r"|(?P<drives>[开跑])(?P<company2>厂|公司)子?里?的?(?:大|货|客|班|小)?车"
)
"""老公在他们厂拿过奖."""
_THEY_SAY = sought(
    r"(?:^|[,。;!?])(?:可是?|但是?|现在|去|找|我们|原来)?(?P<company>厂里|厂子|公司)(?:也|都|又|只|就|还|一直|却)*(?:说|讲|通知|不给|不肯|不认|没给|没发|没办|不发|不报|推|拖|让我|叫我|要我|把我|给过|发过|补过|给了|发了)"
)
"""57还没退,厂里说退了才报: it is their own works that says so."""
_AT_PLACE = re.compile(rf"在(?P<place>(?P<company>{_COMPANY})|(?P<office>{_OFFICE}))(?:里)?(?=$|[,。;!?])")
"""我在小学教书,爱人在区医院: a place alone, of the other one of whom the same is told."""
_OF_PLACE = sought(
    rf"{_BEGINS}(?P<place>(?P<company>{_COMPANY})|(?P<office>{_OFFICE}))(?:里头|里面|里|上|的)?"
    rf"(?P<did>{_JOB}(?=$|[,。;!?]|退|还没|没退|有编|在编|一个月|做了|干了|,)|上班(?=$|[,。;!?]|的)|做{_JOB}的?|"
    r"(?:正式|才|刚|提前)*(?:退[的了]?休(?!金|费|工资|待遇|年龄|前|后)|退的|退了|退下来|内退|下岗|买断)|的老(?:职工|工人|员工))"
)
_ONLY_PLACE = re.compile(
    rf"(?:是|在|也是)?(?P<place>(?P<company>{_COMPANY})|(?P<office>{_OFFICE}))(?:里|的|上|职工|编制)?"
)
"""退休返聘的,纺织厂,…: a clause that names the place alone, beside one that tells of work or retirement."""
_WORKED = re.compile(r"教书|退休|退的|退了|上班|返聘|做事|工作(?!日)|当[^,。;!?]{0,4}(?:员|工|师|长)|职工")
_JOB_ALONE = sought(
    r"(?:(?:我|他|她|[公婆伴人妈爸爹妻夫])(?:今年|现在|以前|原来|也|都|年轻时)*(?:是|当|做)|(?:^|[,。;!?])(?:是|当|做))(?:了|过|个|一个|一名|了?一辈子的?|退休)?"
    r"(?:(?P<company>收银员|营业员|售货员|挡车工|纺织工人?|纺织女工)|(?P<office>护士长?|公办[^,。;!?]{0,4}老师|乡村教师|民警|交警|警察|法官|检察官|消防员))(?=$|[,。;!?]|的|退)"
)
_DRIVES_BUS = re.compile(
    r"(?:开(?:了)?[^,。;!?]{0,4}公交(?:车)?的?(?=$|[,。;!?退])|公交车?(?:司机|驾驶员))(?=$|[,。;!?退])"
)
_RETIRED_WORKER = re.compile(r"退休(?:老)?(?:工人|女工)(?=$|[,。;!?])")
_EARLIER = re.compile(r"以前|原来|年轻|早年|曾经|早先|早些年|当年|从前|先前|本来")
_LATER = re.compile(
    r"(?:现在|如今|后来|回来|目前)[^。;!?]{0,10}(?:没(?:有)?(?:单位|工作|事做|上班)|失业|务农|种[田地]|在家|开店|摆摊|单干)"
)
_NOT_OWN = re.compile(r"(?:找|问|去|到|向|跟|给|让|叫|隔壁|同事|邻居|街坊|还是|算不算|听|说)$")
_NOT_DONE = re.compile(r"(?:说|讲|叫|让|告诉|问|态度|不给|给不给|能不能|可不可以|算不算)")
_NO_PLACE = re.compile(
    r"(?:正经|正式|固定)?(?:单位|工作|职业)(?:也|都|是)?(?:从来|一直)?没(?:有|得)?(?:过)?(?=$|[,。;!?])"
    r"|(?:一直|从来|都|也)?没(?:有)?(?:个|什么|正经|固定|稳定)+的?(?:单位|工作|职业|班上)(?=$|[,。;!?])|没(?:有)?职业(?=$|[,。;!?])|(?:一辈子|从来|从|一直)(?:都|也)?没(?:有)?(?:进过|上过|有过)(?:什么)?(?:单位|班)|(?:再(?:也)?没|没再)(?:上过?班|工作过?|找过?工作)(?=$|[,。;!?])"
    r"|(?<=有单位,)(?:但是?|就|而)?[^,。;!?]{1,3}没有?(?=$|[,。;!?])|(?<=有工作单位,)(?:但是?|就|而)?[^,。;!?]{1,3}没有?(?=$|[,。;!?])|(?<=有工作,)(?:但是?|就|而)?[^,。;!?]{1,3}没有?(?=$|[,。;!?])"
)
_TILLS = re.compile(
    r"(?:种|耕|作)(?:着|了|过|点|些|几|一|两|三|\d+|[个块])*(?:亩|分)(?:把)?(?:薄)?(?:水)?(?:田|地)|[跟和]?(?:田|地|泥巴|泥土|土地)(?:地|里)?打(?:了)?(?:一|大半|半)?(?:辈子|生)?的?交道|靠(?:种|这几亩|几亩)[田地薄]"
    r"|(?:我|[公婆伴人妈爸爹])(?:是|在家)?(?:个)?(?:种菜|种棉花|种粮|种茶|种果树|种庄稼|种大棚|种蔬菜|种水稻)的|(?:是|当)(?:个)?(?:菜农|果农|茶农|棉农|粮农|作田人|种田人|庄稼人|老农民)(?!户口)|面朝黄土|脸朝黄土"
)
_NAMES_OF_PLACES = """
厂 车间 公司 集团 超市 商场 百货 量贩 商店 4s店 酒店 宾馆 银行 供电局 煤矿 铁矿 工程局 富士康 矿上 国棉 武商
武钢 武重 武船 武锅 武汽 中商 中百 中铁 一冶 东风 神龙 京东 顺丰 华为 长飞 烽火 葛洲坝 医院 卫生院 卫生所
服务中心 疾控 保健院 妇幼 学校 小学 中学 高中 大学 学院 中专 技校 党校 图书馆 博物馆 文化馆 群艺馆 档案馆 少年宫
研究所 研究院 科学院 环保所 农技站 水利站 兽医站 文化站 计生站 气象局 地震局 公安局 派出所 税务局 工商局 教育局
民政局 财政局 国土局 规划局 卫生局 卫健 法院 检察院 政府 街道办 幼儿园 协和 同济
"""
PLACES = tuple(_NAMES_OF_PLACES.split())
IN_NAMES = sought(
    "[专丰京供冶利化医华协卫厂司商团学宫宾富局市幼店府心技控校棉汽法派济烽环百矿研站船葛街货贩重钢铁银锅间院风飞馆高龙]"
)
"""A character of every one of them: a line without any names none."""
"""What is looked for first: most lines name no place of work."""


def occupations(line: Line) -> Iterator[Finding]:
    """Findings on `employer` from everyday names of places and jobs; they yield to plainer words."""
    text = line.text
    if "没" in text and ("单位" in text or "工作" in text or "职业" in text or "班" in text):
        yield from _plainly(line, _NO_PLACE, "none")
    if inline.search("田|亩|交道|种|黄土|庄稼|[菜果茶棉]农", text):
        yield from _plainly(line, _TILLS, "farmer")
    placed = [text.find(place) for place in PLACES if place in text] if IN_NAMES.search(text) else []
    begin = max(0, min(placed) - 16) if placed else 0
    for pattern in (_AT_WORK, _UNIT_IS, _THEIR_WORKS, _OF_PLACE, _JOB_ALONE) if placed else (_JOB_ALONE,):
        # A name of at most seven characters stands before a place, and a few words before the name.
        for match in pattern.finditer(text, begin if pattern is not _JOB_ALONE else 0):
            kind = _kind(match, text)
            if kind and not match.groupdict().get("no") and _is_told(line, match):
                yield from _employed(line, match, kind)
    if placed:
        yield from _named_alone(line)
        yield from _the_other_one(line)
    for match in _THEY_SAY.finditer(text) if inline.search("退|上.?班|在职|单位|奖", text) else ():
        if not line.clause_at(match.end() - 1).supposed:
            yield from _employed(line, match, "enterprise")
    for pattern, sign in ((_RETIRED_WORKER, "厂"), (_DRIVES_BUS, "公交")):
        for match in pattern.finditer(text) if sign in text else ():
            if line.told(*match.span()) and not line.clause_at(match.start()).asks:
                yield from _employed(line, match, "enterprise")


def _kind(match: re.Match[str], text: str) -> str | None:
    """The contract's word for the place; None where it cannot be told whether the place employs whoever works there."""
    if match["company"] or match.groupdict().get("company2"):
        return "enterprise"
    if _PRIVATE.search(match.group()) or _HIRED_OUT.search(text[match.start() : match.end() + 8]):
        return None
    return "public_institution"


def _place(match: re.Match[str], otherwise: int) -> int:
    """Where the words stand that say what is done there: who is spoken of stands before them."""
    return match.start("did") if match.groupdict().get("did") else otherwise


def _is_told(line: Line, match: re.Match[str]) -> bool:
    start, end = match.span()
    at = _place(match, start)
    before, after = line.before(start), line.text[end:]
    if not line.told(at, end) or only_named(line, match) or _NOT_OWN.search(before) or _NOT_DONE.match(after):
        return False
    if before.endswith(("不", "没")) or inline.match("的?(?:人|能|可以|才)|以后|之后", after):
        return False
    asked = line.clause_at(at).asks and line.named_subject(at) is None
    left = _EARLIER.search(before + match.group()) and _LATER.search(after)
    return not (asked or left or line.is_afterthought(at))


def _employed(line: Line, match: re.Match[str], kind: str) -> Iterator[Finding]:
    at = _place(match, max(match.start(), match.end() - 1))
    for person in persons_of(line, at, match.end()):
        yield Finding(f"{person}.employer", kind, match.start(), match.end(), weak=True)


def _plainly(line: Line, pattern: re.Pattern[str], kind: str) -> Iterator[Finding]:
    for match in pattern.finditer(line.text):
        if not line.told(*match.span()) or _EARLIER.search(line.before(match.start())):
            continue
        if line.clause_at(match.start()).asks and line.named_subject(match.start()) is None:
            continue
        # 老公有单位,我没有: the person stands inside.
        for person in persons_of(line, match.end() - 1, match.end()):
            yield Finding(f"{person}.employer", kind, *match.span(), weak=True)


def _named_alone(line: Line) -> Iterator[Finding]:
    pairs = list(zip(line.clauses, line.clauses[1:], strict=False))
    # 厂里的,退休手续没办下来: said before, too.
    for before, clause in (*pairs, *((after, clause) for clause, after in pairs)):
        if clause.asks or clause.supposed or before.asks or before.supposed:
            continue
        if not _WORKED.search(line.text[before.start : before.end]):
            continue
        match = _ONLY_PLACE.fullmatch(line.text, clause.start, clause.end)
        if match is None:
            continue
        kind = _kind(match, line.text)
        for person in persons_of(line, clause.start, clause.end) if kind else ():
            yield Finding(f"{person}.employer", kind, clause.start, clause.end, weak=True)


def _the_other_one(line: Line) -> Iterator[Finding]:
    for match in _AT_PLACE.finditer(line.text):
        clause = line.clause_at(match.start())
        named = line.named_subject(match.start())
        before = next((c for c in reversed(line.clauses) if c.end <= clause.start), None)
        if (
            named is None
            or named.kin not in {Kin.ME, Kin.SPOUSE}
            or before is None
            or clause.asks
            or clause.supposed
            or before.asks
        ):
            continue
        # 在 follows the person at once, and the clause before says where another one works.
        if named.end != match.start() or not _WORKED.search(line.text[before.start : before.end]):
            continue
        kind = _kind(match, line.text)
        for person in line.whose(named.kin) if kind else ():
            yield Finding(f"{person}.employer", kind, match.start(), match.end(), weak=True)
