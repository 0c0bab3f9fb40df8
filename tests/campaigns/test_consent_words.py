"""Which messages are wishes about messages, in the words that people use."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.consent import ALL_TOPICS, ConsentKind
from campaigns.consent_words import ConsentWord, ConsentWords, Topic
from campaigns.replies import confirmation

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
        *("短信不要了",),
        *("取消短信提醒", "关闭短信通知", "停止给我发短信", "我不想再收到这种短信了", "请別再發了", "我要退訂", "please stop"),
        *("短信退订", "这种短信以后别发了", "短信不要再发了", "把短信停了", "给我停了", "取消短信服务", "退订服务", "烦死了,别再发了"),
        *("把我拉黑", "拉黑我吧", "请把我的号码删掉", "把我号码删了吧", "把我从名单里删掉", "删除我的号码", "把我的手机号去掉"),
        *("stop sending me messages", "STOP sending please", "Please stop texting me", "stop these messages", "remove me"),
        *("Don't send me any more messages!", "do not contact me again", "no more texts please", "Unsubscribe me from your list"),
        *("I do not want to receive any more messages from you", "delete my number", "leave me alone", "can you stop sending me sms?"),
        *("退订不了", "退订失败", "退订没用", "退订没有成功", "已经退订了怎么还在发", "都退订了怎么还发短信?", "早就退订了还给我发短信"),
        *("别再发了好吗?", "不要再给我发短信了行不行", "能不能别再发了", "可以不要再给我发短信吗?", "能帮我退订吗", "请退订,可以吗?"),
        *("退订好吗?", "别发了!?", "帮我退订短信,好不好?", "不要再发短信了?", "请把我的号码删掉,谢谢"),
    ],
)  # fmt: skip
def test_an_everyday_wish_for_no_more_is_heard(text: str) -> None:
    assert read(text) == ConsentWord(ConsentKind.OPT_OUT)


@pytest.mark.parametrize("word", ["退订", "拒收", "TD", "T", "R", "N", "STOP"])
@pytest.mark.parametrize("mark", ["", ".", "。", "!", "!!", "?", "\uff1f", "~"])
def test_the_words_that_messages_tell_to_write_act_with_any_mark(word: str, mark: str) -> None:
    told = read(word + mark)
    assert told is not None
    assert (told.kind, told.topics) == (ConsentKind.OPT_OUT, (ALL_TOPICS,))


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
        ("退订农村奖扶", RURAL), ("退订奖扶短信", RURAL), ("退订特扶金", PRIVATE), ("请退订育儿补贴,好吗?", CHILDCARE),
        ("别再发育儿补贴的短信了好吗?", CHILDCARE), ("能帮我退订育儿补贴吗?", CHILDCARE), ("退订育儿补贴和带娃补贴", CHILDCARE),
    ],
)  # fmt: skip
def test_a_topic_can_be_refused_by_any_of_its_names(text: str, topic: Topic) -> None:
    assert read(text) == ConsentWord(ConsentKind.OPT_OUT, False, topic.covers, topic.called)


@pytest.mark.parametrize(
    "text",
    [
        *("退订育儿补贴和农村奖扶", "育儿补贴和农村奖扶都退订", "退订育儿补贴、农村奖扶", "不要再发育儿补贴和奖扶的短信了"),
        *("退订育儿补贴短信和农村奖扶短信", "育儿补贴、农村奖扶这两种都不要再发了", "请退订育儿补贴以及农村奖扶,谢谢"),
    ],
)  # fmt: skip
def test_several_topics_can_be_refused_at_once(text: str) -> None:
    told = read(text)
    assert told is not None
    assert told.kind is ConsentKind.OPT_OUT
    assert set(told.topics) == {*CHILDCARE.covers, *RURAL.covers}
    assert set(told.called) == {*CHILDCARE.called, *RURAL.called}
    assert set(told.undone_by.split("和")) == {"育儿补贴", "农村奖扶"}
    undone = read(f"订阅{told.undone_by}")
    assert undone is not None
    assert (undone.kind, set(undone.topics)) == (ConsentKind.OPT_IN, set(told.topics))
    assert f"订阅{told.undone_by}" in confirmation(told)


def test_where_one_of_several_topics_is_private_none_is_said_back() -> None:
    told = read("退订育儿补贴和特扶金")
    assert told is not None
    assert (set(told.topics), told.called) == ({*CHILDCARE.covers, *PRIVATE.covers}, ())


def test_one_unknown_name_among_several_ends_everything() -> None:
    assert read("退订育儿补贴和天气预报") == ConsentWord(ConsentKind.OPT_OUT, unknown=True)


@pytest.mark.parametrize(
    "text",
    [
        *("订阅育儿补贴", "恢复育儿补贴短信", "我要订阅育儿补贴", "重新订阅育儿补贴的提醒", "继续发育儿补贴的短信"),
        *("给我发育儿补贴的通知", "我想收育儿补贴短信", "取消退订育儿补贴", "育儿补贴我要订阅"),
    ],
)  # fmt: skip
def test_a_topic_can_be_wanted_again_by_its_name(text: str) -> None:
    assert read(text) == ConsentWord(ConsentKind.OPT_IN, False, CHILDCARE.covers, CHILDCARE.called)


@pytest.mark.parametrize("text", ["退订养老金短信", "退订天气预报", "我要退订那个办证的", "拒收广告词"])
def test_a_refusal_of_what_nobody_knows_is_a_refusal_of_everything(text: str) -> None:
    assert read(text) == ConsentWord(ConsentKind.OPT_OUT, unknown=True)


@pytest.mark.parametrize(
    "text",
    [
        *("我想退订短信怎么办", "不", "", "育儿补贴", "退订了还能领吗", "TDR", "好的N", "订阅天气"),
        *("怎么退订", "退订要钱吗", "退订以后还能领钱吗", "退订育儿补贴会影响领钱吗", "退订养老金?", "能不能退订", "我没有退订"),
        *("不要退订", "别给我退订", "不知道", "不要了", "不收钱吗", "没收到短信", "停发了吗", "不发钱了", "育儿补贴停了吗", "不想回答"),
        *("短信是谁发的", "收到短信了", "育儿补贴不发了吗", "育儿补贴取消了吗", "取消育儿补贴了", "不是", "没了", "停了", "退出", "取消"),
        *("育儿补贴停了", "育儿补贴不发了", "农村奖扶停发了", "不再发育儿补贴了", "不给我发", "不发", "不烦", "育儿补贴短信收到了"),
        *("恢复育儿补贴", "给我发育儿补贴", "发育儿补贴", "我想收育儿补贴", "恢复育儿补贴?", "恢复农村奖扶一下", "继续发育儿补贴"),
        *("发育儿补贴的信息", "恢复发放育儿补贴", "订阅育儿补贴?", "订阅?", "恢复?", "恢复短信?", "恢复了", "恢复了吗", "继续发"),
        *("收育儿补贴", "恢复订阅可以吗", "START?", "育儿补贴订阅吗", "订阅了", "恢复发", "开通服务", "恢复服务"),
        *("收到育儿补贴通知了", "育儿补贴恢复了", "短信是假的", "育儿补贴停发多久了"),
        *("停发了?", "停发了", "停止了?", "停止了", "停了?", "停发?", "终止服务", "取消服务", "不需要这个服务", "结束服务", "停掉了"),
        *("取消订阅可以吗?", "取消订阅可以吗", "退订吗", "退订短信?", "退订短信吗", "退订育儿补贴?", "退订育儿补贴可以吗", "育儿补贴退订?"),
        *("可以退订", "可以退订吗", "不想退订", "误退订", "退订错了", "我退订错了", "退订成功了", "退订没?", "不发短信了?", "短信取消了"),
        *("把我拉黑了", "你们把我拉黑了?", "删除我的记录", "不要发育儿补贴了?", "短信停了", "don't stop", "stop by the office"),
    ],
)  # fmt: skip
def test_a_word_inside_a_sentence_is_not_taken_for_one(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("不要退订", True), ("可以退订", True), ("退订错了", True), ("退订育儿补贴?", True), ("退订要钱吗", False),
        ("怎么退订", False), ("停发了?", False), ("退订了还能领吗", False), ("恢复育儿补贴", False), ("育儿补贴", False),
    ],
)  # fmt: skip
def test_what_only_speaks_of_refusing_is_told_apart(text: str, about: bool) -> None:
    assert read(text) is None
    assert WORDS.is_about_refusing(text) is about


@given(st.text(max_size=60) | st.text("我要退订不再给发短信了育儿补贴的停谢谢你们请吗 ", max_size=60))
def test_any_text_can_be_looked_at(text: str) -> None:
    read(text)
    WORDS.is_about_refusing(text)


@pytest.mark.parametrize(
    "part",
    [
        "短信",
        "我",
        "给我",
        "请帮",
        "的",
        "育儿补贴",
        "不要再",
        "stop",
        "stopsending",
        "this",
        "退订",
        "都全部",
    ],
)
def test_no_text_takes_long_to_look_at(part: str) -> None:
    text = part * (400 // len(part))
    before = process_time()
    for length in range(len(text)):
        read(text[:length] + "x")
        WORDS.is_about_refusing(text[:length] + "x")
    assert process_time() - before < 2
