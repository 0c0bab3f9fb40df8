"""Everything that the staff's door opens to the staff, joined by the house."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date

from campaigns.approval import Approvals
from campaigns.authoring import Authoring
from campaigns.campaign_ports import CampaignBook
from campaigns.consent_words import Topic
from campaigns.console.drafting import Drafting
from campaigns.console.ports import (
    AuditLog,
    ConsentBook,
    Contacts,
    Depths,
    Doubts,
    Reports,
    Simulator,
    StaffBook,
)
from campaigns.held_runs import HeldRunDecisions
from campaigns.importing import ContactImport
from campaigns.message import Frame
from campaigns.provider import Capabilities
from campaigns.sending_ports import Clock

Probe = Callable[[], Awaitable[Mapping[str, bool]]]
"""Gives, by name, whether each thing that the door needs is there."""


@dataclass(frozen=True, slots=True)
class Registers:
    """Who is written to, and who works here. `phone` gives E.164 or raises `PhoneError`; `topic`, what a name means."""

    staff: StaffBook
    contacts: Contacts
    importing: ContactImport
    consents: ConsentBook
    audit: AuditLog
    phone: Callable[[str], str]
    topic: Callable[[str], Topic | None]


@dataclass(frozen=True, slots=True)
class Office:
    """How campaigns are written, approved, moved and accounted for."""

    book: CampaignBook
    held: HeldRunDecisions
    drafting: Drafting
    authoring: Authoring
    approvals: Approvals
    reports: Reports
    doubts: Doubts


@dataclass(frozen=True, slots=True)
class Desk:
    """The whole.

    `benefits` gives the name of each that an audience may ask for, `today` is the residents' day, and `simulator` is there
    while the sandbox is the provider.
    """

    registers: Registers
    office: Office
    depths: Depths
    benefits: Mapping[str, str]
    frame: Frame
    capabilities: Capabilities
    currency: str
    zone: str
    clock: Clock
    today: Callable[[], date]
    probe: Probe
    simulator: Simulator | None = None
    wording: str = "file"
    """The version of the words by which residents in a file consented, where the import names none."""
