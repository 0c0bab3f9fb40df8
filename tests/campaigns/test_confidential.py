"""What a confidential message must not say, and which campaigns are confidential."""

import pytest

from campaigns.audience import read_audience
from campaigns.confidential import Sensitive, reveals, telling
from campaigns.template import Template
from campaigns.template_library import load_library
from nlu.policybook import load_book

BOOK = load_book()
PRIVATE = [policy for policy in BOOK.benefits.values() if policy.sensitive]
SENSITIVE = Sensitive({policy.id for policy in PRIVATE}, {"household.only_child_disability_grade"})


@pytest.mark.parametrize(
    "text",
    [
        "失去孩子的家庭可领特扶金", "失独家庭", "孩子不在了", "独生子女伤残", "一次性抚慰金", "节育手术并发症扶助", "失去了独生子女",
        "孩子走了的家庭可以领钱", "失*独*家庭可以领钱", "失 独", "失.独", "伤-残", "失\u200b独", "失獨家庭", "孩子已经走了",
        "没了孩子", "精神病人",
        "For families who lost their only child: call 12345, bereaved parents", "disability allowance", "痛失爱子",
    ],
)  # fmt: skip
def test_words_of_a_loss_or_an_illness_are_found(text: str) -> None:
    assert telling(text)


@pytest.mark.parametrize(
    ("text", "named", "private"),
    [
        ("{name},您家失独,可以领特扶金", True, True), ("您家失独,可以领钱", False, True), ("{name}您家孩子伤残", True, True),
        ("{name}家的精神病人和艾滋病人请到社区", True, True), ("失*独*家庭可以领钱", False, True), ("孩子走了的家庭可以领钱", False, True),
        ("{name}家失去孩子,咨询{hotline}", True, True), ("Dear {name}, you lost your only child", True, True),
        ("{name},您的手术", True, True), ("父母住院手术,子女可以请假", False, False), ("免费检测艾滋病、梅毒", False, False),
        ("光荣证遗失,独生子女父母可以补办", False, False), ("孩子不在身边的老人,社区来看您", False, False),
        ("育儿补贴每年3600元", True, False),
        ("{name},您可以领育儿补贴了", True, False), ("If you lost your card, call us", False, False),
        ("孩子上学去了,您也放心", False, False),
    ],
)  # fmt: skip
def test_some_words_are_private_whatever_the_message_is_about_and_more_where_somebody_is_named(
    text: str, named: bool, private: bool
) -> None:
    assert reveals([text], named) is private


@pytest.mark.parametrize("template", load_library().values(), ids=lambda template: template.id)
def test_no_shipped_text_is_private_by_its_words(template: Template) -> None:
    assert template.is_private(dict.fromkeys(template.placeholders, "12345")) is template.confidential


@pytest.mark.parametrize(
    "name", [name for policy in PRIVATE for name in (policy.name, policy.short, *policy.aliases)]
)
def test_every_name_of_a_private_benefit_is_found(name: str) -> None:
    assert telling(name)


@pytest.mark.parametrize("template", load_library().values(), ids=lambda template: template.id)
def test_no_shipped_confidential_text_tells(template: Template) -> None:
    told = [word for text in template.texts.values() for word in telling(text)]
    assert not (template.confidential and told)


@pytest.mark.parametrize(
    ("policies", "audience", "private"),
    [
        (["childcare-subsidy"], {}, False),
        (["childcare-subsidy", "special-family-allowance"], {}, True),
        ([], {"qualifies": {"benefit": "bereavement-lump-sum", "chances": ["eligible"]}}, True),
        ([], {"qualifies": {"benefit": "childcare-subsidy", "chances": ["eligible"]}}, False),
        ([], {"facts": {"household.only_child_disability_grade": 3}}, True),
        ([], {"facts": {"self.age": {"at_least": 60}}}, False),
    ],
)
def test_what_a_campaign_rests_on_and_whom_it_is_for_make_it_confidential(
    policies: list[str], audience: dict[str, object], private: bool
) -> None:
    assert SENSITIVE.concerns(policies, read_audience(audience, BOOK.benefits)) is private
