"""Words a campaign's message for each reader, quickly: what does not differ between readers is made once."""

from campaigns.campaign import Campaign, CampaignKind
from campaigns.consent import Basis
from campaigns.message import Frame, compose
from campaigns.provider import Capabilities
from campaigns.segments import segments
from campaigns.sending import Addressee, Worded
from campaigns.template import PolicyRef, RecipientField, Template, TemplateError, TemplateKind

_KEPT = 16


def template_of(campaign: Campaign) -> Template:
    """Give the template that a campaign carries in itself."""
    return Template(
        id=campaign.template or campaign.name,
        title=campaign.name,
        topic=campaign.topic,
        kind=TemplateKind.NOTICE if campaign.kind is CampaignKind.NOTICE else TemplateKind.PROMOTION,
        basis=Basis(campaign.basis),
        policies=tuple(PolicyRef(name, version) for name, version in sorted(campaign.policies.items())),
        texts=campaign.texts,
        confidential=campaign.confidential,
    )


class Composer:
    """Makes messages with the house's signature and opt-out tail; its `word` is a `Compose`."""

    def __init__(self, frame: Frame, capabilities: Capabilities) -> None:
        """Take the frame, and the provider's way of counting segments."""
        self._frame, self._rule = frame, capabilities.segment_rule
        self._kept: dict[int, tuple[Campaign, Template, dict[str, Worded]]] = {}

    def word(self, campaign: Campaign, reader: Addressee) -> Worded | None:
        """Word one message; None when the texts have a placeholder that neither campaign nor reader fills."""
        _, template, by_language = self._of(campaign)
        known = by_language.get(reader.language)
        if known is not None:
            return known
        fields = template.recipient_fields
        own = {RecipientField.NAME.value: reader.name, RecipientField.DISTRICT.value: reader.district}
        if any(not own[name] for name in fields):
            return None
        try:
            message = compose(template, {**campaign.values, **own}, reader.language, self._frame)
        except (TemplateError, KeyError):
            return None
        worded = Worded(message.text, segments(message.text, self._rule), message.language)
        if not fields:
            by_language[reader.language] = worded
        return worded

    def _of(self, campaign: Campaign) -> tuple[Campaign, Template, dict[str, Worded]]:
        kept = self._kept.get(id(campaign))
        if kept is None:
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            # The campaign is kept too: its id stays its own as long as it lives.
            kept = self._kept[id(campaign)] = (campaign, template_of(campaign), {})
        return kept
