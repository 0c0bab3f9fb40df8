"""The districts that an audience may name."""

from collections.abc import Awaitable, Callable, Collection, Sequence

from campaigns.audience import AudienceError

WUHAN = (
    "江岸区", "江汉区", "硚口区", "汉阳区", "武昌区", "青山区", "洪山区", "东西湖区", "汉南区", "蔡甸区", "江夏区",
    "黄陂区", "新洲区",
)  # fmt: skip
"""The city's districts: an audience may name them before anybody of them is registered."""

Districts = Callable[[], Awaitable[Sequence[str]]]
"""Gives the districts that registered residents are of: files may also tell others, such as development zones."""


async def nowhere() -> Sequence[str]:
    """Give the districts of nobody."""
    return ()


async def check_districts(named: Collection[str], registered: Districts) -> None:
    """Raise `AudienceError` where an audience names a district that is none: it would reach nobody, and nobody would know why."""
    if all(name in WUHAN for name in named):
        return
    known = dict.fromkeys((*WUHAN, *await registered()))
    for name in named:
        if name not in known:
            raise AudienceError(f"districts: there is no {name!r}; there are {', '.join(known)}")
