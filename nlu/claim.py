"""Whose claim is asked about, and what becomes of the facts when it turns to somebody else."""

import re
from collections.abc import Mapping

from nlu.interpretation import FactValue
from nlu.reading.people import CHILDREN, PAIRS, PARTNER, Kin, Mention, mentions_in

_TURNS = re.compile(
    r"(?:那么?|还有|换成|要是|假如|如果是?|哦|好的?|嗯|,|。)*(?P<who>[^,。;!?]{1,10}?)"
    r"(?:呢|怎么样|怎么算|怎么办|行吗|行不行|可以吗|可不可以|算吗|算不算|有吗|有没有|符合吗|够吗|够不够"
    r"|(?:也|又|就)?(?:能|可以|能不能|可不可以|可以不可以)(?:领|享受|办|拿|申请|做)(?:到|了)?(?:吗|不|么|呢)?)[?!。~]*"
)
"""An utterance that only turns to another person: 那我老公呢?"""

_BESIDE = re.compile(
    r"(?:我|们|家|的|那|个|也|又|就|都|自己|本人|一个|人|方|这边|那边|还有|要是|换成|和|跟|,)*"
)
"""What may stand beside the word for a person: 我还没退休呢 names one too, and tells something."""

_FIRST_CLAUSE = re.compile(r"(?P<turn>[^,。;!?]{1,12}[呢咧嘞哩])[,。;!?](?P<rest>.+)", re.DOTALL)


def turned_to(text: str, about: Kin) -> Kin | None:
    """Give the person to whom a normalised text turns and says nothing else, when it was `about` another; else None."""
    turn = _TURNS.fullmatch(text)
    mentions = mentions_in(text, about) if turn else ()
    kins = {mention.kin for mention in mentions}
    if (
        turn is None
        or len(kins) != 1
        or not _BESIDE.fullmatch(_without(mentions, turn["who"], turn.start("who")))
    ):
        return None
    (kin,) = kins
    if kin in CHILDREN or kin is Kin.FORMER:
        return None
    return _seen_from(PAIRS[kin][0] if kin in PAIRS else kin, about)


def turned_first(text: str, about: Kin) -> Kin | None:
    """Give the person to whom a normalised text turns before it says more: 那我老公呢,他58."""
    found = _FIRST_CLAUSE.fullmatch(text)
    return turned_to(found["turn"], about) if found else None


def _without(mentions: tuple[Mention, ...], words: str, start: int) -> str:
    spans = [(mention.start - start, mention.end - start) for mention in mentions]
    return "".join(c for place, c in enumerate(words) if not any(a <= place < b for a, b in spans))


def _seen_from(kin: Kin, about: Kin) -> Kin | None:
    if kin is Kin.SPOUSE and about not in (Kin.ME, Kin.SPOUSE):
        # "那她老公呢", said of somebody else: that person's husband or wife.
        kin = PARTNER.get(about, kin)
    return None if kin is about else kin


def one_of(about: Kin, now: Kin) -> Kin:
    """Give whose claim it is when somebody is spoken `about`: of a couple the one it was `now`, else the first."""
    pair = PAIRS.get(about)
    if pair is None:
        return about
    return now if now in pair else pair[0]


def are_couple(one: Kin, other: Kin) -> bool:
    """Say whether the two are married to each other."""
    return PARTNER.get(one) is other or PARTNER.get(other) is one


def swapped(facts: Mapping[str, FactValue]) -> dict[str, FactValue]:
    """Give the facts of a couple seen from the other one: what was told of the claimant is now told of the spouse."""
    places = {"self": "spouse", "spouse": "self"}
    turned: dict[str, FactValue] = {}
    for name, value in facts.items():
        who, _, rest = name.partition(".")
        turned[f"{places.get(who, who)}.{rest}"] = value
    turned.setdefault("household.marital_status", "married")
    return turned
