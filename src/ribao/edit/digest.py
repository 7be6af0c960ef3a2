"""Digest: two sentences of the articles, verbatim, each with the place it was taken from.

``articles[c.article].text[c.start:c.end] == sentence.text`` holds for every citation, always. The head of a news text
says most (Brandow, Mitze and Rau 1995), and what several outlets say matters more (LexRank, Erkan and Radev 2004):
the score is the sum of both.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ribao.edit.boilerplate import dateline, leans_on_context, tells_news
from ribao.edit.likeness import Pairs, centrality, overlap, pairs, share_in
from ribao.edit.members import fits, has_body, independent
from ribao.support.sentences import sentences
from ribao.types.article import Article
from ribao.types.edition import Citation, Sentence
from ribao.types.story import Story

CHINESE_CHARACTERS = (20, 120)
ENGLISH_WORDS = (8, 45)
MOST_SENTENCES = 2
REPEATS_HEADLINE = 0.7  # share of a sentence that already stands in a headline
REPEATS_SENTENCE = 0.6  # share of one of two sentences that stands in the other
_READ = 12  # sentences of an article that are considered
_ARTICLES = 12  # of a story
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_LEAD, _CENTRAL, _ON_TOPIC, _NEXT = 1.0, 1.0, 0.8, 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    article: Article
    at: int  # of the sentences of its article
    start: int
    end: int
    text: str
    pairs: Pairs

    def sentence(self) -> Sentence:
        place = Citation(article=self.article.id, page_sha256=self.article.page_sha256, start=self.start, end=self.end)
        return Sentence(text=self.text, citations=(place,))


def digest(story: Story, articles: Mapping[str, Article], language: str) -> tuple[Sentence, ...]:
    """At most two sentences, none for a story without text. ``language``: zh or en, taken where the story has it.

    ``articles`` may hold fewer than the story's members; the others, and reposts, are not read.
    """
    told = [article for article in independent(story, articles) if article.text]
    chosen = _in_language(told[:_ARTICLES], language)
    candidates = [candidate for article in chosen for candidate in _candidates(article)]
    headlines = [pairs(article.title) for article in chosen]
    fresh = [one for one in candidates if not _repeats_headline(one, headlines)]
    leads = {article.id: pairs(article.text[:600]) for article in chosen}
    first = _best(fresh, None, leads)
    if first is None:
        return ()
    rest = [one for one in fresh if not _repeats(one, first)]
    second = _best(rest, first, leads)
    taken = [first] if second is None else [first, second]
    return tuple(one.sentence() for one in taken[:MOST_SENTENCES])


def quotable(article: Article) -> bool:
    """Whether its text has a sentence for a digest: a list of links or numbers is no text to read."""
    return has_body(article) and any(True for _ in _candidates(article))


def _in_language(articles: Sequence[Article], language: str) -> list[Article]:
    """Those that suit the daily best: its language and script, else its language, else all of them."""
    best = min((fits(article, language) for article in articles), default=0)
    return [article for article in articles if fits(article, language) == best]


def _candidates(article: Article) -> Iterator[_Candidate]:
    text = article.text
    for at, (start, end) in enumerate(sentences(text)):
        if at == _READ:
            return
        start += dateline(text[start:end])
        said = text[start:end]
        if _sensible_length(said) and tells_news(said):
            yield _Candidate(article=article, at=at, start=start, end=end, text=said, pairs=pairs(said))


def _sensible_length(said: str) -> bool:
    if len(_CHINESE.findall(said)) * 4 > len(said):
        return CHINESE_CHARACTERS[0] <= len(said) <= CHINESE_CHARACTERS[1]
    return ENGLISH_WORDS[0] <= len(said.split()) <= ENGLISH_WORDS[1]


def _repeats(one: _Candidate, first: _Candidate) -> bool:
    return max(share_in(one.pairs, first.pairs), share_in(first.pairs, one.pairs)) >= REPEATS_SENTENCE


def _repeats_headline(one: _Candidate, headlines: Sequence[Pairs]) -> bool:
    return any(share_in(one.pairs, headline) >= REPEATS_HEADLINE for headline in headlines)


def _best(candidates: Sequence[_Candidate], first: _Candidate | None, leads: Mapping[str, Pairs]) -> _Candidate | None:
    able = [one for one in candidates if _stands(one, first)]
    return max(able, key=lambda one: (_score(one, first, leads), -one.at, one.article.id), default=None)


def _stands(one: _Candidate, first: _Candidate | None) -> bool:
    """A sentence that points back is understood only right behind the one it points to."""
    return not leans_on_context(one.text) or _follows(one, first)


def _follows(one: _Candidate, first: _Candidate | None) -> bool:
    return first is not None and one.article.id == first.article.id and one.at == first.at + 1


def _score(one: _Candidate, first: _Candidate | None, leads: Mapping[str, Pairs]) -> float:
    others = [lead for id_, lead in sorted(leads.items()) if id_ != one.article.id]
    on_topic = overlap(one.pairs, pairs(one.article.title))
    score = _LEAD / (1 + 0.3 * one.at) + _CENTRAL * centrality(one.pairs, others) + _ON_TOPIC * on_topic
    return score + (_NEXT if _follows(one, first) else 0.0)
