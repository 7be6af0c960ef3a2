"""Words: the tokens of one article, cut once and used by channels, stories and search alike."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Tokens in reading order, folded, without stop words. ``lead`` is of the summary, else of the first paragraphs."""

    title: tuple[str, ...]
    lead: tuple[str, ...] = ()
