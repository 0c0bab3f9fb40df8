"""她腿脚不好,我替她去行吧: who asks to run an errand for a frail person asks how it is done, and calls for no help."""

import re
from dataclasses import replace

from nlu.emergency import is_emergency
from nlu.interpretation import Aspect, Intent, Interpretation
from nlu.state import State

HARDLY = 0.5
"""An alarm the model is surer of stays one."""

_ERRAND = re.compile(
    r"(?:[替代帮])(?:着|忙)?(?:[他她]|我[爸妈]|老人家?|爸妈?|妈|奶奶|爷爷|外公|外婆|老伴|老公|老婆|婆婆|公公|他们|她们)(?:们)?(?:去|来|办|跑|交|领|签|弄|拿|申请|填)"
    r"[^,。;!?]{0,6}(?:行|可以|能|成|中|要得|算)(?:不行|不可以|不能|吗|么|不|吧|啵)*[?。!~]*$"
)
_DANGER = re.compile(
    r"血|药|死|晕|昏|喘|喊|叫|倒|摔|疼|痛|急|救|掐|打|跳|刀|水|火|抽|气|醒|烧|命|现在|刚|马上|不行了"
)


def on_an_errand(says: Interpretation, text: str, state: State) -> Interpretation | None:
    """Give a half-heard alarm as the question that it is, where a normalised text asks to go in somebody's place."""
    if says.intent is not Intent.EMERGENCY or says.confidence >= HARDLY or state.benefit is None:
        return None
    if is_emergency(text) or _DANGER.search(text) or _ERRAND.search(text) is None:
        return None
    return replace(says, intent=Intent.ASK_BENEFIT, benefits=(), aspect=Aspect.PROCEDURE, topic=None)
