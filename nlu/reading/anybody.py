"""What is said of people in general, of strangers or in the news, and so tells nobody's own case."""

import re
from functools import lru_cache

from nlu.reading import inline
from nlu.reading.people import CHILDREN, Kin, Mention
from nlu.reading.quick import quick
from nlu.reading.sought import sought

Span = tuple[int, int]

_ELDERLY = r"(?:农村|城镇|城里|乡下|武汉|本地|外地|退休|失独|独生|残疾|无业|老年|年轻|单身|离异|丧偶|留守|困难|贫困|普通|老|双职工|下岗)*"
_FOLK = (
    r"(?:人(?![口民工员头均了])|人家|人员|家庭|夫妻|夫妇|父母|老人家?|老年人|老头|老太|妇女|工人|职工|居民(?!户|养)|农民|村民|女的|男的|女方|男方|"
    r"女工|家长|爸妈|年轻人)(?![俩两])"
)
_YOUNG = r"(?:伢|孩子|小孩|娃娃?|宝宝|子女(?!养)|独子|独女|独生女|独生子(?!女)|女儿|儿子|姑娘)"
_STATE = (
    r"(?:[农城][村镇里]|城市|外地|外省|本地|武汉|户口|籍|企业|机关|事业单位|国企|退休|下岗|无业|在职|独生子女|独生|独女|独子|双女|失独|伤残|残疾|离异|"
    r"离婚|丧偶|再婚|单身|未婚|已婚|单亲|孤寡|留守|流动|双职工|灵活就业|无单位|没单位|没工作|计生|低保|参保|二婚|重组|备孕|怀孕|中年|年老|老年|老|两地|分居)"
)
_BUSINESS = r"(?:奖|增发|补|扶|费|证|光荣|加[分发钱的]|多发|护理|照护|保健|待遇|养老|抚慰|特扶)"
_NO_NAME = rf"(?!(?:的|那[个份笔块]|这个|们|都|计划生育|计生|一次性|年老|每月|[0-9]|三千五)*{_BUSINESS})"
"""城镇独生子女父母奖励 is the name of a benefit, not people."""
_FRAMED = sought(rf"(?<!年代)(?<!出头)(?<!生)的{_ELDERLY}{_FOLK}{_NO_NAME}(?!是我|就是我|家(?:里)?的)")
_FRAMED_YOUNG = sought(rf"的{_YOUNG}(?=[^,。;!?]*(?:算|能|可以|给|有没有|领|享受|够|认|报|补|怎么|多少|几))")
_FRAMED_PARENT = sought(
    r"(?:^|[,。;!?])(?:离异|离婚|离了婚|单亲|未婚|丧偶|失独|再婚|没领证|没结婚)的(?:妈妈?|爸爸?|母亲|父亲)(?=能|可|有没|算|够|怎|领|享|要|还)"
)
_CLASS = sought(
    rf"(?:^|[,。;!?])(?:请问|问下|现在|那|是不是|为什么|为么事|凭什么|凡是)*{_STATE}+的?{_ELDERLY}{_FOLK}{_NO_NAME}"
)
_HEADLESS = r"[^,。;!?、的]{2,10}的"
_HEADLESS_CLASS = sought(
    r"(?:^|[。;!?])(?:(?:女的|男的|女方|男方|[两俩]口子|夫妻俩?)[^,。;!?我他她]{2,14}|[^,。;!?我他她的]{2,10}(?:但是?|可是?)[^,。;!?我他她]{2,12})的,"
)
"""女的55岁没退休金的,能领吗: a rule's people without a word for them."""
_LISTED = re.compile(
    rf"{_HEADLESS}、{_HEADLESS}|{_HEADLESS}(?:人)?(?:跟|和|与|同|还是){_HEADLESS}(?=[,;]?[^。!?]*(?:哪|谁|各|都|一样|区别|不同|分别|差))"
)
_RULE = sought(
    r"各按|各是|分别(?:按|是|要)|哪种人|哪些人|哪类人|什么样?的?人|人人(?:都|有)|谁都(?:能|有|可以)|女的\d\d[^,。;!?]{0,5},男的\d\d|男的\d\d[^,。;!?]{0,5},女的\d\d|"
    r"多久(?:之)?内|的才算(?=吗|么)|满[一二三半两\d]+个?(?:年|月)才"
)
_NAMES_A_LEAVE = r"(?:老婆|媳妇|爱人|妻子|老公)(?:生|坐月子|怀|产)[^,。;!?我]{0,7}假"
_IN_PERSON = r"(?:老人|老头子?|老婆子|父母|爹妈|儿女|老爹|老娘)本人"
_ANYBODYS = sought(rf"(?<!我){_NAMES_A_LEAVE}|(?<!我){_IN_PERSON}")
_OF_ANY_CHILD = sought(
    r"(?:^|[,。;!?]|在)(?:独生子女|子女)(?:[一二三四1-4]级|重度|因病)?(?:残疾|伤残|死亡|去世|亡故|病残)(?:了)?"
    r"(?=是否|能否|家长|父母|当年|以?后|户|的|怎|有|算|够|能|可|如何|需|多久)"
)
"""独生子女四级残疾是否纳入: the words of the rules, not of parents."""
_REPORTED = sought(
    r"(?:社区|街道|村里|村委会|居委会|他们|人家|别个|政策|文件|通知|网上|办事处)(?:上|的人)?(?:说|讲|规定|写)[^,。;!?我他她]{1,10}"
    r"(?:不能|不给|不让|不算|不行|没有|才|都能|都可以)[^,。;!?]*"
)
_LIMITS = sought(
    r"(?:只管|只限|仅限|只给|只发给|只补|只针对|针对|凡是|不论|无论|限定|面向|不管(?=是|哪|什么|有没有|在))[^,。;!?]*"
)
_MUST = sought(r"(?:要|得|必须|非要|需要)[^,。;!?]{1,12}(?:才|以上)(?:能|可以|有|算|给|发|行|够|查|做)?")
NEWS = sought(
    r"(?:看|看到|看见|刷到|听到|见到)(?:了|个|一?条|一?则|到)?(?:新闻|报道|报纸|视频|抖音|电视|帖子|公众号|文章|通报|朋友圈|微博|短视频)|"
    r"(?:新闻|报道|报纸|电视|视频|抖音|网上|公众号|文章|广播|帖子|群里|朋友圈|微博)(?:上|里|里头|里面)?(?:有个|有人|有位|说|讲|报|写|看到|刷到|看见|都说)"
)
"""How one begins to tell what was in the news."""
_KNOWN = re.compile(
    "隔壁|邻居|街坊|对门|楼[上下]|同事|工友|同学|熟人|群友|牌友|舞伴|老乡|朋友|有个(?:居民|老人|老乡|村民|群众|大姐|妇女|工友)"
)
_NEXT_DOOR = re.compile("(?:隔壁|对门|对面|楼[上下])(?:家|屋里?|的)*$")
_PLACES = r"(?:单位|厂里?|公司|[塆湾][子里]?|村里?|组里|小区里?|院子?里|楼里|社区里?|队里?|班上|群里|街上)"
_INTRODUCED = quick(
    rf"(?:我们?)?{_PLACES}(?:上|里)?(?:也|就|都|还)?(?:有(?:个|户|一?家|位|人|几|好几|些|一)|好几[个户家])|"
    r"(?:^|[,。;!?])有(?:个|户|一家|位|人|些|几个|好几个)(?=[女男老熟人同居\d五六七八九]|[四三]十|[\u4e00-\u9fff]{0,2}(?:家|老师|师傅))|"
    r"住?我?们?楼[上下]的?(?:一家|那家|那户)|(?:^|[,。;!?])(?:我们?)?(?:的)?(?:一个|有个)?老?(?:同学|战友|工友|牌友|舞伴|熟人|群友)|"
    r"(?:队|群|班|社区|小区|塆里|村里)的?[王李张刘陈杨黄赵吴周徐孙马朱胡郭林何高罗郑梁谢宋唐许邓冯](?:姐|哥|嫂子?|婆婆?|爹爹?|师傅|阿姨|叔)"
)
"""How a stranger is brought in without a word for one: 我们单位有个女的, 广场舞队的张姐."""
_CUE = sought(
    "有(?:个|户|一|位|人|几|好|些|家)|好几|楼[上下]|同学|[战工牌群]友|舞伴|熟人|(?:队|群|班|社区|小区|塆里|村里)的?[\u4e00-\u9fff](?:姐|哥|嫂|婆|爹|师|阿|叔)"
)
_HAS_IT = quick(
    r"[他她]们?家?(?:也|还|跟我|总|都)?(?:说|讲|告诉)|[拿领住享办评做查](?:到|进|上)?(?:了|过|着)|[拿领]上[^,。;!?]{0,4}了|到了?账|[拿领][特奖]扶|在[领拿]|(?:开始|每[月年]|就|也|照样)[领拿]|[领拿](?:钱|几)|发了|到手|[拿领]到"
)
_ANYBODY_HAS_IT = re.compile(
    r"(?:生了|满了|办了|有证)[^,。;!?我他她]{0,2}(?:就|都)(?:有|给|领|发)[^,。;!?]{0,2}(?:吗|么|不|吧)"
)
"""邻居生了老三,…三孩补贴是生了就有吗."""
_ASKED_FOR = re.compile(
    r"[他她]们?家?(?:那边|这样的?|自己|现在|还|也|这个|的|是不是|到底)*(?:能|可以|可不可以|够|有没有|有份|算|该|符合|合不|怎么[办领拿报申]|去哪|找谁|拿得|领得)"
)
_NOT_OWN = quick(
    rf"(?<!我){_NAMES_A_LEAVE}|(?<!我){_IN_PERSON}|"
    r"我们?(?:想|就想|就|来|再|还|先)?(?:问|听|看|打听|了解|咨询|晓得|知道|想知道|想晓得|搞不清|不懂|不明白|觉得|记得|以为)|"
    r"我们?(?:的|一个|有个)?老?(?:楼[上下]|隔壁|对门|同学|战友|工友|牌友|舞伴|熟人|群友)|"
    r"我们(?:这里|这边|那里|那边|这儿|社区|街道|村|湾|塆|镇|区|小区|单位|公司|厂里?|塆|组|队|院|楼|群|武汉|国家|中国)|"
    r"(?:告诉|跟|给|帮|请|教|回答)我(?:说|讲|查|看|解释|问|一?下|们|$|[,。;!?])"
)
_BARE_AGE = re.compile(
    r"(?:^|[,。;!?])(?:今年|现在|刚满|满|都|已经|刚|男|女|本人)?(?:\d\d|[二三四五六七八九]十[一二三四五六七八九]?)(?:周?岁)?(?:了|多|整)?(?:半)?(?=$|[,。;!?])|今年\d\d|"
    r"\d\d年\d{1,2}月[^,。;!?]{0,3}(?:生|的人)"
)
_TOPIC = re.compile(
    r"(?:抚慰金|扶助金|奖扶|奖励|奖励金|补贴|补助|特扶|护理假|保健费|增发|加分|政策|孕检|免费检查|孕前检查)(?:那个|这个|的事|这块)?[,。;!?]*$"
)
"""那一万块的抚慰金,…: what the question is about, and nothing told."""
_CLAUSE = re.compile(r"[^,。;!?]+[,。;!?]*")
_ASKS = re.compile(
    r"吗|么|呢|[?]|(?P<a>[\u4e00-\u9fff])[不没](?P=a)|能否|是否|多少|几|怎|哪|咋|啥|谁|[不没啵吧](?:[,。;!]|$)|还是|何|有没|可不|多久|多长|标准$"
)
_ONE = re.compile(r"(?:一[个名位]|是个?|作为|我)[^,。;!?、]{0,14}$")


# One reading asks more than once of the same text.
@lru_cache(maxsize=64)
def nobodys(text: str, mentions: tuple[Mention, ...], about: Kin) -> tuple[Span, ...]:
    """The stretches of a cleaned text that tell nobody's own case; of a whole text of that kind one, of its length."""
    if _of_the_news(text, mentions):
        return ((0, len(text)),)
    aside = () if about is Kin.OTHER else strangers(text, mentions)
    if aside and not _own_beside(text, mentions, aside):
        return ((0, len(text)),)
    return aside if _own_case(text, mentions) else (*aside, *_general(text))


def _of_the_news(text: str, mentions: tuple[Mention, ...]) -> bool:
    """看新闻有个76岁失独大爷…: nobody is named outside the words of the news, and no age told but there."""
    news = NEWS.search(text)
    if news is None:
        return False
    told = next(c for c in _CLAUSE.finditer(text) if c.end() > news.start()).span()
    rest = text[: told[0]] + "。" + text[told[1] :]
    named = any(_is_family(text, m) and not told[0] <= m.start < told[1] for m in mentions)
    return not named and _BARE_AGE.search(rest) is None


def _own_beside(text: str, mentions: tuple[Mention, ...], aside: tuple[Span, ...]) -> bool:
    """Whether anything is told of the family beside the stories of strangers."""
    told = next((start for start, _ in aside), 0)
    rest = text[:told] + "".join(text[end:] for _, end in aside[-1:])
    named = any(_is_family(text, m) and not any(s <= m.start < e for s, e in aside) for m in mentions)
    return named or _BARE_AGE.search(rest) is not None


def _own_case(text: str, mentions: tuple[Mention, ...]) -> bool:
    """Whether somebody's own case is told: somebody of the family is named, or an age stands alone."""
    if _BARE_AGE.search(text):
        return True
    formal = _OF_ANY_CHILD.search(text) is not None
    framed = [
        (max(text.rfind(mark, 0, match.start()) for mark in ",。;!?") + 1, match.end())
        for pattern in (_FRAMED, _FRAMED_YOUNG, _FRAMED_PARENT)
        for match in pattern.finditer(text)
    ]
    return any(
        _is_family(text, mention)
        and not (formal and mention.kin is not Kin.ME and not mention.mine)
        and not any(
            start <= mention.start < end and inline.search("[我替帮托]", text[start:end]) is None
            for start, end in framed
        )
        for mention in mentions
    )


def _is_family(text: str, mention: Mention) -> bool:
    if mention.kin in {Kin.OTHER, Kin.FORMER} or (mention.kin in CHILDREN and not mention.mine):
        return False
    if text[mention.start] in "他她":
        return False
    if mention.kin is Kin.COUPLE and "我" not in text[mention.start : mention.end]:
        return False
    return not any(match.start() <= mention.start < match.end() for match in _NOT_OWN.finditer(text))


def _general(text: str) -> list[Span]:
    whole = (0, len(text))
    listed = inline.search("[、跟和与同]|还是", text) is not None and _LISTED.search(text) is not None
    if listed or any(pattern.search(text) for pattern in (_RULE, _ANYBODYS)):
        return [whole]
    for pattern in (_FRAMED, _FRAMED_YOUNG, _FRAMED_PARENT, _CLASS, _OF_ANY_CHILD, _HEADLESS_CLASS):
        for match in pattern.finditer(text):
            if not _ONE.search(text[: match.start()]) and _asks_all_along(text, match):
                return [whole]
    return [m.span() for pattern in (_LIMITS, _MUST, _REPORTED) for m in pattern.finditer(text)]


def _asks_all_along(text: str, match: re.Match[str]) -> bool:
    """Whether nothing but a question is said beside the words: 两个女儿的农民,还没领养老金 tells on."""
    asked = False
    for clause in _CLAUSE.finditer(text):
        if _ASKS.search(clause.group()):
            asked = True
        elif _TOPIC.search(clause.group()):
            continue
        elif not clause.start() <= match.end() - 1 < clause.end() and clause.end() - clause.start() > 2:
            return False
    return asked


def _only_talked_of(text: str, mention: Mention) -> bool:
    """同事怀了三胎,她说有补贴,还有这政策吗: a stranger of whom one only tells, and for whom nothing is asked."""
    known = _KNOWN.match(text[mention.start : mention.end].removeprefix("我"))
    if mention.kin is not Kin.OTHER or not (known or _NEXT_DOOR.search(text[: mention.start])):
        return False
    after = text[mention.end :]
    has_it = _HAS_IT.search(after) or _ANYBODY_HAS_IT.search(after)
    return has_it is not None and _ASKED_FOR.search(after) is None


@lru_cache(maxsize=64)
def strangers(text: str, mentions: tuple[Mention, ...]) -> tuple[Span, ...]:
    """From each stranger who is only talked of to the end of the sentence, or to where somebody of the family is named."""
    found = [(m.start, m.end) for m in mentions if _only_talked_of(text, m)]
    found += [
        match.span()
        for match in (_INTRODUCED.finditer(text) if _CUE.search(text) and _HAS_IT.search(text) else ())
        if _HAS_IT.search(text, match.end()) and not _ASKED_FOR.search(text, match.end())
    ]
    return tuple((start, _to_the_end(text, mentions, end)) for start, end in sorted(found))


def _to_the_end(text: str, mentions: tuple[Mention, ...], place: int) -> int:
    ended = inline.search("[。;!?]", text[place:])
    own = (
        m.start
        for m in mentions
        if m.start >= place
        and _is_family(text, m)
        and text[m.start - 2] not in "他她"
        and (m.mine or m.kin in {Kin.ME, Kin.COUPLE})
    )
    return min(place + ended.start() if ended else len(text), *own, len(text))
