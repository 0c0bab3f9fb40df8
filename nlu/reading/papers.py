"""What papers and decisions say: certificate, disability and complication grades, housing, nationality."""

import re
from collections.abc import Iterator

from nlu.reading import inline
from nlu.reading.ages import CORRECTS
from nlu.reading.finding import Finding
from nlu.reading.line import Line
from nlu.reading.people import CHILDREN, Kin
from nlu.reading.quick import quick
from nlu.reading.sought import sought

_CERT = r"(?:独生子女父母光荣证|独生子女光荣证|独生子女父母证|独生子女证明?|独生子女父母|独生证|光荣证|独子证|独生子女的证|独生子女那个证)"
_HAS_CERT = sought(
    quick(
        rf"(?P<no>没有?|从没|没去|未|还没有?|从来没|一直没有?|当年没|当时没|并没有?|都没有?|也没有?|没(?:给)?我?)?(?:去|有|"
        rf"给)?(?P<verb>办理?了|办理?过|办理?的?|领了|领过|领取了|领取过|拿过|发过|发了|有过|持有|取得了?|有|领|拿了|拿|"
        rf"领取)(?:的|了|过|个|一个|一本|那个|那本|这个|本|张|当年|老的|红色|红本|,|是)*{_CERT}(?!的人|费|吗|么|没有|怎么|要|能|"
        rf"奖|补)"
        rf"|{_CERT}(?:我们?|当年|当时|以前|那时候?|早就?|都|也|家里|是|老公|老婆|爱人|的|呢|本|,|现在|原来|后来|倒|还|已经|已|"
        rf"早就|一直|刚|给|被|让|确实|本来|搬家|时|单位|他们|我妈|我爸|孩子|在家里?|当年嫌麻烦|我?爱人|\d{{2,4}}年|厂里)*(?P<after>有(?=$|[,。;!?的呢啊])|办了|办过|办的|领了|"
        rf"领过|发了|发过|拿过|拿了|还在|在手|在(?=$|[,。;!?])|齐全|丢了|丢失|弄丢|遗失|掉了|不见了|找不到|找不着|没了|烧了|搞丢|"
        rf"弄没|搞不见|破了|烂了|办下来|发的|领的|没丢|没办|没有(?!用|效|钱|奖|补)|没去?领|没去?拿|(?:在)?(?:家里?|一直|还)*(?:收着|保存着|留着|放着|保管着|存着)|没得|没发|不在了|未办|没去办|没给办|没给发)"
    )
)
_LOST = sought(
    rf"(?:丢了|丢失了|弄丢了|遗失了|搞丢了|掉了|找不到|找不着|不见了){_CERT}|(?:把|将){_CERT}(?:都|也|给|搞|弄|搬家|"
    rf"时)*(?:丢|弄丢|掉|搞丢|遗失|搞没|弄没|烧)"
)

_NO_PAPER = re.compile(r"(?:^|[,。])(?:我们?)?没有?(?:那个)?证,(?:当时|当年|那时候?)没(?:去)?[办领]")

_NO_CERT = re.compile(rf"(?<!有)没有?(?:那个|这个|什么)?{_CERT}(?=$|[,。;!?]|怎么办|拿什么)")
_BARE_CERT = re.compile(
    r"(?:^|[,。;!? ])(?:那个)?(?:证(?:也|都|还)?(?:有|在|办了|领了|丢了|搞丢了|找不到了|不见了)(?:的)?|有证)(?=$|[,。;!?])"
)
OF_MARRIAGE = re.compile("结婚证|离婚|离了|没离|领证|扯证|办离")
"""说错了,没离,证还在: the certificate of marriage."""
_ITS_OWN = re.compile("独生|保健费|光荣")

_GRADE = r"(?P<g>[一二三四1234])"
_ASKED_FOR = re.compile(
    r"(?:要|需要|必须|是不是|有没|要不要|不管|凭|怎么|想|能不能|补|去哪|哪里|还能|可以|要求|是否|如何|谁|给)(?:去|先)?$"
)
_DISABLED = re.compile(
    rf"(?:残疾(?:儿子|女儿|孩子|姑娘)|残疾证?|伤残|残障|肢体|智力|精神|听力|视力|言语|多重|肢残|智残|鉴定(?:为|是|了)?|评(?:为|了|的|定为)?|"
    rf"残联评?[^,。]{{0,3}}|重度|评残|脑瘫|自闭症|智障|持|独生子女残疾证是|(?<=残疾)评的|(?<=残疾证)评的)(?:残疾|伤残)?(?:证|等级|的)?(?:上)?(?:写的?)?(?:是|为|,|定|属于|有|评了?|办了?|达到|"
    rf"等级|:)*{_GRADE}级"
    rf"|{_GRADE.replace('?P<g>', '?P<g2>')}级(?:的)?(?:肢体|智力|精神|听力|视力|言语|多重|重度|智障|肢残|脑瘫)?(?:残疾|伤残|"
    rf"残障|智障|肢残|智残|残)"
)
_HEALTHY = re.compile(
    r"(?:孩子|儿子|女儿|姑娘|娃|小孩|独子|独女|闺女)(?:他|她|都|是|也|很|身体|一直)*(?:没有?残疾|无残疾|不残疾|不是残疾|没残|"
    r"健健康康|身体健康|健康的?|没有伤残|没伤残)(?!证|怎么)"
)
_COMPLICATION = re.compile(
    rf"(?:并发症|后遗症)(?:鉴定|鉴定书|等级|的|证|上|写|经|医学会|区里|市里|专家组|,|当年|后来|已经|被|评|定|过|给|结果|我|"
    rf"做|有|属于)*(?:是|为|定为|评为|评了|评的是|鉴定为|鉴定是|达到|定了|,|:|成|了|出来)*{_GRADE}级"
    rf"|{_GRADE.replace('?P<g>', '?P<g2>')}级(?:节育|手术|结扎|上环|计划生育)*(?:手术)?(?:并发症|后遗症)"
    rf"|(?:结扎|上[了过的]{{0,2}}环|男扎|女扎|节育|输卵管|取环|人流|引产)[^。!?]{{0,24}}?(?:鉴定|评|定|评定)(?:为|是|了|成|的是|的|结果是?|出来是?|出来|过|"
    rf":)*{_GRADE.replace('?P<g>', '?P<g3>')}级"
    rf"|(?:评|鉴定|定|专家组?|医学会)(?:了|为|的是|的|是|算|够|出来|下来|说是?|结论是?)+{_GRADE.replace('?P<g>', '?P<g4>')}级(?=$|[,。;!?])"
    rf"|(?:鉴定|专家|评)[^。!?,]{{0,12}}(?:结扎|环|节育|手术|毛病)[^。!?,]{{0,8}}"
    rf"(?:够(?:得上)?|算|是|属于?|定为?|达到|评为?)(?:了|的|上)?{_GRADE.replace('?P<g>', '?P<g5>')}级"
)
_NO_COMPLICATION = re.compile(
    r"(?:没有?|无|没得)(?:落下?|留下?|得|出|犯|发|查出)?(?:什么|任何|过|啥)?(?:手术|节育|结扎)?(?:并发症|后遗症)(?!证|怎么|鉴定|的)"
    r"|(?<=我)(?:自己)?没(?:什么|有)?毛病(?=$|[,。;!?])"
)
_HOUSING = re.compile(
    r"(?P<no>不|没有?|未|还没有?)?(?:也|都|已经)*(?:符合|够|达到|满足|通过了?|审核过了?)(?:一般|普通|当地|武汉|公租房|"
    r"廉租房|住房保障|保障房|经济适用房|经适房|保障性住房|住房困难|低收入住房|申请|的|住房)+(?:的)?(?:条件|资格|标准|审核|"
    r"要求)"
    r"|(?:公租房|廉租房|住房保障|保障房|经适房|经济适用房|保障性住房)(?:的)?(?:申请)?(?:条件|资格|审核|标准)(?:我们?家?|都|"
    r"也|已经|是|经|审核)*(?P<no2>不|没有?|未)?(?:符合|够|达到|有|通过了?|审核过了?|批(?:下来)?了|拿到了?|过了)(?!吗|哪)"
    r"|住房条件(?:已经|都)?审(?:核|查)?(?:通)?过(?:关)?了"
)
_CHINESE = quick(
    r"(?P<no>不是|没有?|非)?(?:是|拿|有|持|入|上|属于|的)?(?P<land>中国|中华人民共和国|本国|美国|外国|加拿大|澳洲|澳大利亚|"
    r"英国|日本|韩国|新加坡|德国|法国|新西兰|国外|泰国|越南)(?:的)?(?:国籍|籍(?!贯)|护照|公民)|(?<=是)(?P<land4>中国|美国|外国|加拿大|澳大利亚|英国|日本|韩国|新加坡|德国|法国)人(?=$|[,。;!?])|国籍(?:是|为|:|"
    r"在)*(?P<no2>不是)?(?P<land2>中国|美国|外国|加拿大|澳洲|英国|日本|韩国|新加坡)|(?P<was>入了?|加入了?)(?P<land3>美国|"
    r"外国|加拿大|澳洲|英国|日本|新加坡)籍"
)


def papers(line: Line) -> Iterator[Finding]:
    """Findings that rest on a paper or a decision."""
    text = line.text
    # Most utterances speak of none of these: the cheap look comes first.
    if "证" in text or "独生" in text:
        yield from _certificate(line)
    if "残" in text or "级" in text or "健康" in text or "重度" in text:
        yield from _disability(line)
    if "并发症" in text or "后遗症" in text or "级" in text:
        yield from _complication(line)
    if "房" in text:
        yield from _housing(line)
    if "籍" in text or "护照" in text or "公民" in text or "国人" in text or "大人" in text:
        yield from _nationality(line)


def said(line: Line, match: re.Match[str]) -> bool:
    """Whether the words are really told, and not of somebody whose claim it is not."""
    named = line.named_subject(match.start())
    others = (
        named is not None
        and not line.whose(named.kin)
        and named.kin not in CHILDREN
        and named.kin is not Kin.ME
    )
    return line.told(match.start(), match.end()) and not others


def _certificate(line: Line) -> Iterator[Finding]:
    fact = "household.one_child_certificate"
    for match in _LOST.finditer(line.text):
        if not line.clause_at(match.start()).supposed:
            yield Finding(fact, True, *match.span())
            return
    none = _NO_PAPER.search(line.text)
    if none and not line.clause_at(none.start()).asks and not line.clause_at(none.start()).supposed:
        yield Finding(fact, False, *none.span())
        return
    none = _NO_CERT.search(line.text)
    if none and line.text[: none.start()].endswith("不是") and not line.clause_at(none.start()).supposed:
        if not line.clause_at(none.start()).asks:
            yield Finding(fact, True, *none.span())  # 不是没有独生子女证,是搬家搞丢了
        return
    if (
        none
        and not line.clause_at(none.start()).supposed
        and not _ASKED_FOR.search(line.before(none.start()))
    ):
        yield Finding(fact, False, *none.span())
        return
    bare = _BARE_CERT.search(line.text)
    if (
        bare
        and _ITS_OWN.search(line.text)
        and not OF_MARRIAGE.search(line.text)
        and line.told(bare.end() - 1, bare.end())
    ):
        yield Finding(fact, True, *bare.span())
        return
    for match in _HAS_CERT.finditer(line.text):
        before, rest = line.before(match.start()), line.text[match.end() : match.end() + 6]
        clause = line.clause_at(match.start())
        if clause.supposed or inline.match(
            r"(?:了|过)?(?:吗|么|没有?(?!证)|才|的(?:人|家|能|可以|父|夫))", rest
        ):
            continue
        if _ASKED_FOR.search(before) or (match["no"] and before.endswith("有")):
            continue
        general = inline.match(
            r"(?:的)?(?:的话|就|才|能|可以|还能|怎么|也|有|是不是|每|一个月|一年|退休|都)", rest
        )
        word = match["verb"] or match["after"]
        if (
            general
            and match["verb"]
            and line.named_subject(match.start()) is None
            and not inline.search("[了过]", word)
        ):
            continue
        if match["after"] == "有" and inline.match(r"(?:什么|用|几|没)", rest):
            continue
        if match["verb"] and "," in match.group() and inline.search(r"独生子女父母$", match.group()):
            continue  # 养老金没有,独生子女父母: who somebody is
        negative = match["no"] is not None or inline.search(r"没有?$|没(?:去|给)?$", before) is not None
        if match["no"] and inline.match(r"了(?!吗)", rest):
            negative = False  # 没有光荣证了: there was one
        if match["after"]:
            negative = inline.match(r"没(?!了|丢)|未", match["after"]) is not None and not rest.startswith(
                "了"
            )
        dated = inline.search(r"[办领拿发]的", match.group()) and (
            inline.search(r"年前?$", before) or inline.search(r"\d年", match.group())
        )
        if inline.fullmatch("办理?的?|领|拿|领取", word) and not negative and not dated:
            continue  # to fetch one is a wish, not a fact
        yield Finding(fact, not negative, *match.span())
        return


def _disability(line: Line) -> Iterator[Finding]:
    fact = "household.only_child_disability_grade"
    operated = inline.search("并发症|后遗症", line.text) is not None
    for match in _DISABLED.finditer(line.text):
        if operated and "残" not in match.group():
            continue  # 独生子残疾二级,我自己结扎并发症三级
        if not said(line, match) or _enumerated(line, match) or _not_that(line, match):
            continue
        kin = line.owner(match.start(), match.end())
        nearby = any(m.kin in CHILDREN and m.end <= match.end() + 4 for m in line.mentions)
        follower = inline.match(r"的?(?:孩子|儿子|女儿|姑娘|娃|独)", line.text[match.end() : match.end() + 4])
        if (
            kin in CHILDREN
            or follower
            or "独生" in line.text[max(0, match.start() - 6) : match.end()]
            or (nearby and line.named_subject(match.start()) is None)
            or _put_right(line, match)
        ):
            grade = match["g"] or match["g2"]
            yield Finding(fact, _number(grade), *match.span())
            return
    for match in _HEALTHY.finditer(line.text) if not operated else ():
        if line.told(*match.span()):
            yield Finding(fact, 0, *match.span())
            return


def _not_that(line: Line, match: re.Match[str]) -> bool:
    """是二级不是三级残疾: the grade that it is not."""
    place = match.start("g") if match["g"] else match.start("g2")
    return line.text[:place].endswith("不是")


def _put_right(line: Line, match: re.Match[str]) -> bool:
    """看错证了,残疾等级是二级: whose it is was said before, for of nobody else it is asked."""
    others = any(m.kin is not Kin.ME for m in line.mentions)
    return not others and "等级" in match.group() and CORRECTS.search(line.text) is not None


def _number(grade: str) -> int:
    return "一二三四".index(grade) + 1 if grade in "一二三四" else int(grade)


def _enumerated(line: Line, match: re.Match[str]) -> bool:
    """一级二级三级怎么分 lists the grades and says none."""
    return (
        inline.match(r"(?:和|跟|、|或|到)?[一二三四1-4]级", line.text[match.end() :]) is not None
        or inline.search(r"[一二三四1-4]级(?:和|跟|、|或|到)?$", line.text[: match.start()]) is not None
    )


def _complication(line: Line) -> Iterator[Finding]:
    spoken_of = (
        inline.search("并发症|后遗症|结扎|[男女]扎|上[了过的]{0,2}环|节育|取环|手术|环的毛病", line.text)
        is not None
    )
    graded: tuple[str, ...] = ()
    for match in _COMPLICATION.finditer(line.text):
        if (match["g4"] or match["g5"]) and not spoken_of:
            continue
        grade = _number(match["g"] or match["g2"] or match["g3"] or match["g4"] or match["g5"])
        if grade > 3 or line.clause_at(match.start()).supposed or _enumerated(line, match):
            continue
        after = line.text[match.end() : match.end() + 3]
        listing = (
            inline.match(r"(?:的)?(?:每|能|可以|一个月|一年|多少|有|怎么|和|到|以上|以下|才|给|补|领)", after)
            and line.named_subject(match.start()) is None
            and not inline.search(r"我[^,。]{0,6}(?:鉴定|评)", line.text)
        )
        if listing or inline.search(r"(?:是不是|必须|需要|要)$", line.before(match.start())):
            continue
        graded = line.whose(line.owner(match.start(), match.end()))
        for person in graded:
            yield Finding(f"{person}.complication_grade", grade, *match.span())
        break
    for match in _NO_COMPLICATION.finditer(line.text):
        persons = line.whose(line.owner(*match.span()))
        if said(line, match) and not set(persons) & set(graded):
            for person in persons:
                yield Finding(f"{person}.complication_grade", 0, *match.span())
            return


def _housing(line: Line) -> Iterator[Finding]:
    for match in _HOUSING.finditer(line.text):
        if not line.told(*match.span()) or inline.search(
            r"(?:怎么|怎样|如何|是否|是不是|要|才|是不|需要|看看|算不算|不知道|不晓得|能)(?:才)?$",
            line.before(match.start()),
        ):
            continue
        if inline.match(r"(?:吗|么|才|的(?:人|话|家)|是什么|有哪)", line.text[match.end() : match.end() + 3]):
            continue
        yield Finding("household.housing_qualified", not (match["no"] or match["no2"]), *match.span())
        return


def _nationality(line: Line) -> Iterator[Finding]:
    for match in _CHINESE.finditer(line.text):
        if not line.told(*match.span()):
            continue
        kin = line.owner(match.start(), match.end())
        if kin not in CHILDREN and not any(
            m.kin in CHILDREN and m.end <= match.start() for m in line.mentions
        ):
            continue
        land = match["land"] or match["land2"] or match["land3"] or match["land4"]
        chinese = land in {"中国", "中华人民共和国", "本国"}
        denied = bool(match["no"] or match["no2"])
        if denied and not chinese:
            continue
        yield Finding("household.child_is_chinese", chinese is not denied, *match.span())
        return
