"""Which version of a policy holds, and on what a text can be written."""

from datetime import date

import pytest

from campaigns.template import Template, outdated
from campaigns.template_library import load_library
from campaigns.topic_list import ListedTopic, load_topics
from db.policy_versions import BookVersions
from nlu.policybook import load_book

BOOK = load_book()
TODAY = date(2026, 11, 25)
VERSIONS = BookVersions(BOOK, load_topics())
FAIR = BookVersions(BOOK, {"fair": ListedTopic("集市", (), date(2026, 5, 1), date(2026, 5, 7))})


@pytest.mark.parametrize("template", load_library().values(), ids=lambda template: template.id)
def test_every_text_of_the_library_can_be_held(template: Template) -> None:
    policies = template.policies
    assert all(VERSIONS.version_on(policy.name, TODAY) is not None for policy in policies)
    assert outdated(template, VERSIONS, TODAY) == ()


@pytest.mark.parametrize(
    ("day", "version"),
    [
        (date(2026, 4, 30), date.min),
        (date(2026, 5, 1), date(2026, 5, 1)),
        (date(2026, 5, 7), date(2026, 5, 1)),
        (date(2026, 5, 8), date(2026, 5, 8)),
    ],
)
def test_a_topic_has_versions_too(day: date, version: date) -> None:
    assert FAIR.version_on("fair", day) == version
    assert (FAIR.why_not("fair", day) == "") is (version == date(2026, 5, 1))


@pytest.mark.parametrize(
    ("name", "day", "told"),
    [
        ("childcare-subsidy", TODAY, ""),
        ("pension-supplement", TODAY, ""),  # unclear whether it is still paid: a text may say just that
        ("sms-consent", TODAY, ""),
        ("population-culture-festival", TODAY, ""),
        ("exam-bonus-points", TODAY, "ended on 2018-08-27"),
        ("childcare-subsidy", date(2024, 12, 31), "not in force on 2024-12-31"),
        ("old-age-rewards", TODAY, "there is no 'old-age-rewards'"),
        ("abc", TODAY, "there is no 'abc'; there are bereavement-lump-sum, "),
    ],
)
def test_what_a_text_can_be_written_on(name: str, day: date, told: str) -> None:
    found = VERSIONS.why_not(name, day)
    assert told in found
    assert bool(told) is bool(found)
