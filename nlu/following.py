"""Questions that name nothing and live on what the talk has been of: 要带什么? 去哪办? 现在还有吗?"""

import re

from nlu.interpretation import Aspect
from nlu.lexicon import aspect_of

_LONGEST = 16

_THIN = re.compile(
    r"请问|想问|问一下|问下|咨询|麻烦|那么|然后|还有|另外|这个|那个|这笔|那笔|这项|那项|这些|它|这|那"
    r"|我们|我|您|你们|大概|一般|到底|具体|一共|总共|现在|今年|目前"
    r"|需要|要求|应该|应当|可以|可不可以|能不能|能|得|要|是|会|用|让|给|发|拿|领取?|领|申请|申领|办理|办|弄|搞|做|走|打"
    r"|怎么样|怎么|咋样?|如何|什么|啥|哪里|哪儿|哪些|哪个|哪|多少|几|谁|多久|多大"
    r"|材料|资料|证件|证明|手续|东西|流程|步骤|程序|地方|地址|地点|电话|部门|窗口|单位|时候|时间|日子|条件|资格|标准|金额"
    r"|[一1每]年|[一1每]?个?月|[一1]次|[一1每]天|钱|块|元|内容|项目|文件|文号|依据|政策|规定|法律|年|日|号|天|次|岁"
    r"|截止|到账|到期|开始|结束|带|准备|提供|交|符合|够|满足|包括|包含|查|找|去|到|在|从|上|下|往|取消|停|没有|有|没|还|都|就|也|再"
    r"|的|了|呢|吗|嘛|啊|呀|么|吧|哦|嗯|啦|不|[,。?!~、:; ]"
)


def followed_up(text: str) -> Aspect | None:
    """Give the aspect that a normalised text asks about without naming of what; None where it says more than that."""
    if not text or len(text) > _LONGEST or _THIN.sub("", text):
        return None
    aspect = aspect_of(text)
    return None if aspect is Aspect.GENERAL else aspect
