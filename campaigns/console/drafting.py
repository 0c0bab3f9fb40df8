"""Makes a whole campaign of what an author wishes: the rest comes from the template, the house's figures and today."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from json import dumps
from zoneinfo import ZoneInfo

from campaigns.audience import Audience, write_audience
from campaigns.authoring import Authoring, Preview
from campaigns.campaign import MONEY_UNITS, Campaign, CampaignError, CampaignKind, Thresholds, Waves
from campaigns.confidential import Sensitive
from campaigns.consent import Basis
from campaigns.consent_words import Topic
from campaigns.districts import Districts, check_districts, nowhere
from campaigns.ports import PolicyShelf
from campaigns.schedule import Once, Recurring, Schedule, zone_of
from campaigns.sending_ports import Clock
from campaigns.template import PolicyRef, Template, TemplateKind, outdated
from campaigns.windows import Windows, at_any_hour, changed

SPARE = 30
"""Segments that a cost ceiling leaves beside a tenth: an audience may grow a little until it is sent to."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What an author wishes. What is left empty is filled in: by the template, else by the house's figures.

    `template` is an id of the library, or `texts` are written anew, resting on `policies` as they hold today. `at` and
    `until` are local times of `zone`; without `at` and `cron` it is due at once. `cost_ceiling` is in ten-thousandths
    of the currency unit, over every time it goes out; None is what all of them would cost now and a tenth more.
    """

    name: str = ""
    template: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    kind: CampaignKind | None = None
    topic: str = ""
    basis: Basis | None = None
    policies: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    audience: Audience = field(default_factory=Audience)
    at: datetime | None = None
    cron: str = ""
    until: datetime | None = None
    zone: str = ""
    sender: str = ""
    cost_ceiling: int | None = None
    waves: Waves = field(default_factory=Waves)
    over_cap_because: str = ""
    windows: Mapping[str, str] = field(default_factory=dict)
    """Hours by kind of day (`KINDS_OF_DAY`) where they are not the house's, such as 09:00-18:00; empty: none."""


@dataclass(frozen=True, slots=True)
class DraftRules:
    """The house's figures: who sends, in which hours, in which zone, at which price (ten-thousandths a segment)."""

    sender: str
    windows: Windows
    zone: str
    price_per_segment: int
    thresholds: Thresholds = field(default_factory=Thresholds)


_NOTHING = Sensitive()
_SENDER = re.compile(r"\+?\d{3,15}|MG[0-9a-f]{32}", re.ASCII)
"""What providers can send from: a number, or a service with numbers of its own."""


class Drafting:
    """Makes campaigns of drafts."""

    def __init__(
        self,
        templates: Mapping[str, Template],
        versions: PolicyShelf,
        authoring: Authoring,
        rules: DraftRules,
        clock: Clock,
        named: Callable[[str], Topic | None],
        sensitive: Sensitive = _NOTHING,
        districts: Districts = nowhere,
    ) -> None:
        """Take the library, what says which version of a policy holds, the house's figures, what knows the topics that can
        be refused, what is private, and where people live."""
        self._named, self._sensitive, self._districts = named, sensitive, districts
        self.templates = templates
        self._versions, self._authoring, self._rules, self._clock = versions, authoring, rules, clock

    @property
    def windows(self) -> Windows:
        """The hours of the house."""
        return self._rules.windows

    async def preview(self, draft: Draft) -> tuple[Campaign, Preview]:
        """Give the whole campaign and what it would do; nothing is kept. `ScheduleError`: its time never comes."""
        campaign = await self._checked(draft)
        self._authoring.begins(campaign)
        preview = await self._authoring.preview(campaign)
        if draft.cost_ceiling is None:
            room = max(preview.cost // 10, SPARE * self._rules.price_per_segment)
            campaign = replace(campaign, cost_ceiling=(preview.cost + room) * preview.occurrences)
        return campaign, preview

    async def campaign(self, draft: Draft) -> Campaign:
        """Give the whole campaign; `CampaignError` when its ceiling is below what it is known to cost."""
        campaign, preview = await self.preview(draft)
        if campaign.cost_ceiling < preview.cost:
            needed, given = (f"{cost / MONEY_UNITS:.2f}" for cost in (preview.cost, campaign.cost_ceiling))
            raise CampaignError(
                f"cost_ceiling: sent now it would cost {needed}, more than {given}: "
                "give more, or leave it out for a tenth more than that"
            )
        return campaign

    async def _checked(self, draft: Draft) -> Campaign:
        await check_districts(draft.audience.districts, self._districts)
        return self._campaign(draft)

    def _campaign(self, draft: Draft) -> Campaign:
        now = self._clock().astimezone(ZoneInfo(self._rules.zone))
        template = self._template(draft, now.date())
        kind = draft.kind or _KINDS[template.kind]
        policies = {policy.name: policy.version for policy in template.policies}
        try:
            return Campaign(
                name=draft.name or template.title,
                kind=kind,
                texts=dict(template.texts),
                audience=dumps(write_audience(draft.audience), ensure_ascii=False, separators=(",", ":")),
                schedule=self._schedule(draft, now),
                sender=self._sender(draft.sender),
                cost_ceiling=draft.cost_ceiling or 0,
                template=draft.template,
                values=dict(draft.values),
                policies=policies,
                basis=template.basis,
                topic=template.topic,
                windows=self._windows(draft, kind),
                waves=draft.waves,
                thresholds=self._rules.thresholds,
                over_cap_because=draft.over_cap_because,
                # Other words in a template's place, and another's audience, are as private as the matter is.
                confidential=template.is_private(draft.values)
                or self._sensitive.concerns(policies, draft.audience),
            )
        except ValueError as error:
            raise CampaignError(str(error)) from error

    def _sender(self, wished: str) -> str:
        if wished and wished != self._rules.sender and not _SENDER.fullmatch(wished):
            raise CampaignError(
                f"sender: {wished!r} sends nothing: leave it out for {self._rules.sender}, or give a number such as "
                "+8627… or a messaging service (MG…)"
            )
        return wished or self._rules.sender

    def _template(self, draft: Draft, today: date) -> Template:
        if not draft.template:
            return self._anew(draft, today)
        template = self.templates.get(draft.template)
        if template is None:
            raise CampaignError(
                f"template: there is no {draft.template!r}; there are {', '.join(self.templates)}"
            )
        if draft.texts:
            template = replace(template, texts=dict(draft.texts))
        if old := outdated(template, self._versions, today):
            told = ", ".join(f"{policy.name} of {policy.version}" for policy in old)
            raise CampaignError(f"template {template.id} rests on {told}, which holds no more: write it anew")
        return template

    def _anew(self, draft: Draft, today: date) -> Template:
        if not draft.texts:
            raise CampaignError("give a template or texts")
        if not draft.name:
            raise CampaignError("name: texts without a template need a name")
        wrong = [why for name in draft.policies if (why := self._versions.why_not(name, today))]
        if wrong:
            raise CampaignError(f"policies: {'; '.join(wrong)}")
        self._check_topic(draft.topic)
        promoting = draft.kind in (None, CampaignKind.PROMOTIONAL)
        return Template(
            id=draft.name,
            title=draft.name,
            topic=draft.topic,
            kind=TemplateKind.PROMOTION if promoting else TemplateKind.NOTICE,
            basis=draft.basis or Basis.CONSENT,
            policies=tuple(
                PolicyRef(name, self._versions.version_on(name, today) or today) for name in draft.policies
            ),
            texts=dict(draft.texts),
        )

    def _check_topic(self, written: str) -> None:
        """Refuse what nobody could refuse by name; messages without a topic end by 退订 alone."""
        topic = self._named(written) if written else None
        if written and topic is None:
            ids = ", ".join(sorted({template.topic for template in self.templates.values()}))
            raise CampaignError(f"topic: there is no {written!r}; give a benefit's id or one such as {ids}")
        if topic is not None and written not in topic.covers:
            raise CampaignError(f"topic: {written!r} is a name: give its id, {topic.covers[0]}")

    def _windows(self, draft: Draft, kind: CampaignKind) -> Windows:
        house = self._rules.windows
        if kind is not CampaignKind.ALERT:
            return changed(house, draft.windows) if draft.windows else house
        if draft.windows:
            raise CampaignError(
                "windows: an alert leaves at any hour; leave them out, or choose another kind"
            )
        return at_any_hour(house.zone)

    def _schedule(self, draft: Draft, now: datetime) -> Schedule:
        zone = draft.zone or self._rules.zone
        if draft.cron:
            if draft.until is None:
                raise CampaignError("until: what is sent again and again needs an end")
            if draft.at is not None:
                raise CampaignError("at: give either at or cron")
            return Recurring(draft.cron, draft.until, zone)
        if draft.until is not None:
            raise CampaignError("until: what is sent once has no end; give cron too, or leave until out")
        local = now.astimezone(zone_of(zone)).replace(tzinfo=None, microsecond=0)
        return Once(draft.at or local, zone)


_KINDS = {TemplateKind.PROMOTION: CampaignKind.PROMOTIONAL, TemplateKind.NOTICE: CampaignKind.NOTICE}
