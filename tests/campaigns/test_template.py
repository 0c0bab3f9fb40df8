"""Templates, the messages made of them, and the library that is shipped."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from campaigns.consent import Basis
from campaigns.message import Frame, compose, costs, faults
from campaigns.provider import Capabilities, SegmentRule
from campaigns.template import PolicyRef, Template, TemplateError, TemplateKind, form_faults, outdated
from campaigns.template_library import SHIPPED, load_library
from campaigns.topic_list import load_topics
from db.policy_versions import BookVersions
from nlu.policybook import load_book

FRAME = Frame("武汉卫健", {"zh": "拒收请回复R", "en": "Reply R to opt out"})
OPEN = Capabilities(True, 1, True, True, True, 1600, SegmentRule.TWILIO, True, True)
GATEWAY = Capabilities(False, 1000, True, False, False, 500, SegmentRule.DOMESTIC, False, True)
TODAY = date(2026, 11, 25)
TEMPLATE = Template(
    "t",
    "试",
    "topic",
    TemplateKind.PROMOTION,
    Basis.DUTY,
    (PolicyRef("childcare-subsidy", date(2025, 1, 1)),),
    {"zh": "{name}您好,咨询{hotline}", "en": "Hello {name}, call {hotline}"},
)
LIBRARY = load_library()


def test_what_is_missing_and_what_is_surplus_is_told() -> None:
    assert TEMPLATE.value_faults({"hotlin": "12345"}) == (
        "missing value for {hotline}",
        "surplus value hotlin: the text has no {hotlin}",
    )
    assert TEMPLATE.value_faults({"hotline": " "}) == ("empty value for {hotline}",)
    assert TEMPLATE.value_faults({"hotline": "1【2】"}) != ()


def test_signature_and_tail_are_added_by_rule() -> None:
    values = {"name": "王安", "hotline": "12345"}
    assert compose(TEMPLATE, values, "zh", FRAME).text == "【武汉卫健】王安您好,咨询12345。拒收请回复R"
    english = compose(TEMPLATE, values, "en-GB", FRAME)
    assert (english.language, english.text[-18:]) == ("en", "Reply R to opt out")
    assert compose(TEMPLATE, values, "fr", FRAME).language == "zh"


def test_a_message_without_a_value_is_not_made() -> None:
    with pytest.raises(TemplateError, match="missing value"):
        compose(TEMPLATE, {"name": "王安"}, "zh", FRAME)


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"en": "Hello"}, "there is no text in zh"),
        ({"zh": "【别人】您好"}, "【】 belongs to the signature"),
        ({"zh": "您好{Name}"}, "a brace that is no placeholder"),
        ({"zh": "咨询{hotline}", "en": "Hello"}, "lacks the placeholders hotline"),
        ({"zh": " "}, "the text is empty"),
    ],
)
def test_a_template_of_wrong_form_is_refused(changed: dict[str, str], fault: str) -> None:
    assert any(fault in found for found in form_faults(replace(TEMPLATE, texts=changed)))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{name}您好", "allows nothing that differs between recipients"),
        ("请看 www.example.com", "a link"),
        ("请看http://a.cn/b", "a link"),
        ("{day}{place}见", "two placeholders touch"),
        ("★您好", "the sign ★"),
        ("好" * 490, "at most 500"),
    ],
)
def test_what_a_gateway_does_not_carry_is_told_before_sending(text: str, fault: str) -> None:
    template = replace(TEMPLATE, texts={"zh": text})
    values = dict.fromkeys(template.placeholders - {"name"}, "甲")
    assert any(fault in found for found in faults(template, values, FRAME, GATEWAY))
    if "490" not in fault and text != "好" * 490:
        assert faults(template, values, FRAME, OPEN) == ()


def test_the_cost_of_each_language_counts_signature_and_tail() -> None:
    zh, en = costs(TEMPLATE, {"hotline": "12345"}, FRAME, OPEN)
    assert (zh.counted.segments, zh.language) == (1, "zh")
    assert en.counted.forcing == tuple("【武汉卫健】王某")
    assert en.counted.segments == 1


def test_a_text_whose_policy_has_moved_on_is_found_out() -> None:
    versions = BookVersions(load_book(), load_topics())
    assert outdated(TEMPLATE, versions, TODAY) == ()
    older = PolicyRef("enterprise-retiree-bonus", date(2012, 1, 1))
    assert outdated(replace(TEMPLATE, policies=(older,)), versions, TODAY) == (older,)
    topic = PolicyRef("fetal-sex-law", date(2021, 8, 20))
    assert outdated(replace(TEMPLATE, policies=(topic,)), versions, TODAY) == ()


def test_in_a_gap_between_versions_every_text_is_outdated() -> None:
    gap = date(2020, 1, 1)
    assert outdated(LIBRARY["prepregnancy-checkup"], BookVersions(load_book(), load_topics()), gap) != ()


@pytest.mark.parametrize("template", LIBRARY.values(), ids=LIBRARY)
def test_every_shipped_text_rests_on_the_version_of_today(template: Template) -> None:
    book = load_book()
    assert outdated(template, BookVersions(book, load_topics()), TODAY) == ()
    known = {*book.benefits, *book.topics, "population-culture-festival"}
    assert {policy.name for policy in template.policies} <= known


@pytest.mark.parametrize("template", LIBRARY.values(), ids=LIBRARY)
def test_every_shipped_text_can_be_sent_through_every_provider(template: Template) -> None:
    values = dict.fromkeys(template.placeholders, "甲处")
    assert faults(template, values, FRAME, OPEN) == ()
    assert faults(template, values, FRAME, GATEWAY) == ()


HURTING = ("失独", "死亡", "伤残", "残疾", "特扶", "扶助金", "抚慰", "特殊家庭", "并发症", "手术", "独生")


@pytest.mark.parametrize(
    "template", [t for t in LIBRARY.values() if any(load_book().benefits[p.name].sensitive for p in t.policies
                                                   if p.name in load_book().benefits)], ids=lambda t: t.id
)  # fmt: skip
def test_texts_for_special_families_give_nothing_away_on_a_shared_phone(template: Template) -> None:
    assert template.confidential
    told = " ".join((*template.texts.values(), template.topic))
    assert not [word for word in HURTING if word in told]
    assert template.recipient_fields == frozenset()


def test_every_theme_and_every_policy_of_today_has_a_text() -> None:
    named = {policy.name for template in LIBRARY.values() for policy in template.policies}
    assert set(load_book().benefits) <= named
    assert {"fetal-sex-law", "birth-registration", "population-culture-festival"} <= named


def test_every_fault_of_a_library_is_told_with_its_file(tmp_path: Path) -> None:
    good = (SHIPPED / "childcare-subsidy.yaml").read_text(encoding="utf-8")
    (tmp_path / "other.yaml").write_text(good, encoding="utf-8")
    (tmp_path / "broken.yaml").write_text("id: [", encoding="utf-8")
    (tmp_path / "short.yaml").write_text("id: short\n", encoding="utf-8")
    with pytest.raises(TemplateError) as caught:
        load_library(tmp_path)
    assert [fault.split(":")[0] for fault in caught.value.faults][:2] == ["broken.yaml", "other.yaml"]
    assert "short.yaml: missing key texts" in caught.value.faults
