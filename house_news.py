"""Joins the news that residents asked for: its words, its hours and pace, and how it leaves."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.news import News, NewsDesk, NewsPlanner, Words
from bot.wording import Wording
from campaigns.holidays import holiday_or_makeup
from campaigns.segments import segments
from campaigns.windows import opening
from db.keyring import Keyring
from db.news_postbag import NewsPostbag
from db.news_store import NewsStore
from db.session import Database
from house import windows_of
from house_desk import capabilities_of, fits_of, signature_of
from nlu.policy import PolicyBook
from settings import Settings

TELEGRAM_PER_SECOND = 20.0
"""Below the 30 a second at which Telegram throttles."""
NEWS_KEPT = timedelta(days=180)
"""So long it is kept to whom (by keyed hash) news went."""


@dataclass(frozen=True, slots=True)
class NewsRoom:
    """What the staff write with, what lays letters out, and where they wait."""

    desk: NewsDesk
    planner: NewsPlanner
    postbag: NewsPostbag


def open_news(
    settings: Settings,
    database: Database,
    keyring: Keyring,
    policies: PolicyBook,
    wording: Wording,
    clock: Callable[[], datetime],
) -> NewsRoom:
    """Join everything on a database."""
    words, store = words_of(settings, policies, wording), NewsStore(database)
    signed, rule = signature_of(settings), capabilities_of(settings).segment_rule

    def cost(channel: str, news: News) -> int:
        return segments(signed + words(channel, news), rule) if channel == "sms" else 1

    planner = NewsPlanner(
        store,
        windows_of(settings),
        holiday_or_makeup,
        {"sms": settings.sms.segments_per_second, "telegram": TELEGRAM_PER_SECOND},
        cost,
        clock,
    )
    desk = NewsDesk(store, policies.benefits, words, fits_of(settings)["sms"], clock)
    return NewsRoom(desk, planner, NewsPostbag(database, keyring, words, planner.reopens))


def news_postbag(settings: Settings, database: Database, keyring: Keyring) -> NewsPostbag:
    """Give the letters as receipts find them: they need no words."""
    windows = windows_of(settings)
    return NewsPostbag(
        database, keyring, lambda channel, news: "", lambda now: opening(windows, now, holiday_or_makeup)
    )


def words_of(settings: Settings, policies: PolicyBook, wording: Wording) -> Words:
    """Give what a follower reads: by short message with the way out that its carrier knows."""
    tail = settings.sms.opt_out_tail

    def words(channel: str, news: News) -> str:
        name = policies.benefits[news.benefit].short
        text = wording.frame("news", name=name, text=news.text.rstrip("。"))
        return text + tail if channel == "sms" else text

    return words
