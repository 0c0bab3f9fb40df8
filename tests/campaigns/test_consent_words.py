"""Which messages are wishes about messages, in the words that people use."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.consent import ConsentKind
from campaigns.consent_words import ConsentWord, ConsentWords, Topic

CHILDCARE = Topic(("育儿补贴",), ("childcare-subsidy", "follow:childcare-subsidy"))
RURAL = Topic(("农村奖扶", "老年奖励"), ("rural-family-reward", "old-age-rewards"))
PRIVATE = Topic((), ("special-family-allowance", "community-care"))
NAMES = {"育儿补贴": CHILDCARE, "带娃补贴": CHILDCARE, "农村奖扶": RURAL, "奖扶": RURAL, "特扶金": PRIVATE}
WORDS = ConsentWords(
    lambda: NAMES, lambda text: text.translate(str.maketrans("訂貼補別發給", "订贴补别发给"))
)


def read(text: str) -> ConsentWord | None:
    return WORDS.read(text)


@pytest.mark.parametrize(
    ("text", "kind", "answered"),
    [
        *(
            (word, "opt_out", False)
            for word in ("退订", "TD", "td", "T", "R", "N", "拒收", " 退订。", "【TD】", "T D")
        ),
        *((word, "opt_out", False) for word in ("r", "“退订”", "TD", "取消订阅", "退 订!", "\uff34\uff24")),
        *((word, "opt_out", True) for word in ("STOP", "stop", "Stop.", "UNSUBSCRIBE", "OPTOUT", "REVOKE")),
        *((word, "opt_in", True) for word in ("START", "unstop")),
        *((word, "opt_in", False) for word in ("订阅", "重新订阅", "恢复订阅")),
    ],
)
def test_a_whole_message_may_be_a_word_of_consent(text: str, kind: str, answered: bool) -> None:
    assert read(text) == ConsentWord(ConsentKind(kind), answered)


@pytest.mark.parametrize(
    "text",
    [
        *("停", "停止", "停发", "请停止发送", "我要退订", "请退订", "退订吧", "退订谢谢", "帮我退订一下", "你好,我要退订。"),
        *("麻烦给我退订了", "我想退订", "现在就退订", "全部退订", "请帮我退订短信", "退订所有短信", "退订你们的短信", "退订好吗"),
        *("不要再给我发短信了", "别再给我发信息了!", "请不要再发短信给我", "以后不要发了", "不要发短信", "别给我发了", "莫再发了"),
        *("不想收到你们的短信", "不想再收短信了", "不收了", "不要再烦我了", "别再打扰我", "请勿骚扰", "不需要这些短信", "勿发"),
        *("取消短信提醒", "关闭短信通知", "停止给我发短信", "我不想再收到这种短信了", "请別再發了", "我要退訂", "please stop"),
    ],
)  # fmt: skip
def test_an_everyday_wish_for_no_more_is_heard(text: str) -> None:
    assert read(text) == ConsentWord(ConsentKind.OPT_OUT)


@pytest.mark.parametrize(
    "text",
    [
        "我要订阅",
        "请恢复短信",
        "恢复接收短信",
        "我要重新订阅",
        "继续发短信",
        "取消退订",
        "我愿意接收短信",
        "开通短信提醒",
    ],
)
def test_an_everyday_wish_for_more_is_heard(text: str) -> None:
    assert read(text) == ConsentWord(ConsentKind.OPT_IN)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("退订育儿补贴", CHILDCARE), ("退订 育儿补贴", CHILDCARE), ("退訂育兒補貼".replace("兒", "儿"), CHILDCARE),
        ("我要退订育儿补贴的短信", CHILDCARE), ("请退订带娃补贴", CHILDCARE), ("退订“育儿补贴”。", CHILDCARE),
        ("不要再给我发育儿补贴的短信了", CHILDCARE), ("别发育儿补贴了", CHILDCARE), ("育儿补贴退订", CHILDCARE),
        ("育儿补贴的短信不要再发了", CHILDCARE), ("TD育儿补贴", CHILDCARE), ("取消育儿补贴提醒", CHILDCARE),
        ("退订关于育儿补贴的通知", CHILDCARE), ("拒收育儿补贴短信", CHILDCARE), ("不想收育儿补贴这类短信", CHILDCARE),
        ("停止发送育儿补贴短信", CHILDCARE), ("不再收育儿补贴的提醒", CHILDCARE),
        ("退订农村奖扶", RURAL), ("退订奖扶短信", RURAL), ("退订特扶金", PRIVATE),
    ],
)  # fmt: skip
def test_a_topic_can_be_refused_by_any_of_its_names(text: str, topic: Topic) -> None:
    assert read(text) == ConsentWord(ConsentKind.OPT_OUT, False, topic.covers, topic.called)


@pytest.mark.parametrize(
    "text",
    ["订阅育儿补贴", "恢复育儿补贴短信", "我要订阅育儿补贴", "重新订阅育儿补贴的提醒", "继续发育儿补贴"],
)
def test_a_topic_can_be_wanted_again_by_its_name(text: str) -> None:
    assert read(text) == ConsentWord(ConsentKind.OPT_IN, False, CHILDCARE.covers, CHILDCARE.called)


@pytest.mark.parametrize(
    "text", ["退订养老金短信", "退订天气预报", "我要退订那个办证的", "退订不了", "退订失败", "拒收广告词"]
)
def test_a_refusal_of_what_nobody_knows_is_a_refusal_of_everything(text: str) -> None:
    assert read(text) == ConsentWord(ConsentKind.OPT_OUT, unknown=True)


@pytest.mark.parametrize(
    "text",
    [
        *("我想退订短信怎么办", "STOP sending please", "不", "", "育儿补贴", "退订了还能领吗", "TDR", "好的N", "订阅天气"),
        *("怎么退订", "退订要钱吗", "退订以后还能领钱吗", "退订育儿补贴会影响领钱吗", "退订养老金?", "能不能退订", "我没有退订"),
        *("不要退订", "别给我退订", "不知道", "不要了", "不收钱吗", "没收到短信", "停发了吗", "不发钱了", "育儿补贴停了吗", "不想回答"),
        *("短信是谁发的", "收到短信了", "育儿补贴不发了吗", "育儿补贴取消了吗", "取消育儿补贴了", "不是", "没了", "停了", "退出", "取消"),
        *("育儿补贴停了", "育儿补贴不发了", "农村奖扶停发了", "不再发育儿补贴了", "不给我发", "不发", "不烦", "育儿补贴短信收到了"),
    ],
)  # fmt: skip
def test_a_word_inside_a_sentence_is_not_taken_for_one(text: str) -> None:
    assert read(text) is None


@given(st.text(max_size=60) | st.text("我要退订不再给发短信了育儿补贴的停谢谢你们请吗 ", max_size=60))
def test_any_text_can_be_looked_at(text: str) -> None:
    read(text)
