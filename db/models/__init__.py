"""Every table of the service: importing this package registers all of them on `Base.metadata`."""

from db.models.audit import AuditRow
from db.models.base import Base
from db.models.campaigns import ApprovalRow, BatchRow, CampaignRow, RunRow, SenderRow, TallyRow
from db.models.channels import ArrivalRow, HandoffLineRow, HandoffRow, MarkRow
from db.models.consents import ConsentRow, StandingRow
from db.models.contacts import ContactRow, ImportRow, SealedKeyRow
from db.models.deliveries import (
    AttemptRow,
    DeliveryRow,
    ExclusionRow,
    OutboxRow,
    ReceiptRow,
    ReplyRow,
    SuppressionRow,
)
from db.models.news import FollowerRow, NewsLetterRow, NewsRow
from db.models.sessions import SessionRow
from db.models.staff import StaffRow
from db.models.steering import FeedbackRow, SwitchRow

__all__ = [
    "ApprovalRow",
    "ArrivalRow",
    "AttemptRow",
    "AuditRow",
    "Base",
    "BatchRow",
    "CampaignRow",
    "ConsentRow",
    "ContactRow",
    "DeliveryRow",
    "ExclusionRow",
    "FeedbackRow",
    "FollowerRow",
    "HandoffLineRow",
    "HandoffRow",
    "ImportRow",
    "MarkRow",
    "NewsLetterRow",
    "NewsRow",
    "OutboxRow",
    "ReceiptRow",
    "ReplyRow",
    "RunRow",
    "SealedKeyRow",
    "SenderRow",
    "SessionRow",
    "StaffRow",
    "StandingRow",
    "SuppressionRow",
    "SwitchRow",
    "TallyRow",
]
