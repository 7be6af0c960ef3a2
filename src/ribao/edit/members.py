"""Members: the articles of a story, as editing asks for them."""

from collections.abc import Mapping

from ribao.support.folding import bare
from ribao.types.article import Article, TextFrom
from ribao.types.story import Story

_BODY = (TextFrom.PAGE, TextFrom.FEED)


def independent(story: Story, articles: Mapping[str, Article]) -> list[Article]:
    """The story's articles without the reposts of one that is here, by time."""
    ids = [member.article_id for member in story.members if member.repost_of not in articles]
    found = [articles[id_] for id_ in ids if id_ in articles]
    return sorted(found, key=lambda article: (article.published_at, article.id))


def independent_sources(story: Story, articles: Mapping[str, Article]) -> int:
    """How many sources tell it in their own words: a repost counts as its original's, an equal headline as the first's.

    Where clustering told the voices apart, they are counted. Else each source and each headline counts once, in order
    of time: two lists that show the same posts are one voice.
    """
    if story.voices:
        return sum(any(article in articles for article in voice) for voice in story.voices)
    sources: set[str] = set()
    titles: set[str] = set()
    for article in independent(story, articles):
        title = bare(article.title)
        if title not in titles:
            sources.add(article.source_id)
            titles.add(title)
    return len(sources)


def has_body(article: Article) -> bool:
    return article.text_from in _BODY and bool(article.paragraphs)


def fits(article: Article, language: str) -> int:
    """How well an article suits a daily in ``language``: 0 its own script, 1 its other script, 2 another language."""
    if not article.language.startswith(language[:2]):
        return 2
    return int(language.startswith("zh") and (article.language == "zh-Hant") != (language == "zh-tw"))
