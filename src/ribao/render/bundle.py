"""Bundle: an edition together with what its pages show, gathered from the store by whoever asks for a rendition."""

from collections.abc import Mapping
from dataclasses import dataclass

from ribao.types.annotation import Annotation
from ribao.types.article import Article
from ribao.types.edition import Edition
from ribao.types.source import Source
from ribao.types.story import Story


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """``articles`` holds, by id, every article that the edition's entries name, in the revision they name.

    ``earlier`` lists the other editions that a reader can turn to (date and revision as text, newest first), by
    address relative to the site's root. ``before``: the same for the older revisions of this edition's day.
    """

    edition: Edition
    articles: Mapping[str, Article]
    sources: Mapping[str, Source]
    stories: Mapping[str, Story]
    annotations: Mapping[str, Mapping[str, Annotation]]
    title: str  # the masthead
    language: str  # of the pages: zh or en
    earlier: tuple[tuple[str, str], ...] = ()
    before: tuple[tuple[str, str], ...] = ()
