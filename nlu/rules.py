"""The rules as one turn of the dialogue asks them: on one day, with the facts of one conversation."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from nlu.assessment import Assessment, Standing
from nlu.eligibility import Assessor, relevant
from nlu.facts import CATALOGUE, FactError, Facts
from nlu.interpretation import FactValue
from nlu.policy import Policy, PolicyBook, Verdict
from nlu.policy import State as Force


@dataclass(frozen=True, slots=True)
class Rules:
    """The policy book and its assessor on the day `on`."""

    book: PolicyBook
    assessor: Assessor
    on: date

    def assess(self, benefit: str, facts: Mapping[str, FactValue]) -> Assessment:
        """Give the verdict on one benefit; FactError when the facts cannot be."""
        return self.assessor.assess(benefit, Facts.read(facts, self.on), self.on)

    def assess_each(self, benefits: Iterable[str], facts: Mapping[str, FactValue]) -> tuple[Assessment, ...]:
        """Give the verdict on each of the benefits."""
        read = Facts.read(facts, self.on)
        return tuple(self.assessor.assess(benefit, read, self.on) for benefit in benefits)

    def concerns(self, judged: Assessment, facts: Mapping[str, FactValue]) -> bool:
        """Say whether the person may meet the conditions of a benefit; of an ended one, its last conditions."""
        if judged.verdict is Verdict.ENDED:
            ended = self.policy(judged.benefit).version_on(self.on)
            try:
                eve = (ended.since if ended else self.on) - timedelta(days=1)
                judged = self.assessor.assess(judged.benefit, Facts.read(facts, self.on), eve)
            except FactError:
                return False  # what was told lies after the end
        return not any(reason.state is Standing.FAILS for reason in judged.reasons)

    def next_question(
        self, benefits: tuple[str, ...], facts: Mapping[str, FactValue], skipped: tuple[str, ...]
    ) -> str | None:
        """Give the fact to ask next, None when nothing more can change a verdict."""
        return self.assessor.next_question(benefits, Facts.read(facts, self.on), self.on, skipped)

    def open_facts(
        self, benefits: tuple[str, ...], facts: Mapping[str, FactValue], skipped: tuple[str, ...]
    ) -> frozenset[str]:
        """Give every fact that may still have to be asked."""
        read = Facts.read(facts, self.on)
        found = (relevant(self.book.benefits[benefit], read, self.on) for benefit in benefits)
        return frozenset(fact for each in found for fact in each) - set(skipped)

    def tender(self, benefit: str, facts: Mapping[str, FactValue]) -> bool:
        """Say whether the questions of this benefit may hurt and nothing told so far has opened the matter."""
        return self.book.benefits[benefit].sensitive and not _opened(facts)

    def pays(self, benefit: str) -> bool:
        """Say whether the benefit is money, and has not ended by that day."""
        policy = self.policy(benefit)
        version = policy.version_on(self.on)
        if version is None or version.state is Force.ENDED:
            return False
        return any(each.amounts for each in policy.versions)

    def policy(self, benefit: str) -> Policy:
        """Give the policy of a benefit that is known to exist."""
        return self.book.benefits[benefit]


def _opened(facts: Mapping[str, FactValue]) -> bool:
    if any(CATALOGUE[name].sensitive and value not in (0, False) for name, value in facts.items()):
        return True
    return facts.get("household.children_living") == 0 and facts.get("household.children_ever", 0) != 0
