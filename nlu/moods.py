"""What is said beside the matter: bitterness that wants no answer on the benefit, and the wish for whatever else there is."""

import re

_BITTER = re.compile(
    r"(?:钱|补助|补贴|[这那]点(?:钱)?)?(?:再多|多少)?(?:又|还)?(?:有|顶)(?:什么|啥|么|个屁|鬼)用(?!处|途)|(?:儿子|女儿|姑娘|伢|孩子|娃|人)(?:也|又|都|是|再)*(?:回不来|换不回|活不过来|活不转)|(?:谁|不|哪个)稀罕|寒了?心|打发(?:叫花子|要饭的?)"
    r"|(?:哪个|谁|没人|没得人|没有人|从来没人)早?(?:告诉|跟我说|通知)过?我|一个(?:人)?都没来|没(?:一个)?人(?:通知|管过?|理)我?们?|踢皮球|踢来踢去|推来推去|踢给"
)
_FOR_WHAT = re.compile(r"卡|证|书|检查|干什么用|[吗么呢?？]|怎么|哪")
_OTHERS = re.compile(
    r"(?:那|,|除了这个|另外|还)*(?:有没有|还有没有|还有|有)?(?:什么|啥)?(?:别的|其他的?|其它的?|另外的)(?:还有|有没有|还|也)*(?:什么|啥|哪些|么子|么)?"
    r"(?:补助|补贴|扶助|政策|待遇|福利|奖励|钱)(?:可以|能)?(?:领|拿|享受|申请)?的?(?:吗|么|没有|没得|没|不|呢|啵|[?。!~])*"
)


_WHICHEVER = re.compile(
    r"(?:有|能|可以|够)(?:得上|得着|些)?(?:什么|啥|哪些|哪几样|哪几种|么事|么)[^,。;!?]{0,6}(?:能|可以|领|拿|享受|申请|办)[^,。;!?]{0,4}[?。!~]*$"
)


def asks_whichever(text: str) -> bool:
    """Say whether the last words of a normalised text ask for whatever there is: 我38,有什么能领的."""
    return _WHICHEVER.search(text) is not None


def is_bitter(text: str) -> bool:
    """Say whether a normalised text only says how little money mends: 钱有什么用,儿子又回不来."""
    return _BITTER.search(text) is not None and _FOR_WHAT.search(_BITTER.sub("", text)) is None


def wants_others(text: str) -> bool:
    """Say whether a normalised text asks for whatever else there is: 还有别的补助吗."""
    return _OTHERS.fullmatch(text) is not None
