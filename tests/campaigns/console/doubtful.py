"""A campaign of which some messages are in doubt, for the tests of the door and of its pages."""

from campaigns.delivery import Doubtful, DoubtReason
from tests.campaigns.console.conftest import Door
from tests.sending_house import ListProvider, phone

RESIDENTS = 9


async def in_doubt(door: Door, count: int, **later: float) -> int:
    """A campaign to nine residents, `count` of them in doubt for two hours, each looked for once."""
    house = door.house
    assert isinstance(house.provider, ListProvider)
    await house.residents(RESIDENTS)
    for number in range(count):
        house.provider.answers[phone(number)] = [Doubtful(DoubtReason.TIMEOUT)]
    campaign = await house.planned()
    await house.send_due()
    house.clock.pass_by(**(later or {"hours": 2}))
    await house.reconciler.reconcile()
    return campaign


async def states(door: Door) -> dict[str, int]:
    """How many deliveries are in which state."""
    found = [one.state for one in await door.house.deliveries()]
    return {state: found.count(state) for state in found}
