"""Days of birth that are told by a bare date: 我老公1973年1月5号,我1978年1月5号."""

import re

from nlu.reading import inline
from nlu.reading.dates import Dated
from nlu.reading.line import Line
from nlu.reading.people import CHILDREN

_ALONE = re.compile(r"(?:今年|是|就是|的生日|生日|身份证(?:上)?(?:是|写的)?|:)*")
_AFTER = re.compile(r"(?:份)?(?:的|的人|生|生人|属[鼠牛虎兔龙蛇马羊猴鸡狗猪](?:的)?)?")
_SEX_BEFORE = re.compile(r"(?:^|[,。;!? ])(?:本人|我)?(?:性别)?[女男](?:性|的|方)?,$")
_OTHER_DAYS = re.compile(
    "退|婚|下岗|参加工作|上班|进厂|迁|办|领|走|去世|没了|证|离|来|发|生了|毕业|流产|手术|结扎|上环"
)
"""Where such words stand a bare date may be of what they tell; only one too long ago for it is a day of birth."""
_LEAST, _LONG_AGO, _MOST = 18, 46, 110


def is_birthday(line: Line, found: Dated, iso: str) -> bool:
    """Whether a grown person's name and a date (`iso`, by a grown person's years) with a month are all that a clause says."""
    if len(iso) < 7 and not found.lunar:
        return False
    years = line.on.year - int(iso[:4])
    events = _OTHER_DAYS.search(line.text) is not None
    if not (_LONG_AGO if events else _LEAST) <= years <= _MOST:
        return False
    clause = line.clause_at(found.start)
    before, after = line.text[clause.start : found.start], line.text[found.end : clause.end]
    if clause.supposed or clause.asks or not _AFTER.fullmatch(after):
        return False
    named = line.named_subject(found.start)
    if named is None:
        return not before and _SEX_BEFORE.search(line.text[: clause.start]) is not None
    if named.kin in CHILDREN and named.kin is not line.about:
        return False
    rest = line.text[named.end : found.start]
    return (
        named.start == clause.start and _ALONE.fullmatch(rest) is not None and not inline.search("们", before)
    )
