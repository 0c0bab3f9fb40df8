"""Words of danger to a life now, for when no trained model answers: rather one alarm too many than one missed."""

import re

_ALWAYS = re.compile(
    r"不想活|活不下去|活够了|不如死|想死(?!你)|寻死|自杀|轻生|寻短见|结束(?:自己|我)?的?生命|跳楼|站在(?:桥|楼顶|天台|阳台|"
    r"江边|窗)|跳江|跳河|割腕|遗书|"
    r"喝了?农药|百草枯|敌敌畏|"
    r"安眠药.{0,4}(?:吞|吃了|一瓶)|(?:吞|吃)了.{0,5}安眠药|死了算了|一了百了|救命|活着没.{0,3}意[思义]"
)
_NOW = re.compile(
    r"大出血|血流不止|止不住血|出血不止|流了.{0,4}(?:好多|很多|一滩).{0,2}血|羊水.{0,2}破|破水|胎动.{0,2}(?:没|消失|不)|没有?胎动|不动了|"
    r"(?:没|停止)了?呼吸|不呼吸|喘不[上过]|呼吸困难|"
    r"(?:昏|晕)(?:倒|过去|迷|在)|(?:煤气|天然气|燃气).{0,2}漏|关(?:在|起来).{0,8}打|往死里打|不省人事|[叫喊]不[醒应]|抽搐|"
    r"口吐白沫|休克|煤气中毒|快不行了|快死了|打120|叫救护车|家暴|"
    r"(?:老公|丈夫|男人|婆家|爱人|他).{0,6}"
    r"(?:打我|在打|又打|打人|要杀|砍我|掐我|往死里打)|被.{0,4}(?:打|掐|砍)(?:了|得|伤)|要杀(?:我|人)|拿刀|强奸|性侵|"
    r"孩子(?:被抢|不见了|被拐)|着火|起火|失火"
)
_PREGNANT = re.compile(
    r"怀孕|孕妇|怀着|怀了|孕\d|个多?月.{0,2}身孕|肚子里|大着?肚子|胎|宫外孕|流产|产后|坐月子|刚生完"
)
_BODY = re.compile(
    r"(?:出|流|见|下面.{0,4}).{0,3}[血红]|血块|出血|剧[疼痛]|绞痛|(?:肚子|小腹|腹).{0,6}[疼痛](?:死|得|.{0,3}受不了)|"
    r"[疼痛]得.{0,4}(?:打滚|受不了)"
)
_NOT_NOW = re.compile(
    r"检查|体检|包括|查不查|补贴|补助|报销|政策|多少钱|扶助|以前|去年|前年|那年|当年|年前|小时候|听说|短信"
)


def is_emergency(text: str) -> bool:
    """True when a cleaned text tells of danger to somebody's life now."""
    if _ALWAYS.search(text):
        return True
    if _NOT_NOW.search(text):
        return False
    return _NOW.search(text) is not None or bool(_PREGNANT.search(text) and _BODY.search(text))
