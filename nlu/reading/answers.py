"""Short answers, read in the light of the question: 62, 有, 农村的, 2023年3月, 1男1女."""

import re
from datetime import date

from nlu.interpretation import FactValue
from nlu.reading import inline
from nlu.reading.dates import age_on, dates_in
from nlu.reading.finding import Finding
from nlu.reading.line import Line
from nlu.reading.numerals import COUNT, NUMBER, read_number
from nlu.reading.places import PLACE

_DOUBT = re.compile(
    r"不清楚|不知道|不晓得|不记得|记不清|忘了|忘记|不确定|说不准|搞不清|弄不清|不懂|不明白|没印象|可能|大概|好像|应该|也许|"
    r"估计|不好说|有没有|能不能|行不行|可不可以|什么意思|为什么|跳过|不想说|不方便|保密|不告诉|随便|吗|么$|(?<!没)(?<!没有)呢$|\?|什么|怎么|多少|几岁|哪"
)
_YES = re.compile(
    r"(?:嗯+|恩+|哦|啊|对+|是|是的|没错|对的|对啊|对呀|是啊|是呀|是滴|有|有的|有啊|有呀|有过|有一个|办过|办了|领过|领了|拿过|"
    r"做过|查过|交过|在|在的|在领|在拿|领着|可以|行|好|好的|要|要的|想|想的|打算|正在|符合|够|yes|y|ok|okay|1|确实|当然|肯定|"
    r"必须的|已经|已经有了?|怀了|怀上了|退了|退休了|罚过|丢了|证?还在|证在|证有|当然有|当然是|肯定有|早就|早有了|嗯嗯|都有|都是|也是|也有|"
    r"有了|是我|就是|正是|√|✓)[了的啊呀哦呢吧嘛,。!~ ]*"
)
_NO = re.compile(
    r"(?:不|否|没|没有|没有的|无|不是|不是的|没有过|从来没有|从没|没得|没办|没办过|没领过|没领|没拿过|没做过|没查过|没交过|"
    r"没在|没在领|不在|不要|不想|不打算|没打算|暂时没有|暂时不|还没有?|还没|没呢|还没呢|还没有呢|不符合|不够|no|n|0|否定|"
    r"当然没有|肯定没有|哪有|没有啊|不是啊|没怀|没怀上|没怀孕|没退|没退休|没罚过|没丢|不对|不对的|都没有|都不是|也没有|"
    r"也不是|没有了|从来没|一直没有|未|×|不曾)[了的啊呀哦呢吧嘛,。!~ ]*"
)
_LEAD = re.compile(
    r"^(?:哦|嗯+|啊|那个?|好的?|是的?|就是|我是|我|是|今年|一共|总共|共|有|的|答|回答|:|,|。|那|现在)*"
)
_IN_OTHER_WORDS: dict[str, tuple[str, str]] = {
    "retired": (
        r"(?:早就?|已经?)?退(?:了|休)?(?:了)?(?:好)?(?:[一二三四五六七八九十两几\d]+年|几个月|多年)|退了休|办了(?:退休)?",
        r"(?:我)?还在(?:上班|岗)|在上班|在岗|没到(?:年龄|时候)|快了|还早|没退|还有[^,。]{1,3}年",
    ),
    "drawing_pension": (
        r"(?:每个?月|一直|早就|已经)(?:都|在|就)?(?:领|拿|在领|在拿)着?|领着呢|在领着",
        r"(?:还)?没(?:有)?(?:开始)?(?:领|拿)|没到(?:年龄|时候)|还没到|没领过",
    ),
    "had_equal_reward": (r"(?:以前|早就?)?(?:领|拿)过?了?3500|给过", r"没给过?|没发过?|一分没(?:有|拿|领)"),
    "pregnant": (
        r"(?:快|有|怀了)?[一二三四五六七八九十两\d]+(?:个(?:多)?月|周)|有喜了|有了身孕",
        r"还没(?:动静|消息)|没动静|没有怀",
    ),
    "planning_pregnancy": (
        r"(?:正)?在备|(?:很)?想要|(?:有)?(?:这个)?(?:打算|计划)|(?:在)?准备(?:要|着)?|正准备",
        r"(?:暂时)?没(?:这个|有这个)?(?:打算|计划)|不生|没想过?",
    ),
    "checkup_used": (
        r"(?:去年|之前|早就?)?查了|做了|检查过?了",
        r"(?:这是)?(?:第一|头一)[次回]|没去(?:过)?|没用过",
    ),
    "child_is_chinese": (
        r"(?:是)?中国(?:的|人|籍|国籍)?",
        r"(?:是)?(?:美国|外国|加拿大|英国|日本|澳大利亚|澳洲)(?:的|人|籍|国籍)?",
    ),
    "housing_qualified": (r"够条件|审过了|批了|够", r"不够(?:条件)?|没批|没通过|审核没过"),
}
"""What residents say for yes and for no where the question itself gives the words."""


def answer(line: Line, asked: str) -> list[Finding]:
    """The findings that the words of a line give on the fact `asked`; empty when they do not answer, or doubt."""
    words = line.text.strip(" ,。!~")
    if not words or _DOUBT.search(words):
        return []
    person, _, name = asked.rpartition(".")
    end = len(line.text)
    if name in {"age", "parent_age"}:
        return [Finding(fact, value, 0, end) for fact, value in _age(person, name, words, line.on)]
    if name in {"children_ever", "children_living", "sons", "daughters"}:
        return [Finding(f"household.{fact}", value, 0, end) for fact, value in _children(name, words)]
    if name == "born_on" or name.endswith("_on"):
        return [Finding(fact, value, 0, end) for fact, value in _date(person, name, words, line.on)]
    value = _one(name, words)
    return [] if value is None else [Finding(asked, value, 0, end)]


def _one(name: str, words: str) -> FactValue | None:
    if name in _CHOICES:
        return _choice(name, words)
    if name in {"complication_grade", "only_child_disability_grade"}:
        return _grade(name, words)
    if name == "residence_months":
        return _months(words)
    own = _IN_OTHER_WORDS.get(name)
    if own:
        for value, cue in zip((True, False), own, strict=True):
            if inline.fullmatch(rf"(?:{cue})[了的啊呀哦呢吧嘛,。!~ ]*", words):
                return value
    return _yes_or_no(words)


def _yes_or_no(words: str) -> bool | None:
    if _YES.fullmatch(words):
        return True
    if _NO.fullmatch(words):
        return False
    first = re.split(r"[,。;!? ]", words, maxsplit=1)[0]
    if _YES.fullmatch(first) and not inline.search(r"但|不过|可是", words):
        return True
    return False if _NO.fullmatch(first) and not inline.search(r"但|不过|可是", words) else None


def _age(person: str, name: str, words: str, on: date) -> list[tuple[str, FactValue]]:
    found = inline.fullmatch(
        rf"{_LEAD.pattern[1:]}(?:比我[大小][^,。]{{1,3}}岁,|满|刚满|已满|已经|刚|都|周岁|年龄|岁数|他|她|老伴|老公|老婆|爱人|我妈|我爸|妈妈|"
        rf"爸爸)*(?P<n>{NUMBER})(?:个?周岁|岁)?(?:了|啦|咯|整|的|啊|呀|哦|嘛|,|。)*",
        words,
    )
    value = read_number(found["n"]) if found else None
    if value is not None and 0 <= value <= 120:
        return [(f"{person}.{name}", value)]
    if value is not None and 1900 <= value <= on.year:
        return _born(person, str(value), on)
    if found is None and name == "age":
        dates = [d for d in dates_in(words, on, adult=True) if d.start <= 4]
        if len(dates) == 1 and inline.fullmatch(
            r"(?:份|出?生人?的?|的|生日|人|,|。|属.)*", words[dates[0].end :]
        ):
            return _born(person, dates[0].iso, on)
    return []


def _born(person: str, iso: str, on: date) -> list[tuple[str, FactValue]]:
    age = age_on(iso, on)
    return [(f"{person}.born_on", iso), *([(f"{person}.age", age)] if age is not None else [])]


def _date(person: str, name: str, words: str, on: date) -> list[tuple[str, FactValue]]:
    adult = name == "born_on"
    dates = list(dates_in(words, on, adult=adult))
    if not dates:
        short = inline.fullmatch(rf"{_LEAD.pattern[1:]}(?P<y>\d{{4}})(?:生|出生)?的?", words)
        if short and 1900 <= int(short["y"]) <= on.year:
            return [(f"{person}.{name}", short["y"])]
        dashed = inline.fullmatch(r"(\d{2})[-./](\d{1,2})(?:[-./](\d{1,2}))?", words)
        if dashed and not adult:
            spelt = f"{dashed[1]}年{dashed[2]}月" + (f"{dashed[3]}日" if dashed[3] else "")
            dates = list(dates_in(spelt, on, adult=adult))
    if len({d.iso for d in dates}) != 1 or inline.search(r"不是|左右|前后|以前|以后|之前|之后", words):
        return []
    return [(f"{person}.{name}", dates[0].iso), *([] if not adult else _born(person, dates[0].iso, on)[1:])]


_SON_WORD, _DAUGHTER_WORD = (
    r"(?:儿子|男孩?子?|男娃|男的|儿|小子)",
    r"(?:女儿|姑娘|闺女|丫头|女孩?子?|女娃|女的|女)",
)


def _children(name: str, words: str) -> list[tuple[str, FactValue]]:
    plain = inline.fullmatch(
        rf"{_LEAD.pattern[1:]}(?:就|只|只有|才|仅|生了|生过|养了|还剩)*(?P<n>{COUNT}|零|0)个?(?:人|孩子|小孩|娃|儿子|女儿|"
        rf"姑娘|男孩|女孩|子女)?(?:了|的|啊|呀|哦|,|。)*",
        words,
    )
    if inline.fullmatch(
        r"(?:没有?|无|没得|一个都?没有|零|没有了|(?:一个)?都(?:没有?|没了|走了|不在了)|(?:都|已经)?(?:走了|没了|不在了|去世了)|没有孩子|没孩子|还没有?|没生过?)[了的啊呀呢,。]*",
        words,
    ):
        return [(name, 0)]
    both = inline.fullmatch(
        rf".{{0,6}}?(?P<a>{COUNT})个?(?:(?P<boy>{_SON_WORD})|"
        rf"{_DAUGHTER_WORD})[,、和加跟]?(?:一共no)?(?P<b>{COUNT})个?(?:{_DAUGHTER_WORD}|{_SON_WORD})[的了。]*",
        words,
    )
    if both:
        first, second = read_number(both["a"]) or 0, read_number(both["b"]) or 0
        sons, daughters = (first, second) if both["boy"] else (second, first)
        counted: list[tuple[str, FactValue]] = [
            ("sons", sons),
            ("daughters", daughters),
            ("children_living", sons + daughters),
        ]
        return [*counted, ("children_ever", sons + daughters)] if name == "children_ever" else counted
    if name == "daughters" and inline.fullmatch(r"就她一个(?:女儿|姑娘)?", words):
        return [(name, 1)]
    if name == "sons" and inline.fullmatch(r"就他一个(?:儿子)?", words):
        return [(name, 1)]
    if not plain:
        return []
    value = read_number(plain["n"])
    if value is None or value > 15:
        return []
    sexed = (
        "sons" if inline.search("儿子|男", words) else "daughters" if inline.search("女|姑", words) else None
    )
    if sexed and name in {"children_ever", "children_living"}:
        return [(name, value), *([(sexed, value)] if name == "children_living" else [])]
    return [(name, value)] if sexed in {None, name} else []


def _grade(name: str, words: str) -> int | None:
    most = 3 if name == "complication_grade" else 4
    if _NO.fullmatch(words) or inline.fullmatch(
        r"(?:没有?|无)(?:残疾|并发症|后遗症|鉴定)?|(?:都)?很?健康的?|不残疾|好好的|正常的?|没做过?手术|没得(?:残疾)?",
        words,
    ):
        return 0
    found = inline.fullmatch(
        rf"{_LEAD.pattern[1:]}(?:残疾|并发症|鉴定|评|定|为|是)*(?P<n>[一二三四1-4])(?:级|等)?(?:残疾|的|了|并发症)*",
        words,
    )
    value = read_number(found["n"]) if found else None
    return value if value is not None and value <= most else None


def _months(words: str) -> int | None:
    if inline.search(r"多|几|快|不到|左右|来年|出头|将近", words):
        return None
    if inline.search(r"半年", words) and not inline.search(r"年半|\d|[一二三四五六七八九十]", words):
        return 6
    found = inline.search(
        rf"(?P<n>{NUMBER})(?:个)?(?P<unit>年|月)(?P<half>半)?(?:零?(?P<plus>{NUMBER})个月)?", words
    )
    if not found:
        # The question counts in months, so a bare number is one of months.
        bare = inline.fullmatch(rf"{_LEAD.pattern[1:]}(?:住了?)?(?P<n>{NUMBER})个?[了,。!]*", words)
        return read_number(bare["n"]) if bare else None
    value = read_number(found["n"])
    if value is None:
        return None
    plus = read_number(found["plus"]) if found["plus"] else 0
    return value * 12 + (6 if found["half"] else 0) + (plus or 0) if found["unit"] == "年" else value


_CHOICES: dict[str, tuple[tuple[FactValue, str], ...]] = {
    "sex": (("female", r"女|妇女|妈|母亲|奶奶|婆婆"), ("male", r"男|爸|父亲|爷爷|爹爹")),
    "hukou_type": (
        ("urban", r"非农|城镇|城市|城里|街道|市民|非农业"), ("rural", r"(?<!非)农业|农村|乡下|(?<!非)农(?!保|合|行|商|民养)|村里"),
    ),
    "marital_status": (
        ("married", r"已婚|结了婚|结婚了|^结了|再婚|复婚|有老公|有老婆|领了证|在婚|夫妻|老伴在|老公在|老婆在|成家"),
        ("divorced", r"离"),
        ("widowed", r"丧偶|走了|去世|过世|不在了|没了|守寡|寡"),
        ("single", r"未婚|单身|没结婚|没结过|没有结婚|没成家|还没结|^没结|没领证"),
    ),
    "employer": (
        ("public_institution", r"事业|机关|公务员|老师|教师|学校|政府"),
        ("none", r"没有?单位|没有?工作|无业|失业|没有$|^无$|^没$|待业|没上过?班|家庭主妇|都没有|没有单位"),
        ("farmer", r"农|种地|种田"),
        ("enterprise", r"企业|公司|厂|武[钢重船锅]|国企|私企|央企|外企"),
    ),
    "pension": (
        ("public_institution", r"机关|事业"),
        ("resident", r"居民|农保|居保|城乡|新农|农村"),
        ("enterprise", r"企业|职工|职保|城镇职工|单位交"),
        ("none", r"没有|没买|没交|没参|没办|^无$|^没$|都没"),
    ),
    "housing_type": (("public_rental", r"公租|廉租"), ("repair", r"危房|改造"), ("affordable", r"经济适用|经适")),
}  # fmt: skip
_CHOICES["youngest_child_hukou"] = ()
_CHOICES["hukou_place"] = ()


def _choice(name: str, words: str) -> FactValue | None:
    if name in {"hukou_place", "youngest_child_hukou"}:
        return _place(name, words)
    if len(words) > 14 or (name in {"employer", "pension"} and inline.search("户口|证", words)):
        return None  # 农村户口 says where somebody is registered, not what they live on; 没办证 is of another paper
    for value, cue in _CHOICES[name]:
        found = inline.search(cue, words)
        if not found:
            continue
        denied = inline.search(r"(?:不是|没有?|不算|非)(?:什么)?$", words[: found.start()]) is not None
        if not denied:
            return value
        others = [other for other, _ in _CHOICES[name] if other != value]
        if name in {"sex", "hukou_type"}:
            return others[0]
        return None
    return None


def _place(name: str, words: str) -> FactValue | None:
    found = inline.search(PLACE, words)
    denied = (
        found is not None
        and inline.search(r"(?:不是|不在|没在|没有在|不)$", words[: found.start()]) is not None
    )
    if found is None:
        if name == "youngest_child_hukou" and inline.search(r"老家|跟他爸|乡下", words):
            return None
        return "elsewhere" if inline.search(r"外地|外省|不在武汉|别的省", words) and not denied else None
    place = found.lastgroup or ""
    if name == "youngest_child_hukou":
        here = (place == "wuhan") is not denied
        return "wuhan" if here else "elsewhere"
    return None if denied else place
