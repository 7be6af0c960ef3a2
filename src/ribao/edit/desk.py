"""Desk: everything an edition is made of, gathered by the caller. Plain values; composing is a pure function of them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from ribao.types.annotation import Annotation
from ribao.types.article import Article
from ribao.types.channel import PLAIN, Channels
from ribao.types.edition import FailedSource
from ribao.types.source import Source
from ribao.types.story import Story

Annotations = Mapping[str, Mapping[str, Annotation]]  # article id → maker → annotation


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """``articles`` and ``sources`` by id; an article without its source in ``sources`` is left out.

    The edition covers (``since``, ``as_of``], aware UTC (``since`` None: 24 hours), and the articles of ``late``, which
    came in too late for the edition before. ``earlier``: ids of the articles that the editions
    before this one showed. ``mute`` and ``follow`` are words or /patterns/ (:mod:`ribao.edit.filters`);
    ``channel_mute`` and ``channel_follow`` by channel; those of a source stand in the source.
    """

    date: date
    as_of: datetime
    made_at: datetime
    timezone: str
    stories: Sequence[Story]
    articles: Mapping[str, Article]
    sources: Mapping[str, Source]
    annotations: Annotations
    profile: str = "daily"
    since: datetime | None = None
    late: Collection[str] = frozenset()
    language: str = "zh"
    revision: int = 0
    min_stories: int = 12
    max_stories: int = 40
    mute: Sequence[str] = ()
    follow: Sequence[str] = ()
    channel_mute: Mapping[str, Sequence[str]] = field(default_factory=dict)
    channel_follow: Mapping[str, Sequence[str]] = field(default_factory=dict)
    channels: Channels = PLAIN
    earlier: Collection[str] = frozenset()
    failed: Sequence[FailedSource] = ()
    sample: bool = False
    note: str = ""
