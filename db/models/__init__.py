"""Every table of the service: importing this package registers all of them on `Base.metadata`."""

from db.models.base import Base
from db.models.consents import ConsentRow, StandingRow
from db.models.contacts import ContactRow, ImportRow, SealedKeyRow
from db.models.sessions import SessionRow

__all__ = [
    "Base",
    "ConsentRow",
    "ContactRow",
    "ImportRow",
    "SealedKeyRow",
    "SessionRow",
    "StandingRow",
]
