"""Spans that are regular enough to be written down: numerals with their units, closed lists of words."""

import re
from typing import List, NamedTuple, Tuple


class Span(NamedTuple):
    """A piece of text that tells a fact of some kind; offsets count in normalised text."""

    kind: str
    start: int
    end: int
    confidence: float
    found_by: str


_N = r"(?:\d+(?:\.\d+)?|[零〇一二两三四五六七八九十百千万半俩仨几]+)"
_TENS = r"(?:[3-9]\d|1[0-9]|2\d|[一二三四五六七八九]?十[一二三四五六七八九]?|[二三四五六七八九][一二三四五六七八九](?!百|千|万|年|块|元))"
_YEAR = r"(?:(?:19|20)\d\d|[3-9]\d|0\d|[一二][九〇零][一二三四五六七八九〇零]{2}|[三四五六七八九〇零][一二三四五六七八九〇零])"
_DAY = rf"(?:年?(?:底|初|头)|年?{_N}个?月(?:份)?(?:{_N}[日号])?)?"
_KIN = (
    "老公|老婆|老伴|爱人|丈夫|妻子|媳妇|堂客|屋里人|屋里的|先生|太太|"
    "爸爸|妈妈|老爸|老妈|父亲|母亲|我爸|我妈|爸妈|父母|公公|婆婆|岳父|岳母|丈母娘|老丈人|爷爷|奶奶|外公|外婆|嗲嗲|家家|"
    "儿子|姑娘|女儿|闺女|孩子|小孩|伢|娃|宝宝|毛毛|孙子|孙女|外孙|大宝|二宝|三宝|老大|老二|老三"
)
_PLACES = (
    "武汉|湖北|外地|外省|外省市|本地|汉口|武昌|汉阳|江岸|江汉|硚口|青山|洪山|东西湖|汉南|蔡甸|江夏|黄陂|新洲|东湖高新|光谷|东湖开发区|"
    "经开区|沌口|长江新区|黄石|十堰|宜昌|襄阳|鄂州|荆门|孝感|荆州|黄冈|咸宁|随州|恩施|仙桃|潜江|天门"
)

_CERTIFICATES = "独生子女(?:父母)?光荣证|独生子女证|光荣证|残疾证|结婚证|居住证|准生证|出生证明?"
_MOVED = r"(?=.{0,4}(?:退|离|走|没|去世|死|办|落|住))"
_CHILD = r"姑娘伢|儿子伢|姑娘|女儿|闺女|丫头|儿子|女|孩子|小孩|娃|伢"
_KIND = "智力|精神|肢体|视力|听力|言语|多重"
_WORK = (
    "企业退休|国企|事业单位|机关|公务员|教师|灵活就业|个体户?|种田的?|务农|农民|下岗|内退|退休工人|外面打工|打工|"
    "没有?单位|没有?工作|失业"
)
_PATTERNS: Tuple[Tuple[str, "re.Pattern[str]"], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("certificate", _CERTIFICATES),
        (
            "date",
            rf"(?:去年|前年|今年|明年|后年|大前年)(?:{_N}月(?:份)?|年?底|年初|腊月|上半年|下半年)?{_MOVED}",
        ),
        ("birth", rf"{_YEAR}年{_DAY}(?=.{{0,2}}生|的[,。;!?]?$|.{{0,4}}出生)|{_YEAR}年{_N}月{_N}[日号]"),
        ("birth", r"属[鼠牛虎兔龙蛇马羊猴鸡狗猪]|\d{4}-\d{1,2}-\d{1,2}"),
        ("birth", rf"(?:今年|去年|前年)(?:{_N}月|腊月|元月|底)?(?=才?生)"),
        (
            "duration",
            rf"{_N}(?:个|多)*(?:月|年|周|天|星期|礼拜)(?:多|半)?(?=$|[了多,。以来才吧呢])|半年|大半年",
        ),
        ("date", rf"{_N}年前|(?:19|20)\d\d年(?:{_N}月)?"),
        (
            "age",
            rf"(?<![比大小老])(?:快|虚岁|周岁)?{_TENS}(?:周岁|岁|出头|来岁|多岁|几岁)|{_N}岁半|(?<![大小老]){_N}岁",
        ),
        ("age", rf"(?:快|虚岁)?{_TENS}(?=整|几?了|[,。;!?]|农村|城镇|$)"),
        ("money", rf"{_N}(?:多)?(?:块钱|块|元|万块|万)(?!岁)"),
        (
            "child",
            r"独生子女(?!父母|费|补)|独生女|独生子(?!女)|独女户?|独子|双女户?|纯女户|一儿一女|儿女双全",
        ),
        ("child", rf"(?:一|1|两|俩|2|二|三|仨|3|四)个?(?:独生|亲生)?(?:{_CHILD})|唯一的(?:{_CHILD})"),
        (
            "hukou",
            r"(?:农村|农业|城镇|城市|非农业?|居民|集体|武汉|外地|本地)的?(?:户口|户籍|户)|农村的|城里的",
        ),
        ("hukou", r"农转非|转成?(?:城镇|居民)户口"),
        ("pension", "新农保|城乡居民养老|居民养老保险|职工养老保险|职工社保|灵活就业社保"),
        ("work", _WORK),
        ("marriage", "离婚|离异|离了|丧偶|再婚|复婚|结婚|已婚|未婚|单身|领证|同居|守寡"),
        ("complication", "节育手术|结扎手术|结扎|上环|放环|取环|并发症"),
        ("disability", rf"[一二三四1234]级(?:{_KIND})?(?:残疾?)?|(?:{_KIND})残疾"),
        ("loss", "车祸没了|去世|过世|不在了|走了|没了|病故|病逝|夭折|牺牲|死了|失独"),
        ("expecting", "备孕|怀孕|怀上|怀了|怀着|有喜|身孕|要二胎|要三胎|要孩子"),
        ("kin", _KIN),
        ("place", rf"(?:{_PLACES})(?:区|市|省)?|老家|乡下|村里"),
    )
)


def find_spans(text: str) -> List[Span]:
    """Give the spans that patterns find in normalised `text`, none overlapping, in reading order."""
    taken: List[Span] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if start < end and not any(start < s.end and s.start < end for s in taken):
                taken.append(Span(kind, start, end, 1.0, "pattern"))
    return sorted(taken, key=lambda s: s.start)
