"""What a confidential message must not say, and which campaigns are confidential."""

import pytest

from campaigns.audience import read_audience
from campaigns.confidential import Sensitive, telling
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
        "For families who lost their only child: call 12345, bereaved parents", "disability allowance", "痛失爱子",
    ],
)  # fmt: skip
def test_words_of_a_loss_or_an_illness_are_found(text: str) -> None:
    assert telling(text)


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
