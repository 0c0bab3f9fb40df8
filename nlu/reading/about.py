"""Whose claim an utterance is about: the speaker's own, or that of the relative or client they speak for."""

import re

from nlu.reading import inline
from nlu.reading.anybody import strangers
from nlu.reading.people import CHILDREN, ELDERS_AND_OTHERS, IN_LAWS, PAIRS, Kin, Mention
from nlu.reading.sought import sought

_LEAVE = re.compile(
    "护理假|护理时间|请假|陪护假|照顾假|护理[^,。]{0,3}天|护理(?:父母|老人)|(?:父母|老人)护理|照顾|伺候|陪护|住院"
)
_AID = re.compile(
    r"(?:什么|啥|哪些|么事|点|有没有|没有|国家|政府|享受|得到|特殊|优先|住房|留守老[^,。;!?]{0,8})[^,。;!?]{0,4}照顾(?!父母|老人|爸|妈|[他她])|照顾(?:政策|待遇|补)"
)
"""有什么照顾 asks for a benefit and is no leave for nursing."""
_FOR = re.compile(r"(?:替|帮|(?<![丢交留送寄])给|代|为|想问下?|问下|问一下|咨询下?)(?:我)?$")
_SENT_ME = re.compile(r"(?:非|老)?(?:叫|让|喊|要|托|委托|拜托|派|催)我(?:来|帮忙?|代)*(?:问|打听|咨询|查)")
_CARED_FOR = re.compile("(?:评|鉴定|定了|带|做饭|煮饭|照看|看孩|看伢|看娃|养)")
_TELLS_OF_ME = sought(
    r"(?:^|[,。;!?])我(?:今年|现在|如今|都|自己|们|这边|是)*(?:\d\d(?!年生)|[四五六七八]十[一二三四五六七八九]?|[农城][村镇]户口|非农|[^,。;!?]{1,6}厂|[^,。;!?]{1,8}退休|户口|一个人\d\d)"
)
_PARENTAGE = frozenset(
    {
        Kin.MOTHER,
        Kin.FATHER,
        Kin.PARENTS,
        Kin.GRANDMOTHER,
        Kin.GRANDFATHER,
        Kin.GRANDPARENTS,
    }
)
"""For these one asks although one has told of oneself: 我35,我妈62."""
_OWN_QUESTION = re.compile(
    r"我(?:这个|那个|的)(?:农村|城镇|企业|计生)*(?:奖扶|特扶|奖励|补贴|扶助|增发)|有我(?:的|没|$|[,。;!?])|给不?给?我(?:$|[,。;!?])|我(?:家里|屋里|家)(?:能|可以)|[算轮]不?[到得算]?不?[到得]?我们?(?:$|[,。;!?])|我(?:自己)?的(?:几时|什么时候|何时)|我(?:现在|再|只|先|自己)*(?:去要|去社区|去报|来问|问我自己|问自己|帮我自己)|"
    r"我(?:自己|这个|这样的?|这种人?|到底|如今|现在|也|还|是不是|农村|城镇|这边|这一?头|这一份|那份|这份)*(?:能|可以|够|行不行|有没有(?:份|资格|得)|拿不拿|享受|符不符|符合|占不占|够不够|合不合|该)(?!帮|替|给|代|问|不能[帮替给代])|"
    r"我(?:自己)?(?:今年\d+)?(?:能|可以|有没有|符合|够|该|想领|想申请|想问我|算不算|怎么领|怎么申请)(?!帮|替|给|代|问|不能[帮替给代])"
)
_NOW_ME = sought(
    r"(?:先|只)(?:看|算|查|问|说|帮|给)(?:一?下)?我(?:自己)?的?(?=$|[,。;:!?])|"
    r"(?:换成?|(?:现在|这回|这次)(?:是|来|想|帮)?(?:问|查|看|算|说)|(?:问|查)的?是)我(?:自己|本人)?(?:的|来)?(?=$|[,。;:!?])"
)
"""刚才是帮我嫂子问的,现在换我自己: who turns to themselves."""
_GROWN_CHILD = re.compile(
    r"^(?:去年|今年|前年|两口子|小两口|他们|她们|她|他|现在|今年|都|也|已经|刚|正在|在|要|想|\d+岁?了?|"
    r"[二三四]十[一二三四五六七八九]?岁?了?|,|和|跟|女婿|儿媳妇?|老公|老婆|,她|,他)*"
    r"(?:备孕|怀孕|怀了|怀上|怀着|准备(?:怀|要|生|结)|打算(?:怀|要|生)|计划怀|结婚|领证|领了?证|生了|刚生|生完|坐月子|孕前|"
    r"想做孕前|结的婚|想(?:要|生|怀)|要生|能(?:不能)?(?:做|免费|查|去)|离婚|离了)"
)
_YOUNG = sought(
    "孕|检查|育儿|补贴|宝宝|毛毛|[娃伢]|怀|[二三]胎|生了|生完|生孩|满月|备|产|生的|保健费|独生子女费|月子|小家|领证|上户口"
)
"""What is asked for by or for the young: 儿子结婚了 alone tells of the parents' child."""
_STUDENT = re.compile(
    r"(?:今年|去年|刚刚?|才|要|被|,)*(?:考[上到取进来]|录取|[^,。;!?]{2,6}录取|上大学|读大一|上大一)"
)
_FRESHMEN = re.compile("武汉通|最武汉|新生|学生卡")
"""我姑娘考到华师来了,…领新生武汉通卡: the card is for the one who studies."""
_COUNTED = re.compile(r"(?:有|生了|[一二两三四五1-5])个?$|[都全]是$")
_DIED = re.compile(r"(?:早就?|已经|去年|前年|前几年|也)*(?:走了|不在了|去世|过世|没了|死了|病故|病逝)")
_ASKED_ABOUT = re.compile(r"[^,。;!?]{0,3}(?:能|可以|算不算|够不够|符合|有没有|该不该)")
_SPEAKS = re.compile(r"(?:们)?(?:跟我|和我|总|老|都|也)?(?:说|讲|告诉|叫我|让我|喊我|要我|问我|通知|催)")
_ADDRESSED = re.compile(r"(?:,|你好|您好|请问|你|您|麻烦|$)")
_WITH = re.compile(r"(?:(?<!替)(?<!帮)(?<!我)(?:问问?|找)|跟|随|跟了|随了|社区|居委会|还是|是)$")
_HIS_CLAIM = re.compile(
    r"(?:自己|现在|今年|明年|也|还|就|这|那|的|一|个|种|企业|退休|城镇|农村|老人|老年|计划生育|计生|独生子女|父母|年老|一次性)*"
    r"(?:那份|这份|份|那笔|有份|(?:那个|这个)?并发症(?:的|那个|这个)?(?:钱|补助|扶助)|[^,。;!?我]{0,6}[办领拿报]得(?:下来|到|成|了)(?:吗|么|不|$)|(?:合格|够格|有资格|达标|够条件)(?:吗|么|不|没)|有没有份|特扶|特别扶助|奖扶|奖励扶助|奖励|扶助|补贴|增发|"
    r"(?:能不能|可不可以|能|可以|够不够|够|符合|符不符合|算不算|该不该|要怎么|怎么)(?:再|也|单独|先)?"
    r"(?:领|拿|得|享受|申请|办|报|享|条件|格|资格|算|搞)|合格|合不合格|有(?:没有)?资格)"
)
_MY_CLAIM = sought(
    r"我(?:自己|本人)?(?:的|那|这)?(?:一)?(?:份|边|个)(?:奖|钱)?|我(?:自己|本人)?(?:还|也|就|现在|这样的?|这种|又|到底|是不是|单独|先)*(?:能|可以|可不可以|够|符合|有没有|有份|算|该|想领|想申请|想办|来领)|我们?[两俩]个?|"
    r"我们(?:还|也|就|现在|这样的?|这种)*(?:能|可以|可不可以|够|符合|有没有|算|该)|有我的|给我|两个人|俩人|[两俩]口子|双方"
)
_HARMED = re.compile(
    r"(?:当年|以前|年轻时|早年|那年|去|做|的)*(?:结扎|上环|取环|女扎|男扎|做?节育手术|人流|引产)[^,。;!?]{0,4}(?:落|得|留|出)[^,。;!?]{0,4}(?:病|毛病|后遗症|并发症)"
)
_ITS_CLAIM = re.compile(
    r"(?:能|可以|可不可以|够|享受|有没有|怎么)[^,。;!?我]{0,8}并发症(?:的)?(?:扶助|补助|钱|补贴)|并发症(?:的)?(?:扶助|补助|钱|补贴)金?[^,。;!?我]{0,4}(?:能|可以|怎么|够|有没有)"
)
"""老婆结扎落下病,…能享受并发症扶助吗: whoever was harmed claims for it."""
_GONE = re.compile(r"[^,。;!?]{0,10}?(?:走了|没了|没有了|不在了|去世|过世|病逝|死了|身故)")
_HAD = re.compile(r"[领拿得]了|[领拿得享][受]?过|在领|领着|到手")
_GRANDPARENTS = frozenset({Kin.GRANDMOTHER, Kin.GRANDFATHER, Kin.GRANDPARENTS})
_FOR_HIM = re.compile(r"(?:替|帮|(?<![丢交留送寄])给|代|为)(?:我家?|我屋里)?$")
_ASKED_FOR = re.compile(r"[补发算](?=吗|么|不|多少|$)|问|打听|咨询|查|申请|办|报|领(?!导)|看")
_GENERAL = re.compile(
    r"^(?:们|能|可以|也能)?(?:能领|可以领|能不能领|代领|代办|帮忙|能申请|可以申请|能帮|能代|可以代)"
)


def about_whom(text: str, mentions: tuple[Mention, ...], context: Kin = Kin.ME) -> Kin:
    """The person who is `self` in the facts of a cleaned text; `context` is who it was in the turn before."""
    if "我" in text and _NOW_ME.search(text):
        return Kin.ME
    # 我62,他63: a 他 whom nobody introduced is not spoken for.
    alone = not any(m.kin is Kin.ME for m in mentions)
    others = [
        m
        for m in mentions
        if m.kin in ELDERS_AND_OTHERS
        and (alone or m.kin is not Kin.OTHER or text[m.start : m.end] not in {"他", "她"})
    ]
    sent = next((m for m in mentions if m.kin in ELDERS_AND_OTHERS and _SENT_ME.match(text, m.end)), None)
    if sent:
        return _singled_out(sent.kin, mentions)
    asked_for = next(
        (
            m
            for m in mentions
            if _FOR.search(text[max(0, m.start - 6) : m.start]) and not _CARED_FOR.match(text, m.end)
        ),
        None,
    )
    if asked_for and asked_for.kin not in {Kin.ME, Kin.SPOUSE, Kin.COUPLE, Kin.FORMER, Kin.CHILD}:
        return _singled_out(asked_for.kin, mentions)
    grown = next(
        (
            m
            for m in mentions
            if m.kin in (CHILDREN | IN_LAWS) - {Kin.CHILD}
            and _YOUNG.search(text)
            and _GROWN_CHILD.search(text[m.end :])
            and not _COUNTED.search(text[max(0, m.start - 3) : m.start])
        ),
        None,
    )
    if grown:
        return grown.kin
    student = next(
        (m for m in mentions if m.mine and m.kin in CHILDREN and _STUDENT.match(text, m.end)), None
    )
    if student and _FRESHMEN.search(text):
        return student.kin
    if _TELLS_OF_ME.search(text):
        # 我表姐去办的时候…我是纱厂退休的: who tells so much of themselves asks for themselves.
        others = [m for m in others if m.kin in _PARENTAGE or _ASKED_ABOUT.match(text, m.end)]
    talked_of = strangers(text, mentions)
    others = [
        m
        for m in others
        if not _set_aside(context, text, m) and not any(start <= m.start < end for start, end in talked_of)
    ]
    living = [m for m in others if not _DIED.match(text, m.end)]
    others = living or others
    others = [m for m in others if not _GENERAL.search(text[m.end : m.end + 8]) or m.mine]
    cared_for = _LEAVE.search(_AID.sub("", text) if "照顾" in text else text)
    if others and not cared_for and not _OWN_QUESTION.search(text):
        asked_about = next((m for m in others if _ASKED_ABOUT.match(text, m.end)), others[0])
        return _singled_out(asked_about.kin, mentions)
    if context is Kin.ME and not others and _of_spouse(text, mentions):
        return Kin.SPOUSE
    mentions = tuple(m for m in mentions if not _is_sent(text, m))
    in_law = next(
        (
            m
            for m in mentions
            if m.kin in IN_LAWS
            and _YOUNG.search(text)
            and not _LEAVE.search(text)
            and not inline.match("家|那边", text[m.end :])
        ),
        None,
    )
    if in_law and not any(m.kin is Kin.ME and not m.mine for m in mentions):
        return in_law.kin
    if (
        context is not Kin.ME
        and not others
        and any(m.kin in {Kin.ME} for m in mentions)
        and _speaks_of_self(text)
    ):
        return Kin.ME
    return context


def _of_spouse(text: str, mentions: tuple[Mention, ...]) -> bool:
    """老婆61,…她那份奖扶还给不给: the husband asks, and the claim is hers. Whoever asks for both asks for himself."""
    if _MY_CLAIM.search(text) or any(m.kin is Kin.COUPLE for m in mentions):
        return False
    spouse = [m for m in mentions if m.kin is Kin.SPOUSE]
    if any(_GONE.match(text, m.end) for m in spouse):
        return False
    for mention in spouse:
        claim = _HIS_CLAIM.match(text, mention.end)
        if claim and not _HAD.search(_rest_of_clause(text, claim.end())):
            return True
        if _HARMED.match(text, mention.end) and _ITS_CLAIM.search(text, mention.end):
            return True
        if _FOR_HIM.search(text[max(0, mention.start - 5) : mention.start]) and _ASKED_FOR.match(
            text, mention.end
        ):
            return True
    return False


def _rest_of_clause(text: str, place: int) -> str:
    return re.split(r"[,。;!?]", text[place:], maxsplit=1)[0]


_SIBLINGS = frozenset({Kin.SISTER, Kin.BROTHER})
_WITH_ME = re.compile(r"我(?:自己)?(?:跟|和|与|同|还有|、)(?:我)?$")


def _is_a_child_of(context: Kin, text: str, mention: Mention) -> bool:
    """我妈就我跟我姐两个女儿: a brother or sister beside me is a child of my parents, whose claim it is."""
    parents = context in (Kin.MOTHER, Kin.FATHER, Kin.PARENTS)
    before = text[max(0, mention.start - 6) : mention.start + 1]
    return parents and mention.kin in _SIBLINGS and _WITH_ME.search(before) is not None


_SENDS = re.compile(r"(?:让|叫|喊|托|委托|请|由|派|麻烦)(?:我)?$")
_RUNS = re.compile(r"(?:们|她|他)?(?:来|去)?(?:帮|代|替|跑|交|办|拿|送|领|弄|填|去)")


def _set_aside(context: Kin, text: str, mention: Mention) -> bool:
    return (
        _beside_the_point(text, mention) or _is_a_child_of(context, text, mention) or _is_sent(text, mention)
    )


def _is_sent(text: str, mention: Mention) -> bool:
    """能不能让儿媳妇代办: who is sent on an errand claims nothing."""
    before = text[max(0, mention.start - 4) : mention.start + (1 if mention.mine else 0)]
    return _SENDS.search(before) is not None and _RUNS.match(text, mention.end) is not None


_WITH_WHOM = re.compile("[跟随]$|[跟随]我$")
_REGISTERED = re.compile("(?:的)?(?:户口)?(?:也|都|一起)?(?:上|落|挂|入|报)(?:的|了|在|到|户)")


_AT_HOME_OF = re.compile("(?:住|搬|待|借宿|落脚)[^,。;!?]{0,5}$")
_LEFT_WITH = re.compile("(?:[丢交留送寄放托扔甩]|寄养)(?:给|在|到)$")
_HAS_SO_MANY = re.compile("(?:有|[一两二三四几1-5]个)$")


def _beside_the_point(text: str, mention: Mention) -> bool:
    """婆婆说…, 大姐你好, 跟爷爷住, 是弟弟还是妹妹: persons who only speak, are spoken to, or are nobody's claim."""
    before, after = text[max(0, mention.start - 3) : mention.start], text[mention.end : mention.end + 6]
    at_home = after.startswith("家") and (
        mention.kin in _GRANDPARENTS
        or inline.search("[在到回往落她他去随给]$", before) is not None
        or _AT_HOME_OF.search(text[max(0, mention.start - 8) : mention.start]) is not None
    )
    if _LEFT_WITH.search(before):
        return True  # 伢丢给爷爷奶奶
    if mention.kin in _SIBLINGS and _HAS_SO_MANY.search(text[max(0, mention.start - 4) : mention.start]):
        return True  # 我有两个姐姐
    if inline.search(
        "(?:儿子?|女儿|姑娘|闺女|伢)(?:就|也就)?是$",
        text[max(0, mention.start - 6) : mention.start + (1 if mention.mine else 0)],
    ):
        return True
    kept = at_home or inline.match(r"那边|屋里|带(?:着|在|$|[,。;!?])|照看|给奶", after)
    if _WITH_WHOM.search(text[max(0, mention.start - 1) : mention.start + 1]) and _REGISTERED.match(after):
        return True  # 户口跟我婆婆上在湖南
    if kept and text[mention.start] not in "他她" and not mention.mine:
        return True  # 伢放在爷爷家
    introduced = mention.kin is Kin.OTHER and text[mention.start] in "一这"  # 是一位大姐,今年48
    if _SPEAKS.match(after) or (_WITH.search(before) and not mention.mine and not introduced):
        return True
    if (
        mention.kin is Kin.OTHER
        and text[mention.start] not in "他她"
        and inline.search(
            "[拿领](?:到)?[了过]|各领|(?:[一每]年|每?个?月)(?:都|能)?(?:有|拿|领)",
            _rest_of_clause(text, mention.end),
        )
    ):
        return True  # 隔壁婆婆都领了
    if mention.kin in {Kin.SISTER, Kin.BROTHER, Kin.AUNT, Kin.UNCLE} and not mention.mine:
        return mention.start == 0 and _ADDRESSED.match(after) is not None
    return False


def _singled_out(kin: Kin, mentions: tuple[Mention, ...]) -> Kin:
    # 我爸妈问一下,我妈62: the one whose facts come first is `self`, the other one the spouse.
    if kin in PAIRS:
        return next((m.kin for m in mentions if m.kin in PAIRS[kin]), kin)
    return kin


def _speaks_of_self(text: str) -> bool:
    return (
        inline.search(
            r"我(?:自己|本人)?(?:呢|今年|现在|也|\d|是|[四五六七八]十|户口|有|没)"
            r"|我(?:自己|本人)(?:在|备孕|准备|打算|想要|要生|以后|将来|能|可以|够|怀|退|结|离)(?!帮|替|代|给[他她])",
            text,
        )
        is not None
    )
