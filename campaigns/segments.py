"""How many segments a text is billed as: by Twilio's rule, and by that of mainland gateways."""

import math
from dataclasses import dataclass
from enum import StrEnum
from unicodedata import normalize

import regex

from campaigns.provider import SegmentRule

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("\f^{}\\[~]|€")
_CLUSTER = regex.compile(r"\r|\n|\X")


class Encoding(StrEnum):
    """How a text travels."""

    GSM_7 = "GSM-7"
    UCS_2 = "UCS-2"


@dataclass(frozen=True, slots=True)
class _Limits:
    """How many units fit into a message of one segment, and into each of several."""

    alone: int
    joined: int


_LIMITS = {Encoding.GSM_7: _Limits(160, 153), Encoding.UCS_2: _Limits(70, 67)}


@dataclass(frozen=True, slots=True)
class Count:
    """What a text costs: its `segments`, the `units` it takes (septets, UTF-16 units or characters).

    `fits` is how many units the same number of segments can hold; `forcing` are the characters for which the text
    cannot travel as GSM-7, in the order of their first appearance (empty under the domestic rule, where every
    character counts alike). `to_save` is how many units less would save one segment (0 when there is but one).
    """

    segments: int
    units: int
    fits: int
    encoding: Encoding
    forcing: tuple[str, ...]
    to_save: int


_PLAIN = regex.compile(r"[\n !-~\u4e00-\u9fff\u3000-\u3003\u3008-\u3029\uff01-\uff60·—‘’“”…]*+")


def segments(text: str, rule: SegmentRule) -> int:
    """Give the number of segments alone: the same as `count`, without reckoning for most texts."""
    if rule is SegmentRule.TWILIO and _PLAIN.fullmatch(text) and (text.isascii() is False):
        # Each of these is a cluster of one UTF-16 unit, so only their number matters.
        limits = _LIMITS[Encoding.UCS_2]
        return 1 if len(text) <= limits.alone else math.ceil(len(text) / limits.joined)
    return count(text, rule).segments


def count(text: str, rule: SegmentRule) -> Count:
    """Count a whole text, signature and opt-out tail included, after composing it (NFC)."""
    composed = normalize("NFC", text)
    if rule is SegmentRule.DOMESTIC:
        return _domestic(composed)
    return _twilio(composed)


def saving(counted: Count, recipients: int) -> str:
    """Say what a few characters less would save over all recipients, in Chinese; "" when it is nothing."""
    if not counted.to_save or not recipients:
        return ""
    return f"少写 {counted.to_save} 个字符,每人省一段,{recipients:,} 人共省 {recipients:,} 段"


def _domestic(text: str) -> Count:
    units, limits = len(text), _LIMITS[Encoding.UCS_2]
    segments = 1 if units <= limits.alone else math.ceil(units / limits.joined)
    return Count(
        segments,
        units,
        _room(segments, limits),
        Encoding.UCS_2,
        (),
        max(0, units - _room(segments - 1, limits)) if segments > 1 else 0,
    )


def _twilio(text: str) -> Count:
    clusters = _CLUSTER.findall(text)
    forcing = tuple(dict.fromkeys(c for c in clusters if c not in _BASIC and c not in _EXTENDED))
    encoding = Encoding.UCS_2 if forcing else Encoding.GSM_7
    sizes = [_size(cluster, encoding) for cluster in clusters]
    limits = _LIMITS[encoding]
    segments = _segments(sizes, limits)
    return Count(
        segments, sum(sizes), _room(segments, limits), encoding, forcing, _to_save(sizes, segments, limits)
    )


def _size(cluster: str, encoding: Encoding) -> int:
    if encoding is Encoding.GSM_7:
        return 2 if cluster in _EXTENDED else 1
    return len(cluster.encode("utf-16-le", "surrogatepass")) // 2


def _segments(sizes: list[int], limits: _Limits) -> int:
    """Lay clusters one after the other: what does not fit goes whole into the next segment.

    Only a cluster longer than a whole segment shows that Twilio first fills a lone segment, and moves what a
    joined one cannot hold on to the second together with the cluster that did not fit.
    """
    place = used = 0
    while place < len(sizes) and used + sizes[place] <= limits.alone:
        used += sizes[place]
        place += 1
    if place == len(sizes):
        return 1
    first = place
    while first and used > limits.joined:
        first -= 1
        used -= sizes[first]
    segments, used = 2, sum(sizes[first : place + 1])
    for size in sizes[place + 1 :]:
        if used + size > limits.joined:
            segments, used = segments + 1, 0
        used += size
    return segments


def _to_save(sizes: list[int], segments: int, limits: _Limits) -> int:
    """Give the units to be taken from the end until there is one segment less."""
    if segments == 1:
        return 0
    kept, removed = list(sizes), 0
    while kept and _segments(kept, limits) == segments:
        removed += kept.pop()
    return removed


def _room(segments: int, limits: _Limits) -> int:
    return limits.alone if segments == 1 else segments * limits.joined
