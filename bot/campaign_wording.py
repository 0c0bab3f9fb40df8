"""What is said around a campaign's message, in each language that campaigns are written in."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

import yaml

from bot.wording import REPLIES, WordingError

BASE = "zh"
_FIELDS = {
    "who": {"sender"},
    "sent": {"day", "name", "number"},
    "sent_private": {"day", "number"},
    "not_sent": set(),
    "verify": set(),
    "several": {"names"},
    "changed": {"day"},
    "lapsed": set(),
}
_OPTIONAL: dict[str, set[str]] = {"only_chinese": set()}


@dataclass(frozen=True, slots=True)
class CampaignWording:
    """The words by language; Chinese where a language has none."""

    texts: Mapping[str, Mapping[str, str]]

    @classmethod
    def load(cls, folder: Path = REPLIES) -> "CampaignWording":
        """Read the section `campaign` of every file of replies; WordingError holds every fault."""
        found: dict[str, Mapping[str, str]] = {}
        for path in sorted(folder.glob("*.yaml")):
            whole = yaml.safe_load(path.read_text("utf-8"))
            section = whole.get("campaign") if isinstance(whole, dict) else None
            found[path.stem] = section if isinstance(section, dict) else {}
        wrong = [f"{language}: {fault}" for language, texts in found.items() for fault in _faults(texts)]
        if BASE not in found:
            wrong.append(f"{folder}: there is no {BASE}.yaml")
        if wrong:
            raise WordingError("\n".join(wrong))
        return cls(found)

    def say(self, name: str, language: str, /, **filled: object) -> str:
        """Give a sentence with something filled in."""
        return str(self._of(language)[name]).format(**filled)

    def get(self, name: str, language: str) -> str:
        """Give a sentence that only some languages have, "" for the others."""
        return str(self._of(language).get(name, ""))

    def _of(self, language: str) -> Mapping[str, str]:
        return self.texts.get(language) or self.texts.get(language.split("-")[0]) or self.texts[BASE]


def _faults(texts: Mapping[str, object]) -> list[str]:
    wrong = [f"campaign.{name}: missing" for name in _FIELDS if not texts.get(name)]
    for name, text in texts.items():
        allowed = {**_FIELDS, **_OPTIONAL}.get(name)
        if allowed is None:
            wrong.append(f"campaign.{name}: not used")
            continue
        named = {field for _, field, _, _ in Formatter().parse(str(text)) if field is not None}
        wrong += [f"campaign.{name}: {{{field}}} cannot be filled in here" for field in named - allowed]
    return wrong
