"""The net under the trained model: wordings of danger that must never be missed, whatever the model says.

It is kept narrow enough that questions about benefits pass it: a past loss ("孩子走了好几年") is no emergency, and an
examination that asks about bleeding is none.
"""

import re


def _any(*wordings: str) -> "re.Pattern[str]":
    return re.compile("|".join(wordings))


_SELF = _any(
    r"不想活|活不下去|活够了|活着(也)?(没|冇|还有什么|还有啥)(得)?(意思|意义)|想死(?!你|我了你|他|她)|(想|要)(去)?自[杀殺]",
    r"寻短见|轻生|(结束|了结)(自己|我)?(的)?(生命|算了|这辈子)|跳楼|跳(长)?江|跳河|割腕|遗书|伤害自己",
    r"喝(了)?(瓶)?(农药|百草枯|敌敌畏)|(吃|吞|喝)了(一瓶|好多|很多|整瓶|一把|半瓶|一整瓶)(的)?(安眠药|药)",
    r"死了算了|死了(就)?一了百了|(不如|干脆|还是)死了|一起死|不如死|(跟|随)着?(孩子|他|她|儿子|姑娘|女儿).{0,4}(去|走)(了)?算了",
)
_BODY = _any(
    r"大出[血雪]|血流不止|止不住血|血止不住|出血不止|流了.{0,4}(一滩|一大滩|好多|很多|好大).{0,2}血|(羊水|胎膜)(早)?破|破水了|破羊水",
    r"胎动(没|消失|不)|(没|没有|没得|摸不到|感觉不到)胎动|(孩子|宝宝|伢|毛毛|肚子里).{0,6}(不动了|没动静)",
    r"(没|没有|没得|冇得|停止)(了)?呼吸|不呼吸|喘不(上|过)(来)?气|出不(了|来)气|呼吸困难|(没|没有|没得)(心跳|脉搏)",
    r"(昏|晕)(倒|过去|迷|死过去)|不省人事|(叫|喊)不(醒|应)|抽搐|翻白眼|口吐白沫|休克|煤气中毒|误[食吞服]|(呛|噎)(住|到|着)(了)?",
    r"卡(住)?(了|到)?(喉咙|嗓子)|快(要)?不行了|快(要)?死了|救命|快(来)?救(人|救)|(马上|就|快)(就)?要?生了.{0,6}(怎么办|快|救|来不及)",
    r"(脸|嘴唇|嘴巴|全身)(都)?(发)?[紫青乌]了|打120|叫救护车",
)
_PREGNANT = _any(
    r"怀孕|孕妇|怀着|怀了|孕期|孕\d|[\d一二两三四五六七八九十]个?多?月(的)?身孕|肚子里的|大着?肚子|胎|宫外孕|流产|产后|坐月子|刚生完",
    r"保胎|月份大",
)
_BLEEDS = _any(r"(出|流|见|下面.{0,4}|一直|一阵阵).{0,3}[血红]", r"血块|出血")
_PAIN = _any(
    r"(肚子|小腹|下腹|腹部|肚皮).{0,6}(剧痛|[疼痛]死|[疼痛]得|绞痛|很[疼痛]|好[疼痛]|特别[疼痛]|受不了|一阵一阵|直不起)",
    r"剧[疼痛]|[疼痛]得.{0,4}(打滚|受不了)",
)
_HURT = _any(
    r"家暴|(老公|丈夫|男人|男的|他|婆家|爱人|屋里人).{0,6}(打我|在打|又打|打人|打得|掐我|要杀|砍我|动手打|往死里打)",
    r"被(老公|丈夫|男人|他|爱人)(往死里)?[打掐砍]|要杀(我|人|了)|拿刀|(被|有人).{0,3}(强奸|性侵|囚禁|关起来|拐)|孩子(被抢|不见了|被拐)",
)
_ASKED = _any(
    r"检查|体检|包括|包含|查不查|补贴|补助|报销|政策|多少钱|扶助|以前|去年|前年|那年|当年|年前|曾经|小时候|听说|短信|诈骗",
)


def is_emergency(text: str) -> bool:
    """Say whether normalised `text` tells of danger to a life now."""
    if _SELF.search(text) or "救命" in text:
        return True
    if _ASKED.search(text):
        return False
    if _BODY.search(text) or _HURT.search(text):
        return True
    return bool(_PREGNANT.search(text) and (_BLEEDS.search(text) or _PAIN.search(text)))
