"""Questions that name nothing and live on what the talk has been of: 要带什么? 去哪办? 现在还有吗?"""

import re

from nlu.interpretation import Aspect
from nlu.sides import side_of

_LONGEST = 16

_THIN = re.compile(
    r"请问|想问|问一下|问下|咨询|麻烦|那么|然后|还有|另外|这个|那个|这笔|那笔|这项|那项|这些|它|这|那"
    r"|我们|我|您|你们|大概|一般|到底|具体|一共|总共|现在|今年|目前"
    r"|需要|要求|应该|应当|可以|可不可以|能不能|能|得|要|是|会|用|让|给|发|拿|领取?|领|申请|申领|办理|办|弄|搞|做|走|打"
    r"|怎么样|怎么|咋样?|如何|什么|啥|哪里|哪儿|哪些|哪个|哪|多少|几|谁|多久|多大"
    r"|些|材料|单子|清单|资料|证件|证明|手续|东西|流程|步骤|程序|地方|地址|地点|电话|部门|窗口|单位|时候|时间|日子|条件|资格|标准|金额"
    r"|[一1每]年|[一1每]?个?月|[一1]次|[一1每]天|钱|块|元|内容|项目|文件|文号|依据|政策|规定|法律|年|日|号|天|次|岁"
    r"|截止|到账|到期|开始|结束|带|准备|提供|交|符合|够|满足|包括|包含|查|找|去|到|在|从|上|下|往|取消|停|没有|有|没|还|都|就|也|再"
    r"|的|了|呢|吗|嘛|啊|呀|么|吧|哦|嗯|啦|不|[,。?!~、:; ]"
)


_OF_ANY_BENEFIT = re.compile(
    r"线上|线下|网上|手机|现场|窗口|当面|微信|支付宝|小程序|邮寄|扫码|上传|下载|打印|填写?|表格?|申请表|点错|填错|撤回|提交|签字|签名|盖章|公章|拍照|照片|复印件?|原件"
    r"|身份证|户口[本簿]|结婚证|银行卡|存折|卡号?|账号|出生证明?|光荣证|独生子女证|残疾证|居住证|死亡证明|公示|审核|审批|批|年审|复审|重新|再|预约|约|排队"
    r"|提前|先|后|然后|之前|之后|以后|以前|期间|当天|周末|周[六日]|星期[六天日]|节假日|上午|下午|中午|晚上|上班|下班|开门|关门"
    r"|社保卡|医保卡|劳动局|人社局|卫健[委局]|计生办|离[^,。;!?]{1,4}(?=[远近])|社区|街道|村里|村委会?|居委会?|镇上|区里|单位|远|近|就近|附近|路|多|少|涨|交?税|扣|免费|收费|收|花|掏|出|自费|[一半]分|补[发领]?|往年|[去前今明]年|年年|每"
    r"|必须|本人|自己|别人|旁人|人家|家里人|家属|亲戚|两口子|夫妻|双方|一起|分开|分|各|老人|人|委托|代|帮忙?|替|跑|趟|亲自|到场|出面"
    r"|还是|或者?|全|只|最|好|快|慢|早|晚|满|差|过期|作废|作数|有效|期限|影响|冲突|同时|重复|用处|算数?|名额|限制|名单|结果|通知|一定|非|麻烦|简单|难|下来|[两二三四五]"
    r"|行|是不是|够|成|中|对|额|份|头|掉|丢|换|改|错|登记|报|批下来"
)
"""What is asked of any benefit: 线上交还是线下交 names no thing of its own."""


def names_nothing(text: str) -> bool:
    """Say whether a normalised text asks, and asks in nothing but words that would do for any benefit."""
    return asks(text) and _OF_ANY_BENEFIT.sub("", _THIN.sub("", _OF_ANY_BENEFIT.sub("", text))) == ""


def followed_up(text: str) -> Aspect | None:
    """Give the aspect that a normalised text asks about without naming of what; None where it says more than that."""
    if not text or len(text) > _LONGEST or _THIN.sub("", text):
        return None
    aspect = side_of(text)
    return None if aspect is Aspect.GENERAL else aspect


_ASKS = re.compile(
    r"[吗么呢咧嘞哩吧啵咩?][?。!~]*$|吗(?=[,。;!\s])|(?<!不)(.)[不没]\1|哪|谁|啥|什么|怎|咋|多(?:少|久|远|大|长)|(?<![好前这那十])几(?!年了|个月了|年前|个月前|天前|年以前)|(?:等|要|得|等到|要到)好久(?:了)?[?。!~]*$|有没有|能不能|可不可以|(?<![我他她也都就还])不[?。!~]*$|(?<=[领办交去发给])还是"
)
_HOPES = re.compile(
    r"(?:能|可以|够|算|有|行|符合|该|要|得|会|给|发|轮|达到|达标|作数|一样|同样)[^,。;!?]{0,8}(?:吧|啵|咯|呗|咩|(?<=[够格上了到行])(?:没有?|不|冇))[?。!~]*$"
)
"""那我63岁够了吧, 私企也得认账吧: what is hoped for is asked."""

_CLAUSES = re.compile(r"[,。;!? ]")
_DOUBTS = re.compile(r"可能|好像|大概|估计|也许|过[了的]?吧|^应该|记得")
_LAST = re.compile(r".+[,。;!? ](?P<last>[^,。;!? ]+)[?。!~]*")


def asks(text: str) -> bool:
    """Say whether a normalised text has a word that asks."""
    return _ASKS.search(text) is not None


def asked_at_the_end(text: str) -> Aspect | None:
    """Give the aspect that the last words of a normalised text ask about that tells something first: 她在孝感,去哪里弄."""
    found = _LAST.fullmatch(text)
    if found and asks(found["last"]) and (aspect := followed_up(found["last"])):
        return aspect
    hopes = _HOPES.search(text)
    if hopes is None or _DOUBTS.search(text):
        return None
    aspect = side_of(_CLAUSES.split(text.rstrip("?。!~"))[-1])
    return Aspect.ELIGIBILITY if aspect is Aspect.GENERAL else aspect


_WHO_FIRST = re.compile(r"^(?:那|哦|就|,)*(?:我?(?:老公|老婆|老伴|爱人|爸妈?|妈|姐|哥|弟|妹)|[他她]们?)")
_OUTSIDE = frozenset({Aspect.PLACE, Aspect.PROCEDURE, Aspect.DOCUMENTS, Aspect.TIMING, Aspect.AMOUNT})


def asked_first(text: str) -> Aspect | None:
    """Give the aspect that the first words of a normalised text ask about that tells on: 她去哪办,她户口在汉阳."""
    first, *more = _CLAUSES.split(text, maxsplit=1)
    if not more or not more[0] or not asks(first) or asks(more[0]):
        return None
    aspect = followed_up(_WHO_FIRST.sub("", first))
    return aspect if aspect in _OUTSIDE else None


def names_something(text: str) -> bool:
    """Say whether a normalised text has words of its own beside those that only ask: 老二呢, and not 钱呢."""
    return _THIN.sub("", text) != ""


_MORE = re.compile(
    r"(?:那|就|,|哦|嗯)*(?:还有|别的|其他的?|其它的?|另外)(?:呢|咧|什么|啥|哪些|要什么|要啥|没说的?)+[?。!~]*|还要(?:别的|什么|啥)(?:吗|呢|不)?[?。!~]*"
    r"|(?:就|只|光)(?:这些|这个|这几样)(?:吗|啊|么|吧|呀)?[?。!~]*"
)
_WHY = re.compile(
    r"(?:那|,|哦|啊|这是|你说|我)*(?:为什么|为啥|为么事|凭什么|凭啥|怎么会(?:这样|不能|不行)?|怎么(?:不能|不行|就不能|就不行)|什么原因|啥原因|理由)"
    r"(?:呢|啊|呀|咧|我|就|还|都|会|不|没有?|能|可以|行|给|发|领|算|有|够|符合|这样|是|的|了|吗)*[?。!~]*"
)
_AGAIN = re.compile(
    r"(?:呢|咧|嘞|哩|勒|啊|呐)[?。!~]*$"
    r"|(?:也|都|还)?(?:是)?(?:是吗|是不是|是么|一样|同样|一个样|那样|这样|那时候?|这时候?|那个时候|这个时候|同时|那里|这里|那边|那么多|这么多|这个数)"
    r"(?:的|办|领|发|去|吗|不|么|吧|啵|嘛|[?。!~])*$"
    r"|^(?:那|好|,)*(?:先|就|只|单|光)(?:说说?|讲讲?|问问?|看看?)(?:下|一下)?[^,。?!]{1,12}[?。!~]*$"
    r"|(?:我(?:是|想|要)?|是想?|想)(?:问|查|说|了解)(?:的是|的|下|一下)?[^,。?!]{1,12}[?。!~]*$"
)


def asks_more(text: str) -> bool:
    """Say whether a normalised text only asks to go on with what was just answered: 还有呢?"""
    return _MORE.fullmatch(text) is not None


def asks_why(text: str) -> bool:
    """Say whether a normalised text only asks for the reason of what was just answered: 为什么?"""
    return _WHY.fullmatch(text) is not None


def asks_again(text: str) -> bool:
    """Say whether a normalised text asks of what it names just what was asked before: 那奖扶呢? 抚慰金也一样吗?"""
    return _AGAIN.search(text) is not None and side_of(text) is Aspect.GENERAL
