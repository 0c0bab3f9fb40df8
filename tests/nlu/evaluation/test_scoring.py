"""Scores, costs and the gate, on readings written by hand."""

from pathlib import Path

import pytest

from nlu.evaluation.bounds import Machine
from nlu.evaluation.cost import (
    ANSWERED_STRANGE,
    MISSED_EMERGENCY,
    PARTLY,
    REFUSED,
    WRONG_ASPECT,
    WRONG_BENEFIT,
    Cost,
    cost_of,
)
from nlu.evaluation.figures import Evaluated, scores
from nlu.evaluation.gate import failures, read_gate, record
from nlu.evaluation.leak import find_leaks
from nlu.evaluation.lines import Line, LineError, read_label, read_lines
from nlu.evaluation.report import render
from nlu.evaluation.scoring import Judged, Rate, right, score_facts
from nlu.interpretation import Aspect, FactValue, Intent, Interpretation

CHECKUP, ALLOWANCE = "prepregnancy-checkup", "one-child-allowance"


def judged(label: str, intent: Intent, *benefits: str, aspect: Aspect = Aspect.GENERAL) -> Judged:
    return Judged(
        Line("...", read_label(label)), Interpretation(intent, 0.9, benefits=benefits, aspect=aspect)
    )


ASK = Intent.ASK_BENEFIT


@pytest.mark.parametrize(
    ("one", "cost"),
    [
        (judged(f"ask_benefit/{CHECKUP}+amount", ASK, CHECKUP, aspect=Aspect.AMOUNT), None),
        (judged(f"ask_benefit/{CHECKUP}+amount", ASK, CHECKUP, aspect=Aspect.PLACE), WRONG_ASPECT),
        (judged(f"ask_benefit/{CHECKUP}+amount", ASK, ALLOWANCE, aspect=Aspect.AMOUNT), WRONG_BENEFIT),
        (judged(f"ask_benefit/{CHECKUP}&{ALLOWANCE}+amount", ASK, CHECKUP, aspect=Aspect.AMOUNT), PARTLY),
        (judged(f"ask_benefit/{CHECKUP}+amount", Intent.OUT_OF_SCOPE), REFUSED),
        (judged("out_of_scope", ASK, CHECKUP), ANSWERED_STRANGE),
        (judged("emergency", Intent.GREET), MISSED_EMERGENCY),
        (judged("ask_benefit/+documents", ASK, aspect=Aspect.DOCUMENTS), None),
        (judged("thanks", Intent.THANKS), None),
    ],
)
def test_an_error_costs_what_it_does_to_the_resident(one: Judged, cost: Cost | None) -> None:
    assert cost_of(one) == cost
    assert right(one) == (cost is None)


def test_the_interval_holds_the_share_and_narrows_with_more_lines() -> None:
    few, many = Rate(9, 10), Rate(900, 1000)
    assert few.interval[0] < 0.9 < few.interval[1]
    assert many.interval[1] - many.interval[0] < few.interval[1] - few.interval[0]


def test_facts_are_compared_as_they_are_written() -> None:
    line = Line("...", read_label("tell"), facts={"self.age": 62, "self.retired": True})
    said = Interpretation(Intent.TELL, 0.9, facts={"self.age": 62, "self.sex": "female"})
    score = score_facts([(line.facts, said)])
    assert (score.found, score.missed, score.invented) == (1, 1, 1)
    assert score.share == 0.5


def test_what_follows_strictly_from_the_labels_may_be_told() -> None:
    facts = {"household.children_ever": 1, "household.daughters": 1}
    told: dict[str, FactValue] = {
        **facts,
        "household.sons": 0,
        "household.children_living": 1,
        "self.sex": "female",
    }
    score = score_facts([(facts, Interpretation(Intent.TELL, 0.9, facts=told))])
    assert (score.invented, score.following, score.tolerant.invented) == (3, 2, 1)
    assert score.share < score.tolerant.share


def test_labels_that_cannot_stand_together_allow_nothing_more() -> None:
    facts = {"household.children_living": 3, "household.sons": 1, "household.daughters": 1}
    score = score_facts([(facts, Interpretation(Intent.TELL, 0.9, facts={"household.children_ever": 3}))])
    assert (score.invented, score.following) == (1, 0)


@pytest.mark.parametrize("label", ["ask_benefit/x", "ask_benefit/x+price", "sing", "ask_topic"])
def test_a_label_that_is_not_one_is_refused(label: str) -> None:
    with pytest.raises(LineError):
        read_label(label)


def test_lines_are_read_in_both_forms(tmp_path: Path) -> None:
    (tmp_path / "elders.yml").write_text(
        "version: '3.1'\nnlu:\n- intent: greet\n  examples: |\n    - 你好\n    - 在吗\n"
        "- intent: tell\n  examples:\n  - text: 我62\n    facts: {self.age: 62}\n    tags: [typo]\n",
        "utf-8",
    )
    first, second, third = read_lines(tmp_path)
    assert (first.text, second.text, first.facts) == ("你好", "在吗", None)
    assert third.facts == {"self.age": 62}
    assert third.tags == ("elders", "typo")


def test_a_nearly_copied_line_leaks_and_a_short_or_new_one_does_not() -> None:
    texts = ["我今年六十二岁农村户口", "在吗", "孕前检查收不收费"]
    leaks = find_leaks(texts, ["我今年六十二岁,农村户口!", "在吗", "孕前检查要不要钱"])
    assert [leak.held_out for leak in leaks] == ["我今年六十二岁农村户口"]


def test_the_gate_sees_a_fallen_score_and_a_failed_line(tmp_path: Path) -> None:
    path = tmp_path / "gate.yaml"
    path.write_text("# why\nscores: {}\n# lines\nmust_never_fail:\n  emergency: [救命]\n", "utf-8")
    good = [judged("greet", Intent.GREET)] * 10
    record(path, "heldout", scores(Evaluated(good)))
    gate = read_gate(path)
    assert path.read_text("utf-8").startswith("# why\nscores:\n  heldout:")
    assert [line.text for line in gate.never_fail] == ["救命"]
    assert not list(failures(gate, "heldout", scores(Evaluated(good)), []))
    missed = Judged(gate.never_fail[0], Interpretation(Intent.GREET, 0.9))
    worse = [*good[1:], judged("greet", Intent.THANKS)]
    told = list(failures(gate, "heldout", scores(Evaluated(worse)), [missed]))
    assert any("救命" in fault for fault in told)
    assert any("fell from 100.0 % to 90.0 %" in fault for fault in told)


def test_the_report_shows_a_confusion_with_its_line() -> None:
    one = Judged(
        Line("能领几多", read_label(f"ask_benefit/{CHECKUP}+amount")), Interpretation(Intent.TELL, 0.4)
    )
    assert any("能领几多" in line for line in render(Evaluated([one]), Machine()))
