"""One utterance laid out for reading: its clauses, the people in it, and whether a stretch of it is really told."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from nlu.reading import inline
from nlu.reading.anybody import NEWS, nobodys
from nlu.reading.people import CHILDREN, PAIRS, PARTNER, Kin, Mention
from nlu.reading.places import ANYWHERE
from nlu.reading.quick import quick
from nlu.reading.sought import sought

_BREAK = sought(r"[,。;!?、~\n ]+")
_SENTENCE_END = re.compile(r"[。;!?]")
_SUPPOSES = quick(
    r"如果|假如|假设|假使|(?<![^,。;!?、~\s我])要是|万一|若是|倘若|的话|比如|比方|譬如|例如|就算|即使|哪怕|有些人|别人|(?<![老道女妇])人家|(?<!才)听说|"
    r"听讲|据说|传言|(?:网上|街坊|村里|塆里)[都有]?(?:人)?[说讲]|(?<!鉴定)(?<!专家)(?<!证上)(?<!书上)(?<![他她妈爸娘])(?<!老[公婆伴])说是|谁"
    r"|什么人|哪些人|什么样的|哪种(?![^,。;!?]*[都也]没)|一般|规定|听(?:有)?(?:人|别个|他们|大家|同事|邻居|朋友|社区|村里)(?:的)?人?[说讲](?!我)"
    rf"|{NEWS.pattern}"
)
_SUPPOSES_SOMEWHERE = sought(_SUPPOSES)
_HEARD = quick(rf"听说|听讲|据说|传言|(?<![他她妈爸娘])(?<!老[公婆伴])说是|[都有]?人?[说讲]|{NEWS.pattern}")
_OWN_CASE = re.compile(
    r"(?:可是?|但是?|那)?我(?:今年|现在|都|也|才|是|老[公婆伴])?(?:\d\d|[三四五六七八]十|[农城][村镇])"
)
_IF = quick(
    r"如果|假如|假设|假使|(?<![^,。;!?、~\s我])要是|万一|若是|倘若|的话|比如|比方|譬如|例如|就算|即使|哪怕|什么人|哪些人|什么样的|哪种(?![^,。;!?]*[都也]没)|规定"
)
_ALONE = re.compile(
    r"(?:可是?|但是?|那|其实|只)?(?:我们?(?!能|可以|要是|听|们)(?!.{0,4}(?:听说|问|能不能|可不可以))|本人|老[公婆伴]|爱人|"
    r"(?:今年|现在|如今)?(?:\d\d|[三四五六七八]十[一二三四五六七八九]?)(?:周?岁)?(?:了|整)?$|"
    r"[农城][村镇](?:户口)?$|非农(?:户口)?$|农业户口$|独[生子女]|[领拿]着?(?:新?农保|养老金|退休)|种[田地]|离[了婚异]|丧偶)"
)
"""How one begins to tell of oneself after words on what others say or have: 人家都是儿女成群,我没结过婚."""
_ASKS = re.compile(
    r"吗|么$|呢$|\?$|能不能|是不是|可不可以|有没有|行不行|多少|几[个岁号月年时点]|怎么|(?:什么|哪|啥)(?![^,。;!?]{0,7}[都也][没不])|咋|为啥|要不要|算不算|能否|是否"
    r"|(?:能|可以|算|够|符合)[^,。]{0,12}[不没]$"
)
_REQUIRES = quick(
    r"(?:需要|必须|必需|要求|是不是|是否|要不要|(?<!记)得是|得有|得要|非得|一定要|非要|仅限|限于|针对|只给|凡是|不管|无论|不论|"
    r"有没有|算不算|为什么|属不属于"
    r"|(?:只有|光是|哪个|(?<![想需])要)(?:是|有)?|(?<!一)对(?!象)于?|给)(?:是|有|要|满|达到)?[^,。我]{0,4}$|证明(?:说|是)?(?:我们?|只|是)*$"
)
_GENERAL_AFTER = quick(
    r"的(?:城镇|城里|农村|独生子女|老人|人|家庭)|(?:的|了)?(?:家庭|家|人员?|父母亲?|夫妻|夫妇|老人|老年人|家长|妇女|居民|"
    r"群众|村民|职工|女儿|孩子|子女|女的|男的|"
    r"户)?(?:的话)?(?:都|就|才|也|还|又|到底|究竟|是否)?"
    r"(?:能|可以|可不可以|可否|有什么|有啥|有哪些|有没有|有补|有奖|怎么|咋|如何|是不是|是什么|是啥|要什么|要交|要带|要办|"
    r"要不要|需要|算不算|算|够|符合|享受|领|给(?![我老他她])|没有(?:育儿|奖|补|这)|补贴|奖励|政策|待遇|优惠|优待|标准|条件"
    r"|行不行|行吗|办理|申请|拿多少|多少钱|去哪|找谁|还是|和|跟(?!着|了|[我他她](?:过|住|在|$|[,。;!?]))|与|或|以上|以下|中考|高考|每|一年|一个月|有钱|会|得)"
)
_SELF_ASKED = re.compile(r"(?:了|的|过)?(?:吗|么(?!$|样)|不\?|没有?\?|没有?$|还是)")

_DOUBTS = re.compile(
    r"可能|好像|大概|大约|也许|估计|应该(?=(?:就|还)?(?:是|有|在|算)[^,。]{0,4}$)|(?:说不准|不知道|不晓得|不清楚|不记得|记不得|记不清|忘了)(?:我们?|自己|到底|当年|是|有没)*$"
)
"""What somebody says of themselves and is not sure of; a guess is no fact."""
_OF_SOMEBODY = re.compile(r"[\d十一二三四五六七八九]岁|今年")
_OBJECT = re.compile(
    r"(?:[个位名俩仨过没无]|没有|[一二两三四五六七八九十0-9]|有|生了|养了|要|生|养|带着?孙?|照护|照顾|照看|是|独生|唯一的?|怀了?|想|抱|领养|收养|这么|就|只|都是|全是|和|跟)$"
)
_COUNTED = re.compile(r"(?:有|就|生了)?(?:[一二两三四五1-5][个名]|没有)(?=$|[,。;!?])")
_AT_HOME_OF = re.compile(r"(?:住|在|到|搬去)[^,。;!?我]{0,4}$")
"""人住汉口儿子家: whose home it is, is not who is spoken of."""
_OUR_PLACE = re.compile(f"{ANYWHERE}|[这那本]|村|塆|社区|街道|小区")
_WITH_HIM = re.compile("[跟和与同像]$")
_THE_SAME = re.compile("(?:都|也|是)?(?:一样|一般|同样|相同|差不多|一个样)")
_JUST = re.compile("[就只](?:有|生了|养了)?$")
_AS_ONE = re.compile("(?:这)?[一1]个(?=独|女|儿|姑|闺|丫|孩|伢|$|[,。;!?])")
_GONE = re.compile(r"[^,。;!?]{0,10}?(?:走了|走的|没了|不在了|去世|过世|病逝|病故|死了|身故|离世|走得早)")
_NONE_YET = re.compile(r"(?:没有?|无|找)$")
_COMPARED = re.compile(r"[比大小](?:起)?$")
_ALL_BEHIND = sought("(?:我们?|他们)?(?:两个?人?|俩)?都(?:是|有)的?(?=$|[,。;!?])")
"""本人64,老伴62,农业户口都是."""
_ALL_OF_THEM = re.compile("(?:今年|现在|户口|他们|两个?人?|俩)*都(?:是|有|已经|满)?")
_BOTH_BEFORE = re.compile(r"[\d岁了十一二三四五六七八九]都(?![\d六七八五四])")
_TOGETHER = re.compile(
    r"^(?:两个人?|俩人?|两人)都|^都(?:\d\d|[二三四五六七八九]?十[一二三四五六七八九]?)(?:周?岁)?$|^(?:也|就|现在|今年|我们|人|全|一家|家里|户口|户籍)*都(?!\d|[六七八五四])"
)


OF_OTHERS = re.compile(r"(?:那家|别家|人家|隔壁|邻居|街坊|组里|塆里|村里|同事)[^,。;!?]{0,4}$")
"""Words before a count that is some other family's."""


def of_another_home(before: str) -> bool:
    """Whether the words `before` a couple speak of another family: 楼上那家儿子没了,老两口都七十多."""
    return (
        inline.search("那家|别家|人家|楼[上下]|隔壁|邻居|对门|同事", before) is not None
        and "我" not in before
    )


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch between two marks; `supposed` when it only imagines or repeats a rule, `asks` when it is a question."""

    start: int
    end: int
    sentence: int
    supposed: bool
    asks: bool


@dataclass(frozen=True)
class Line:
    """A cleaned text with its people.

    `about` is the person whose claim it is about (contract: `self`); `asked_of` whom the question before was about, if not them.
    `turned` says that the claim was `about` that person before a word of the text.
    """

    text: str
    on: date
    about: Kin
    mentions: tuple[Mention, ...]
    asked_of: Kin | None = None
    turned: bool = False

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """The clauses, left to right; an `if` reaches to the end of its sentence."""
        clauses: list[Clause] = []
        sentence, supposed, hearsay, others, start = 0, False, False, False, 0
        supposing = _SUPPOSES_SOMEWHERE.search(self.text) is not None
        anybodys = nobodys(self.text, self.mentions, self.about)
        marks = [*_BREAK.finditer(self.text)]
        for mark_start, mark_end in [*(m.span() for m in marks), (len(self.text), len(self.text))]:
            mark = self.text[mark_start:mark_end]
            words = self.text[start:mark_start]
            if words:
                if hearsay and _OWN_CASE.match(words):
                    supposed = False  # 听说男的60才行,我58
                if others and _ALONE.match(words):
                    supposed = False
                if supposing and _SUPPOSES.search(words):
                    hearsay = not supposed and _HEARD.search(words) is not None
                    others = (others or not supposed) and _IF.search(words) is None
                    supposed = True
                asks = "?" in mark or _ASKS.search(words) is not None
                aside = any(first < mark_start and start < last for first, last in anybodys)
                clauses.append(Clause(start, mark_start, sentence, supposed or aside, asks))
            if _SENTENCE_END.search(mark):
                sentence, supposed, hearsay, others = sentence + 1, False, False, False
            start = mark_end
        return tuple(clauses)

    def clause_at(self, place: int) -> Clause:
        """The clause that holds the character at `place`."""
        for clause in self.clauses:
            if place < clause.end:
                return clause
        return self.clauses[-1]

    def before(self, place: int) -> str:
        """The clause's words before `place`."""
        return self.text[self.clause_at(place).start : place]

    def after(self, place: int) -> str:
        """The clause's words from `place` on."""
        return self.text[place : self.clause_at(max(0, place - 1)).end]

    @cached_property
    def subjects(self) -> tuple[Mention, ...]:
        """The mentions that something may be said of: all but children who are only counted, and whom somebody is compared with."""
        return tuple(m for m in self.mentions if not self._is_only_counted(m))

    def _is_only_counted(self, mention: Mention) -> bool:
        before = self.text[max(0, mention.start - 3) : mention.start]
        if mention.kin in CHILDREN:
            helped = (
                before.endswith(("给", "帮", "替")) and self.text[mention.end : mention.end + 1] in "带做看"
            )
            return (
                helped
                or (self.text[mention.end : mention.end + 1] == "家" and self._at_home_of(mention))
                or _OBJECT.search(before) is not None
                or _COUNTED.match(self.text, mention.end) is not None
            )
        if mention.kin is Kin.SPOUSE:
            return _NONE_YET.search(before) is not None
        if mention.kin is not Kin.ME:
            return False
        ours = self.text[mention.start : mention.end] == "我们"
        if (
            ours
            and before.endswith(("是", "在", "到", "来", "属"))
            and _OUR_PLACE.match(self.text, mention.end)
        ):
            return True  # 媳妇是我们江岸区户口
        if _WITH_HIM.search(before) and _THE_SAME.match(self.text, mention.end):
            return True  # 老公跟我一样是恩施的户口
        # 妈妈就我一个独生女: the speaker is only counted.
        counted = _JUST.search(before) and _AS_ONE.match(self.text, mention.end)
        return bool(counted) or _COMPARED.search(before) is not None

    def _at_home_of(self, mention: Mention) -> bool:
        return _AT_HOME_OF.search(self.before(mention.start)) is not None

    def named_subject(self, place: int) -> Mention | None:
        """The nearest person named before `place` in its clause."""
        clause = self.clause_at(place)
        inside = [m for m in self.subjects if clause.start <= m.start and m.end <= place]
        return inside[-1] if inside else None

    def is_afterthought(self, place: int) -> bool:
        """补贴截止了吗,光谷的: words without a person, behind a question, say what the question is about."""
        asked = any(c.end <= place and (c.asks or "还是" in self.text[c.start : c.end]) for c in self.clauses)
        people = [m for m in self.subjects if m.kin not in CHILDREN and m.end <= place]
        return asked and not people and self.named_subject(place) is None

    def owner(self, start: int, end: int) -> Kin:
        """Of whom the words at `start`..`end` are said: named before them, right after them (…的老伴), or carried over."""
        named = self.named_subject(start)
        if _ALL_BEHIND.match(self.text, end) and len({m.kin for m in self.subjects if m.end <= start}) > 1:
            return self._pair()
        if named:
            together = _BOTH_BEFORE.search(self.text[named.end : start + 1])
            inside = {m.kin for m in self.subjects if self.clause_at(start).start <= m.start < start}
            if PARTNER.get(named.kin) in inside and _ALL_OF_THEM.fullmatch(self.text, named.end, start):
                return self._pair()  # 我大哥大嫂都62了
            # 我62老伴61都是农村户口 tells of both.
            return self._pair() if together and PARTNER.get(named.kin, Kin.ME) in inside else named.kin
        follower = next((m for m in self.mentions if 0 <= m.start - end <= 1 and m.start >= end), None)
        if follower and follower.kin not in CHILDREN and self.text[end : follower.start] == "的":
            return follower.kin
        clause = self.clause_at(start)
        earlier = [
            m
            for m in self.subjects
            if m.end <= clause.start and m.kin is not Kin.FORMER and not self._is_gone(m)
        ]
        if _TOGETHER.search(self.text[clause.start : end]) and len({m.kin for m in earlier}) > 1:
            return self._pair()
        if len({m.kin for m in earlier}) > 1 and self._were_both(clause):
            return self._pair()
        return earlier[-1].kin if earlier else self.asked_of or self.about

    def _were_both(self, clause: Clause) -> bool:
        """我62,老伴60,都是新洲的,在家种田: who were both spoken of a moment before still are."""
        before = next((c for c in reversed(self.clauses) if c.end <= clause.start), None)
        if before is None or before.sentence != clause.sentence:
            return False
        named = any(before.start <= m.start < before.end for m in self.mentions)
        return not named and _TOGETHER.search(self.text[before.start : before.end]) is not None

    def _is_gone(self, mention: Mention) -> bool:
        """老伴不在了,68岁: of the dead nothing more is told."""
        wed = mention.kin is Kin.SPOUSE or mention.kin is PARTNER.get(self.about)
        return wed and _GONE.match(self.text, mention.end) is not None

    def _pair(self) -> Kin:
        return next(
            (pair for pair, both in PAIRS.items() if self.about in both or self.about is pair), Kin.COUPLE
        )

    def whose(self, kin: Kin) -> tuple[str, ...]:
        """The contract's persons behind a mention: `self`, `spouse`, both, or nobody whose facts count."""
        if kin is self.about:
            return ("self", "spouse") if kin in PAIRS else ("self",)
        if kin in PAIRS:
            both = PAIRS[kin]
            wanted = self.about in both or (kin is Kin.COUPLE and self.about not in {Kin.ME, Kin.SPOUSE})
            return ("self", "spouse") if wanted else ()
        if self.about in PAIRS:
            both = PAIRS[self.about]
            return () if kin not in both else ("self",) if kin is both[0] else ("spouse",)
        if kin is PARTNER.get(self.about):
            return ("spouse",)
        if kin is Kin.SPOUSE and not self._speakers_own(kin):
            return ("spouse",)  # 我妈62,老伴走了: the mother's husband
        return ()

    def _speakers_own(self, kin: Kin) -> bool:
        return any(m.kin is kin and m.mine for m in self.mentions)

    def told(self, start: int, end: int) -> bool:
        """False when the words only suppose, ask whether it is so, state a rule, or speak of people in general."""
        clause = self.clause_at(start)
        if clause.supposed:
            return False
        before, after = self.text[clause.start : start], self.text[end : clause.end]
        if _REQUIRES.search(before) or _SELF_ASKED.match(after) or _DOUBTS.search(before):
            return False
        general = _GENERAL_AFTER.match(after) and self.named_subject(start) is None
        return not general or _OF_SOMEBODY.search(before) is not None
