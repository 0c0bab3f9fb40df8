"""Back to the benefit after an aside: a question on privacy or on the law stands between, and the talk goes on."""

import re
from dataclasses import replace

from nlu.cues import OUT_OF_SCOPE
from nlu.following import asks_more, asks_why, followed_up, names_nothing
from nlu.interpretation import Intent, Interpretation
from nlu.state import State

OF_THE_SERVICE = frozenset({"about", "privacy", "sms-consent"})
"""Topics that nobody asks papers, money or days of: such a question is on the benefit before."""

PLAIN = 0.9

_BACK = re.compile(
    r"回到|说回|转回|接着(?:说|问|讲|聊)|继续(?:说|问|讲)|(?:刚才|刚刚|刚说|前头|前面|之前|先前|开头|上面|头先)|那笔|这笔|"
    r"(?:那|这)个?(?:钱|奖|补贴|补助|假|检查|扶助|政策)"
)
_MONEY = re.compile(r"钱|补贴|补助|奖励?|扶助|津贴|到账|打款|发到|发放|打到|打卡|领")
_TELLS = frozenset({Intent.TELL, Intent.AFFIRM, Intent.DENY, Intent.DONT_KNOW})
_HALF_HEARD = frozenset(
    {Intent.OUT_OF_SCOPE, Intent.HELP, Intent.COMPLAINT, Intent.RESTART, Intent.START_CHECK, Intent.GREET}
)


def can_return(state: State) -> bool:
    """Say whether a benefit was in talk before the topic that is in talk now."""
    return state.topic is not None and state.benefit is None and state.aside is not None


def returned(state: State) -> State:
    """Give the state with the benefit in talk again that was before the topic."""
    return replace(state, benefit=state.aside, aside=None, topic=None)


def goes_back(says: Interpretation | None, text: str, state: State) -> bool:
    """Say whether a normalised text goes on with the benefit before the topic; `says` is None where no model was asked."""
    if not can_return(state) or OUT_OF_SCOPE.search(text):
        return False
    points_back = _BACK.search(text) is not None
    if says is None:
        if asks_more(text) or asks_why(text):
            return False
        return points_back or state.topic in OF_THE_SERVICE or _MONEY.search(text) is not None
    if says.intent is Intent.ASK_BENEFIT:
        guessed = max((guess.confidence for guess in says.guesses), default=0.0)
        another = says.benefits and (says.named or guessed >= PLAIN)
        return not another and (
            points_back or state.topic in OF_THE_SERVICE or _MONEY.search(text) is not None
        )
    if says.intent in _TELLS:
        return True
    asks = (
        names_nothing(text) or followed_up(text) is not None or points_back or _MONEY.search(text) is not None
    )
    return says.intent in _HALF_HEARD and asks
