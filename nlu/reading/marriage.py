"""Marital status and sex that are told or follow strictly from the words for a person."""

import re
from collections.abc import Iterator
from itertools import pairwise

from nlu.reading import inline
from nlu.reading.dying import ANY_DEATH, DIED, NEITHER
from nlu.reading.finding import Finding
from nlu.reading.line import Line, of_another_home
from nlu.reading.people import CHILDREN, IN_LAWS, PAIRS, PARTNER, Kin
from nlu.reading.sought import sought

_WIDOWED = sought(
    r"(?<![没要想])(?:死|没)了(?:老公|老婆|丈夫|妻子|爱人|老伴|老头)|丧偶|丧夫|丧妻|守寡|守了[^,。]{1,4}年寡|寡妇|寡居|鳏|遗孀"
)
_PASSED = sought(rf"[^,。;!?我能]{{0,10}}?(?P<died>{DIED}|不在(?:好[几多]|很多|[一二三四五六七八九十\d]+)年)")
_DIVORCED = sought(
    r"(?:跟|和)(?:前夫|前妻)(?:早就?|已经)?离了|(?<!没)(?<!没有)(?<!不)(?<!未)(?<!要)(?<!想)(?<!闹)(?<!假)(?<!谈)(?<!办)(?<!提)(?<!准备)(?<!打算)(?<!正在)(?:离的婚|(?<=[年月岁])离的(?=$|[,。;!?])|离婚(?!证|"
    r"后又|后再|协议|率|的?时候|"
    r"手续|冷静|怎么|要)|离异|离了婚|离了(?!$职|岗|家|武汉|开)|离过婚(?=.{0,4}(?:没再|一个人|没有再|单)))"
)
_REMARRIED = sought(
    r"再婚|二婚|复婚|(?:后来|之后|后|我)又(?:嫁|娶)|又嫁了|又娶了|另嫁|另娶|又结婚|又结了婚|又结了(?=$|[,。;!?])|重新结婚|重组家庭|半路夫妻|改嫁|再嫁|续弦|再娶|又找了|后来又结"
)
_SINGLE = sought(
    r"未婚(?!先)|未领证|(?<!再)(?<!有)(?:还没有?|没有?|尚未|还未|从没|从来没有?|一直没有?|没)(?:结过?婚|登记结婚|领结婚证|扯证|扯结婚证|"
    r"成家|领证|办?结婚证|嫁人|娶老婆|娶)(?!的?时|生|就生)|单身(?!贵族|证明)|光棍|没对象|没有对象"
)
_ANYBODY = re.compile("女性|男性|妈妈|母亲|女方|人士|青年")
_MARRIED = sought(
    r"(?<!未)已婚|(?<!没有)(?<!没)(?<!打算)(?<!准备)(?<!想)(?<!要)(?<!去)(?<!还没)(?<!刚要)(?:领了证|领过证|领证(?:了|才|刚|"
    r"[半一二三两\d]|(?:已经)?[^,。]{0,3}年|没多久)|刚领证|刚领了?证|扯了证|扯证了|刚扯证|刚扯了?证|刚(?:领|扯|打|办)了?结婚证|领了结婚证|领结婚证了|"
    r"登记结婚了?|结婚登记了|办了结婚|刚结婚|才结婚|结婚了|结了婚|新婚"
    r"|成了?家了|结婚(?:[半一二三四五六七八九十两\d]+(?:多)?(?:年|个月)|快[^,。]{1,3}年|好几年|多年)|已经?结婚|早就?结婚|"
    r"去年结的?婚|今年结的?婚|前年结的?婚|上个?月结的?婚|\d+年结的?婚|(?:领|扯|打|办)(?:了|的)结婚证(?=$|[,。;!?])|(?<![女生荣子休疾住业产育])证(?:都|已经?|早就?)+(?:领|扯|打)了|嫁到|嫁过来)"
    r"|(?:去年|前年|今年|上个?月|年|月份?|号|刚)(?:才)?(?:领|扯)的证(?=$|[,。;!?])|(?:去年|前年|昨天|前天|上周|上个?月|国庆|五一|元旦|刚)(?:才|刚)*(?:领|扯|打|办)(?:了|的)?结婚证(?=$|[,。;!?])"
)
_CALLS_HERSELF = re.compile(r"(?:^|[,。;!?])未婚(?:妈妈?|母亲|爸爸?|父亲)(?=$|[,。;!?])")
_OF_ONE_CHILD = re.compile("独生子女|光荣证|独生证")
_ABOUT_OTHERS = re.compile("独生子女证|光荣证|独生证")
_WISH = re.compile(r"(?:准备|打算|想|要|马上|快|即将|计划|等|今年底|明年)(?:去|就|要|了)*$")

_SEX = re.compile(
    r"性别:?(?:是)?(?P<listed>女|男)|(?:^|[,。;!?\s:])(?:性别:?|本人|我)?(?:是)?(?:离异|丧偶|单身|未婚|已婚|退休|[农城][村镇](?:户口)?)?(?P<plain>女|男)(?:性|的|士|方|同志)?(?=$|[,。;!?\s]|\d|[五六七四三二]十|今年|岁|,)"
    r"|(?:我|本人|他|她|我自己)(?:是|就是|也是|本身是|今年)?(?:一个|一名|个|位|普通|农村|城镇|武汉|退休|的|单身|离异|丧偶|"
    r"待业|\d+岁?的?)*(?P<said>女|大?男)(?:的|性|士|生|同志|人(?!家)|方|职工|工人|工|教师|老师|干部|村民|居民|农民)?(?=$|[,。;!?\s了]|"
    r"\d|今年|没有|能|可以|农|城|户|退|,|[五六七四三二]十)"
    r"|(?:我|本人)(?:是|就是)?(?:[他她]的?|一个|一名|个|位|孩子的?|娃的?|单亲|全职|农村|城镇|退休|失独|新手|二胎|三胎|宝|老|[^,。;!?我他她]{1,6}的)*"
    r"(?P<mum>妈妈?(?!的|能|可以|\d)|母亲(?!的)|宝妈|家庭主妇|妇女|奶奶|婆婆|媳妇)(?=$|[,。;!?\s]|今年|一个)"
    r"|(?:我|本人)(?:是|就是|(?=一个)|(?=这个老)|(?=\d\d岁的老))(?:\d\d岁的|这个|一个|一名|个|位|孩子的?|娃的?|单亲|新手|老|失独|孤)*(?P<dad>爸爸?(?!的)|父亲(?!的)|宝爸|奶爸|"
    r"老头子?|爷爷|爹爹|老汉)(?=$|[,。;!?\s]|今年)"
    r"|(?:(?<=岁)|(?<=[家人象民婆爹]\d\d))[,]?(?:未婚|已婚|离异|丧偶|单身)?(?P<after>女|男)(?:性|的)?(?=$|[,。;!?\s]|农村|城镇|退休|离|丧|失独|独生|单身|未婚)"
)
_OF_A_WOMAN = sought(
    r"(?:我|本人)为(?P<formal>女|男)性?(?=$|[,。;!?])|作为(?:一个|一名|个)?(?:(?P<mum>母亲|妈妈|女人|女性)|父亲|爸爸|男人|男性)(?=$|[,。;!?])"
    r"|(?:我|本人)是?[^,。;!?他她]{1,14}的(?P<said>女|男)(?:工|职工|工人|教师|老师|干部|同志|的)(?=$|[,。;!?])"
    r"|(?:服务对象|当事人|案主|居民|老人|[这那]位)(?:是|为|系)?(?:一名|个)?(?P<client>女|男)(?:性|的|士|同志)?(?=$|[,。;!? \d])"
)
_OLD_ONE = sought(
    r"我(?:也|就)?(?:是)?(?:这个|一个|个)(?:(?:\d\d|[五六七八九]十[一二三四五六七八九]?)(?:多)?岁的)?孤?(?:(?P<woman>老婆子|老太婆|老婆婆|老太太)|老头子?|老汉)"
)
_PARTED_PARENT = sought(
    r"我(?:早就?|后来|已经)?[跟和与](?:孩子|伢|娃)?[他她](?:(?P<dad>爸爸?|爹)|妈妈?|娘)(?:早就?|已经|去年|前年|后来|都|没)*(?:离|分开|散|结婚|再婚)"
)
_OF_BEARING = sought("[孕怀环剖寡]|月子|绝经|肚子|生完|顺产")
_OF_SEX = sought("[女男妈爸爹]|母亲|父亲|主妇|奶奶|婆婆|媳妇|爷爷|老头|老汉")
_I_AM_SPOUSE = sought(
    r"我(?:就|也)?是(?:[他她](?:的)?|[^,。;!?我]{1,3}的)(?:(?P<wife>老婆|妻子|媳妇|太太)|(?P<husband>老公|丈夫|先生))(?!婆)"
)
_BEARS = re.compile(
    r"我(?:自己|现在|已经|刚刚?|也|都|今年|又|才|这边|是|本人)*(?:怀孕|怀上|怀了|怀着|怀(?=[一二三]胎|老[二三])|生完|做过?了?上环|有身孕|坐月子|是孕妇|孕妇|剖腹产|"
    r"上[了过]?环|当年上[了过]?环|结扎上环|守寡|是?寡妇|绝经|大肚子)"
)
_WOMANLY = sought("我[跟和与]?男朋友|死了(?:老公|丈夫|老头)|前夫(?!的)|(?<=我)前夫|守寡|寡妇|遗孀|丧夫")
_MANLY = sought("我[跟和与]?女朋友|死了(?:老婆|妻子)|前妻(?!的)|(?<=我)前妻|我是男的(?=结扎)")
_MALE_SPOUSE = sought(
    r"[他她](?:爸|爹)|男人(?=今|也|都|是|死|走|去世|过世|头年|前年|去年|早)|老头(?=今年|[6-9]\d|[六七八九]十)|老公|丈夫|(?:孩子|娃|伢)(?:他|她|的)?爸|(?:孩子|娃|伢)(?:他|她|的)?爹|老头子|(?<=我家)老头|(?<=家里)老头|(?<=[我跟和与同])老头|先生|男人|男方|当家的|掌柜的"
)
_FEMALE_SPOUSE = sought(
    r"[他她]妈|老婆(?!婆)|妻子|(?:孩子|娃|伢)(?:他|她|的)?妈|(?<![的个])老太婆(?!一个)|老婆子|太太|(?<![儿孙弟])媳妇|内人|贱内|婆姨|女人|女的|女方"
)


def marriage(line: Line) -> Iterator[Finding]:
    """Findings on `household.marital_status` and `sex`."""
    yield from _status(line)
    yield from _sexes(line)


_TRACE = sought(
    "婚|偶|寡|鳏|遗孀|丧|改嫁|再[嫁娶]|续弦|复|重组|半路|又找|离|证|成家|成了家|单身|光棍|对象|嫁|娶|走|没|不在|世|死|亡|逝|故|牺牲|去了"
)


def _status(line: Line) -> Iterator[Finding]:
    fact = "household.marital_status"
    if not _TRACE.search(line.text):
        yield from _has_spouse(line)
        return
    passed = list(_deaths_of_spouse(line))
    for match in _STILL_MARRIED.finditer(line.text) if not passed else ():
        if line.told(*match.span()) and _of_couple(line, *match.span()):
            yield Finding(fact, "married", *match.span())
            return
    again = [
        m
        for m in _REMARRIED.finditer(line.text)
        if not inline.search(r"(?:没有?|未|不|没有再)$", line.before(m.start()))
    ]
    for match in again:
        if line.owner(*match.span()) is Kin.SPOUSE and _DIVORCED.search(line.text):
            continue  # 我跟老公离婚了,他又找了
        if line.told(*match.span()) and _of_couple(line, match.start(), match.end()):
            yield Finding(fact, "married", *match.span())
            yield Finding("household.remarried", True, *match.span())
            return
    ended = False
    for match in _WIDOWED.finditer(line.text):
        if line.told(*match.span()) and _of_couple(line, *match.span()) and not _denied(line, match):
            ended = True
            yield Finding(fact, "widowed", *match.span())
    for start, end in passed:
        ended = True
        yield Finding(fact, "widowed", start, end)
    for match in _DIVORCED.finditer(line.text):
        if (
            line.told(*match.span())
            and _of_couple(line, match.start(), match.end())
            and not _WISH.search(line.before(match.start()))
            and not _denied(line, match)
        ):
            ended = True
            yield Finding(fact, "divorced", *match.span())
    if ended:
        return
    for match in _SINGLE.finditer(line.text):
        inside = line.text[match.start() : match.end() + 4]
        if (
            line.told(*match.span())
            and not _ABOUT_OTHERS.search(inside)
            and not _denied(line, match)
            and _of_couple(line, match.start(), match.end())
            and not _of_a_child(line, *match.span())
            and not (
                _ANYBODY.match(line.text, match.end())
                and line.named_subject(match.start()) is None
                and not _CALLS_HERSELF.search(line.text)
            )
        ):
            yield Finding(fact, "single", *match.span())
            return
    for match in _MARRIED.finditer(line.text):
        wish = _WISH.search(line.before(match.start()))
        of_children = inline.search(
            "孩|娃|伢|儿|女|姑娘|[生养](?:了|过)?[一二两三四五六]个", line.text[: match.start()]
        )
        if inline.search("家|嫁", match.group()) and of_children:
            continue  # 一儿一女,都成家了
        of_the_paper = "证" in match.group() and _OF_ONE_CHILD.search(line.text)
        if _of_a_child(line, *match.span()) or (of_the_paper and "婚" not in match.group()):
            continue  # 独生子女证找不着了,只领过证没留住
        if line.told(*match.span()) and not wish and _of_couple(line, match.start(), match.end()):
            yield Finding(fact, "married", *match.span())
            return
    yield from _has_spouse(line)


def _denied(line: Line, match: re.Match[str]) -> bool:
    """不是离婚,是丧偶 says the second alone."""
    return inline.search(r"不(?:是|算|属于)$", line.before(match.start())) is not None


def _deaths_of_spouse(line: Line) -> Iterator[tuple[int, int]]:
    for mention in line.mentions:
        match = _PASSED.match(line.text, mention.end) or NEITHER.match(line.text, mention.end)
        if match and match.re is NEITHER and not ANY_DEATH.search(line.text[: mention.start]):
            continue
        if match is None or mention.kin is Kin.ME or line.whose(mention.kin) != ("spouse",):
            continue
        if inline.search("(?:不是|没有?|并没|未)$", line.text[: match.start("died")]):
            continue  # 老公不是死了,是坐牢去了
        between = [m for m in line.mentions if mention.end <= m.start < match.start("died")]
        # 老伴和孩子都不在了 tells of both.
        both = line.text[: match.start("died")].endswith("都") and all(m.kin in CHILDREN for m in between)
        # 老头子也跟着儿子走了
        after_them = inline.search(r"[跟随]着?[^,。;!?]{2,3}$", line.text[: match.start("died")]) is not None
        others = bool(between) and not both and not after_them
        if not others and line.told(mention.start, match.end()):
            yield mention.start, match.end()


def _of_a_child(line: Line, start: int, end: int) -> bool:
    """女儿28,还没结婚: what is said right after a grown child is the child's."""
    kin = line.owner(start, end)
    return kin in {Kin.DAUGHTER, Kin.SON} and kin is not line.about


def _of_couple(line: Line, start: int, end: int) -> bool:
    kin = line.owner(start, end)
    named = line.named_subject(start)
    if kin in CHILDREN | IN_LAWS and kin is not line.about:
        return named is None
    if named is not None and named.kin is Kin.FORMER and _WITH_THE_PARENT.search(line.text[: named.end]):
        return True  # 我跟他爸离了
    return bool(line.whose(kin)) or named is None


_WITH_THE_PARENT = re.compile(
    "(?:^|[,。;!?]|我)(?:早就?|后来|已经)?[跟和与](?:孩子|伢|娃)?[他她](?:爸爸?|妈妈?|爹|娘)$"
)
_BY_MARRIAGE = IN_LAWS | {Kin.SISTER_IN_LAW, Kin.BROTHER_IN_LAW}
"""Words that say by themselves that the person is married to somebody of the family."""

_STILL_MARRIED = sought(
    r"(?:没有?|并没|未)离(?:婚)?(?=$|[,。;!?了])|(?:还是|仍是|也是)夫妻|扯过证|(?:已经|刚|早就?)扯(?:了)?证|(?:爱人|老伴|老公|老婆)在世"
)


def _has_spouse(line: Line) -> Iterator[Finding]:
    """Something told of a living spouse tells of a marriage: 老伴63, 我老公是农村户口. A mere 对象 may be a friend."""
    for mention in line.mentions:
        wed = mention.kin is Kin.SPOUSE and _asks_for_spouse(line)
        if not wed and line.whose(mention.kin) not in {("spouse",), ("self", "spouse")}:
            continue
        if mention.kin is Kin.ME:
            continue
        words = line.text[mention.start : mention.end]
        if (
            "对象" in words
            or words[0] in "他她"
            or (words in {"他", "她", "他们", "她们", "我们"})
            or mention.kin in set(PAIRS) - {Kin.COUPLE}
        ):
            continue
        if mention.kin not in {Kin.SPOUSE, Kin.COUPLE, PARTNER.get(line.about)} or words in {
            "我俩",
            "我们俩",
        }:
            continue
        by_marriage = mention.kin in _BY_MARRIAGE or (mention.kin is Kin.COUPLE and "口" in words)
        by_marriage = by_marriage or line.about in _BY_MARRIAGE
        if line.about is not Kin.ME and mention.kin is not Kin.SPOUSE and not by_marriage:
            continue
        clause = line.clause_at(mention.start)
        if mention.kin is Kin.COUPLE and "我" not in words and of_another_home(line.text[: mention.start]):
            continue
        if clause.supposed or (
            mention.kin is Kin.COUPLE
            and not mention.mine
            and _any_couple(line, words, clause.asks, mention.start)
        ):
            continue
        yield Finding("household.marital_status", "married", mention.start, mention.end, weak=True)
        return


def _asks_for_spouse(line: Line) -> bool:
    """Whether a husband or wife asks for the other one; where the talk was of that one already, it is said anew of nobody."""
    return line.about is Kin.SPOUSE and not line.turned


def _any_couple(line: Line, words: str, asks: bool, place: int) -> bool:
    """两口子是各领一份吗 asks of any couple, 双方 and 两个人 need not be married."""
    wed = inline.search("两口|俩口|夫", words) is not None or (
        "我" in words and not inline.search("[他她]$", words)
    )
    clause = line.clause_at(place)
    asks = (
        asks
        or inline.search("一人一|各(?:领|拿|得|是)|吧$", line.text[clause.start : clause.end]) is not None
    )
    asks = asks or "还是" in (line.text[clause.start : clause.end] if "口" in words else line.text)
    return not wed or (asks and "我" not in words and not any(m.kin is Kin.ME for m in line.mentions))


def _sexes(line: Line) -> Iterator[Finding]:
    other = {"female": "male", "male": "female"}
    about_sex = next((m.sex for m in line.mentions if m.kin is line.about and m.sex), None)
    yield from _said_outright(line)
    if line.about is Kin.ME or _asks_for_spouse(line):
        mine, theirs = ("self", "spouse") if line.about is Kin.ME else ("spouse", "self")
        for pattern, spouse_sex in ((_MALE_SPOUSE, "male"), (_FEMALE_SPOUSE, "female")):
            for match in pattern.finditer(line.text):
                if line.text[: match.start()].endswith(("死了", "没了")) and not _PASSED.match(
                    line.text, match.end()
                ):
                    continue
                if any(
                    m.start <= match.start() < m.end and m.kin in {Kin.SPOUSE, Kin.COUPLE}
                    for m in line.mentions
                ):
                    yield Finding(f"{mine}.sex", other[spouse_sex], *match.span())
                    yield Finding(f"{theirs}.sex", spouse_sex, *match.span())
                    break
        parent = next((m for m in line.mentions if m.kin is Kin.FORMER and m.sex), None)
        if (
            parent
            and line.about is Kin.ME
            and not line.clause_at(parent.start).supposed
            and not _of_register(line, parent.start)
        ):
            # 孩子跟他爸: whoever tells so of their own child is the mother.
            yield Finding("self.sex", other[parent.sex or ""], parent.start, parent.end, weak=True)
        for match in _PARTED_PARENT.finditer(line.text) if line.about is Kin.ME else ():
            yield Finding("self.sex", "female" if match["dad"] else "male", *match.span(), weak=True)
        bearing = line.about is Kin.ME and _OF_BEARING.search(line.text)
        for match in _BEARS.finditer(line.text) if bearing else ():
            if line.named_subject(match.end() - 1) and line.told(*match.span()):
                yield Finding("self.sex", "female", *match.span())
        yield from _by_pronoun(line, mine, theirs)
    elif about_sex:
        place = next(m for m in line.mentions if m.kin is line.about and m.sex)
        yield Finding("self.sex", about_sex, place.start, place.end)
        if any(line.whose(m.kin) == ("spouse",) for m in line.mentions):
            yield Finding("spouse.sex", other[about_sex], place.start, place.end)
    else:
        yield from _of_their_spouse(line)
    for match in _SEX.finditer(line.text) if _OF_SEX.search(line.text) else ():
        woman = "女" in (match["plain"] or match["listed"] or match["said"] or match["after"] or "") or bool(
            match["mum"]
        )
        clause = line.clause_at(match.end() - 1)
        if (
            clause.supposed
            or ("男方" in line.text and "女方" in line.text)
            or inline.search(r"男\d.{0,6}女\d|女\d.{0,6}男\d", line.text)
        ):
            continue
        if match["mum"] and any(m.mine and m.start <= match.start() < m.end for m in line.mentions):
            continue  # 刚才问的是我妈
        persons = (
            ("self",) if match["mum"] or match["dad"] else line.whose(line.owner(match.end(), match.end()))
        )
        if match["plain"] and inline.search(
            r"[才能要满]|多大|几岁|还是", line.text[clause.start : clause.end]
        ):
            continue  # 女的50岁能领吗
        if len(persons) == 1 and not (
            line.about is not Kin.ME and match.group().lstrip(",。;!? ").startswith("我")
        ):
            yield Finding(f"{persons[0]}.sex", "female" if woman else "male", *match.span())
    if line.about is Kin.ME:
        for match in _MANLY.finditer(line.text):
            if not line.clause_at(match.start()).supposed:
                yield Finding("self.sex", "male", *match.span())
    for match in _WOMANLY.finditer(line.text):
        kin = line.owner(*match.span())
        own = kin is Kin.FORMER or line.whose(kin) == ("self",) or match.group().startswith("死了")
        if line.told(*match.span()) and line.about is Kin.ME and own:
            yield Finding("self.sex", "female", *match.span())


def _of_their_spouse(line: Line) -> Iterator[Finding]:
    """她老公湖南户口, once the talk is of a sister: the word for the husband tells the sex of both."""
    for match in _HER_HUSBAND.finditer(line.text):
        man = match["husband"] is not None
        if line.whose(line.owner(match.end(), match.end())) == ("spouse",):
            yield Finding("self.sex", "female" if man else "male", *match.span(), weak=True)
            yield Finding("spouse.sex", "male" if man else "female", *match.span(), weak=True)


_HER_HUSBAND = re.compile("[她他]的?(?:(?P<husband>老公|丈夫|先生)|(?:老婆(?!婆)|妻子|太太|媳妇))")


def _of_register(line: Line, place: int) -> bool:
    """孩子户口跟他爸在信阳 may be said by a grandmother too; who parted from the father is the mother."""
    clause = line.clause_at(place)
    around = line.text[max(clause.start, place - 8) : min(clause.end, place + 10)]
    return inline.search("户|[上落挂]在", around) is not None and not inline.search(
        r"离[了婚异]|分手|判给", line.text
    )


def _by_pronoun(line: Line, mine: str, theirs: str) -> Iterator[Finding]:
    """老伴户口…,她能领吗: of a wife alone 她 is written; 他 is written of anybody."""
    spouse = [m for m in line.mentions if m.kin is Kin.SPOUSE]
    for word, mention in pairwise(spouse):
        said = line.text[mention.start : mention.end]
        if said == "她" and not word.sex and line.text[word.start : word.end] not in {"他", "她"}:
            yield Finding(f"{mine}.sex", "male", mention.start, mention.end, weak=True)
            yield Finding(f"{theirs}.sex", "female", mention.start, mention.end, weak=True)
            return


def _said_outright(line: Line) -> Iterator[Finding]:
    for match in _OF_A_WOMAN.finditer(line.text) if inline.search("[女男]|作为", line.text) else ():
        persons = ("self",) if match["client"] or line.about is Kin.ME else ()
        for person in persons:
            woman = "女" in (match["said"] or match["client"] or match["formal"] or "") or match["mum"]
            yield Finding(f"{person}.sex", "female" if woman else "male", *match.span())
    for match in _OLD_ONE.finditer(line.text) if line.about is Kin.ME and "个" in line.text else ():
        yield Finding("self.sex", "female" if match["woman"] else "male", *match.span())
    for match in _I_AM_SPOUSE.finditer(line.text) if line.about is Kin.ME and "是" in line.text else ():
        own, other = ("female", "male") if match["wife"] else ("male", "female")
        yield Finding("self.sex", own, *match.span())
        yield Finding("spouse.sex", other, *match.span())
        yield Finding("household.marital_status", "married", *match.span(), weak=True)
