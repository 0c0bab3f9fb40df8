"""Every fault of a policy file is told with its file, line and key; a sound book loads."""

from datetime import date
from pathlib import Path

import pytest

from nlu.interpretation import Aspect
from nlu.policybook import POLICIES, PolicyBookError, check_book, load_book, main

SOURCES = """\
law: {title: 法, quality: L, read_on: 2026-11-23}
paper: {title: 报, quality: P, read_on: 2026-11-23}
weak: {title: 网传, quality: W, read_on: 2026-11-23}
"""

ANSWERS = "".join(
    f"  {aspect}: {{text: 这是{number}号回答, cite: [law]}}\n" for number, aspect in enumerate(Aspect)
)

POLICY = f"""\
id: gift
name: 礼金
short: 礼
aliases: [红包, 贺礼]
decides: {{who: 区里, where: 社区, cite: [law]}}
versions:
- from: 2020-01-01
  until: 2024-12-31
  state: in_force
  conditions:
  - id: age
    text: 满60周岁
    if: {{self.age: {{at_least: 60}}}}
    cite: [law]
  - {{id: one, text: 一个孩子, if: {{household.children_ever: 1}}, cite: [paper]}}
  unclear_if:
  - {{id: violation, text: 要认定, if: {{household.birth_rule_violation: true}}, cite: [law]}}
  unchecked:
  - {{id: review, text: 社区公示}}
  amounts:
  - from: 2020-01-01
    per: year
    for: person
    cite: [law]
    cases:
    - {{if: {{self.sex: female}}, value: 200}}
    - {{value: 100}}
- from: 2025-01-01
  state: ended
  act: {{title: 通知, number: 一号, day: 2025-01-01}}
  cite: [law]
before: not_yet
answers:
{ANSWERS}examples:
- name: 够
  facts: {{self.age: 60, household.children_ever: 1, self.sex: male, household.birth_rule_violation: false}}
  on: 2024-01-01
  verdict: eligible
  amount: {{value: 100}}
- {{name: 差一岁, facts: {{self.age: 59}}, on: 2024-01-01, verdict: not_eligible, amount: null}}
"""


def book(folder: Path, policy: str = POLICY, **more: str) -> Path:
    (folder / "topics").mkdir()
    (folder / "sources.yaml").write_text(SOURCES, encoding="utf-8")
    (folder / "gift.yaml").write_text(policy, encoding="utf-8")
    for name, text in more.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def line_of(text: str, policy: str) -> int:
    return policy[: policy.index(text)].count("\n") + 1


@pytest.mark.parametrize(
    ("old", "new", "at", "key"),
    [
        ("self.age: {at_least: 60}", "self.agee: {at_least: 60}", "self.agee", "self.agee"),
        ("{at_least: 60}", "{at_leest: 60}", "at_leest", "self.age"),
        ("self.sex: female", "self.sex: woman", "woman", "self.sex"),
        ("household.children_ever: 1}", "household.children_ever: one}", "one}, cite", "household.children_ever"),
        ("cite: [paper]", "cite: [nobody]", "nobody", "cite[0]"),
        ("cite: [paper]", "cite: [weak]", "weak", "cite"),
        ("cite: [paper]", "cite: []", "cite: []", "cite"),
        ("    cite: [law]\n    cases", "    cite: []\n    cases", "cite: []", "cite"),
        ("per: year", "per: yearly", "yearly", "per"),
        ("{value: 100}", "{value: -1}", "{value: -1}", "value"),
        ("{value: 100}", "{max: 100}", "{max: 100}", "cases[1]"),
        ("until: 2024-12-31", "until: 2025-01-01", "- from: 2025-01-01", "from"),
        ("until: 2024-12-31", "until: 2019-12-31", "2019-12-31", "until"),
        ("until: 2024-12-31", "until: soon", "until: soon", "until"),
        ("state: in_force", "state: running", "running", "state"),
        ("id: violation", "id: age", "- from: 2020-01-01", "id"),
        ("before: not_yet", "before: never", "before: never", "before"),
        ("before: not_yet\n", "", "id: gift", "before"),
        ("short: 礼", "shrt: 礼", "shrt", "shrt"),
        ("id: gift", "id: present", "id: present", "id"),
        ("aliases: [红包, 贺礼]", "aliases: [红包, 红包]", "aliases", "aliases"),
        ("  status: {text", "  state: {text", "  state: {text", "state"),
        ("title: 通知, ", "", "act: {", "title"),
        ("verdict: eligible", "verdict: not_eligible", "- name: 够", "examples[够]"),
        ("amount: {value: 100}", "amount: {value: 200}", "- name: 够", "examples[够]"),
        ("facts: {self.age: 59}", "facts: {self.age: old}", "facts: {self.age: old}", "self.age"),
        ("birth_rule_violation: true", "birth_rule_violation: maybe", "maybe", "household.birth_rule_violation"),
        ("state: in_force", "state: in_force\n  state: in_force", "  state: in_force\n  conditions", "state"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_file_line_and_key(
    tmp_path: Path, old: str, new: str, at: str, key: str
) -> None:
    assert old in POLICY
    policy = POLICY.replace(old, new, 1)
    faults = check_book(book(tmp_path, policy))
    assert (line_of(at, policy), key) in {(fault.line, fault.key) for fault in faults}, faults
    assert {fault.file for fault in faults} == {"gift.yaml"}
    assert all(fault.text for fault in faults)


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("household.children_ever: 1}, cite: [paper]", "self.age: {less_than: 60}}, cite: [paper]", "conditions[one]"),
        ("household.children_ever: 1}, cite: [paper]", "household.children_ever: {at_least: 0}}, cite: [paper]", "conditions[one]"),
        ("if: {self.age: {at_least: 60}}", "if: {any: [{self.age: {at_least: 60}}, {self.age: {at_least: 65}}]}", "conditions[age]"),
        ("household.birth_rule_violation: true", "household.children_living: 2", "unclear_if[violation]"),
        ("if: {self.sex: female}", "if: {household.children_ever: 2}", "amounts.cases[0]"),
    ],
)  # fmt: skip
def test_what_cannot_happen_in_a_rule_is_found_with_an_example_person(
    tmp_path: Path, old: str, new: str, key: str
) -> None:
    assert old in POLICY
    policy = POLICY.replace(old, new, 1)
    policy = policy[: policy.index("examples:")]
    (fault,) = check_book(book(tmp_path, policy))
    assert fault.key == key
    assert fault.line == line_of("- from: 2020-01-01", policy)
    assert "例如" in fault.text or "没有" in fault.text


def test_a_sound_book_has_no_faults_and_loads(tmp_path: Path) -> None:
    folder = book(tmp_path)
    assert check_book(folder) == []
    policy = load_book(folder).benefits["gift"]
    answer = policy.answers(Aspect.AMOUNT, date(2024, 1, 1))
    assert answer is not None
    assert answer.text.startswith("这是")
    assert policy.answers(Aspect.AMOUNT, date(2019, 1, 1)) is None
    assert main([str(folder)]) == 0


def test_a_book_with_faults_is_refused_and_tells_them_all(tmp_path: Path) -> None:
    policy = POLICY.replace("per: year", "per: yearly").replace("cite: [paper]", "cite: [nobody]")
    with pytest.raises(PolicyBookError) as refused:
        load_book(book(tmp_path, policy))
    assert {fault.key for fault in refused.value.faults} == {"per", "cite[0]", "cite"}


def test_what_is_no_yaml_is_told_with_its_line(tmp_path: Path) -> None:
    (fault,) = check_book(book(tmp_path, "id: gift\nname: [礼\n"))
    assert (fault.file, fault.line > 1) == ("gift.yaml", True)


def test_an_alias_used_by_two_benefits_is_a_fault(tmp_path: Path) -> None:
    other = POLICY.replace("id: gift", "id: other").replace("name: 礼金", "name: 另一种")
    faults = check_book(book(tmp_path, other=other))
    assert {(fault.file, fault.key) for fault in faults} == {("other.yaml", "aliases")}


def test_an_ambiguous_name_must_name_benefits_that_exist(tmp_path: Path) -> None:
    faults = check_book(book(tmp_path, ambiguous="礼: {benefits: [gift, nothing], question: 哪一种?}\n"))
    assert {fault.key for fault in faults} == {"benefits"}


def test_the_shipped_policies_have_no_faults() -> None:
    assert check_book(POLICIES) == []
