"""Attributions: for each sentence, who is said to say it, and how sure that is. Chinese and English, offline.

Value::

    {"attributions": [Attribution.as_value(), ...]}

over the title, then the text (where there is none, the summary), in order of position; ``within`` counts in this list.
"""

from collections.abc import Iterator

from ribao.annotate.attribution.discourse import of_sentences
from ribao.annotate.attribution.said import Said
from ribao.support.sentences import sentences
from ribao.types.annotation import Annotation
from ribao.types.article import Article
from ribao.types.attribution import Attribution, Span
from ribao.types.source import Source
from ribao.types.words import Words

NAME = "attribution"
VERSION = 4
MOST = 400  # attributions of an article
_TEXT = 100_000  # characters that are read

Place = tuple[str, Span, str]  # where, span of the sentence, its words


def annotate(article: Article, words: Words, source: Source) -> Annotation:
    return Annotation(
        article_id=article.id, revision=article.revision, maker=NAME, version=VERSION, value=value_of(article)
    )


def value_of(article: Article) -> dict[str, list[dict[str, object]]]:
    found = attributions(article.title, article.text, article.summary)
    return {"attributions": [one.as_value() for one in found[:MOST]]}


def attributions(title: str, text: str, summary: str = "") -> list[Attribution]:
    """Over title and text, else title and summary. A text without a headline or end is read all the same.

    The headline's speakers are not the text's: what is found in a text is the same wherever it is read.
    """
    headline, body = list(_places(title, "title")), list(_places(text or summary, "text" if text else "summary"))
    places = [*headline, *body]
    said = [found for part in (headline, body) for found in of_sentences(title, [one[2] for one in part])]
    out: list[Attribution] = []
    for place, found in zip(places, said, strict=True):
        first = len(out)
        out += [_placed(place, one, first) for one in found]
    return out


def _places(text: str, where: str) -> Iterator[Place]:
    for start, end in sentences(text[:_TEXT]):
        yield where, (start, end), text[start:end]


def _placed(place: Place, said: Said, first: int) -> Attribution:
    where, span, _sentence = place

    def moved(one: Span) -> Span:
        return one[0] + span[0], one[1] + span[0]

    return Attribution(
        where=where,
        sentence=span,
        source=moved(said.source) if said.source else None,
        cue=moved(said.cue) if said.cue else None,
        content=moved(said.content),
        source_type=said.source_type,
        status=said.status,
        basis=said.basis,
        resolved=said.resolved,
        within=None if said.within is None else said.within + first,
        hedges=said.hedges,
        negated=said.negated,
    )
