"""What residents can refuse by name: benefits and topics of the policy book, and what templates are about."""

from collections.abc import Callable, Iterable, Mapping

from campaigns.consent_words import Topic
from campaigns.template import Template
from campaigns.topic_list import ListedTopic
from nlu.policy import PolicyBook

MESSAGES_THEMSELVES = frozenset({"sms-consent"})
"""Who refuses these by name refuses every message."""


def consent_topics(
    book: PolicyBook,
    listed: Mapping[str, ListedTopic],
    templates: Iterable[Template],
    news: Callable[[str], str],
) -> Mapping[str, Topic]:
    """Give the topics by every name and id.

    A name of a benefit means its own messages and its `news`. Where no template is about it alone, it means the topics of
    the templates that rest on it, too, and the other way round: refused is rather a message too many than one too few. A
    name that must not be read by others is not said back.
    """
    templates = tuple(templates)
    told = {id_: one for id_, one in listed.items() if one.name is not None}
    own = {*book.benefits, *(topic for topic in book.topics if topic not in MESSAGES_THEMSELVES)}
    names = {id_: _said(book, id_) for id_ in own} | {id_: one.name or "" for id_, one in told.items()}
    alone = {template.topic for template in templates}
    covers = {id_: [id_, *([news(id_)] if id_ in book.benefits else [])] for id_ in names}
    for template in templates:
        for policy in template.policies:
            if policy.name in own - alone and template.topic in told:
                covers[policy.name].append(template.topic)
                covers[template.topic].append(policy.name)

    def topic(*ids: str) -> Topic:
        meant = tuple(dict.fromkeys(one for id_ in ids for one in covers[id_]))
        said = tuple(dict.fromkeys(names[one] for one in (*ids, *(one for one in meant if one in told))))
        return Topic(said if all(said) else (), meant)

    found: dict[str, Topic] = {}
    for template in templates:
        if template.topic in names:
            found[template.title] = topic(template.topic)
    for name, entry in book.ambiguous.items():
        found[name] = topic(*entry.benefits)
    for id_ in own:
        if (known := book.benefits.get(id_)) is not None:
            called = (known.name, known.short, *known.aliases)
        else:
            called = (book.topics[id_].name, *book.topics[id_].aliases)
        found |= dict.fromkeys((id_, *called), topic(id_))
    for id_, one in told.items():
        found |= dict.fromkeys((id_, names[id_], *one.aliases), topic(id_))
    found.pop("", None)
    return found


def _said(book: PolicyBook, id_: str) -> str:
    policy = book.benefits.get(id_)
    if policy is None:
        return book.topics[id_].name
    return "" if policy.sensitive else policy.short
