"""Which version of a policy holds on a day, for texts that rest on one."""

from datetime import date, timedelta

from nlu.policy import PolicyBook


class BookVersions:
    """The versions in the policy book."""

    def __init__(self, book: PolicyBook) -> None:
        """Take the book."""
        self._book = book

    def version_on(self, name: str, day: date) -> date | None:
        """Give the day on which the version that holds on `day` began; None for topics, which have no versions.

        In a gap, and after the last version, it is the day on which the gap began.
        """
        policy = self._book.benefits.get(name)
        if policy is None:
            return None
        version = policy.version_on(day)
        if version is not None:
            return version.since
        ended = [v.until for v in policy.versions if v.until is not None and v.until < day]
        return max(ended) + timedelta(days=1) if ended else date.min
