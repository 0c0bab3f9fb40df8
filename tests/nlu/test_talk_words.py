"""Closed lists of words that carry a talk: courtesies, beginning anew, sides, own answers, what was in talk."""

import time
from datetime import date

import pytest

from nlu.anew import begins_anew
from nlu.claim import as_the_speaker_says
from nlu.courtesy import question_after
from nlu.interpretation import Aspect, Intent, Interpretation
from nlu.moods import is_bitter, wants_others
from nlu.normalise import clean
from nlu.reading.people import Kin
from nlu.recalled import in_talk, recalled
from nlu.short_answers import corrects_another, other_sex, own_answer, told_shortly, told_together
from nlu.sides import plain_side, side_in_talk
from nlu.state import State, Talked

ON = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("谢谢,最后问一句,要不要本人去", "要不要本人去"),
        ("好的谢谢,那要带什么", "那要带什么"),
        ("非常感谢!再问下,几号到账", "几号到账"),
        ("打扰了,再问一下去哪办", "去哪办"),
        ("辛苦了。还有个问题,能代办吗", "能代办吗"),
        ("行,明白了。对了,要复印件不", "要复印件不"),
        ("麻烦问下去哪领", "去哪领"),
        ("谢谢你啊", None),
        ("好的,谢谢", None),
        ("谢谢,不用了", None),
        ("好的,那要带什么", None),
        ("我想问我妈能不能领", None),
        ("谢谢你,好人", None),
    ],
)
def test_thanks_before_a_question_say_nothing_of_it(text: str, question: str | None) -> None:
    assert question_after(clean(text)) == question


@pytest.mark.parametrize(
    "text",
    [
        "换一个,下一位居民",
        "不查我了,重来,查我弟弟的",
        "下一位",
        "好,换个人",
        "换个人查",
        "算了,从头来过",
        "重新来一遍吧",
        "这个查完了,下一个人",
        "别查他了,换成查我妈",
    ],
)
def test_beginning_anew_is_heard(text: str) -> None:
    assert begins_anew(clean(text))


@pytest.mark.parametrize(
    "text",
    [
        "换个人领行不行",
        "换卡要重新申请吗",
        "下一个问题",
        "换成我老公呢",
        "明年要重新来办吗",
        "我重新办了证",
        "另一个呢",
        "不查行不行",
    ],
)
def test_what_only_sounds_so_begins_nothing_anew(text: str) -> None:
    assert not begins_anew(clean(text))


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("远不远", Aspect.PLACE),
        ("去哪交材料", Aspect.PLACE),
        ("发到几岁", Aspect.TIMING),
        ("按月给还是按年给", Aspect.TIMING),
        ("年底前能到不", Aspect.TIMING),
        ("耽误的那些还补吗", Aspect.TIMING),
        ("居住证算不算材料", Aspect.DOCUMENTS),
        ("户口本要原件还是复印件", Aspect.DOCUMENTS),
        ("线上交还是线下交", Aspect.PROCEDURE),
        ("我不回来能代办吗", Aspect.PROCEDURE),
        ("每年都要重新审吗", Aspect.PROCEDURE),
        ("让我儿媳去办行不行", Aspect.PROCEDURE),
        ("会不会涨", Aspect.AMOUNT),
        ("要交税吗", Aspect.AMOUNT),
        ("两个人一共多少", Aspect.AMOUNT),
        ("还要再等几年", Aspect.ELIGIBILITY),
        ("要落户多久", Aspect.ELIGIBILITY),
        ("两个能同时拿吧", Aspect.ELIGIBILITY),
        ("什么都没有?", Aspect.ELIGIBILITY),
        ("红头文件是哪一个", Aspect.BASIS),
        ("哪年取消的", Aspect.STATUS),
        ("包不包打扫屋子", Aspect.CONTENT),
        ("第一步做什么", None),
        ("程序怎么走", Aspect.PROCEDURE),
        ("这个证写在哪", Aspect.BASIS),
        ("我62岁", None),
        ("材料交到哪个窗口,交什么", None),
    ],
)
def test_a_plain_word_says_which_side_is_asked(text: str, side: Aspect | None) -> None:
    assert plain_side(clean(text)) is side


def test_beside_a_name_only_what_is_settled_overrules_the_model() -> None:
    assert side_in_talk("独生子女费去哪领", alone=False) is None
    assert side_in_talk("独生子女费领到几岁", alone=False) is Aspect.TIMING
    assert side_in_talk("我这种能领特扶吗,还是要再等几年", alone=False) is Aspect.ELIGIBILITY


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("几个伢?两个", "两个伢"),
        ("几个孩子啊?一个", "一个孩子"),
        ("多大?62了", "62了"),
        ("什么户口?农村的", "农村的"),
        ("能领吗?我62", None),
        ("那我妈呢?她62", None),
        ("要什么材料?我户口在黄陂", None),
        ("几个伢?", None),
        ("我表姐咧?她双女户", None),
    ],
)
def test_who_repeats_a_question_answers_it(text: str, answer: str | None) -> None:
    assert own_answer(clean(text)) == answer


def test_what_was_in_talk_is_known_with_the_person_it_was_asked_for() -> None:
    aunt = State(benefit="procedure-complication-allowance", claimant=Kin.AUNT)
    mine = State(benefit="prepregnancy-checkup").since(aunt)
    assert mine.earlier == (Talked("procedure-complication-allowance", Kin.AUNT),)
    assert in_talk(mine) == ("prepregnancy-checkup", "procedure-complication-allowance")
    assert State.from_json(mine.to_json()) == mine
    assert State(benefit="prepregnancy-checkup").since(mine).earlier == mine.earlier


@pytest.mark.parametrize(
    ("text", "bitter"),
    [
        ("钱有什么用,儿子又回不来", True),
        ("再多钱有啥用", True),
        ("我们不稀罕这点钱", True),
        ("这张卡有什么用", False),
        ("有什么用处", False),
        ("人回不来武汉怎么办", False),
        ("老公在外地回不来", False),
    ],
)
def test_bitterness_wants_no_answer_on_the_benefit(text: str, bitter: bool) -> None:
    assert is_bitter(clean(text)) is bitter


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("别的还有什么补助没得", True),
        ("还有别的补贴吗", True),
        ("有没有其他的政策可以享受", True),
        ("还有别的吗", False),
        ("还要别的材料吗", False),
        ("领了别的补助还能领吗", False),
    ],
)
def test_the_wish_for_whatever_else_there_is_names_money(text: str, others: bool) -> None:
    assert wants_others(clean(text)) is others


@pytest.mark.parametrize(
    ("before", "text", "facts"),
    [
        ("我儿子前年不在了", "就这一个", {"household.children_ever": 1, "household.children_living": 0}),
        ("女儿去年走了", "独苗", {"household.children_ever": 1, "household.children_living": 0}),
        ("奖扶怎么申请", "就这一个", {}),
        ("我儿子前年不在了", "只有一个", {}),
        ("我儿子前年不在了", "我51", {}),
    ],
)
def test_few_words_complete_the_line_before(before: str, text: str, facts: dict[str, int]) -> None:
    assert told_together(before, clean(text), {}, ON, Kin.ME) == facts


@pytest.mark.parametrize(
    ("text", "another"),
    [("不对,伢户口是在黄冈", True), ("不对", False), ("不是,我63", True), ("不对,没有", False)],
)
def test_a_correction_answers_no_question_on_something_else(text: str, another: bool) -> None:
    assert corrects_another(clean(text), "household.child_is_chinese", ON, Kin.ME) is another


@pytest.mark.parametrize(
    ("before", "text", "asks"),
    [
        ("女的50就行?", "男的", "男的呢"),
        ("男的要满多少岁", "那女的", "女的呢"),
        ("我是女的", "男的", None),
        ("要带什么", "男的", None),
        ("女的50就行?", "男的60岁", None),
    ],
)
def test_a_bare_sex_after_a_question_on_the_other_asks_the_same(
    before: str, text: str, asks: str | None
) -> None:
    assert other_sex(before, clean(text)) == asks


def test_what_is_told_of_the_husband_whose_claim_it_is_is_shown_as_the_speaker_tells_it() -> None:
    told = Interpretation(Intent.TELL, 1.0, facts={"self.age": 58, "spouse.hukou_type": "rural"})
    seen = as_the_speaker_says(told, "他58,我是农村户口", Kin.SPOUSE).facts
    assert seen == {"spouse.age": 58, "self.hukou_type": "rural"}
    assert as_the_speaker_says(told, "他58", Kin.MOTHER) is told
    assert as_the_speaker_says(told, "58", Kin.SPOUSE) is told


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("残疾证是四级", True),
        ("隔壁那家是四级", False),
        ("别人说是四级", False),
        ("不是三级,鉴定书写的四级", True),
    ],
)
def test_a_grade_of_somebody_else_is_no_grade_of_the_child(text: str, is_told: bool) -> None:
    grade = "household.only_child_disability_grade"
    assert (told_shortly(clean(text), {}, [grade], Kin.ME, ON) == {grade: 4}) is is_told


@pytest.mark.parametrize(
    "words", ["还有个", "那那", "问一下", "谢谢好的", "那个说的", "最后再问", "还有那个的"]
)
def test_a_row_of_the_same_words_is_read_in_one_way_only(words: str) -> None:
    text = (words * 200)[:480]
    begun = time.perf_counter()
    question_after(text)
    begins_anew(text)
    recalled(
        Interpretation(Intent.ASK_BENEFIT, 1.0, named=False), text[:32], State(benefit="childcare-subsidy")
    )
    assert time.perf_counter() - begun < 0.5
