"""Makes contacts ready to be stored: names and phones sealed and hashed, each person once, in the order of the index.

It runs in the process that reads the file, so that no name or phone leaves that process in clear; it does without the
database library, which would take that process longer to load than a small file to read.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from operator import itemgetter
from typing import Any

from campaigns.columns import SLOTS, Holds
from campaigns.contact import ContactBatch, Said, SealedBatch
from db.hashes import Fingerprint
from db.identity import seal_identities
from db.keyring import Keyring
from db.values import instant, quick_booleans

SAID_NO, SAID_YES, SAID_YES_ON_A_DAY = 1, 2, 3
"""What a row says of consent, in the order of what counts where two residents of one phone differ."""

_BOOLEANS = frozenset(slot.name for slot in SLOTS if slot.axis.holds is Holds.BOOLEAN)


@dataclass(frozen=True, slots=True, repr=False)
class Sealing:
    """Makes contacts ready for a database of this dialect; `at` is when the file was first imported."""

    keyring: Keyring
    fingerprint: Fingerprint
    dialect: str
    at: datetime

    def __call__(self, batch: ContactBatch) -> SealedBatch:
        """Give the rows column by column: those of the contacts, one a person (the last row of a batch wins), and what each phone says.

        The first three columns of the contacts are the hashes of person and phone and the sealed identity; then come
        language, district and the facts. What a phone says has its hash, what is said, and the instant of it.
        """
        slots, phones, names, districts, languages, said, said_on, facts = batch
        persons = list(map(self.fingerprint.of_person, phones, names))
        handsets = list(map(self.fingerprint.of_phone, phones))
        last = dict(zip(persons, range(len(persons)), strict=True))
        # In the order of their hashes: neighbours in the index are then written together.
        places = [last[person] for person in sorted(last)]
        columns: Iterable[Sequence[object]] = (
            persons,
            handsets,
            seal_identities(self.keyring, phones, names, persons),
            [language or None for language in languages],
            [district or None for district in districts],
            *(
                quick_booleans(column, self.dialect) if name in _BOOLEANS else column
                for name, column in zip(slots, facts, strict=True)
            ),
        )
        told = zip(*(_picked(column, places) for column in (handsets, said, said_on)), strict=True)
        return SealedBatch(
            slots, len(phones), tuple(_picked(column, places) for column in columns), self._said(told)
        )

    def _said(self, told: Iterable[tuple[Any, ...]]) -> tuple[Sequence[object], ...]:
        """Give what each phone says: where two residents of one phone differ, the no counts."""
        meanings: dict[tuple[Said, int], tuple[int, Any]] = {}
        of_phone: dict[bytes, tuple[int, Any]] = {}
        for handset, word, on in told:
            if word is Said.NOTHING:
                continue
            meaning = meanings.get((word, on))
            if meaning is None:
                meaning = meanings[word, on] = self._meaning(word, on)
            other = of_phone.get(handset)
            if other is not None:
                meaning = min(meaning[0], other[0]), max(meaning[1], other[1])
            of_phone[handset] = meaning
        handsets = sorted(of_phone)
        meant = [of_phone[handset] for handset in handsets]
        return handsets, [what for what, _ in meant], [on for _, on in meant]

    def _meaning(self, said: Said, said_on: int) -> tuple[int, datetime | str]:
        if not said_on:
            return (SAID_YES if said is Said.YES else SAID_NO), instant(self.at, self.dialect)
        # Noon in China: whatever the zone of the reader, it is that day.
        on = datetime.combine(date.fromordinal(said_on), time(4), UTC)
        return (SAID_YES_ON_A_DAY if said is Said.YES else SAID_NO), instant(on, self.dialect)


def _picked(values: Sequence[object], places: Sequence[int]) -> Sequence[object]:
    if len(places) > 1:
        picked: tuple[object, ...] = itemgetter(*places)(values)
        return picked
    return tuple(values[place] for place in places)
