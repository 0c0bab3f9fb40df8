"""Templates: the words of a message with placeholders, in one or more languages, and the policies they rest on."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from unicodedata import normalize

from campaigns.confidential import reveals, telling
from campaigns.consent import Basis
from campaigns.ports import PolicyVersions

BASE_LANGUAGE = "zh"
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_BRACE = re.compile(r"[{}]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}", re.ASCII)


class TemplateKind(StrEnum):
    """What kind of message it is: providers allow different things in each."""

    PROMOTION = "promotion"
    """Makes a policy known."""
    NOTICE = "notice"
    """Tells one person about their own matter."""


class RecipientField(StrEnum):
    """Placeholders that differ from one recipient to the next; all others are filled once for the campaign."""

    NAME = "name"
    DISTRICT = "district"


@dataclass(frozen=True, slots=True)
class PolicyRef:
    """The version of a policy that a text rests on: a benefit's id or a topic's, and the day the version began."""

    name: str
    version: date


class TemplateError(Exception):
    """A template or the values for it are wrong; `faults` says everything that is."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Template:
    """The words of a message. `texts` goes from a language to its words, Chinese always among them.

    `topic` is what one can opt out of. `confidential` texts must give nothing away on a shared phone.
    """

    id: str
    title: str
    topic: str
    kind: TemplateKind
    basis: Basis
    policies: tuple[PolicyRef, ...]
    texts: Mapping[str, str]
    confidential: bool = False

    def language_for(self, wanted: str) -> str:
        """Give the nearest language there is: `en` for `en-GB`, Chinese where nothing fits."""
        for language in (wanted, wanted.split("-")[0]):
            if language in self.texts:
                return language
        return BASE_LANGUAGE

    @property
    def placeholders(self) -> frozenset[str]:
        """All placeholders, in any language."""
        return frozenset(name for text in self.texts.values() for name in _PLACEHOLDER.findall(text))

    @property
    def recipient_fields(self) -> frozenset[str]:
        """The placeholders that every recipient fills differently."""
        return self.placeholders & frozenset(RecipientField)

    def value_faults(self, values: Mapping[str, str]) -> tuple[str, ...]:
        """Say which values of the campaign are missing, empty or surplus."""
        needed = self.placeholders - frozenset(RecipientField)
        missing = sorted(needed - values.keys())
        surplus = sorted(values.keys() - needed)
        empty = sorted(name for name in needed & values.keys() if not values[name].strip())
        broken = sorted(name for name in needed & values.keys() if re.search(r"[\r\n【】{}]", values[name]))
        return (
            *(f"missing value for {{{name}}}" for name in missing),
            *(f"empty value for {{{name}}}" for name in empty),
            *(f"value for {{{name}}} holds a line break or one of 【】{{}}" for name in broken),
            *(f"surplus value {name}: the text has no {{{name}}}" for name in surplus),
            *(
                f"value for {{{name}}}: {'、'.join(words)} may tell what others must not know: say it without"
                for name in sorted(needed & values.keys())
                if self.confidential and (words := telling(values[name]))
            ),
            *self._told_together(values),
        )

    def is_private(self, values: Mapping[str, str]) -> bool:
        """Say whether it is confidential, by itself or by the words that it and the campaign's values make."""
        named = RecipientField.NAME in self.placeholders
        return self.confidential or reveals(self._filled(values).values(), named)

    def _told_together(self, values: Mapping[str, str]) -> tuple[str, ...]:
        """Say what only a text and its values together tell."""
        if not self.confidential or any(map(telling, (*self.texts.values(), *values.values()))):
            return ()
        return tuple(
            f"{language}: {'、'.join(words)} may tell who reads it what others must not know: say it without"
            for language, text in self._filled(values).items()
            if (words := telling(text))
        )

    def _filled(self, values: Mapping[str, str]) -> Mapping[str, str]:
        """Give the texts with the campaign's values; what differs between readers stays as it is."""
        return {
            language: _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), text)
            for language, text in self.texts.items()
        }

    def fill(self, language: str, values: Mapping[str, str]) -> str:
        """Give the words in one of its languages; `TemplateError` when a placeholder has no value."""
        text = self.texts[language]
        missing = tuple(
            f"missing value for {{{name}}}"
            for name in dict.fromkeys(_PLACEHOLDER.findall(text))
            if name not in values
        )
        if missing:
            raise TemplateError(missing)
        return _PLACEHOLDER.sub(lambda found: values[found[1]], text)


def form_faults(template: Template) -> tuple[str, ...]:
    """Say what is wrong with a template by itself, whoever sends it."""
    faults = []
    if BASE_LANGUAGE not in template.texts:
        faults.append(f"there is no text in {BASE_LANGUAGE}")
    if not template.policies:
        faults.append("it names no policy")
    own = {language: frozenset(_PLACEHOLDER.findall(text)) for language, text in template.texts.items()}
    for language, text in template.texts.items():
        if not _LANGUAGE.fullmatch(language):
            faults.append(f"{language[:20]!r} is no language: write it as zh, en or zh-hk")
        if not text.strip():
            faults.append(f"{language}: the text is empty")
        if "【" in text or "】" in text:
            faults.append(f"{language}: 【】 belongs to the signature, which is added by rule")
        if _BRACE.search(_PLACEHOLDER.sub("", text)):
            faults.append(f"{language}: a brace that is no placeholder such as {{hotline}}")
        if normalize("NFC", text) != text:
            faults.append(f"{language}: write composed characters (NFC)")
        if own[language] != template.placeholders:
            lacking = ", ".join(sorted(template.placeholders - own[language]))
            faults.append(f"{language}: lacks the placeholders {lacking} of another language")
    if template.confidential and template.recipient_fields:
        faults.append("a confidential text must not name anybody")
    if template.confidential:
        faults += [
            f"{language}: {'、'.join(words)} may tell who reads it what others must not know: say it without"
            for language, text in template.texts.items()
            if (words := telling(text))
        ]
    return tuple(faults)


def outdated(template: Template, versions: PolicyVersions, day: date) -> tuple[PolicyRef, ...]:
    """Give the policies whose version on `day` is another than the one that the text rests on.

    While there are any, unsent messages wait for a person.
    """
    return tuple(
        policy
        for policy in template.policies
        if versions.version_on(policy.name, day) not in (None, policy.version)
    )
