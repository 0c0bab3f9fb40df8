"""Facts out of spans that a trained extractor took for ages and registrations: where patterns found none, and only in plain words."""

import re
from collections.abc import Iterator, Sequence

from nlu.normalise import clean
from nlu.reading import inline
from nlu.reading.ages import is_no_age, owner_of_age
from nlu.reading.answers import answer
from nlu.reading.finding import Finding
from nlu.reading.line import Line
from nlu.reading.numerals import NUMBER, read_number
from nlu.reading.people import mentions_in
from nlu.respelling import respell

_NUMBER = re.compile(rf"(?<![\d零〇一二两三四五六七八九十百])(?P<n>{NUMBER})(?:周?岁)?")
_ENDS = re.compile(
    r"(?:周?岁)?(?:了|咯|啦|的人了|整)?(?:$|才(?:晓得|知道|听说))|岁?领(?:居民|企业|职工)?养老"
)
_MONEY = re.compile(
    r"元|块|钱|[加增补]发|奖励?|补贴|标准|每[月年人]|一个?[月年]|还是|不是|[一二三四1-4]级|到$|比|号|月$|后$|前$"
    r"|(?:月份?|今年|老人|居民|村民|职工|的人)[^,]{0,3}满$|要$|加了$|减$|就$|[和跟与*+]$|当年|那年|女方$|男方$|满一"
)
_LEAST, _MOST = 18, 110


def from_entities(line: Line, found: list[Finding], entities: Sequence[tuple[str, str]]) -> Iterator[Finding]:
    """Findings on the claimant's age and registration; an extractor takes rules and amounts for them too (60岁能领吗, 加40还是100)."""
    known = {finding.fact for finding in found}
    for kind, text in entities:
        if kind == "age" and "self.age" not in known:
            yield from _age(line, respell(clean(text)))
        elif kind == "hukou" and "self.hukou_type" not in known and "户" in text and "转" not in text:
            yield from _register(line, respell(clean(text)))


def _age(line: Line, text: str) -> Iterator[Finding]:
    place = line.text.find(text)
    number = _NUMBER.search(line.text, place) if place >= 0 else None
    if number is None or number.start() != place + len(text) - len(text.lstrip("我今年满了都已经才只 ")):
        return
    value, clause = read_number(number["n"]), line.clause_at(place)
    if value is None or not _LEAST <= value <= _MOST or clause.supposed or line.text.endswith("88"):
        return
    before, after = line.text[clause.start : number.start()], line.text[number.end("n") : clause.end]
    if not _ENDS.match(after) or _MONEY.search(before) or (clause.asks and not after.startswith("才")):
        return
    kin = owner_of_age(line, number, value)
    if is_no_age(line, number) or line.whose(kin) != ("self",):
        return
    yield Finding("self.age", value, number.start(), number.end())


def _register(line: Line, text: str) -> Iterator[Finding]:
    place = line.text.find(text)
    if place < 0:
        return
    clause = line.clause_at(place)
    if inline.search("以前|原来|要|得|必须|需", line.before(place)):
        return  # 以前要农村户口
    if clause.asks or clause.supposed or line.whose(line.owner(place, place + 1)) != ("self",):
        return
    yield from answer(Line(text, line.on, line.about, mentions_in(text, line.about)), "self.hukou_type")
