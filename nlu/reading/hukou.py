"""Household registration (户口) that is told: its type, its place, and how long somebody from elsewhere has lived here."""

import re
from collections.abc import Iterator

from nlu.reading import inline
from nlu.reading.finding import Finding
from nlu.reading.line import Line
from nlu.reading.numerals import NUMBER, read_number
from nlu.reading.people import CHILDREN, PAIRS, Kin
from nlu.reading.places import ANYWHERE, PLACE, PLACE_AT_END, PLACE_AT_THIRD, WUHAN
from nlu.reading.quick import quick
from nlu.reading.sought import sought

_BORN_THERE = "本地|土生土长"
_WORD = "(?:户口本?|户籍|户头|户)"
_URBAN = r"非农业?|城镇|城市|城里|城区|街道|市民|城镇居民|市里"
_RURAL = r"农村|农业(?!大)|农民|乡下|乡里|村里|农(?!场|商|行|科|垦)"
_AREA = r"(?:市|县|镇|乡|区|省|那边|这边|本地|老家|的|区的)*"
_NOT = r"(?P<no>不是|不属于|非(?!农)|不算|并非|没有|不在)?"

_TYPE = quick(
    rf"{_NOT}(?:是|算|属于|拿)?(?:的|个|一直|还|都|也|一个)*(?:{ANYWHERE}{_AREA}|老家|"
    rf"本地)?(?P<kind>(?P<urban>{_URBAN})|(?P<rural>{_RURAL}))(?:人|居民)?(?:的)?{_WORD}"
    rf"|户[口籍](?:是)?(?:{ANYWHERE}{_AREA})?(?P<kind3>(?P<urban3>城镇|城市|非农业?)|(?P<rural3>农村|农业))(?:的)?(?=$|[,。;!?])"
    rf"|{_WORD}(?:本上?|性质|类型|类别|上)?(?:的|上)?(?P<no2>不)?(?:是|属于|在|:|为|写的是?|一直在|还在|也在|也是|都是|都在|"
    rf"算|落在)+(?:的|{ANYWHERE}{_AREA}|老家|本地|个)*"
    rf"(?P<kind2>(?P<urban2>{_URBAN})|(?P<rural2>{_RURAL}))(?!合作)(?:居民)?(?:的|{_WORD})?"
    r"|(?P<moved>农转非|转非农了?|转成?城镇了?)"
)
_BARE = quick(
    rf"(?:{ANYWHERE}{_AREA})?(?P<kind>(?P<urban>城镇|城里|非农|城市)|(?P<rural>农村|农业|乡下|乡里|村里|塆里))(?!居民\d)(?:人口?|户|居民|户籍)?的?了?(?:一个)?"
    rf"(?=$|[,。;!?\s我他她]|\d\d(?!\d)|退休|老[公婆伴]|丧偶|离异|两个|就一个|俩|一辈子|没[有得]?(?:工作|单位|上过?班|退休金|养老))"
)
_FARM_FOLK = sought(
    rf"{_NOT}(?:是|属于|算|我|他|她|也|都|老伴|老公|老婆|^|,|岁|了|女|男)(?:个|就是|一直是|的|家|都是|也是|"
    rf"是)*(?:{ANYWHERE}{_AREA})?(?P<rural>农村)(?:的(?![^,。;!?]{{0,2}}(?:房|地|医|保))|人(?!口)|妇女|居民)(?=$|[,。;!?\s]|"
    rf"能|可以|怎么|有|没|就|只|独|退|今年|户|\d\d(?!\d)|老|,)"
)
_PLACE_OF = quick(
    rf"(?P<no>不是|没有|非(?!农))?{PLACE}{_AREA}(?:人)?(?:的|本地)?(?:{_URBAN}|{_RURAL}|居民|集体|常住|"
    rf"人才)*(?:的)?{_WORD}(?!在|不在)(?!.{{0,2}}(?:迁|转)(?:到|来))"
    rf"|户口(?P<at3>{PLACE_AT_THIRD})(?:{ANYWHERE})?{_AREA}(?:{_URBAN}|{_RURAL})?(?:的)?(?=$|[,。;!?我他她住]|老[公婆伴]|爱人|人(?:住|在|都|搬))"
    rf"|{_WORD}(?:本|所在地|地|关系)?(?:的)?(?P<no2>不|没(?=在))?(?:(?:就|一直)(?=[是在落上])|是|属于|在|:|为|还在|也在|都在|都是|也是|落在|落到|上在|上到|(?:早就?|已经?)?(?:迁到|迁回|迁去)|"
    rf"迁来|转到|(?:随|跟)了?[^,。;!?]{{1,3}},?在|随妈妈在|随爸爸在|跟我在|一直在|仍在|还是|目前在|现在在|现在是|挂在|还挂在|上的|上了|上到|(?:也|都|已经)?上(?=武汉)|落的|落了|于|(?:去年|前年|今年|[\d零〇一二三四五六七八九]+年|后来|刚)?(?:迁到|迁来|转到|落在|落到))+(?:的|"
    rf"了|我们?|我|这边|这里|老家|娘家|婆家)*(?:{_URBAN}|"
    rf"{_RURAL})?(?P<at>{PLACE_AT_END})"
)
_ORIGIN = quick(
    rf"(?P<no>不是)?{PLACE}(?:{ANYWHERE})?{_AREA}(?:过来|来|嫁来|嫁过来|农村|城镇|乡下|乡里|{_BORN_THERE})*(?:的|人|来的|过来的|"
    rf"来(?:武汉|汉)(?:的|打工|务工|做事|做生意|上班)?的?|打工的|媳妇|务工的|务工人员|(?<=农村)|(?<=乡下)|(?<=乡里))(?=$|[,。;!?\s我他她]|在|来|能|可以|户|农村|城镇|怎么|有|到|"
    rf"嫁|俩|两|一|就|老|种)"
)
_HOME = quick(rf"老家(?:是|在)?{PLACE}{_AREA}(?:农村)?(?:的|人)?(?=$|[,。;!?]|不是)")
_MINE_IN = quick(rf"(?<=[我他她公婆伴人])的(?:还)?(?:在|是){PLACE}{_AREA}(?=$|[,。;!?])")
_WITHOUT_REGISTER = (_ORIGIN, _HOME)
_MOVED_TO = quick(
    rf"迁(?:到|来|至|回){PLACE}{_AREA}(?:来|去)?(?:了|的)?(?=$|[,。;!?]|[\d一二两三四五六七八九十]+年|快)"
)
_OWN_WORDS = re.compile(
    r"(?:是|就是|也是|才是|这边|都是|都|也|属于|算|从|家|家里|现在|目前|今年|一个|个|,|的|又|一直是|老家|不是|不|[女男]性?|本人|当事人|姓名不说了)*$"
)
_TELLS_ON = re.compile(
    r"的?(?:,|就|只|一个|两个|俩|没(?!有(?:育|奖|补|这|那))|退休|丧偶|离|独[生女]|双女|女|男|\d|[五六]十|在武汉|来武汉|人在|住)"
)
_AGE_ENDS = re.compile(r"(?:\d\d|[二三四五六七八九]?十[一二三四五六七八九]?)(?:周?岁)?(?:了|的)?$")
_WISHED = re.compile(r"(?:想|要|准备|打算|怎么|能|可以|把|申请)(?:上|落|转|迁|办)?(?:到|在|成|为|个)*$")
_INSTEAD = re.compile(rf"{_WORD}[^,。;!?]{{0,6}}[不没](?:在|是)[^,。;!?]{{1,4}},(?:而?是|而?在){PLACE}")
_WITH_ME = re.compile("(?:^|[^和同])[跟随]着?我们?(?:一起)?$")
_WITH_US = re.compile("(?:跟着?|随)(?:我|[他她][爸妈]|爸爸|妈妈|爷爷|奶奶|外公|外婆|爹爹|家家)")
_ENTERED = re.compile("户口(?:也|都|就|已经)*上(?:在|到|的|了)")
_JUST_BORN = re.compile(r"[刚才]?[生添](?:了|的|$|[,。;!?])|出生|落地|[月日号]生")
"""A register somebody was entered in is that of the child who was born; grown people's is where it is."""
_FORMERLY = re.compile(r"原来|以前|过去|从前|本来|之前|曾经|原先|老早|小时候|娘[家屋]")
_TURNED = re.compile(
    rf"(?:(?:转|改|变|换)(?:成|为|了|到)?(?:了)?|迁(?:成|到|回|至)(?:{ANYWHERE})?)(?P<kind>城镇|非农|城市|居民)(?!养|医)"
)
_TRACE = sought(r"户|籍|[农乡村]|的|人|来|媳妇|工|城|老家")
_HERE = r"(?:武汉|汉口|武昌|汉阳|这边|这里|这儿|本地|城里|江汉|江岸|硚口|青山|洪山|东西湖|蔡甸|江夏|黄陂|新洲|光谷|沌口|我们?这|此地|汉)"
_AMOUNT = rf"(?:(?P<n>{NUMBER})(?:个)?(?P<unit>多?年半|年|月|周年)(?P<half>半)?(?:零(?P<plus>{NUMBER})个月)?|(?P<half_year>半年))"
_LIVED = sought(
    quick(
        rf"(?:(?:来|到|在|上了|打了|干了|住|居住|待|打工|务工|上班|做事|生活|干活|租房|过来|进城|工作|暂住|租在|租住|落脚|居住证|做生意|住了|读书|上学|念书)(?:了|在|来|满|"
        rf"{_HERE}|打工|务工|上班|做事|生活|工作|干活|住|居住|租房|已经|有|都|这边|这里|也|差不多|办了|快|不到|将近|接近|才|过|"
        rf"城|,|到现在|到今天|到如今|至今|一共|前后|租房|做生意|待|刚好|整整|刚|以来|的)*)"
        rf"{_AMOUNT}(?P<vague>多|几|左右|上下|以上|来|出头|不到|好几|的(?=话))?"
    )
)
_UNSURE = re.compile(
    r"差不多|快|不到|将近|接近|大概|大约|可能|没|未|满(?=.{0,4}(?:才|就能|以上))|需要|必须|要(?!饭)|得(?!空)"
)
_CITY_WORK = re.compile(rf"{_HERE}|打工|务工|外地|过来|进城|暂住|居住")
_OF_HUBEI = re.compile(f"湖北省?的?{WUHAN}")
_ANY_PLACE = sought(quick(ANYWHERE))
_NEEDS = {_INSTEAD: "户", _PLACE_OF: "户", _HOME: "老家", _MOVED_TO: "迁", _MINE_IN: "的"}
"""Words without which a pattern need not be tried."""


def hukou(line: Line) -> Iterator[Finding]:
    """Findings on `hukou_type`, `hukou_place` of the couple, and on the youngest child's registration."""
    if _TRACE.search(line.text):
        turned = list(_turned(line))
        types = [f for f in (*_types(line), *_folk(line)) if f.fact not in {t.fact for t in turned}]
        found = [*turned, *types, *_places(line)]
        yield from sorted(found, key=lambda finding: finding.start)


def _types(line: Line) -> Iterator[Finding]:
    told: set[str] = set()
    for match in _TYPE.finditer(line.text) if inline.search("户|农转非|转", line.text) else ():
        start, end = match.span()
        if (
            inline.match(r"户(?:主|均|外|型|数|$)", match.group()[-1] + line.text[end : end + 1])
            and match.group()[-1] == "户"
            and line.text[end : end + 1] in set("主均外型数")
        ):
            continue
        if not line.told(_said_from(match), end) or _of_anybody(line, _said_from(match), end, match["moved"]):
            continue
        if _FORMERLY.search(line.before(_said_from(match))):
            continue
        if inline.search(r"(?<![我他她婆伴人妈爸])还是$|或者?$", line.before(_said_from(match))):
            continue  # 农村户口还是城镇户口 asks
        if match["no2"] and "村里" in match.group():
            continue  # 户口不在村里: in another village, or in town
        rural = bool(match["rural"] or match["rural2"] or match["rural3"])
        if match["no"] or match["no2"] or _denied(line, start):
            rural = not rural
        for person in _owners(line, start, end, told):
            told.add(person)
            yield Finding(f"{person}.hukou_type", "rural" if rural else "urban", start, end)


def _of_anybody(line: Line, start: int, end: int, moved: str | None) -> bool:
    """外地户口可以做检查吗 and 农转非以后还算吗 ask of people in general: nobody is named, and the question goes on at once."""
    if line.named_subject(start) is not None:
        return False
    after = line.after(end)
    if moved:
        return inline.match(r"以后|之后|后|的|怎么", after) is not None
    personal = inline.search(r"\d\d|岁|我|本人|[女男]|今年", line.before(start))
    return line.clause_at(start).asks and bool(after) and personal is None and not _TELLS_ON.match(after)


def _turned(line: Line) -> Iterator[Finding]:
    """农村户口,后来转成城镇了: what it became stands; a registration that became 居民 is neither of the two."""
    for match in _TURNED.finditer(line.text) if inline.search("[转改变换迁]", line.text) else ():
        if line.told(*match.span()) and ("户" in line.text or "农" in line.text):
            for person in _owners(line, *match.span(), set()):
                value = None if match["kind"] == "居民" else "urban"
                yield Finding(f"{person}.hukou_type", value, *match.span())


def _folk(line: Line) -> Iterator[Finding]:
    for match in _FARM_FOLK.finditer(line.text) if "农村" in line.text else ():
        start, end = match.start("rural"), match.end()
        if not line.told(start, end):
            continue
        rural = not (match["no"] or _denied(line, start))
        for person in _owners(line, start, end, set()):
            yield Finding(f"{person}.hukou_type", "rural" if rural else "urban", start, end, weak=True)
    for match in _BARE.finditer(line.text) if inline.search("[城农乡村塆]", line.text) else ():
        start, end = match.span()
        if not _said_of_somebody(line, start) or not line.told(start, end) or _denied(line, start):
            continue
        if line.before(start).endswith("还是") or line.after(end).startswith("还是"):
            continue
        for person in _owners(line, start, end, set()):
            yield Finding(
                f"{person}.hukou_type", "rural" if match["rural"] else "urban", start, end, weak=True
            )


def _said_of_somebody(line: Line, start: int) -> bool:
    """Whether the words right before `start` name a person, an age or a sex, or nothing: a statement then begins here."""
    before = line.before(start)
    own = _OWN_WORDS.search(before)
    rest = before[: own.start()] if own else before
    if not rest:
        return True
    place = line.clause_at(start).start + len(rest)
    return _AGE_ENDS.search(rest) is not None or any(m.end == place for m in line.mentions)


def _places(line: Line) -> Iterator[Finding]:
    if not _ANY_PLACE.search(line.text):
        return
    told: set[str] = set()
    spoken_of = inline.search("户口|户籍", line.text) is not None
    for pattern in (_INSTEAD, _PLACE_OF, _MOVED_TO, _MINE_IN, _ORIGIN, _HOME):
        if _NEEDS.get(pattern, "") not in line.text or (pattern in (_MINE_IN, _MOVED_TO) and not spoken_of):
            continue
        for match in pattern.finditer(line.text):
            groups = match.groupdict()
            place = next(
                (
                    name
                    for name in ("wuhan", "hubei", "elsewhere")
                    if groups.get(name) or groups.get(f"{name}2") or groups.get(f"{name}3")
                ),
                None,
            )
            start, end = match.span()
            if place == "hubei" and _OF_HUBEI.search(match.group()):
                place = "wuhan"  # 湖北武汉人
            if place is None or not line.told(_said_from(match), end):
                continue
            if _of_anybody(line, _said_from(match), end, None):
                continue
            if pattern is _ORIGIN and "外地来" in match.group() and inline.search("来[武汉]", match.group()):
                continue  # 外地来武汉两年: no word on where
            if pattern is _ORIGIN and (
                not _said_of_somebody(line, _said_from(match)) or line.is_afterthought(_said_from(match))
            ):
                continue
            if pattern is _MOVED_TO and inline.search("想|要|准备|打算|能|可以|怎么|办", line.before(start)):
                continue
            if _WISHED.search(line.before(start)) or line.before(start).endswith("一个"):
                continue
            denied = bool(groups.get("no") or groups.get("no2")) or _denied(line, start)
            begins = _said_from(match) if pattern in _WITHOUT_REGISTER else start
            yield from _placed(line, begins, end, place, denied, told, weak=pattern in _WITHOUT_REGISTER)


def _placed(
    line: Line, start: int, end: int, place: str, denied: bool, told: set[str], *, weak: bool
) -> Iterator[Finding]:
    kin = line.owner(start, end)
    if _WITH_US.search(line.text[start:end]) and line.named_subject(start) is None:
        kin = Kin.CHILD  # 户口跟着我们在…: whose goes with ours is a child's
    if _ENTERED.match(line.text[start:end]) and line.named_subject(start) is None:
        born = any(m.kin in CHILDREN and m.end <= start for m in line.mentions)
        if born and _JUST_BORN.search(line.text[:start]):
            kin = Kin.CHILD  # 今年8月刚添了个姑娘,户口上在武昌
    if kin in CHILDREN and kin is not line.about and not weak:
        if not inline.search("孙", line.text):
            there = (place == "wuhan") is not denied
            yield Finding("household.youngest_child_hukou", "wuhan" if there else "elsewhere", start, end)
        return
    for person in _owners(line, start, end, told):
        told.add(person)
        yield Finding(f"{person}.hukou_place", None if denied else place, start, end, weak=weak)


def _said_from(match: re.Match[str]) -> int:
    return next(
        (
            match.start(name)
            for name in ("wuhan", "hubei", "elsewhere", "kind")
            if match.groupdict().get(name)
        ),
        match.start(),
    )


def _denied(line: Line, start: int) -> bool:
    return inline.search(r"(?:不是|不属于|不算|并非|没有?)(?:的|什么)?$", line.before(start)) is not None


def _owners(line: Line, start: int, end: int, told: set[str]) -> tuple[str, ...]:
    """Whose registration it is. 我62,老伴63,农村户口: without a new subject the words go back to the claimant first."""
    kin = line.owner(start, end)
    if line.named_subject(start) is None:
        words = line.text[line.clause_at(start).start : start]
        if kin in CHILDREN and kin is not line.about:
            if any(m.kin is Kin.OTHER and m.end <= start for m in line.mentions):
                return ()  # 邻居生了老三,户口在光谷
            kin = line.about
        elif (
            kin is not line.about
            and kin not in PAIRS
            and "self" not in told
            and not inline.search(r"^(?:也|他|她|是)", words)
        ):
            # Something was told before the spouse was named: that was the claimant's own.
            first = line.clauses[0].end <= next((m.start for m in line.mentions), 0)
            speaks = (
                first
                or any(m.kin is line.about and m.end <= start for m in line.mentions)
                or line.about is not Kin.ME
            )
            kin = line.about if speaks else kin
    return line.whose(kin)


def residence(line: Line) -> Iterator[Finding]:
    """Findings on `residence_months`: how long somebody has lived or worked here."""
    if "年" not in line.text and "月" not in line.text:
        return
    lived = list(_put_right(line)) or list(_lived(line))
    yield from lived
    yield from _in_town(line, lived)


def _lived(line: Line) -> Iterator[Finding]:
    for match in _LIVED.finditer(line.text):
        start, end = match.span()
        if line.before(start).endswith("嫁"):
            continue
        if match.group().startswith("来") and line.before(start).endswith(("生", "生下", "产下")):
            continue  # 生下来一年了
        if match["vague"] or _UNSURE.search(match.group()) or not line.told(start, end):
            continue
        if not _CITY_WORK.search(line.before(start) + match.group()) and not inline.search(
            "住|来", match.group()
        ):
            continue
        months = _months(match)
        if months is None or months > 1200:
            continue
        if inline.search(r"迁$", line.before(start)) and inline.match("[来到]", match.group()):
            continue  # 户口迁来武汉两年
        bare = not inline.search("住|打工|工作|上班|待|生活|租|干|做|务工|读|学", match.group())
        if (
            bare
            and match.group().startswith("在")
            and inline.search(r"户[口籍]本?(?:也|都|一直|还)?$", line.before(start))
        ):
            continue  # 户口在光谷三年了 is no word on living here
        if inline.match(
            r"(?:退|前|后|以前|以后|内|之内|的时候|出生|才|生|入职|就|有|领|拿|给|发|要)",
            line.text[end : end + 3],
        ) or inline.search("厂|公司|单位|国企", match.group()):
            continue
        with_me = _WITH_ME.search(line.before(start)) is not None
        for person in line.whose(_beside_me(line, start)) if with_me else _owners(line, start, end, set()):
            yield Finding(f"{person}.residence_months", months, start, end)


_RIGHT_TIME = sought(
    rf"(?:来|在|到|住){_HERE}(?:住|打工|上班|待)?(?:了)?(?:不是|没有?)(?:{NUMBER})个?(?:年|月)(?:半)?,?(?:[我记说写搞打]{{0,2}}错了?|应该|其实|,|是|才|有)*{_AMOUNT}(?=$|[,。;!?])"
)
"""来武汉不是八个月,记错了,十个月."""


def _put_right(line: Line) -> Iterator[Finding]:
    for match in (
        _RIGHT_TIME.finditer(line.text)
        if inline.search("(?:不是|没有?)[一二两三四五六七八九十\\d半]", line.text)
        else ()
    ):
        months = _months(match)
        if months is not None and not line.clause_at(match.start()).supposed:
            for person in line.whose(line.owner(*match.span())):
                yield Finding(f"{person}.residence_months", months, *match.span())


def _beside_me(line: Line, place: int) -> Kin:
    """我妈跟我在武汉住了十个月, 我爱人户口在仙桃,人跟我在武汉住了两年: who is spoken of, and not the one they live with."""
    spoken_of = [m for m in line.subjects if m.end <= place and m.kin is not Kin.ME]
    return spoken_of[-1].kin if spoken_of and spoken_of[-1].kin is Kin.SPOUSE else line.about


_IN_TOWN = sought(
    quick(
        rf"(?:在|来|到)(?P<where>{_HERE})(?:了)?[^,。;!?户退婚生厂年月\d]{{0,8}}?(?:了|有|已经|都|满)*{_AMOUNT}(?P<vague>多|几|左右|上下|以上|来|出头)?(?:了)?(?=$|[,。;!?])"
    )
)


def _in_town(line: Line, told: list[Finding]) -> Iterator[Finding]:
    """在武汉收废品十一年了: who has done anything here so long has lived here so long."""
    for match in _IN_TOWN.finditer(line.text):
        start, end = match.span()
        before = line.before(start)
        overlaps = any(finding.start < end and start < finding.end for finding in told)
        vague = (
            match["vague"]
            or "不是" in match.group()
            or _UNSURE.search(match.group())
            or inline.search("[大小多]半|第", match.group())
        )
        if overlaps or vague or not line.told(start, end):
            continue
        if inline.search(r"户口?|户籍|嫁|迁$", before) or line.clause_at(start).asks:
            continue
        months = _months(match)
        if months is None or months > 1200:
            continue
        kin = line.owner(start, end)
        for person in line.whose(kin) if kin in PAIRS else _owners(line, start, end, set()):
            yield Finding(f"{person}.residence_months", months, start, end, weak=True)


def _months(match: re.Match[str]) -> int | None:
    if match["half_year"]:
        return 6
    count = read_number(match["n"])
    if count is None or "多" in match["unit"]:
        return None
    if match["unit"] == "月":
        return count if not match["half"] else None
    plus = read_number(match["plus"]) if match["plus"] else 0
    return count * 12 + (6 if match["half"] or "半" in match["unit"] else 0) + (plus or 0)
