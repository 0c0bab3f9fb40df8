"""Whether what is said of children is said of the household asked about, and the words for them."""

import re

from nlu.reading import inline
from nlu.reading.finding import Finding
from nlu.reading.line import OF_OTHERS, Line
from nlu.reading.people import CHILDREN, IN_LAWS, PAIRS, PARTNER, Kin

KID = r"(?:孩子|小孩子?|娃娃?|伢|崽崽?|宝宝|子女|儿女|小朋友|宝贝|小家伙)"

ONLY_BEFORE = re.compile(
    r"(?:就|只|仅|仅仅|单|光|只有|就是|就只|统共|总共|一共|唯一|总共就|独独)(?:有|生|养|得|要|是|这|剩|了|过|育|育有|生育|"
    r"我们?|着|剩下|那|这么|么|家里|一直|带|生养|养育|亲生|领养|收养)*$"
)
_ELDER = re.compile(r"(?:前头|前面|上面|头里|前边|先头)(?:那|这|的|有|还|已经|是|就)*$")
_YOUNGER_BORN = re.compile("老[三四五]|[三四五][胎宝孩]|第[三四五]个")
_NOT_YET = re.compile("怀|孕|想[要生]|准备|打算|备|再[要生]")
_ORDERED = re.compile(
    r"(?:叫|让|准|许|要求|规定|提倡|鼓励|号召)(?:我们?|大家|人|你们?|每家|一家|每对|夫妻|农村|城里|一对夫妇)*$"
)
"""年轻时叫我们只生一个: what was demanded, not what was done."""
_NOT_OURS = re.compile(
    r"(?:又找|再婚|二婚).*[他她](?:那边|那头|自己|前头|也|原来|本来)*有|前妻生|前夫生|对方带|带来的|继子|继女|(?<![带看抱接])(?<![带看抱接]外)(?:外孙|孙子|孙女)|老公带|老婆带|他带|她带"
)


def ours(line: Line, start: int, end: int) -> bool:
    """Said of the household asked about, and really said."""
    only = ONLY_BEFORE.search(line.before(start))
    first = start - len(only.group()) if only else start
    if not line.told(first, end) or _NOT_OURS.search(line.text):
        return False
    before = line.before(first)
    demanded = _ORDERED.search(before) and not inline.search("[了过]", line.text[first:end])
    if inline.search(r"不是(?:有)?$", before) or demanded or of_the_elder(line, start):
        return False
    if OF_OTHERS.search(line.before(start)) and line.about is not Kin.OTHER:
        return False
    named = line.named_subject(start)
    if named is None:
        return True
    if named.kin is Kin.ME and line.about not in {Kin.ME, Kin.SPOUSE}:
        return (
            inline.search(r"[生有养]了?我们?$", line.before(start)) is not None
            or "家里" in line.text[named.start : named.end]
        )
    if named.kin in CHILDREN | IN_LAWS and named.kin is not line.about:
        return (
            inline.fullmatch(r"(?:就|只|有|一共|总共|都|全|是|,)*", line.text[named.end : start]) is not None
            and named.kin is Kin.CHILD
        )
    return (
        bool(line.whose(named.kin))
        or named.kin in {PARTNER.get(line.about), Kin.COUPLE}
        or (named.kin is Kin.FORMER and inline.search("[跟和]$", line.before(named.start)) is not None)
        or named.kin in PAIRS
    )


def of_the_elder(line: Line, start: int) -> bool:
    """Whether a count is that of the elder ones alone, beside a younger one that is born: 老三满月,前头两个都是男孩."""
    born = _YOUNGER_BORN.search(line.text) is not None and _NOT_YET.search(line.text) is None
    return born and _ELDER.search(line.before(start)) is not None


def counted_at(name: str, value: int, match: re.Match[str], *, weak: bool = False) -> Finding:
    """A finding on one of the counts of children, at the place of `match`."""
    return Finding(f"household.{name}", value, match.start(), match.end(), weak)
