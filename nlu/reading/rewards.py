"""Rewards that were had before, and births against the rules."""

import re
from collections.abc import Iterator

from nlu.reading import inline
from nlu.reading.finding import Finding
from nlu.reading.line import Line
from nlu.reading.papers import said
from nlu.reading.quick import quick
from nlu.reading.sought import sought
from nlu.reading.work import persons_of

_REWARD = (
    r"(?:那个|这个|这笔|那笔|同类|类似|(?:跟|和)这个?(?:是)?一样的?|[同一]样的?|相同的?|同等的?|这样的?|[这那][种类]|别的|其他|计生|计划生育|独生子女|父母|退休|年老|企业|单位|一次性|的|城镇|"
    r"职工|3500[块元]?钱?)*(?:奖励金?|奖励费|奖金|一次性奖励|一次性的奖|3500(?:元|块)?(?:钱)?|三千五(?:百)?(?:块|"
    r"元)?(?:钱)?|(?<=[同一]样的)钱|(?<=同类的)钱|(?<=类似的)(?:钱|待遇)|奖(?!扶))"
)
_HAD = sought(
    quick(
        rf"(?P<no>没有?|从没|未|还没有?|从来没有?|都没有?|也没有?|一直没有?|一分没|不曾)?(?:有)?(?:已经?|都|早就?|也|之前|以前|"
        rf"当年|退休时|单位|厂里|公司|给|去年|前年|\d+年)*(?P<verb>领过|拿过|享受过|领了|拿了|发过|发了|领取过|拿到过|拿到了|"
        rf"得过|给过|给了|兑现[过了]|补过|补了|领到了?|领)(?:的|了|我们?|厂里|单位|公司|一分钱|老伴|一次|[一两]回|[一两]道|[一两]遍|[一这那]笔|[一这那]份|个|两次|任何|什么|一分钱?|过)*(?P<what>{_REWARD}|同类的?(?=了?$|了?[,。;!?]))(?!怎么|要)"
        rf"|(?P<what2>{_REWARD})(?:我们?|我|老公|老伴|单位|厂里|公司|老单位|原单位|社区|街道|已经?|都|早就?|也|之前|以前|当年|上次|当时|前[几些]年|早些年|好几年前|从|在|那边|退休时|退休的时候|没有?no|"
        rf"给|就|,|去年|前年|\d+年|他|她|是|在|一分钱?)*(?P<no2>没有?|从没|未|还没有?|从来没)?(?:有)?(?:给)?(?:我们?)?(?P<verb2>领过|拿过|"
        rf"享受过|领了|拿了|发过|发了|领取过|拿到过|拿到了|得过|领完|领走|给过|给了|兑现[过了]|补过|补了|到手了|到过手|[发补]给(?:了)?[我他她]们?(?:了|过)?|[发补]到(?:我|他|她)?手(?:上|里)?了?)"
    )
)
_NEVER_HAD = sought(
    r"(?:一次性(?:的)?(?:奖励金?|奖)?|3500[元块]?|三千五|奖扶|奖励金?)(?:[^。!?我他她老,]|我(?=一直|从来|都|也|还|没)|,(?![我他她老])){0,12}?(?:一直|从来|从|都|也|还|压根|根本)*(?:没有?|未)"
    r"(?:领|拿|享受|得)(?:到)?(?:过)?(?:他|她|我)?(?=$|[,。;])"
    r"|(?:从来|一直|从|也|都|还)*(?<!有)(?:没有?|未)(?:领|拿|给|发|享受)(?:到)?(?:过)?(?:我|我们|他|她)?(?:那个|那|这个|那笔|什么)*(?:一次性奖励|一次性的?奖|3500[元块]?|三千五|(?:农村|农业)?(?:计生)?(?:奖励扶助|奖扶)(?:金|款)?(?:(?:这|那)[类种])?的?(?:钱)?)"
    r"(?=$|[,。;])"
    r"|(?:一次性(?:的)?(?:奖励金?|奖)?|3500[元块]?|三千五|(?<!计生)奖励金?)(?:[^。!?我他她老,]|我(?=一直|从来|都|也|还|没)|,(?![我他她老])){0,12}?(?:没有?|未)(?:给|发)(?:过|到)?(?:他|她|我|我们)?过?(?=$|[,。;])"
)
_VIOLATED = quick(
    r"(?P<no>没有?|从没|从来没有?|未|不是|不属于|不算|没有违|不存在|并没有?|都没有?|也没有?|无|没(?:有)?(?:被|交|"
    r"罚))?(?:有)?(?:过|被|交过?|被罚过?)*(?P<word>超生(?!的(?:能|可以|还|家|人|有)|子女|能|怎么|罚|可以|还)(?:了|过)?|超怀|"
    r"(?<!罚没)罚过款|罚了款|被罚过|被罚了|罚了[^,。]{0,6}[元块万千]|罚过|罚款了|交了?罚款|交过罚款|(?:交了|交过|缴了|缴过|罚了|"
    r"交)社会抚养费|社会抚养费(?:交过|交了|也?交过|罚过|缴过)|计划外(?:生育|怀孕|的|生)?|违反(?:过)?(?:计划生育|计生|生育|"
    r"政策)(?:政策|规定|了)?|违规(?:生育|生过?|(?=$|[,。;!?]))|交(?:过|了)超生的?罚款|政策外(?:生育|生的?)?|偷生|违反政策生育|违法生育|多生了|(?<=没)超过生|(?<=没有)超过生|(?<=没)多生过?|(?<=没有)多生过?)"
)
_ON_RULES = sought("超生|超过生|超怀|罚|抚养费|计划外|违|政策|偷生|多生|合法|准生证")
_LAWFUL = re.compile(
    r"(?:是|都|都是)?(?:符合|按)(?:当时|当年|国家|的|计划生育|计生)*政策(?:的)?(?:内)?(?:生|生育)(?:的)?|政策内(?:生育|"
    r"生)?的?|政策(?:是)?允许(?:生|的)(?:的)?|合法生育|有准生证(?:的)?|按政策生的?"
)
_ON_REWARDS = sought("奖|[同一]样|同类|类似|一次性|3500|三千五|[那这]笔钱")
_THAT_MONEY = re.compile(
    r"[那这]笔钱[^,。;!?没不]{0,10}退休(?:时|的时候|那年|那会儿?|当年)[^,。;!?没不]{0,2}(?:单位|厂里?|公司)[^,。;!?没不]{0,5}(?P<no>没(?:有)?)?(?:给|补|兑现)?[他她我]?(?:(?:发|给|补|兑现)(?:了|过)|(?<=没)给|(?<=没)发|(?<=没给)发)"
    r"|[那这]笔钱[^,。;!?没不]{0,6}(?:单位|厂里?|公司)[^,。;!?没不]{0,3}退休(?:时|的时候|那年)[^,。;!?没不]{0,5}(?:发|给|补|兑现)(?:了|过)"
)
"""那笔钱我老公退休的时候单位已经给他发了: money that a unit pays to whoever retires."""


def rewards(line: Line) -> Iterator[Finding]:
    """Findings on `had_equal_reward`."""
    if not _ON_REWARDS.search(line.text):
        return
    never = _NEVER_HAD.search(line.text)
    if never and said(line, never) and not inline.search("保健费|特扶|育儿", line.text):
        persons = line.whose(line.owner(never.start(), never.end()))
        for person in persons or ("self",):
            yield Finding(f"{person}.had_equal_reward", False, *never.span())
        return
    for match in _HAD.finditer(line.text):
        if not said(line, match) or inline.search("保健费|奖扶|特扶|育儿", match.group()):
            continue
        verb = match["verb"] or match["verb2"]
        negative = match["no"] or match["no2"] or inline.search(r"没有?$|未$", line.before(match.start()))
        if (verb == "领" and not negative) or line.before(match.start()).endswith("有"):
            continue  # a wish, or 有没有领过
        if inline.match(
            r"(?:的人|的还|了?才|吗|我?没有?(?:$|我)|么|没有?[?,。])",
            line.text[match.end() : match.end() + 3],
        ) or inline.search(r"谁|是不是|怎么|如果|隔壁|楼[上下]|别人|同事|村里", line.before(match.start())):
            continue
        told_at = match.start("verb2") if match["what2"] else match.start()
        for person in persons_of(line, told_at, match.end()):
            yield Finding(f"{person}.had_equal_reward", not negative, *match.span())
    for match in _THAT_MONEY.finditer(line.text):
        if said(line, match) and not line.clause_at(match.start()).asks:
            for person in persons_of(line, match.end() - 1, match.end()):
                yield Finding(f"{person}.had_equal_reward", not match["no"], *match.span(), weak=True)


_SPOKEN_OF = sought(
    "3500|三千五|计生奖|计划生育奖|一次性(?:的)?奖|奖励|独生子女父母(?:的钱|奖)|独生子女奖|同样的钱|同类|计生的钱|一次性的(?:钱|那)|那个一次性"
)
_ON_ITS_OWN = sought(
    r"(?:那份|那笔|当年|当时|我们厂|厂子|从来|一直|其实|都|也|还|却|厂里|单位|别处|以前|之前|什么|,)*(?P<no>没(?:有)?(?:领|拿|得|享受|见|沾)(?:到过?|过)?(?:边|同样的钱|[这那]种钱|[这那]类钱|[这那]样的钱|什么计生奖|发过?)?|(?:一直)?没给过(?:奖励|奖)?|一分(?:钱)?(?:计生的?钱)?(?:都|也)?没(?:有)?(?:见|拿|领|得)(?:到)?过?|没发(?:过)?(?:那个|这个)?(?:奖励?)?)(?=$|[,。;!?])"
    r"|(?<!没)(?<!没有)(?P<had>(?:已经|早就?|都|也)?(?:领|拿|得|享受)(?:到)?(?:(?:过了|了)(?:[一两]?(?:次|回|道|遍|笔|份)了?)?|过[一两](?:次|回|道|遍|笔|份)了?))(?=$|[,。;!?])|(?:给我?)(?P<had2>补过|发过)(?:一次)?(?:计生|计划生育|一次性)?奖"
)
_NONE_OF_IT = sought(
    r"(?:从来|一直|都|也|还)*(?:没有?|未)(?:拿|领|得|享受|见)(?:到)?过?(?:什么|任何|一分)?(?:独生子女|计生|计划生育)(?:父母)?(?:的|那个|那笔|什么|方面的)*(?:钱|奖金?|奖励金?|补贴|好处)(?=$|[,。;!?])"
    r"|(?:独生子女|计生|计划生育)(?:父母)?(?:的|那个|那笔|什么)*(?:钱|奖金?|奖励金?)(?:我们?|一分钱?|都|也|从来|一直|两个人?|俩)*(?:没有?|未)(?:拿|领|得|享受|见)(?:到)?过?(?=$|[,。;!?])"
)
"""Who never had any money for an only child had no reward on retiring either; to have had some tells nothing."""
_OTHER_MONEY = re.compile("特扶|奖扶|保健费|育儿|养老金|退休金|农保|低保")


def said_of_the_reward(line: Line) -> Iterator[Finding]:
    """Findings on `had_equal_reward` where the reward is named elsewhere in the line: 我没领过,媳妇领过了."""
    for match in _NONE_OF_IT.finditer(line.text) if "退" in line.text else ():
        if line.told(*match.span()) and not line.clause_at(match.start()).asks:
            for person in line.whose(line.owner(*match.span())):
                yield Finding(f"{person}.had_equal_reward", False, *match.span(), weak=True)
    if not _SPOKEN_OF.search(line.text):
        return
    for match in _ON_ITS_OWN.finditer(line.text):
        clause = line.clause_at(match.start())
        words = line.text[clause.start : clause.end]
        if (
            clause.supposed
            or clause.asks
            or _OTHER_MONEY.search(words)
            or inline.search("谁|别人|隔壁|街坊", words)
        ):
            continue
        earlier = [c for c in line.clauses if c.end <= clause.start]
        if earlier and _OTHER_MONEY.search(line.text[earlier[-1].start : earlier[-1].end]):
            continue
        for person in line.whose(line.owner(match.start(), match.end())):
            yield Finding(f"{person}.had_equal_reward", not match["no"], *match.span(), weak=True)


def violations(line: Line) -> Iterator[Finding]:
    """Findings on `birth_rule_violation`."""
    if not _ON_RULES.search(line.text):
        return
    fact = "household.birth_rule_violation"
    for match in _VIOLATED.finditer(line.text):
        before = line.before(match.start())
        if not said(line, match) or inline.search(
            r"(?:算|算是|算不算|属于不属于|是不是|会|要|怕|被举报|算作|能|可以|叫|别人)$", before
        ):
            continue
        if line.after(match.end()).startswith("吧"):
            continue
        negative = (
            match["no"] is not None
            or inline.search(r"(?:没有?|未|不是|不算|不属于|从没|不存在)(?:过|被|有|交)?$", before)
            is not None
        )
        clause = line.clause_at(match.start())
        if (
            not negative
            and clause.asks
            and not line.named_subject(match.start())
            and not inline.search(r"了|过", match.group())
        ):
            continue
        yield Finding(fact, not negative, *match.span())
        return
    for match in _LAWFUL.finditer(line.text):
        if (
            said(line, match)
            and not line.clause_at(match.start()).asks
            and not inline.search(r"不$|要|是否|是不是", line.before(match.start()))
        ):
            yield Finding(fact, False, *match.span())
            return
