"""Ages that are told: 我62, 老伴六十三岁, 62岁农村户口 - and not the ages of rules, wishes or guesses."""

import re
from collections.abc import Iterator

from nlu.reading import inline
from nlu.reading.finding import Finding
from nlu.reading.line import Line
from nlu.reading.nearly import nearly
from nlu.reading.numerals import NUMBER, read_number
from nlu.reading.people import CHILDREN, Kin
from nlu.reading.places import ANYWHERE
from nlu.reading.sought import sought

CORRECTS = re.compile(
    r"不对|不是|错了|说错|看错|记错|写错|打错|搞错|弄错|更正|纠正|应该是|哦不|哦,|噢|啊不|不不|口误|其实是|准确说|准确地说|重说|等等|等下"
)

_NUMBER = sought(rf"(?<![\d.零〇一二两三四五六七八九十百第初老])(?P<n>{NUMBER})(?P<unit>个?周岁|岁)?")
_NOT_AN_AGE = re.compile(
    r"\d|\.\d|[千万亿/%×x*-]\d?|个|块|元|角|分|[万千]|年|月|号|日|天|秒|%|平|斤|级|楼|栋|次|项|条|小时|点|时|名|位|户|胎|孩|"
    r"口|路|人(?!了)|本|张|封|回|样|种|家|期|届|层"
    r"|米|公里|里|份|周|女|男|儿|子|仔|姑娘|闺女|丫头|娃|代|倍|件|套|间|室|厅|街|村|组|队|社|线|站|中|小(?!时)|大|把|笔|批|"
    r"轮|步|条|类|级|期|度|后(?!来)|后的"
)
_AT_THAT_AGE = re.compile(
    r"(?:才|刚刚?|就)?(?:晓得|知道|听说|想起|来问|开始(?:拿|领|享|交)|刚?(?:拿|领)上)[^,。;!?]*(?:$|[,。;!?])"
)
"""今年61才晓得有奖扶: what happens at the age of this year tells it."""
_BY_COUNT = re.compile(
    r"(?:周?岁)?(?:了|的)?[,。;!?]*(?:不不?|不对|不是|哦|噢)?,?(?:这|那)?个?(?:还?是|按|算|说的是|指)*的?虚(?:岁|的)?(?!岁?(?:都|已经|也|是|有|就|该)*(?:\d|[三四五六七八九]十))"
)
"""61,那是虚岁: the number before was counted the old way and is no age; but 60,虚岁62 is 60."""
_VAGUE_AFTER = re.compile(
    r"多|几|来岁|来|余|出头|左右|上下|开外|刚出头|才出头|冒|晋|打头|以上|往上|以下|以内|不到|不足|好几|大几|冒头|挂零|吧|\(?虚(?!岁?(?:都|已经|也|是|有|就|该)*(?:\d|[三四五六七八九]十))|或|还是|~|-|至|到\d|到[五六七八]"
)
_EVENT_AFTER = re.compile(
    r"从[^,。;!?]{1,8}退|以后|之后|以前|之前|前|后|才|就(?:能|可以|有|给|领|发|行|是|算|退|够|到)|那年|的时候|时|起|开始|到|退休(?=$|[,。;!?那时])|退休的|退的|就退|"
    r"结婚|离婚|生的|生了|怀|走的|去世|守寡|结扎|办的|才能|能不能才|的人|的老人|的老人家"
    r"|的(?:女|男|妇|夫|父|母|家|农|城|独|退|居)|是不是|算不算|为什么|是什么|了(?:才|就能|就可以|以后|之后|的人|的老人)|"
    r"可不可以才|这个年龄|的标准|的要求|的规定|的门槛|的年龄"
)
_VAGUE_BEFORE = re.compile(
    r"(?:快|到时候|那时候|将近|接近|临近|靠近|近|约|大概|大约|差不多|不到|未满|没满|不满|没到|未到|还没有?|没有?满|还?差(?:[一二两三四五六七八九十\d几]{1,2}年[多半]?)?|奔|马上|即将|"
    r"就要|明年|后年|年底|下个?月|过几年|再过|等我?|到|虚岁|虚|超过|过了|过"
    r"|大于|小于|上了|往|可能|估计|好像|应该有|也许|(?<!今)年满|至少|起码|最少|最低|低于|高于|每|从|前年|去年|当时|那时候?|那年|"
    r"死时|走的时候才?|退休时|结婚时)(?:要|就|到|满|该|是|有|上|我|他|她|才|了|快|个|位|的|今年)*$"
)
_FILLER = re.compile(
    r"(?:年满|刚好|正好|整|实打实|实足|足岁|满打满算|高寿|高龄|也|都|已经|已|现在|目前|今年|如今|而今|眼下|现如今|满了|今|才|刚刚?到?|算|是|有|就|满|周岁|年龄|年纪|岁数|实岁|实际|个|属[鼠牛虎兔龙蛇马羊猴鸡狗猪]|"
    r"女性?|男性?|的|人|同志|一名|一个|一位|自己|本人|呢|嘛|啊|哦|呀|:|\"|老人家?|家"
    r"|没有?(?:工作|单位|上班|退休|正式工作)|无业|下岗(?:的|职工|工人)?|(?:农村|城镇|城里|乡下)的|种田|务农|种地|一个孤?老(?:婆子|太婆|头子?|婆婆|太太|汉)|农村户口|农业户口|城镇户口|居民|农民|农村|城镇|武汉|退休工人|快?\s|到|现年|年|了|身份证|上|过完|生日|为)*$"
)
_STATED_BEFORE = re.compile(
    r"(?:实打实|实足|足岁|足足|满打满算|实际(?:上|年龄)?|今年|如今|而今|眼下|现如今|身份证(?:上|算)|实的|户口[本簿]上|刚到|我都|现年|年龄|年纪|岁数|周岁|实岁|月份?满的|刚好|正好|已经|已满|刚满|刚刚满|都|现在|也|已)(?:是|有|为|满|:|都|已经|到|我|他|她|了)*$"
)
_DESCRIBES = re.compile(
    r"(?:半|整|刚满|[零又]?[一二两三四五六七八九十\d]+个月)?(?:了|啦|咯|的)?(?:,|$|\s|女|男|农村|农业|城镇|城市|非农|居民户|武汉|黄陂|新洲|江夏|蔡甸|汉南|东西湖|外地|河南|独生|"
    r"独女|独子|双女|两女|只有|就一|就|一个|一儿|一女|两个|俩|有一|有个|退休|已退休|没退|企业|丧偶|离异|离婚|已婚|未婚|单身"
    r"|老伴|老公|老婆|爱人|没有?|我|无|孩子|种(?=[了一大半田地])|务农|户口|属|在|是|生|残疾|也)"
)
_DESCRIPTORS_ONLY = re.compile(
    r"^(?:我|本人|一个人|人|整整?|刚好|正好|满|已满|刚满|当事人|服务对象|社工|代问|居民|离异|女性?|男性?|的|是|个|,|农村户?口?|农业户口|城镇户?口?|居民|农民|农村|城镇|武汉市?|黄陂|新洲|江夏|蔡甸|汉南|"
    r"老人|今年|已婚|丧偶|离异|离婚|退休|职工|工人|企业|独女户|双女户|有|已|现|人|妇女|本地|一名|一位|您好|你好|请问|老师|"
    r":)*$"
)
_SAME_AGE = sought(r"(?:和|跟|与|同)我(?:是)?(?:同岁|一样大|同龄|一般大)|(?:我们)?(?:俩|两个?人?)?同岁")
_ASKED_AFTER = re.compile("算不算|是不是|可不可以(?!才)|算")
_OF_AGE = re.compile(
    r"(?:年纪|岁数|年龄)(?:大|小|嘛?|么|呢)?(?:些|点|一点)?$|[比大小][我他她]?(?:大|小)?[一二两三四五六七八九十\d]+岁$"
)
_CORRECTED = sought(
    r"(?:不是|不到)(?P<wrong>NUMBER)(?:周?岁)?(?:,?(?:而|我|其实)*(?:是|都|已经)+|,(?:我|今年|应该)*)(?P<right>NUMBER)(?:周?岁)?了?(?=$|[,。;!?])"
    r"|(?:^|[,。;!? 我])是?(?P<right2>NUMBER)(?:周?岁)?,?不是(?P<wrong2>NUMBER)(?:周?岁)?(?=$|[,。;!?])".replace(
        "NUMBER", NUMBER
    )
)
_SEXED_BEFORE = re.compile(
    r"(?:^|我|本人|离异|丧偶|单身|未婚|已婚|[农城][村镇]|退休|户口)(?:女|男)性?(?P<of>的)?(?:今年)?$"
)
_SEXED_AFTER = re.compile(r"(?:半|整)?[了的]?(?:$|[农城][村镇]|农业|武汉|退休|丧偶|离异|离婚|单身|没)")
_BOTH_SEXES = re.compile(r"男的?[2-7]\d[^。!?]{0,6}女|女的?[2-7]\d[^。!?]{0,6}男")
_LEAST, _ADULT, _GROWN_OLD, _MOST = 15, 30, 50, 120


def ages(line: Line, correcting: str | None = None) -> Iterator[Finding]:
    """The ages told in a line; `correcting` is the fact that a bare corrected number (不对,63) stands for, if any."""
    last: tuple[str, ...] = (correcting,) if correcting and correcting.endswith(".age") else ()
    said_at = 0
    put_right, asked_for_nothing = _put_right(line), correcting is None
    soon = tuple(nearly(line))
    not_yet = {finding.start for finding in soon}
    for found in _NUMBER.finditer(line.text):
        value = read_number(found["n"])
        if value is None or not _LEAST <= value <= _MOST or found.start() in not_yet:
            continue
        if last and _corrected(line, found):
            # 我63没错,老伴不是63,是61: somebody else was named in between.
            turned = any(
                said_at < m.start < found.start() and m.kin not in CHILDREN | {Kin.ME} for m in line.subjects
            )
            names = (
                tuple(f"{person}.age" for person in line.whose(line.owner(*found.span()))) if turned else last
            )
        elif (
            found.start() == put_right
            or (asked_for_nothing and _is_all(line, found))
            or _is_told(line, found)
        ):
            names = tuple(f"{person}.age" for person in line.whose(owner_of_age(line, found, value)))
        else:
            continue
        if names:
            last, said_at = names, found.start()
        for name in names:
            yield Finding(name, value, found.start(), found.end())
    yield from _same_age(line)
    yield from soon


def _put_right(line: Line) -> int:
    """Where the number stands that is put in the place of another one (是63不是62): of such numbers only ages are told."""
    found = _CORRECTED.search(line.text) if "不" in line.text else None
    if found is None or line.clause_at(found.start()).supposed:
        return -1
    which = "" if found["right"] else "2"
    numbers = [read_number(found[name + which]) for name in ("right", "wrong")]
    mistyped = inline.search("错|写成|打成|说成", line.text) is not None  # 打错了,是七十一不是十七
    least = (_ADULT, 10 if mistyped else _ADULT)
    fitting = all(n is not None and low <= n <= _MOST for n, low in zip(numbers, least, strict=True))
    return found.start("right" + which) if fitting else -1


def _corrected(line: Line, found: re.Match[str]) -> bool:
    before = line.text[max(0, found.start() - 12) : found.start()]
    after = line.after(found.end())
    if inline.search(r"不是(?:我)?$", before):
        return False  # 不是62, 是63: the first number is the wrong one
    near = CORRECTS.search(before) is not None
    bare = (
        inline.search(
            r"(?:^|[,。;!?:、~\s对错])(?:按?(?:身份证|户口本|证件|周岁)上?(?:是|算)?|应该是|是|我|今年|其实|实际|才|我是|哦|啊|就)*$",
            before,
        )
        is not None
    )
    return near and bare and inline.match(r"(?:了|的|才对|,|。|!|$|\s|,不是)", after or "") is not None


def _adjacent(line: Line, start: int) -> bool:
    named = line.named_subject(start)
    return named is not None and _FILLER.fullmatch(line.text[named.end : start]) is not None


def _of_the_named(line: Line, start: int, after: str) -> bool:
    """我五十儿子去年走了: the number belongs to whom is named before it, and a child is spoken of next."""
    return (
        _adjacent(line, start)
        and inline.match("儿子|女儿|姑娘|孩子|独[生子女]|娃|伢|闺女|丫头", after) is not None
    )


def _is_all(line: Line, found: re.Match[str]) -> bool:
    """四十七, and nothing else: an age, where nothing else was asked for."""
    value = read_number(found["n"])
    return value is not None and _ADULT <= value < 100 and found.group() == line.text != "88"


_ONE_PERSON = re.compile(
    r"(?:我|本人)(?:是|就是|也是|一个|现在|都|已经)*(?:这|这样)?(?:是)?(?:一)?个$|(?:我|我们|本人)(?:都|已经|也|也都)+$|(?:我|本人)(?:就|也)?是(?:一?名|一?位)?$"
)
_NAMES_AGE = re.compile(r"(?:年龄|年纪|岁数|岁|现年):")
_WITH_REGISTER = (
    r"了?(?:农村|农业|城镇|非农)(?:户口)?(?:$|[,。;!?]|(?<=户口)(?:[双独]|[一两二]个|丧偶|离异|老伴|没|退休))"
)
_THEN_LIFE = re.compile(
    r"(?:岁)?(?:还没退|没退(?![钱款费票])|还在(?:上班|工作|做事|厂)|(?:还)?没(?:工作|单位|结婚|成家)|未婚|离异|离了|丧偶|守寡|单身|失独|务农|种田)"
)
"""57还没退: what is told of a life right behind a number makes it an age."""
_THAT_OLD = re.compile("^(?:都|已经|也)*$")
_OF_THAT_AGE = re.compile(
    r"的(?:[农城武失单离丧独退][^,。;!?]{1,3})?(?:的)?(?:老?人|老头子?|老太婆|老太太|老婆子|寡妇|妇女|女人|男人|妇道人家|农民)(?=$|[,。;!?了])"
)


def is_no_age(line: Line, found: re.Match[str]) -> bool:
    """Whether the words around a number say that nobody is so old now: 快60, 60出头, 61,那是虚岁, 不是60."""
    before, end = line.before(found.start()), found.end()
    vague = _VAGUE_BEFORE.search(before) and not inline.search(r"(?:我|本人|[他她妈爸公婆伴])年满$", before)
    if (vague and not inline.search(r"刚刚?到$", before)) or inline.search(r"不是(?:我)?$", before):
        return True
    counted = "虚" in line.text and _BY_COUNT.match(line.text, end)
    return bool(counted or _VAGUE_AFTER.match(line.text[end : end + 8]))


def _is_told(line: Line, found: re.Match[str]) -> bool:
    start, end, unit = found.start(), found.end(), found["unit"]
    clause = line.clause_at(start)
    before, after = line.text[clause.start : start], line.text[end : clause.end]
    if not _NAMES_AGE.search(before):
        before = before.rpartition(":")[2]  # 帮我妈查一下有什么补助:64岁
    if clause.supposed or is_no_age(line, found):
        return False
    sexed = inline.search(r"(?:[我她他]|今年|老人家?|对象|居民|婆婆|爹爹)$", before) and inline.match(
        r"[女男](?:$|[,。;!?\s的农城武退丧离单失独未已])", after + line.text[clause.end : clause.end + 1]
    )
    old = _THAT_OLD.match(before) and after.startswith("的人了") and not clause.asks
    if old or (_OF_THAT_AGE.match(after) and _ONE_PERSON.search(before)):
        return True
    if (not unit and not sexed and _NOT_AN_AGE.match(after) and not _of_the_named(line, start, after)) or (
        _EVENT_AFTER.match(after)
        and not (_adjacent(line, start) and _ASKED_AFTER.match(after))
        and not (before.endswith("今年") and _AT_THAT_AGE.match(after) and not clause.asks)
    ):
        return False
    if before.endswith("一个") and inline.search("一个[^,。;!?]{0,3}[\\d五六七八]", after):
        return False  # 老两口一个65一个63: which of them is which
    if before.endswith("身份证") and inline.match(r",?虚岁\d", line.text[end:]):
        return True
    if inline.match("吗|还是", after):
        return False  # 要双方都60吗
    if inline.search(r"今年(?:才|就|要)?满$", before) and not after.startswith(("了", "的")):
        return False  # turns that age some day this year
    subject = line.named_subject(start)
    if subject and _FILLER.fullmatch(line.text[subject.end : start]):
        return not inline.search(r"(?:需要|必须|要|得)$", before)
    if _is_sexed(line, start, after) or (
        before in {"", "我", "女", "男", "今年"} and _THEN_LIFE.match(after) and not clause.asks
    ):
        return True
    if (
        not before.endswith(("刚满", "已满", "已经满"))
        and inline.search(
            r"(?:需要|必须|要求|是不是|是否|(?<!想)要|得|满|对|给|只有|女的?|男的?)(?:是|有|要|满)*$", before
        )
        and not (before in {"满", "都满"} and clause.start > 0 and not after and _listing(line, start))
        and not (
            after.startswith("了")
            or (
                (unit or (after and not clause.asks))
                and _DESCRIPTORS_ONLY.match(before)
                and _DESCRIBES.match(after)
            )
        )
    ):
        return False
    if _STATED_BEFORE.search(before) or (not after and not clause.asks and _AFTER_HUKOU.search(before)):
        return True
    if after.startswith(("了", "啦", "咯")) and (unit or len(before) < 8):
        return True
    if _DESCRIPTORS_ONLY.match(before):
        if unit:
            return _DESCRIBES.match(after) is not None or (not after and not _asked_right_after(line, end))
        described = (
            (
                bool(after)
                and inline.search("[女男人户民口]$", before) is not None
                and _DESCRIBES.match(after) is not None
            )
            or (
                not after
                and not clause.asks
                and inline.search("(?:农村|农业|城镇|非农)户口$", before) is not None
                and inline.search("可以|能|要|才", before) is None
            )
            or (
                not before
                and inline.match(_WITH_REGISTER, line.text[end:]) is not None
                and (len(line.clauses) > 1 or "户口" in after)
            )
        )
        bare = after in {"", "整", "整了"} and (
            before in {"", "女", "男", "女的", "男的"} or not before.startswith(("女的", "男的"))
        )
        return described or (bare and (_listing(line, start) or _age_was_the_matter(line, clause.start)))
    return bool(unit and subject and not clause.asks)


_AFTER_HUKOU = re.compile("^(?!.*(?:可以|能|要|才|得)).*(?:农村|农业|城镇|非农)户口$")


def _is_sexed(line: Line, start: int, after: str) -> bool:
    """女58,农村户口 describes somebody; 男60女55才能领 is a rule."""
    described = _SEXED_BEFORE.search(line.before(start))
    if described is None or _BOTH_SEXES.search(line.text) or not _SEXED_AFTER.match(after):
        return False
    plain = described["of"] is None or described.group().startswith("我")
    return (plain and not line.clause_at(start).asks) or _listing(line, start)


def _asked_right_after(line: Line, end: int) -> bool:
    return line.text[end : end + 1] == "?"


def _listing(line: Line, start: int) -> bool:
    """A bare number counts as an age among clauses that describe a person (女,62,农村户口)."""
    others = [c for c in line.clauses if not c.start <= start < c.end]
    begins = [(c, place) for c in others for place in {c.start, _past_name(line, c.start)}]
    if any(not c.supposed and _OF_A_LIFE.search(line.text[place : c.end]) for c, place in begins):
        return True
    return any(_LISTED.match(line.text[place : c.end]) for c, place in begins)


def _past_name(line: Line, start: int) -> int:
    """Where a clause goes on behind the grown person it begins with: 我妈武汉户口,55."""
    return next((m.end for m in line.mentions if m.start == start and m.kin not in CHILDREN), start)


_LISTED = re.compile(
    rf"(?:我|我是|本人|现在|早就)?(?:{ANYWHERE})?(?:女|男|农村|农民|城镇|非农|退休|武汉|丧偶|离[异了婚]|[已未]婚|单身|独生|户口|"
    r"企业|事业|下岗|务农|种田|没[有得]?单位|没[有得]?工作|无业|结婚.{1,3}年)(?!\d)"
)
_OF_A_LIFE = re.compile(
    r"^(?:我|我们|都|都是|现在|早就|如今)*(?:[^,]{0,6}(?:农村|农业|城镇|非农)(?:的)?(?:户口|$)|户口[^,能]{1,8}$|退休|种[了一大半]*[^,]{0,3}[田地]|"
    r"(?:就|只|光|统共|总共)[^,]{0,6}[个俩](?:伢|儿|女|姑|孩|闺|丫)|独[生子女]|(?:生|养)(?:了|过)?[一两三]个|[一两三二]个(?:儿|女|姑娘|孩|闺|丫)|离[了婚异]|丧偶|守寡|没(?:有)?(?:结过?婚|成家)|老[公婆伴头]|爱人|没有?(?:养老|退休|单位))"
)
"""A clause that tells how somebody lives: a number that is a clause of its own beside it is an age."""


def _age_was_the_matter(line: Line, start: int) -> bool:
    """我年纪大些,61: the clause before spoke of somebody's age."""
    before = [c for c in line.clauses if c.end <= start]
    return bool(before) and _OF_AGE.search(line.text[before[-1].start : before[-1].end]) is not None


def owner_of_age(line: Line, found: re.Match[str], value: int) -> Kin:
    """Whose age a number (the group `n` of `found`) is."""
    owner = line.owner(found.start(), found.end())
    beside = next((m for m in reversed(line.mentions) if m.end <= found.start()), None)
    if (
        beside is not None
        and beside.kin in CHILDREN - {line.about}
        and value < _GROWN_OLD
        and beside.start >= line.clause_at(found.start()).start
        and _FILLER.fullmatch(line.text[beside.end : found.start()])
    ):
        return Kin.CHILD  # 独生儿子30了: a child that is only counted has an age too
    if owner in CHILDREN and owner is not line.about:
        # 儿子一个,女儿一个,60了: so old is the parent, where the child is not named in the same breath.
        named = line.named_subject(found.start())
        return owner if named or value < _GROWN_OLD else line.about
    clause = line.clause_at(found.start())
    if line.named_subject(found.start()) is None:
        # 就一个姑娘,35了: the age after a counted child may be the child's.
        counted = [
            m
            for m in line.mentions
            if m.end <= clause.start
            and m.kin in CHILDREN
            and not inline.search(
                r"没有?$|无$|[没不][^,。]{0,2}过$", line.text[max(0, m.start - 5) : m.start]
            )
        ]
        subjects = [m for m in line.subjects if m.end <= clause.start]
        if counted and (not subjects or counted[-1].start > subjects[-1].start) and value < _GROWN_OLD:
            return Kin.CHILD
    return owner


def _same_age(line: Line) -> Iterator[Finding]:
    found = _SAME_AGE.search(line.text)
    if not found or line.about is not Kin.ME:
        return
    told = [f for f in _plain_ages(line) if f.fact == "self.age"]
    if told and any(m.kin in {Kin.SPOUSE, Kin.COUPLE} for m in line.mentions):
        yield Finding("spouse.age", told[-1].value, found.start(), found.end(), weak=True)


def _plain_ages(line: Line) -> Iterator[Finding]:
    for found in _NUMBER.finditer(line.text):
        value = read_number(found["n"])
        if value is not None and _LEAST <= value <= _MOST and _is_told(line, found):
            for person in line.whose(owner_of_age(line, found, value)):
                yield Finding(f"{person}.age", value, found.start(), found.end())
