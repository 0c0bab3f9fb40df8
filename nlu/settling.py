"""Which of several benefits is meant, once it was asked: 企业退休的那种."""

import re
from collections.abc import Mapping

from nlu.interpretation import Interpretation
from nlu.normalise import clean
from nlu.policy import PolicyBook

LONGEST = 20
CLEARLY = 3.0
"""How many times nearer than the next the model must find an option where no word tells it apart."""

LEAST = 0.05
"""A guess below this confidence tells nothing."""

_SAYS_NOTHING = frozenset({"没有"})
"""What stands in a name (没有单位) and tells nothing apart: 没有 is what people answer to anything."""

_NO_NAME = re.compile(
    r"那个|这个|那种|这种|那笔|这笔|那项|这项|我|是|问|说|的|呢|吧|啊|嘛|应该|想|要|[,。!? ]"
)


def meant(says: Interpretation, text: str, options: tuple[str, ...], book: PolicyBook) -> str | None:
    """Give the option that a short normalised text means by a word that only its names have, or that is by far the nearest."""
    if len(text) > LONGEST:
        return None
    words = _pairs(_NO_NAME.sub(" ", text))
    score = {option: len(words & own) for option, own in _own_pairs(options, book).items()}
    best = max(score.values(), default=0)
    named = [option for option, count in score.items() if count == best > 0]
    if named:
        return named[0] if len(named) == 1 else None
    near = sorted(
        ((guess.confidence, guess.name) for guess in says.guesses if guess.name in options), reverse=True
    )
    if not near or near[0][0] < LEAST:
        return None
    second = near[1][0] if len(near) > 1 else 0.0
    return near[0][1] if near[0][0] >= CLEARLY * second else None


_FIRST = r"(?:第[一1]|前面?|头|上面?|前头)(?:那|这|一|的)*(?:个|种|项|笔|样|者)?"
_LAST = r"(?:第[二2]|后面?|后头|下面?|另外?(?:那|一)?)(?:那|这|一|的)*(?:个|种|项|笔|样|者)"
_CHOSEN = re.compile(
    rf"(?:那|就|我|先|再|只|想|要|,)*(?:说说|讲讲|问问|说|讲|问|看|查|选|要|是)?(?:下|一下)?(?:(?P<first>{_FIRST})|(?P<last>{_LAST}))(?:的|吧|呢|咧|嘛|啊)*"
    r"[,。;]*(?P<more>[^,。;!?]*)[?。!~]*"
)
_ALL = re.compile(
    r"(?:那|就|我|我们|,)*(?:(?:[两俩三几]个?|这[两俩三几]|全)(?:个|样|种|项|笔|者)?)?(?:全?都|全部|一起|分别|挨个|逐个|一并)(?:想|要|给我|帮我)?"
    r"(?:要|问|说|讲|看|查|知道|了解|听)?(?:问|说|讲|看|知道)?(?:一?下|一遍|清楚)?(?:的|吧|呢|啊|呗)*[?。!~]*"
)


def by_place(text: str, options: tuple[str, ...]) -> tuple[tuple[str, ...], str] | None:
    """Give the options that a normalised text means by their place or all together, and the words that say more.

    先说后面那个, 前一个去哪办, 都想问. None where it means them otherwise.
    """
    if len(options) < 2 or len(text) > LONGEST:
        return None
    if _ALL.fullmatch(text):
        return options, ""
    found = _CHOSEN.fullmatch(text)
    if found is None:
        return None
    return (options[0] if found["first"] else options[-1],), found["more"]


def named_in(text: str, benefits: tuple[str, ...], book: PolicyBook) -> tuple[str, ...]:
    """Give those of the benefits of which a normalised text has a word that only their names have."""
    own = _own_pairs(benefits, book)
    return tuple(one for one in benefits if any(pair in text for pair in own[one]))


def as_named(text: str, benefits: tuple[str, ...], book: PolicyBook) -> tuple[str, ...]:
    """Give the benefits in the order in which a normalised text names them."""
    own = _own_pairs(benefits, book)
    first = {
        one: min((text.find(pair) for pair in own[one] if pair in text), default=len(text)) for one in own
    }
    return tuple(sorted(benefits, key=lambda one: first[one]))


def _own_pairs(options: tuple[str, ...], book: PolicyBook) -> Mapping[str, frozenset[str]]:
    """Give for each option the pairs of characters that stand in its names and in no other option's."""
    pairs = {
        option: frozenset(pair for name in _names(option, book) for pair in _pairs(clean(name)))
        for option in options
    }
    return {
        option: own - frozenset(pair for other, theirs in pairs.items() if other != option for pair in theirs)
        for option, own in pairs.items()
    }


def _names(option: str, book: PolicyBook) -> tuple[str, ...]:
    policy = book.benefits[option]
    return (policy.name, policy.short, *policy.aliases)


def _pairs(text: str) -> frozenset[str]:
    return frozenset(
        pair
        for word in text.split()
        for pair in (word[i : i + 2] for i in range(len(word) - 1))
        if pair.isalnum() and pair not in _SAYS_NOTHING
    )
