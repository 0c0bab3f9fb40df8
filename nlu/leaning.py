"""Questions that live on the talk although, by themselves, they are taken for something else: 老板不批咋办."""

import re
from dataclasses import replace

from nlu.cues import OUT_OF_SCOPE, TOPIC_CUES
from nlu.following import asks, followed_up, names_nothing, names_something
from nlu.interpretation import Aspect, Intent, Interpretation
from nlu.own_words import speaks_its_words
from nlu.sides import side_of
from nlu.state import State

LEANS = 20
"""A question of at most so many characters may live on what went before."""

LEANS_PLAINLY = 28
"""It may be longer where it is surely this service's business."""

PLAINLY_OURS = 0.8

QUITE_NEAR = 0.35
"""Somebody who names another benefit at least so clearly does not speak of the last one."""

HALF_HEARD = 0.6
HARDLY_HEARD = 0.35

SHORT = 12
"""Words of at most so many characters that are no business of others are taken for a question on what went before."""

OURS = 0.12
"""Below this chance of being ours, words that name something are no question on what went before."""

BARE = 6
"""Fewer characters, or just so many, hardly name anything of their own."""

SURE = 0.8
"""A wish the model is so sure of is not taken for a question on what went before."""

VERY_SURE = 0.95

ELLIPSIS = re.compile(r"^(?:那|那么|还有|那个)?[^,。?!]{1,14}[呢咧嘞哩][?。!~]*$")
MISTAKEN = frozenset(
    {
        Intent.OUT_OF_SCOPE,
        Intent.HUMAN,
        Intent.TELL,
        Intent.COMPLAINT,
        Intent.START_CHECK,
        Intent.HELP,
        Intent.GREET,
        Intent.ASK_TOPIC,
    }
)
"""What a question without a name is taken for when it is read by itself."""

TELLS_AND_ASKS = 0.25
"""What tells a fact and asks is a question on the benefit in talk from this chance of being ours on."""

_BESIDE_OTHERS = re.compile(
    r"(?:跟|和|与|同|领了?|有了?|拿了?|吃了?|享受了?)[^,。;!?]{1,8}(?:冲突|同时|一起(?:领|拿)|影响|重复|还能|能不能再|再领|矛盾)"
    r"|(?:打|发|存|转|汇)(?:到|进|在)?[^,。]{0,3}社保卡"
    r"|(?:居住证|社保卡|医保卡|落户证明|离婚证|离婚判决书?|结婚证)(?:书|复印件|原件)?(?:要不要|要|算|行|可以|能(?!办|补)|带|够|用|顶|代替|也|就|成)|(?:要不要|要|带|凭|用|拿|有|没有?|没得|办了)(?:个|张|本)?(?:居住证|社保卡|医保卡)(?!办|怎|在哪|去哪|多)"
    r"|(?:没有?|不是|不吃|又没|也没|无)(?:吃|领|拿)?低保|写(?:个|一个)?(?:保证书|承诺书|情况说明|说明|证明|申请)[^,。;!?]{0,4}(?:行|可以|能|算|顶|够|要|有用|认)|影响[^,。;!?]{0,4}(?:低保|医保|社保|公积金|养老)|(?:离|坐|挨着|靠近)(?:不?离)?地铁|地铁(?:近|能到|到得了|口)|(?:要|用|需)(?:不要|不用|不需要)?(?:先|提前|自己)?挂(?:个)?号|挂什么号"
    r"|低保户(?:的)?(?:也|还|能|可以|算|行|影响|有)|(?:吃|拿|领|有)(?:着|了)?低保(?:的|了)|(?:交|缴|有|没)(?:了|得)?(?:社保|医保)(?:的|也|才|还)"
)

_STILL = re.compile(r"(?:我|他|她|我们|孩子)*(?:都|也)?(?:还没|没|正|还在|在|刚)[^?]*呢")
"""还没怀呢 tells, though it ends as a question may."""

_A_PERSON = re.compile(r"人工|真人|客服|工作人员|活人|转接|投诉|骗|在吗|在不在|怎么用|帮助")
OF_THE_SERVICE = re.compile(r"[你您]")
ASKS = re.compile(
    r"吗|么|不$|没有?$|\?|(?<![好前这那十])几(?!年了|个月了|年前|个月前|天前|年以前)|多|怎|好久[?。!~]*$|咋|哪|谁|啥|什么|呢|能|可以|[咧嘞哩咯咩啵][。!~]*$|(?<!不)(.)[不没]\1|^.{2,}(?<![我他她都也就])还是.+"
)


def leaning(says: Interpretation, text: str, state: State) -> Interpretation:
    """Give the words as a question on the benefit in talk, unless they are of something else."""
    longest = LEANS_PLAINLY if says.ours >= PLAINLY_OURS and _asks_outright(says, text) else LEANS
    if len(text) > longest or of_others(text) or _A_PERSON.search(text):
        return says
    if _tells(says) and not (asks(text) and says.ours >= TELLS_AND_ASKS):
        return says
    own = speaks_its_words(text, state.benefit)
    if says.facts and "," in text and not own and says.ours < TELLS_AND_ASKS:
        return says  # 我婆婆腰疼,她怎么办
    if _is_meant_as_such(says, text, own=own):
        return says
    if says.named and any(g.confidence >= QUITE_NEAR and g.name != state.benefit for g in says.guesses):
        return says
    aspect = side_of(text)
    if OF_THE_SERVICE.search(text) and not _DO_YOU_PAY.search(text) and aspect is not Aspect.BASIS:
        return says  # 你这有依据吗 asks for the source; anything else said to the service is about it
    if aspect is Aspect.GENERAL and _DO_YOU_PAY.search(text):
        aspect = Aspect.ELIGIBILITY
    if aspect is Aspect.GENERAL and ELLIPSIS.match(text) and names_something(text):
        aspect = state.aspect  # 老二呢 asks of the second child what was asked before
    plainly = says.ours >= PLAINLY_OURS and _asks_outright(says, text)
    if (
        aspect is Aspect.GENERAL
        and (len(text) <= SHORT or own or plainly)
        and (ASKS.search(text) or asks(text))
    ):
        aspect = says.side
        if aspect is Aspect.GENERAL and (own or plainly):
            aspect = Aspect.ELIGIBILITY
    if aspect is Aspect.GENERAL and not ELLIPSIS.match(text):
        return says
    return replace(says, intent=Intent.ASK_BENEFIT, aspect=aspect, topic=None)


_OUTRIGHT = re.compile(r"吗|\?|能不能|可不可以|行不行|有没有|是不是|怎么|咋")


def _asks_outright(says: Interpretation, text: str) -> bool:
    """什么都没参加 tells, 55不行吗,我姐55就领了 asks: in what sounds told only an outright question is one."""
    return _OUTRIGHT.search(text) is not None if says.intent is Intent.TELL else asks(text)


def half_heard(says: Interpretation, text: str) -> bool:
    """Questions about the service itself are short too, and easily taken for one another."""
    own = says.topic in (None, "about", "privacy") or (
        says.confidence < HARDLY_HEARD and ELLIPSIS.match(text) is not None
    )
    named = any(cue.search(text) for topic, cue in TOPIC_CUES if topic == says.topic)
    return says.confidence < HALF_HEARD and (own or (len(text) <= BARE and not named))


_WORDS_OF = {
    "privacy": re.compile(
        r"隐私|信息|资料|泄|传出|外传|知道|晓得|看到|看见|看得|瞧见|告诉|说出去|讲出去|保密|存|记录|留着|留底|身份证|号码|电话|手机|"
        r"安全|骗|删|公开|曝光|查我|[别旁]人|人家|邻居|聊天|输入|上传|传给|公安|打字|[你您]"
    ),
    "fetal-sex-law": re.compile(
        r"男女|性别|男孩|女孩|男伢|女伢|是男|是女|生男|生女|男宝|女宝|儿子还是|b超|彩超|照|寄血|验血|抽血|抽个血|带把|查血|两非|举报|犯法|违法|合法|法律|判|坐牢|罚|流产|打掉|引产|堕|染色体|香港|黑诊所|医生"
    ),
    "birth-registration": re.compile(
        r"生|登记|准生|罚|三胎|二胎|四胎|三孩|二孩|胎|抚养费|户口|上户|允许|政策|超|证"
    ),
    "about": re.compile(
        r"[你您]|机器|人工|智能|真人|官方|政府|公家|平台|惠民|系统|网站|打字|屏幕|聊天|谁(?:办|搞|开)|哪个(?:办|搞|单位)"
    ),
    "sms-consent": re.compile(
        r"短信|信息|消息|退订|退了|td|号码|手机|给我发|发给|收到|再发|别发|不想收|收不|订阅|回复|推送"
    ),
}
_POSTED = re.compile(r"公示|张榜|贴榜|贴出|贴名字|上墙")


def lacks_its_words(says: Interpretation, text: str) -> bool:
    """Say whether words taken for a question on the service itself have no word of such a question: 会不会涨.

    Who asks whether names are posted asks of the procedure, shy as they may be.
    """
    words = _WORDS_OF.get(says.topic or "")
    if says.topic == "privacy" and _POSTED.search(text):
        return True
    if words is None or says.confidence >= VERY_SURE:
        return False
    return says.confidence < SURE and words.search(text) is None


def is_strange(says: Interpretation, text: str) -> bool:
    """地铁几点收班 asks when, and is no question on a benefit; 工资照开不 is too short to be of anything else."""
    return says.ours < OURS and len(text) >= BARE and followed_up(text) is None and not names_nothing(text)


def of_others(text: str) -> bool:
    """Say whether a normalised text names business of others; 跟低保冲突不 asks of the benefit beside it."""
    return OUT_OF_SCOPE.search(text) is not None and _BESIDE_OTHERS.search(text) is None


def _is_meant_as_such(says: Interpretation, text: str, *, own: bool) -> bool:
    """Say whether the words stand for themselves, whatever the talk is of; `own` when they are of the benefit's business."""
    if (is_strange(says, text) and not own) or _STILL.match(text):
        return True
    if says.intent is Intent.TELL:
        return ASKS.search(text) is None
    if says.intent is Intent.START_CHECK and _WHETHER.search(text) and not _WHICHEVER.search(text):
        return False  # 那我能拿全的吗 asks of the benefit in talk, 我能拿哪些 of all
    if says.intent in (Intent.HUMAN, Intent.START_CHECK, Intent.HELP) and len(text) > BARE:
        return True
    return says.intent is not Intent.OUT_OF_SCOPE and says.confidence >= SURE


_DO_YOU_PAY = re.compile(
    r"[你您]们?(?:这边|这里|那边|武汉|这)?(?:就|也|还|都)*(?:不管|管不管|管吗|管么|不给|给不给|不发|发不发|不认|认不认)"
)
_WHETHER = re.compile(
    r"(?:能|可以|够|符合|有)[^,。;!?]{0,8}(?:吗|么|不|没有?|吧|啵)[?。!~]*$|能不能|可不可以|够不够|符不符合|有没有"
)
_WHICHEVER = re.compile(
    r"什么|哪|啥|别的|其他|其它|几样|几种|多少|一遍|逐|挨个|全部|所有|查|测|看|适合|合适|(?:能|可以)(?:领|拿|办|享受|申请)(?:到)?的"
)


def _tells(says: Interpretation) -> bool:
    """Say whether more is told than what a word for a person tells by itself (老公要不要去)."""
    return any(not name.endswith(".sex") and value != "married" for name, value in says.facts.items())
