"""What earlier tries of a message came to, as a condition in queries."""

from sqlalchemy import ColumnElement, SQLColumnExpression, case, exists, false, select
from sqlalchemy.orm import aliased

from campaigns.delivery import AttemptState
from db.models.deliveries import AttemptRow, DeliveryRow


def was_taken_in(before: SQLColumnExpression[int]) -> ColumnElement[bool]:
    """Give whether a delivery has a try of a number below `before` that the provider took in: it came back.

    Nearly every message is tried once: for these nothing is looked up.
    """
    earlier = aliased(AttemptRow)
    taken_in = exists(
        select(1).where(
            earlier.delivery_id == DeliveryRow.id,
            earlier.number < before,
            earlier.state == AttemptState.ACCEPTED.value,
        )
    )
    return case((before > 1, taken_in), else_=false())
