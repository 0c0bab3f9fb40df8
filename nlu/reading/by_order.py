"""Children told one after the other, by their place: 老大是姑娘后头俩小子, 老三刚满月,前头两个都是男孩."""

import re
from collections.abc import Iterator

from nlu.reading import inline
from nlu.reading.finding import Finding
from nlu.reading.line import Line
from nlu.reading.numerals import read_number
from nlu.reading.our_children import counted_at
from nlu.reading.people import Kin

_GIRL = "(?:姑娘|女儿|女孩子?|女娃|女伢|闺女|丫头|女的|女(?!婿|方|士|性|人))"
_BOY = "(?:儿子|男孩子?|男娃|男伢|小子|男的|(?<!女)儿(?!子|女|媳|童)|男(?!方|士|性|人))"
_N = "[一两二三四俩仨1-4]"
_IS = r"(?:也|都|全|才|就|又|还|却|竟)*(?:是|为|生的是|生的)?(?:个|一个)?"
_FRONT = r"(?:前头|前面|上面|头里|前边|先头|头)(?:那|这|的|有|还有|已经有)*"
_REAR = r"(?:后头|后面|后边|下面|底下|小的|后来生的?|后生的?)(?:那|这|的|有|还有|又生了?|又有)*"
_PLACED = re.compile(
    rf"(?P<front>{_FRONT})(?:是)?(?:(?P<pair>一儿一女|一女一儿|一男一女|一女一男|一对儿女)|(?P<n>{_N})个?(?:孩子|伢|娃)?{_IS}(?:(?P<girls>{_GIRL})|(?P<boys>{_BOY})))"
    rf"|(?P<rear>{_REAR})(?P<rn>{_N})个?(?:孩子|伢|娃)?{_IS}(?:(?P<rgirls>{_GIRL})|(?P<rboys>{_BOY}))"
    r"|(?P<places>(?:老大|老二|老三|老四|大宝|二宝|三宝|[和跟、]){2,})"
    rf"{_IS}(?:(?P<pgirls>{_GIRL})|(?P<pboys>{_BOY}))"
    rf"|(?P<place>老大|大的|大宝|头一?个|第一个|头胎|老二|二宝|二胎|第二个|中间的?|老三|三宝|三胎|第三个|老四|老幺|老小|最小的|小的|最后一?个|末了一?个)"
    rf"(?:[^,。;!?]{{0,3}}?){_IS}(?:(?P<girl>{_GIRL})|(?P<boy>{_BOY}))"
)
_TWINS_AFTER = re.compile(
    r"龙凤胎(?=.*(?:上面|上头|前面|前头|头里|大的)(?:就|还|只)?(?:有|是)?(?P<n>一个|个|两个|俩)(?P<sex>姐姐|哥哥|姐|哥|女儿|姑娘|闺女|儿子|男孩|女孩))"
)
_TOTAL = re.compile(r"(?<![第每前后头面])(?P<n>[三四五仨3-5])个?(?:孩子|小孩|伢|娃娃?|崽|子女)")
_YOUNGEST = re.compile("老(?P<old>[三四五])|(?P<birth>[三四五])[胎宝孩]|第(?P<nth>[三四五])个")
_BORN = re.compile(
    r"生的|出生|落地|满月|[刚才]生|生了|月生|日生|号生|周岁|\d岁|(?:胎|孩)(?:的)?(?:妈|爸|宝)|那天生|两岁|一岁"
)
_NOT_YET = re.compile("怀|孕|想[要生]|准备|打算|备|再[要生]")


def by_order(line: Line) -> Iterator[Finding]:
    """Findings on all counts, where what is told of each place adds up to all children there are."""
    if not inline.search(
        "老[大二三四]|[前后上下先][面头边]|头[里胎一个那]|大的|小的|龙凤|[大二三]宝|第[一二三]个", line.text
    ):
        return
    twins = _TWINS_AFTER.search(line.text) if "龙凤" in line.text else None
    if twins and line.told(*twins.span()) and not _NOT_YET.search(line.text):
        before = 2 if twins["n"] in {"两个", "俩"} else 1
        girls = before if inline.search("姐|女|姑|闺", twins["sex"]) else 0
        counts = (("sons", 1 + before - girls), ("daughters", 1 + girls), ("children_living", 2 + before))
        for name, value in counts:
            yield counted_at(name, value, twins)
        return
    placed = [match for match in _PLACED.finditer(line.text) if _told(line, match)]
    elder = next((match for match in placed if match["front"]), None)
    if elder is not None:
        yield from _after_the_elder(line, elder, placed)
        return
    if len(placed) < 2 or any(line.clause_at(match.start()).asks for match in placed):
        return
    girls, boys = sum(_girls(m) for m in placed), sum(_boys(m) for m in placed)
    total = _TOTAL.search(line.text)
    wanted = read_number(total["n"]) if total else _highest(placed)
    if wanted != girls + boys:
        return
    last = placed[-1]
    for name, value in (("sons", boys), ("daughters", girls), ("children_living", girls + boys)):
        yield counted_at(name, value, last)


def _told(line: Line, match: re.Match[str]) -> bool:
    """他家头胎女儿,二胎儿子 and 孙子老大是男孩 are told of others' children."""
    others = inline.search("[他她]家|人家|邻居|同事|隔壁|朋友", line.text[: match.start()])
    if others and line.about is not Kin.OTHER:
        return False
    return line.told(*match.span()) and not inline.search("孙", line.text)


def _after_the_elder(line: Line, elder: re.Match[str], placed: list[re.Match[str]]) -> Iterator[Finding]:
    """Two before it and a third one born are three; their sexes add up only where the third one's is told."""
    youngest = _YOUNGEST.search(line.text)
    if youngest is None or _NOT_YET.search(line.text):
        return
    rank = read_number(youngest["old"] or youngest["birth"] or youngest["nth"])
    girls, boys = _girls(elder), _boys(elder)
    if rank != girls + boys + 1:
        return
    rest = [m for m in placed if m is not elder]
    if _BORN.search(line.text) and not rest:
        yield counted_at("children_ever", rank, elder)
    if len(rest) == 1 and _girls(rest[0]) + _boys(rest[0]) == 1:
        girls, boys = girls + _girls(rest[0]), boys + _boys(rest[0])
        for name, value in (("sons", boys), ("daughters", girls), ("children_living", rank)):
            yield counted_at(name, value, rest[0])


def _highest(placed: list[re.Match[str]]) -> int | None:
    """How many there are by the places alone: 老大…老二 are two, 老大…老二老三 three; a gap says nothing."""
    named: list[int] = []
    for match in placed:
        if match["rear"]:
            start = max(named, default=0)
            named += range(start + 1, start + 1 + _girls(match) + _boys(match))
        elif match["places"]:
            named += [_RANK[word] for word in re.findall("老[大二三四]|[大二三]宝", match["places"])]
        else:
            place = match["place"]
            if place in {"小的", "最小的", "老幺", "老小"} or place.startswith(("最后", "末了", "中间")):
                named.append(max(named, default=0) + 1)
            else:
                named.append(next(rank for cue, rank in _RANK.items() if place.startswith(cue)))
    return len(named) if sorted(named) == list(range(1, len(named) + 1)) else None


_RANK = {
    "老大": 1, "大的": 1, "大宝": 1, "头": 1, "第一": 1, "老二": 2, "二宝": 2, "二胎": 2, "第二": 2,
    "老三": 3, "三宝": 3, "三胎": 3, "第三": 3, "老四": 4,
}  # fmt: skip


def _girls(match: re.Match[str]) -> int:
    if match["pair"]:
        return 1
    return _of_one_sex(match, "girl")


def _boys(match: re.Match[str]) -> int:
    if match["pair"]:
        return 1
    return _of_one_sex(match, "boy")


def _of_one_sex(match: re.Match[str], sex: str) -> int:
    if match[f"{sex}s"]:
        return read_number(match["n"]) or 0
    if match[f"r{sex}s"]:
        return read_number(match["rn"]) or 0
    if match[f"p{sex}s"]:
        return len(re.findall("老[大二三四]|[大二三]宝", match["places"]))
    return int(match[sex] is not None)
