"""Exact words that command the conversation, before anything is understood and on every channel."""

from enum import StrEnum

from nlu.normalise import clean


class Command(StrEnum):
    """What a keyword orders."""

    MENU = "menu"
    BACK = "back"
    RESTART = "restart"
    SKIP = "skip"
    DONT_KNOW = "dont_know"
    HUMAN = "human"
    FORGET = "forget"
    HELP = "help"
    OPT_OUT = "opt_out"
    OPT_IN = "opt_in"


_WORDS: dict[Command, str] = {
    Command.MENU: "0 菜单 主菜单 目录 menu 回菜单 看菜单 首页",
    Command.BACK: "返回 上一步 后退 back 返回上一步 退回",
    Command.RESTART: "重来 重新开始 从头来 从头开始 重新来 restart /start 重启",
    Command.SKIP: "跳过 下一题 skip 略过 过 跳过这题 不想说 不想回答",
    Command.DONT_KNOW: "不清楚 不知道 不晓得 不确定 不记得 不记得了 不记得啦 说不清 不懂",
    Command.HUMAN: "人工 转人工 人工服务 人工客服 找人工 要人工 真人 客服",
    Command.FORGET: "清除 清空 删除记录 清除记录 忘记我 /forget 删除我的记录",
    Command.HELP: "帮助 ? help /help 怎么用 使用说明",
    Command.OPT_OUT: "退订 td t r n 拒收 stop 取消订阅 取消短信 unsubscribe 退订短信 不要发了 拒收短信 qx /stop end quit cancel stopall",
    Command.OPT_IN: "恢复 恢复短信 订阅 重新订阅 恢复订阅 恢复接收 unstop",
}
_BY_WORD = {word: command for command, words in _WORDS.items() for word in words.split()}
_POLITE = str.maketrans("", "", " ,.。!~;:\"'()[]【】《》")


def command(text: str) -> Command | None:
    """The command that a raw text is, whatever its width, case, script and marks; None when it is anything else."""
    bare = clean(text).translate(_POLITE)
    return _BY_WORD.get(bare) or _BY_WORD.get(bare.removesuffix("吧").removesuffix("了"))
