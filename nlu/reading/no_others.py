"""That the children named are all there are: 姑娘残疾,没别的伢; 有一个儿子,现在备二胎."""

import re
from collections.abc import Iterator

from nlu.reading import inline
from nlu.reading.finding import Finding
from nlu.reading.line import Line
from nlu.reading.numerals import read_number
from nlu.reading.our_children import KID, counted_at, ours
from nlu.reading.people import CHILDREN, Kin

_NONE_ELSE = re.compile(
    rf"(?:再|也|家里|屋里|膝下|我们?|就)*(?:没有?|没得|无)(?:得)?(?:别的|其他的?|其它的?|另外的|第二个|多的)(?:{KID}|儿女|儿子|女儿)?了?(?=$|[,。;!?])"
)
_NEXT = (
    r"(?:备(?:孕)?|想(?:再)?(?:要|生|怀)|打算(?:再)?(?:要|生|怀)|准备(?:再)?(?:要|生|怀)|计划(?:再)?(?:要|生|怀)|考虑(?:再)?(?:要|生)|怀(?:了|上|着|起)?)(?:个|一个)?"
    r"(?:老(?P<old>[二三四])|(?P<birth>[二三四])[胎宝孩]|第(?P<nth>[二三四])[个胎])"
)
_EXPECTED = re.compile(_NEXT)
_GIRL, _BOY = "(?:女儿|姑娘|闺女|丫头|女孩|女娃)", "(?:儿子|男孩|男娃|小子)"
_SOME = re.compile(
    rf"(?<![第每几另前后])(?:(?P<n>[一两二三俩1-3])个?|(?<=有)(?:了)?个)(?:(?P<girl>{_GIRL})|(?P<boy>{_BOY})|(?P<kid>{KID}))(?!们|户)"
)
_ONLY_AND_ITS_SEX = re.compile(
    rf"(?:就|只|仅|只有|就只|总共就|一共就)(?:有|是|养|得)?(?:了|过)?(?:这么|这|那)?[一1]个(?:{KID})?,(?:就?是)?(?:个|一个)?(?:(?P<girl>{_GIRL}|女的|女伢|女)|(?P<boy>{_BOY}|男的|男伢|男))(?=$|[,。;!?])"
    rf"|(?:就|只|仅|只有|就只)(?:生|怀)(?:了|过)?(?:这么|这|那)?[一1][个胎](?:{KID})?,(?:就?是)?(?:个|一个)?(?:(?P<girl2>{_GIRL}|女的|女伢|女)|(?P<boy2>{_BOY}|男的|男伢|男))(?=$|[,。;!?])"
)
_SEVERAL = re.compile(
    "[两二三四五俩仨2-5]个(?!月|老|人)|俩|仨|双胞胎|龙凤|前[夫妻]|儿女|兄弟|姐妹|老[大二三四]|大的|小的|[二三]胎"
)


def no_others(line: Line) -> Iterator[Finding]:
    """Findings on `children_living`, `sons` and `daughters`."""
    for match in _ONLY_AND_ITS_SEX.finditer(line.text) if inline.search("[就只仅]", line.text) else ():
        if ours(line, *match.span()) and not line.clause_at(match.end() - 1).asks:
            girl = bool(match["girl"] or match["girl2"])
            yield counted_at("daughters", int(girl), match, weak=True)
            yield counted_at("sons", int(not girl), match, weak=True)
    none = _NONE_ELSE.search(line.text) if inline.search("别的|其[他它]|另外|第二个", line.text) else None
    if none and not line.clause_at(none.end() - 1).supposed and line.told(*none.span()):
        yield from _the_one(line, none)
    expected = _EXPECTED.search(line.text) if inline.search("[二三四]", line.text) else None
    if expected and not line.clause_at(expected.start()).supposed:
        yield from _before_the_next(line, expected)


def _the_one(line: Line, none: re.Match[str]) -> Iterator[Finding]:
    if _SEVERAL.search(line.text):
        return
    kins = {
        m.kin
        for m in line.mentions
        if m.kin in CHILDREN and m.end <= none.start() and m.kin is not line.about
    }
    sexed = kins - {Kin.CHILD}
    if not kins or len(sexed) > 1 or inline.search("(?<![带看抱接外])孙", line.text):
        return
    yield counted_at("children_living", 1, none, weak=True)
    if sexed:
        girl = sexed == {Kin.DAUGHTER}
        yield counted_at("daughters", int(girl), none, weak=True)
        yield counted_at("sons", int(not girl), none, weak=True)


def _before_the_next(line: Line, expected: re.Match[str]) -> Iterator[Finding]:
    """Whoever wants a second child has one: what is counted is all there are."""
    rank = read_number(expected["old"] or expected["birth"] or expected["nth"])
    named = line.named_subject(expected.start())
    if rank is None or (named is not None and not line.whose(named.kin) and named.kin not in CHILDREN):
        return
    counted = [m for m in _SOME.finditer(line.text) if line.told(*m.span()) and m.start() < expected.start()]
    if len(counted) != 1 or inline.search("走了|没了|去世|夭|不在了", line.text):
        return
    match = counted[0]
    count = read_number(match["n"]) if match["n"] else 1
    if count != rank - 1:
        return
    yield counted_at("children_living", count, match, weak=True)
    if match["girl"] or match["boy"]:
        yield counted_at("daughters", count if match["girl"] else 0, match, weak=True)
        yield counted_at("sons", count if match["boy"] else 0, match, weak=True)
