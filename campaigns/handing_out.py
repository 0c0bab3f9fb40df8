"""Hands out what is due: batches in an open window go to the courier, those outside wait for the next window."""

from campaigns.sending_ports import Clock, Courier, HandOut
from campaigns.windows import IsHoliday, opening

MOST_AT_ONCE = 200


class HandingOut:
    """Gives due batches to the courier within their senders' pace."""

    def __init__(self, hand_out: HandOut, courier: Courier, is_holiday: IsHoliday, clock: Clock) -> None:
        """Take the ports, the holidays and the clock."""
        self._hand_out, self._courier = hand_out, courier
        self._is_holiday, self._clock = is_holiday, clock

    async def hand_out(self) -> int:
        """Hand out what may leave now; gives how many batches."""
        now = self._clock()
        for closed in await self._hand_out.closed(now):
            await self._hand_out.reopen(closed.run, opening(closed.windows, now, self._is_holiday), now)
        batches = await self._hand_out.due_batches(now, MOST_AT_ONCE)
        for batch in batches:
            await self._courier.carry(batch)
        return len(batches)
