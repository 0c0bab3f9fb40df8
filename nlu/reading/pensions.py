"""Which pension somebody is insured for, and whether it is drawn."""

import re
from collections.abc import Iterator

from nlu.reading import inline
from nlu.reading.finding import Finding
from nlu.reading.line import Line
from nlu.reading.quick import quick
from nlu.reading.sought import sought
from nlu.reading.work import persons_of

_NO_MONEY = re.compile(
    r"(?:没有?|不|未|没领|没拿|没有领|也没有?|都没有?|还没有?|还没领|没得)(?:正式|正在|在|开始)*(?:领|拿|有|享受|到|领过|领到)*(?:着|过|任何|什么|"
    r"到)*(?:退休金|养老金|退休工资|养老保险金|养老待遇)(?!多|以外|之外)"
)
_RESIDENT = (
    r"新农保|农保|城乡居民的?养老(?:保险|金)?|村里买的养老保险|城乡居民(?:基本)?(?:社保|保险)|城居保|城乡居保|居民养老(?:保险|金)?|居民养保|居民保险|居保|城乡养老|"
    r"农村养老(?:保险)?|农村社保|居民社保|农民的?养老(?:保险|金|钱)?|农民保险"
)
_WORKER = (
    r"职工养老(?:保险|金)?|企业养老(?:保险|金)?|城镇职工(?:基本)?(?:养老)?(?:保险|社保)?|职工社保|企业社保|企业退休(?:金|工资)|"
    r"企业职工(?:基本)?养老(?:保险|金)?|职保|企保|企业的?退休(?:金|工资)"
)
_OFFICE = (
    r"机关事业(?:单位)?的?(?:养老)?(?:保险|退休金|养老金|养老)|机关的(?:退休金|养老金|养老)|事业单位(?:的?养老(?:保险|金)?|的?退休金|的?退休工资|社保)|机关(?:养老(?:保险|金)?|退休金)|公务员退休金|"
    r"学校(?:的)?(?:退休金|养老金)"
)
_PENSION = sought(
    quick(
        r"(?P<no>没有?|未|不是|没在|没|不)?(?P<verb>正在领|已经领|开始领|领取|领着|领了|领上|领到|领的|在领|领|正在拿|拿着|拿的|"
        r"在拿|拿|享受|吃|交的|交了|交着|交过|一直交|在交|交|买的|买了|买过|买|参加了?|参保|缴的?|缴纳|入了?|办了?|保的|有|是|"
        r"只有|属于|每月|每个月|一个月|走的|上的)"
        rf"(?:满?[\d一二三四五六七八九十]+年的?|的是|的|了|是|着|过|每月|到|也|都|就|那个|那种|一份|当地|武汉|村里|[\d一二两三四五六七八九十百千几多]+(?:块钱?|元)?的?)*(?:(?P<resident>{_RESIDENT})|"
        rf"(?P<enterprise>{_WORKER})|(?P<public_institution>{_OFFICE}))"
        rf"|(?:(?P<resident2>{_RESIDENT})|(?P<enterprise2>{_WORKER})|(?P<public_institution2>{_OFFICE}))(?:现在|已经|也|都|正在|我|自己|个人|月月|按月|每月|每个月|一个月|"
        rf"是)*(?P<verb2>在领|领了|领着|已经领|拿着|在拿|发着|每月|每个月|一个月|拿|领|交的|交了|交着|一直在交|一直交|在交|(?:每年|年年|一年)(?:都)?交)"
    )
)
_NO_PENSION = re.compile(
    r"(?:没有?|未|啥都没|什么都没|从没|从来没|一直没|都没|也没)(?:有)?(?:买|交|参加|参|办|缴|入)?(?:过|了|任何|"
    r"什么|的)*(?:养老)?(?:社保|养老保险|养老(?=$|[,。;!?])|参保|职工保险)(?!卡|局|费|金)(?=$|[,。;!?\s]|也|都|的|能|怎么)"
)
_NO_PENSION_LAST = re.compile(
    r"(?:社保|养老保险|养老)(?:什么的?|一样|一个)?(?:都|也|一直|从来)*没(?:有)?(?:买|交|参加|办|缴)?过?(?=$|[,。;!?])"
)
_OF_KIND = re.compile(
    r"(?:(?:退休金|养老金|养老保险|养老|退休工资)(?:也|都|照拿|照领|照发|现在|每月|一直|领的|拿的|,)*(?:(?:是|属于|走)的?(?:走)?|是?(?:按|照|从)着?)|养老[^。;!?]{0,10},(?:是)?|(?:退休金|养老金)(?=(?:企业|机关|事业单位)发))"
    r"(?:(?P<resident>居民|农保|城乡)|(?P<enterprise>企业|职工)|(?P<public_institution>机关|事业))(?:单位)?"
    r"(?:的?(?:标准|待遇|那边)?(?P<paid>[发领拿])的?|的那种|的|那种|那边|养老|$|[,。])+(?!(?:都|也)*(?:计生|增发|加发|没))"
)
_ITSELF = re.compile(
    rf"(?:^|[,。;!?]|(?<=[我他她公婆伴人]))(?:现在)?(?:(?P<resident>{_RESIDENT})|(?P<enterprise>{_WORKER})|"
    rf"(?P<public_institution>{_OFFICE}))(?=$|[,。;!?])"
)
_HAS_NONE = re.compile(
    r"(?:没有?|无)(?:一分|半分|什么|啥|任何)?(?:钱)?的?养老金(?![多涨到]|以外|之外)|养老金(?:我们?|他|她|也|都|是|一分(?:钱)?)*(?:都|也)?(?:没有|无)(?=$|[,。;!?])"
)
_PAYS_IN = re.compile(r"交[着的了满过]|在交|缴|没到|不到|还没|未到|买[着了的]|参[加保]")
"""没养老金: there is none of any kind, unless one is being paid for or its day has not come."""
_STARTED = sought(
    r"(?:^|[,。;!?])(?:我|他|她|是|就|从|已经|(?:\d\d|\d{4})年|去年|前年|今年|上个?月|这个月|[\d一二三四五六七八九十]{1,3}月份?|满?六十|60岁?|年?初|年?底|以后|后|起)+(?:就|才|已经)*(?:开始)?(?:打卡|领|拿|发|到账)(?:的|了|上了)(?=$|[,。;!?])"
)
"""居民养老,去年六月份开始打卡的."""
_NO_KIND = re.compile(
    r"(?:哪种|哪样|什么|任何|啥|哪一?种|什么样的?|各种)(?:的)?养老(?:保险|金)?(?:我们?|他|她|统统|全|是)*(?:都|也)(?:没有?|无|未)(?:有|领|拿|交|买|参加)?(?:过)?(?=$|[,。;!?])"
    r"|(?:没有?|无)任何(?:一?种)?(?:的)?养老(?:保险|金)(?=$|[,。;!?])|养老的?(?:什么|么|啥|任何)保险(?:都|也)没(?:有)?(?:买|交|参加|办)?(?=$|[,。;!?])"
    r"|(?:养老保险|社保|养老)(?:一天|一次|一年|一回|一分钱?)(?:都|也)?没(?:有)?(?:交|买|缴)过?(?=$|[,。;!?])"
    r"|(?:居民的?|职工的?|农保)(?:也|都)?没有?,(?:就是)?(?:哪个|哪样|什么)?(?:都|也)?没(?:有)?(?:参加|买|交)过?(?=$|[,。;!?])"
)
"""哪种养老金都没有: what has no kind at all is not even insured."""
_SUM = r"(?:有|就|才|只有|是|到手|拿)*(?:\d|[一二三四五六七八九两几][千百])"
_DRAWN = sought(
    r"(?:(?P<no>没有?|还没有?|未|不)|已经?|正在|在|都|每月|开始|早就)?(?:领|拿|吃)(?:着|了|到|取|上)*(?:养老金|养老钱|退休金|"
    r"退休工资|社保养老)(?!多少|要|能|可以|是什么|的人|的?时候)"
    r"|(?:有)(?:养老金|退休金|退休工资)|(?:养老金|退休金|退休工资)(?:现在|已经?|都|也|正)*(?:在领|领着|领了|在拿|拿着|发着)"
    rf"|(?:养老金|退休金|退休工资)(?:每月|每个月|一个月)(?:能|可以)?(?:领|拿)?(?:到)?{_SUM}|(?:养老金|退休金)(?:是)?从[^,。;!?]{{1,6}}?(?:开始)?(?:就)?(?:领|拿|发)的(?=$|[,。;!?])|(?:每个?月|一个月)的?(?:养老金|退休金|退休工资){_SUM}"
)
_PAID_IN = re.compile(
    r"(?:养老保险|社保|农保|职保)(?:都|已经|也|是)?(?:交|缴)(?:满|够|齐|完|着|的|了)[^,。;!?]{0,5}$"
)
_NOT_YET = sought(
    r"(?:养老金|退休金|退休工资)(?:一分钱?|现在|一直|还|都|也)*(?:没有?|未|冇)(?:开始)?(?:领|拿|发)?(?:过|到)?(?=$|[,。;!?])"
    r"|(?<=养老保险)(?:,)?(?:但是?|可是?|不过|就是)?(?:现在|目前|我)*(?:还没有?|没有?|还未|未)(?:开始)?(?:领|拿)(?:到|呢|的)?(?=$|[,。;!?])"
    r"|(?:还没有?|没有?|还未|未)到(?:可以|能|该)?[领拿]取?(?:养老金|退休金|养老钱|退休工资)(?:的)?(?:时候|年龄|年纪|岁数|时间|年限|那天|那步)?(?=$|[,。;!?])"
    r"|(?:还没有?|没有?|还未|未)到(?:可以|能|该)?[领拿]的?(?:时候|年龄|年纪|岁数|年限)(?=$|[,。;!?])"
    r"|(?:还没有?|没有?|还未|未)(?:正式)?开始(?:领|拿)取?(?:养老金|退休金|养老钱|退休工资)(?=$|[,。;!?])"
    r"|[离距](?:能|可以)?[领拿]取?(?:养老金|退休金|养老钱)(?:的?(?:时候|年龄))?(?:还有|还差|差)"
    r"|(?<=[农居职]保)(?:还没有?|没有?|未)(?:开始)?领(?:到)?(?=$|[,。;!?])"
    r"|(?:养老金|退休金|养老保险|[农居职]保)(?:我|他|她|还|要|得|再|也)*(?:差|等)[^,。;!?]{1,5}(?:年|个月)(?:才|就)?(?:能|可以|到|开始)?(?:领|拿)(?!过|了)"
    r"|(?:养老金|退休金)(?:我|他|她|要|得)*(?:明年|后年|下个月|年底|满?[56]\d岁?|到[56]\d岁?)才(?:能|可以|开始)?(?:领|拿)(?:到)?(?=$|[,。;!?呢])"
    r"|(?P<bare>(?:^|[,。])(?:现在|目前|今年|我|爱人|老伴|(?:\d\d|[五六]十[一二三四五六七八九]?)岁?了?|(?:还没有?|还未|没有?|未)[满到](?:年龄|年纪|岁数|\d\d岁?|六十)|不到\d\d岁?|(?:还)?[没不]到年[龄纪]|岁数没到|年[龄纪]没到|年龄不够)*(?:还没有?|没有?|还未|未)(?:开始)?(?:领|拿)(?:到)?(?:钱)?(?:呢|的)?(?=$|[,。;!?]))"
)
_MONEY = r"(?:养老金|养老钱|退休金|退休工资)"
_NOT_A_CENT = re.compile(
    rf"{_MONEY}(?:是|都|也|可是|现在|还|我)*一(?:分|毛)(?:钱)?(?:都|也)?(?:没有?|无)(?:领|拿|见)?(?:过|到)?(?=$|[,。;!?])"
    rf"|(?:没有?|无)(?:一分|半分|什么|啥|任何)?(?:钱)?(?:的)?{_MONEY}(?=$|[,。;!?])"
    rf"|(?:一分|一毛)(?:钱)?(?:的)?{_MONEY}(?:都|也)?(?:没有?|无)|(?:什么|啥|任何)(?:的)?{_MONEY}(?:都|也)(?:没有?|无)|哪来的?{_MONEY}|{_MONEY}(?:也|都)?没有?(?=$|[,。;!?])"
)
_COMES_IN = re.compile(
    rf"(?:{_MONEY}|农保|居民养老|职工养老)(?:每个?月|月月|一个月|现在|一直|按月|都|还|也)*(?:照发|照拿|按时发|在发|发到(?!多|几|什|哪)|打[到进在](?!哪|什)|发(?=$|[,。;!?])|到账|打卡|在拿|在领|发着|有(?=$|[,。;!?])|少得可怜|不高|\d|[一二三四五六七八九两][千百])"
    rf"|(?<!没)(?:有|拿|领|吃)(?:着|的是?|了)?(?:企业|机关|事业单位|厂里|街道|国家)?的?{_MONEY}(?!吗|么|才|的?(?:人|老|能|就))"
)
_NEVER_PAID = re.compile(
    r"(?:养老保险|社保|养老的?(?:什么)?保险|职工保险|养老的什么)(?:是|一分(?:钱)?|从来|从|都|也|一直)*没(?:有)?(?:交|买|参加|办|缴)过?(?=$|[,。;!?])"
    r"|(?:从来?|一直|都|也)没(?:有)?(?:交|买|参加|缴)过?(?:什么|任何)?(?:养老保险|社保|养老|保险)"
)
_OF_THAT_KIND = re.compile(
    r"(?:领|拿|交)的(?:也)?是?(?:(?P<resident>居民|农保|城乡)|(?P<enterprise>企业(?:职工)?|职工)|(?P<public_institution>机关|事业单位))(?:的|那种|那一种)?(?=$|[,。;!?])"
)
_OF_ANY = re.compile(r"居民养老|农保|居保|城乡居民|职工养老|企业养老|养老金|养老保险")
_OTHER_MONEY = re.compile("奖|扶|补贴|补助|保健|抚慰|低保|高龄")
_FROM_AN_AGE = re.compile(r"^(?:年?满)(?:\d\d|六十|五十五)岁?(?:就|才|以后|后)?(?:开始|能|可以)?[领拿]")
_SORT_BEFORE = re.compile(r"的(?:人)?(?:跟|和|与|还是|同)$")
_SORT_AFTER = re.compile(
    r"[^,。;!?我他她]{0,8}(?:养老金?|退休金|农保|居保|职保|保险)的(?:人)?(?:跟|和|与|还是|同)(?:领|拿|交|没)"
)
_NOW = re.compile(r"(?:,)?(?:每个?月|一个月|现在|已经|都|也|正)*(?:在领|领着|领了|在拿|拿着|领上了)")
_NOT_TOLD = re.compile(r"的?(?:计生|增发|加发|加钱|多|增加|补|时候)")
_ANY_HOME = re.compile(r"(?:户|家庭|老人|人)的?$")
_ON_PENSION = sought("养老|保|退休[金工费]|退休待遇")
_KINDS = ("resident", "enterprise", "public_institution")


def pensions(line: Line) -> Iterator[Finding]:
    """Findings on `pension` and `drawing_pension`."""
    if not _ON_PENSION.search(line.text):
        return
    insured = list(_insured(line))
    yield from insured
    if not insured:
        for pattern in (_NO_PENSION, _NO_PENSION_LAST, _NEVER_PAID, _NO_KIND):
            for match in pattern.finditer(line.text):
                yield from _of(line, match, "pension", "none")
                if pattern is _NO_KIND and inline.search("养老金|参加", match.group()):
                    yield from _of(line, match, "drawing_pension", False, weak=True)
    for match in _HAS_NONE.finditer(line.text) if not insured and not _PAYS_IN.search(line.text) else ():
        yield from _of(line, match, "pension", "none", weak=True)
    named = (m for m in _ITSELF.finditer(line.text) if not line.is_afterthought(m.end() - 1))
    for match in _OF_THAT_KIND.finditer(line.text):
        yield from _of(line, match, "pension", next(kind for kind in _KINDS if match[kind]), weak=True)
        if not match.group().startswith("交"):
            yield from _of(line, match, "drawing_pension", True, weak=True)
    for match in (*_OF_KIND.finditer(line.text), *named):
        yield from _of(line, match, "pension", next(kind for kind in _KINDS if match[kind]))
        if _NOW.match(line.text, match.end()) or match.groupdict().get("paid"):
            yield from _of(line, match, "drawing_pension", True)
    yield from _drawing(line, insured)


def _of(
    line: Line, match: re.Match[str], fact: str, value: bool | str, *, weak: bool = False
) -> Iterator[Finding]:
    start, end = match.span()
    if line.text[start] in ",。;!?":
        start = end - 1  # ,我还没领: the person stands inside
    if line.told(start, end) and not _FROM_AN_AGE.search(line.before(start) + line.text[start:end]):
        for person in persons_of(line, start, end):
            yield Finding(f"{person}.{fact}", value, start, end, weak=weak)


def _insured(line: Line) -> Iterator[Finding]:
    for match in _PENSION.finditer(line.text):
        start, end = match.span()
        after = line.text[end : end + 8]
        sum_told = inline.match(rf"(?:每个?月|一个月)?{_SUM}", after) and not line.clause_at(start).asks
        if _FROM_AN_AGE.search(line.before(start) + match.group()):
            continue
        if not (line.told(start, end) or sum_told) or _NOT_TOLD.match(after) or _any_home(line, start):
            continue
        groups = match.groupdict()
        kind = next(kind for kind in _KINDS if groups.get(kind) or groups.get(f"{kind}2"))
        verb = groups["verb"] or groups["verb2"] or ""
        if inline.search("年都?交$", verb) and line.clause_at(start).asks:
            continue  # 农保一年交三千能领多少
        draws = inline.search(r"领|拿|吃|每月|每个月|一个月|享受|发", verb) or "退休金" in match.group()
        for person in persons_of(line, start, end):
            if match["no"]:
                if draws:
                    yield Finding(f"{person}.drawing_pension", False, start, end, weak=True)
                continue
            yield Finding(f"{person}.pension", kind, start, end)
            if draws or _NOW.match(after):
                yield Finding(f"{person}.drawing_pension", True, start, end)


def _drawing(line: Line, insured: list[Finding]) -> Iterator[Finding]:
    kinds = insured or _OF_ANY.search(line.text)
    nothing = list(_NO_MONEY.finditer(line.text))
    if not insured:
        for match in nothing:
            yield from _of(line, match, "drawing_pension", False)
    for match in _STARTED.finditer(line.text):
        earlier = next((c for c in reversed(line.clauses) if c.end <= match.start()), None)
        if earlier and _OF_ANY.search(line.text[earlier.start : earlier.end]) and not earlier.asks:
            yield from _of(line, match, "drawing_pension", True, weak=True)
    for match in _NOT_YET.finditer(line.text):
        before = line.text[: match.start()]
        if (
            not match["bare"]
            or (insured and inline.search(r"(?:养老|保)(?:险|金)?(?:交着|交的|一直交着?|在交)?$", before))
            or _PAID_IN.search(before)
            or (kinds and "开始" in match.group() and not _OTHER_MONEY.search(before[-16:]))
        ):
            yield from _of(line, match, "drawing_pension", False)
    denied_too = list(_NOT_A_CENT.finditer(line.text))
    for match in denied_too:
        yield from _of(line, match, "drawing_pension", False, weak=True)
    nothing += denied_too
    for match in _COMES_IN.finditer(line.text):
        inside = any(m.start() <= match.start() and match.end() <= m.end() for m in nothing)
        if not (inside or _any_home(line, match.start()) or line.clause_at(match.start()).asks):
            yield from _of(line, match, "drawing_pension", True, weak=True)
    for match in _DRAWN.finditer(line.text):
        inside = any(m.start() <= match.start() and match.end() <= m.end() for m in nothing)
        denied = match["no"] or inline.search(r"没有?$|不$|未$", line.before(match.start()))
        if not (inside or denied or _any_home(line, match.start())):
            yield from _of(line, match, "drawing_pension", True, weak=True)


def _any_home(line: Line, start: int) -> bool:
    """双女户的养老金每月多多少, 拿企业养老金的跟拿居民养老金的: of people in general."""
    before = line.before(start)
    general = (
        _ANY_HOME.search(before) or _SORT_BEFORE.search(before) or _SORT_AFTER.match(line.after(start + 1))
    )
    return general is not None and line.named_subject(start) is None
