"""Which version of a policy holds on a day, for texts that rest on one."""

from collections.abc import Mapping
from datetime import date, timedelta

from campaigns.topic_list import ListedTopic
from nlu.policy import Policy, PolicyBook, State


class BookVersions:
    """The versions in the policy book, and of the topics that have none there."""

    def __init__(self, book: PolicyBook, topics: Mapping[str, ListedTopic]) -> None:
        """Take the book, and since when what is said of topics holds."""
        self._book, self._topics = book, topics

    def version_on(self, name: str, day: date) -> date | None:
        """Give the day on which the version that holds on `day` began; None for what has no dated versions.

        In a gap, and after the last version, it is the day on which the gap began.
        """
        policy = self._book.benefits.get(name)
        if policy is not None:
            return _of_benefit(policy, day)
        topic = self._topics.get(name)
        if topic is None or topic.since is None:
            return None
        if topic.until is not None and topic.until < day:
            return topic.until + timedelta(days=1)
        return topic.since if topic.since <= day else date.min

    def why_not(self, name: str, day: date) -> str:
        """Say why no text can be written anew on that day that rests on a policy; "" where one can."""
        policy = self._book.benefits.get(name)
        if policy is not None:
            version = policy.version_on(day)
            if version is None:
                return f"{name} is not in force on {day}"
            return f"{name} ended on {version.since}" if version.state is State.ENDED else ""
        topic = self._topics.get(name)
        dated = topic is not None and topic.since is not None
        if topic is None or not dated:
            known = name in self._book.topics
            return "" if known else f"there is no {name!r}; there are {', '.join(self._known())}"
        return "" if self.version_on(name, day) == topic.since else f"{name} is not in force on {day}"

    def _known(self) -> list[str]:
        dated = {name for name, topic in self._topics.items() if topic.since is not None}
        return [*self._book.benefits, *sorted(dated | self._book.topics.keys())]


def _of_benefit(policy: Policy, day: date) -> date:
    version = policy.version_on(day)
    if version is not None:
        return version.since
    ended = [v.until for v in policy.versions if v.until is not None and v.until < day]
    return max(ended) + timedelta(days=1) if ended else date.min
