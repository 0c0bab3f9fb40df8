"""What the staff's door answers: the values of campaigns as JSON."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from campaigns.audit import Entry
from campaigns.authoring import Preview
from campaigns.campaign import Campaign, digest, moves_of_people, written
from campaigns.campaign_ports import CampaignRecord
from campaigns.console.money import in_units
from campaigns.console.spoken import hours_words, schedule_words, told_audience
from campaigns.console.staff import StaffMember
from campaigns.importing import ImportReport
from campaigns.message import LanguageCost
from campaigns.segments import saving
from campaigns.sending import EXCLUSION_WORDS
from campaigns.template import Template

Json = dict[str, Any]


def dumped(told: Json) -> str:
    """Give JSON as it is kept."""
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def of_campaign(campaign: Campaign) -> Json:
    """Give a campaign as it is written."""
    told: Json = json.loads(written(campaign))
    told["audience"] = json.loads(campaign.audience)
    told["cost_ceiling"] = in_units(campaign.cost_ceiling)
    return told


def of_record(record: CampaignRecord, benefits: Mapping[str, str]) -> Json:
    """Give where a campaign stands, what can be done with it, and the hash that an approver signs."""
    signed = record.approval
    return {
        **of_row(record),
        "edited_by": record.edited_by,
        "submitted_by": record.submitted_by,
        "hash": digest(record.text, record.audience_size),
        "approval": signed
        and {
            "hash": signed.digest,
            "requester": signed.requester,
            "approver": signed.approver,
            "at": signed.at.isoformat(),
        },
        "moves": [move.value for move in moves_of_people(record.state)],
        "campaign": of_campaign(record.campaign),
        "words": {
            "audience": told_audience(record.campaign.audience, benefits),
            "schedule": schedule_words(record.campaign.schedule),
            "windows": hours_words(record.campaign),
            "policies": [
                {"name": benefits.get(name, name), "since": since.isoformat()}
                for name, since in record.campaign.policies.items()
            ],
        },
    }


def of_row(record: CampaignRecord) -> Json:
    """Give a campaign as it stands in a list."""
    return {
        "id": record.id,
        "name": record.campaign.name,
        "kind": record.campaign.kind.value,
        "state": record.state.value,
        "why": record.why,
        "author": record.author,
        "audience_size": record.audience_size,
        "next_due_at": record.next_due_at.isoformat() if record.next_due_at else None,
    }


def of_preview(campaign: Campaign, preview: Preview, costs: Iterable[LanguageCost], currency: str) -> Json:
    """Give what a campaign would do, with what each language costs and what would make it cheaper."""
    return {
        "recipients": preview.recipients,
        "excluded": [
            {"reason": reason.value, "words": EXCLUSION_WORDS[reason], "count": count}
            for reason, count in sorted(preview.excluded.items())
        ],
        "first_messages": list(preview.first_messages),
        "segments": preview.segments,
        "cost": in_units(preview.cost),
        "occurrences": preview.occurrences,
        "cost_of_all": in_units(preview.cost * preview.occurrences),
        "cost_ceiling": in_units(campaign.cost_ceiling),
        "currency": currency,
        "begins_at": preview.begins_at.isoformat() if preview.begins_at else None,
        "ends_at": preview.ends_at.isoformat() if preview.ends_at else None,
        "windows": hours_words(campaign),
        "languages": [
            {
                "language": cost.language,
                "text": cost.text,
                "recipients": preview.by_language.get(cost.language, 0),
                "units": cost.counted.units,
                "fits": cost.counted.fits,
                "encoding": cost.counted.encoding.value,
                "segments": cost.counted.segments,
                "forcing": list(cost.counted.forcing),
                "to_save": cost.counted.to_save,
                "hint": saving(cost.counted, preview.by_language.get(cost.language, 0)),
            }
            for cost in costs
        ],
    }


def of_template(template: Template) -> Json:
    """Give a template of the library."""
    return {
        "id": template.id,
        "title": template.title,
        "topic": template.topic,
        "kind": template.kind.value,
        "basis": template.basis.value,
        "policies": {policy.name: policy.version.isoformat() for policy in template.policies},
        "texts": dict(template.texts),
        "values": sorted(template.placeholders - template.recipient_fields),
        "confidential": template.confidential,
    }


def of_import(report: ImportReport, rejects: str) -> Json:
    """Give what an import came to; `rejects` is the beginning of the reject file."""
    return {
        "rows": report.rows,
        "added": report.tally.added,
        "changed": report.tally.changed,
        "unchanged": report.tally.unchanged,
        "rejected": report.rejected,
        "empty": report.empty,
        "resumed_at": report.resumed_at,
        "ignored_columns": list(report.ignored),
        "rejects": rejects,
    }


def of_member(member: StaffMember) -> Json:
    """Give somebody of the staff."""
    return {
        "name": member.name,
        "roles": sorted(member.roles),
        "created_at": member.created_at.isoformat(),
        "disabled_at": member.disabled_at.isoformat() if member.disabled_at else None,
    }


def of_entry(entry: Entry) -> Json:
    """Give one entry of the audit log."""
    return {
        "number": entry.number,
        "at": entry.at.isoformat(),
        "who": entry.who,
        "action": entry.action,
        "subject": entry.subject,
        "detail": entry.detail,
        "hash": entry.hash,
    }
