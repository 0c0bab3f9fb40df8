"""What residents can refuse by name, by the real policies and templates."""

import pytest

from campaigns.consent import ConsentKind
from campaigns.template import Template
from campaigns.template_library import load_library
from house_campaigns import consent_words
from nlu.policy import Policy
from nlu.policybook import load_book

BOOK = load_book()
WORDS = consent_words(BOOK)


@pytest.mark.parametrize(
    ("name", "covers", "called"),
    [
        ("育儿补贴", {"childcare-subsidy", "follow:childcare-subsidy"}, ("育儿补贴",)),
        ("三千六", {"childcare-subsidy", "follow:childcare-subsidy"}, ("育儿补贴",)),
        (
            "农村奖扶",
            {"rural-family-reward", "follow:rural-family-reward", "old-age-rewards"},
            ("农村奖扶", "老年奖励"),
        ),
        ("人口文化节", {"population-culture-festival"}, ("人口文化节",)),
        ("两非", {"fetal-sex-law"}, ("胎儿性别鉴定的法律规定",)),
        (
            "特扶金",
            {"special-family-allowance", "follow:special-family-allowance", "community-care"},
            (),  # the phone may be read by others
        ),
        ("关爱女孩", {"girls-care", "exam-bonus-points"}, ("关爱女孩",)),
    ],
)
def test_a_name_means_all_messages_about_it(name: str, covers: set[str], called: tuple[str, ...]) -> None:
    found = WORDS.read(f"退订{name}")
    assert found is not None
    assert (set(found.topics), found.called, found.unknown) == (covers, called, False)


def test_the_three_rewards_are_one_kind_of_message() -> None:
    found = WORDS.read("退订老年奖励")
    assert found is not None
    assert {"old-age-rewards", "rural-family-reward", "urban-elder-bonus"} <= set(found.topics)


@pytest.mark.parametrize("template", load_library().values(), ids=lambda template: template.id)
def test_every_template_can_be_refused_by_its_title(template: Template) -> None:
    found = WORDS.read(f"退订{template.title}")
    assert found is not None
    assert template.topic in found.topics


@pytest.mark.parametrize("benefit", BOOK.benefits.values(), ids=lambda benefit: benefit.id)
def test_every_name_of_a_benefit_can_be_refused(benefit: Policy) -> None:
    for name in (benefit.name, benefit.short, *benefit.aliases):
        found = WORDS.read(f"退订{name}")
        assert found is not None, name
        assert found.kind is ConsentKind.OPT_OUT
        assert not found.unknown, name
        assert benefit.id in found.topics, name
