"""Makes a message of a template: signature in front, opt-out tail behind, checked against what a provider can carry."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from campaigns.provider import Capabilities
from campaigns.segments import Count, count
from campaigns.template import BASE_LANGUAGE, Template, TemplateKind, form_faults

_LINK = re.compile(
    r"(?i)https?://|www\.|\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|cn|net|org|gov|info|top|vip|cc|me|io)\b"
)
_TOUCHING = re.compile(r"\}\{")
_SIGNS = re.compile(r"[¥¥★☆♥♦♣♠]|\^_\^")
_PUNCTUATION = "。!?.!?…)) "


@dataclass(frozen=True, slots=True)
class Frame:
    """What is added to every message by rule: the signature without its brackets, and the opt-out tail by language."""

    signature: str
    tails: Mapping[str, str]

    def around(self, body: str, language: str) -> str:
        """Give the whole message as it is read."""
        tail = self.tails.get(language, self.tails[BASE_LANGUAGE])
        joint = (
            ""
            if not tail or body.endswith(tuple(_PUNCTUATION))
            else " "
            if language != BASE_LANGUAGE
            else "。"
        )
        gap = " " if tail and language != BASE_LANGUAGE and not joint else ""
        return f"【{self.signature}】{body}{joint}{gap}{tail}"


@dataclass(frozen=True, slots=True)
class Message:
    """The words as one recipient reads them."""

    text: str
    language: str


def compose(template: Template, values: Mapping[str, str], language: str, frame: Frame) -> Message:
    """Make the message for one recipient; `values` are the campaign's and the recipient's together."""
    chosen = template.language_for(language)
    return Message(frame.around(template.fill(chosen, values), chosen), chosen)


def faults(
    template: Template, values: Mapping[str, str], frame: Frame, capabilities: Capabilities
) -> tuple[str, ...]:
    """Say everything that keeps a template with the campaign's values from being sent through a provider."""
    found = [*form_faults(template), *template.value_faults(values)]
    if found:
        return tuple(found)
    fields = template.recipient_fields
    if fields and template.kind is TemplateKind.PROMOTION and not capabilities.variables_in_promotions:
        names = ", ".join(f"{{{name}}}" for name in sorted(fields))
        found.append(f"this provider allows nothing that differs between recipients in promotions: {names}")
    sample = {**values, **dict.fromkeys(fields, "王某某")}
    for language, text in template.texts.items():
        message = compose(template, sample, language, frame).text
        found += [f"{language}: {fault}" for fault in _carried(message, text, capabilities)]
    return tuple(found)


def _carried(message: str, text: str, capabilities: Capabilities) -> list[str]:
    found = []
    if len(message) > capabilities.longest_text:
        found.append(
            f"{len(message)} characters with signature and tail; at most {capabilities.longest_text}"
        )
    if not capabilities.links and (link := _LINK.search(message)):
        found.append(f"a link ({link[0]}) is not carried by this provider")
    if not capabilities.free_text and _TOUCHING.search(text):
        found.append("two placeholders touch: put words between them")
    if not capabilities.free_text and (sign := _SIGNS.search(message)):
        found.append(f"the sign {sign[0]} is not carried by this provider")
    return found


@dataclass(frozen=True, slots=True)
class LanguageCost:
    """What one language variant costs a recipient: segments, and why."""

    language: str
    text: str
    counted: Count


def costs(
    template: Template, values: Mapping[str, str], frame: Frame, capabilities: Capabilities
) -> tuple[LanguageCost, ...]:
    """Give what each language variant costs, with a name of three characters where one stands."""
    sample = {**values, **dict.fromkeys(template.recipient_fields, "王某某")}
    result = []
    for language in template.texts:
        text = compose(template, sample, language, frame).text
        counted = count(text, capabilities.segment_rule)
        result.append(LanguageCost(language, text, counted))
    return tuple(result)
