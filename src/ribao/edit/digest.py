"""Digest: two sentences of the articles, verbatim, each with the place it was taken from.

``articles[c.article].text[c.start:c.end] == sentence.text`` holds for every citation, always. The head of a news text
says most (Brandow, Mitze and Rau 1995), and what several outlets say matters more (LexRank, Erkan and Radev 2004):
the score is the sum of both, and of how sure the ledger is of it.

Hedge and source survive: a sentence whose speaker stands in the one before follows that one or is left out, and what
nobody with a name stands behind is told only in words that say so.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ribao.edit.boilerplate import dateline, leans_on_context, tells_news
from ribao.edit.desk import Annotations
from ribao.edit.hedging import bears, points_back
from ribao.edit.likeness import Pairs, centrality, overlap, pairs, share_in
from ribao.edit.marks import Found, attributions
from ribao.edit.members import fits, has_body, independent
from ribao.edit.stating import standing
from ribao.edit.telling import UNSURE, Telling, telling
from ribao.support.folding import bare
from ribao.support.sentences import sentences
from ribao.types.article import Article
from ribao.types.attribution import Attribution, Basis, Status
from ribao.types.claim import Claim
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
_SURE = {  # points for the claim that a sentence holds, the least sure of several
    Status.DENIED: -0.1,
    Status.UNVERIFIED: -0.4,
    Status.FORECAST: 0.0,
    Status.REPORTED: 0.05,
    Status.CONFIRMED: 0.1,
}
_CAUTION = tuple(_SURE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    """``said``: the attributions of the sentence. ``bare``: it tells as a fact what the ledger knows as a rumour."""

    article: Article
    at: int  # of the sentences of its article
    start: int
    end: int
    text: str
    pairs: Pairs
    said: tuple[Attribution, ...] = ()
    status: Status | None = None  # of the claim that it holds
    bare: bool = False

    def sentence(self) -> Sentence:
        place = Citation(article=self.article.id, page_sha256=self.article.page_sha256, start=self.start, end=self.end)
        return Sentence(text=self.text, citations=(place,))


def digest(
    story: Story,
    articles: Mapping[str, Article],
    language: str,
    claims: Sequence[Claim] = (),
    annotations: Annotations | None = None,
) -> tuple[Sentence, ...]:
    """At most two sentences, none for a story without text. ``language``: zh or en, taken where the story has it.

    ``articles`` may hold fewer than the story's members; the others, and reposts, are not read. ``claims`` of the story
    and ``annotations`` of its articles say which sentences can stand alone, and how sure they are.
    """
    told = [article for article in independent(story, articles) if article.text]
    chosen = _in_language(told[:_ARTICLES], language)
    notes = annotations or {}
    known = telling(claims, articles, notes)
    candidates = [one for article in chosen for one in _known(article, known, notes.get(article.id, {}))]
    headlines = [pairs(article.title) for article in chosen]
    fresh = [one for one in candidates if _honest(one) and not _repeats_headline(one, headlines)]
    plain = [one for one in fresh if not one.bare]
    leads = {article.id: pairs(article.text[:600]) for article in chosen}
    first = _best(plain, None, leads) or _best(fresh, None, leads)
    if first is None:
        return ()
    rest = [one for one in plain if not _repeats(one, first)]
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


def _known(article: Article, known: Telling, found: Found) -> list[_Candidate]:
    """Its candidates, with what is known of each."""
    said, held = attributions(found), _held(article, known.claims)
    return [_weighed(one, known, said, held) for one in _candidates(article)]


def _held(article: Article, claims: Sequence[Claim]) -> list[tuple[tuple[int, int], Status]]:
    """Where its text holds a claim, and how sure that claim is."""
    return [
        (holder.span, standing(claim))
        for claim in claims
        for holder in claim.holders
        if (holder.article_id, holder.revision, holder.where) == (article.id, article.revision, "text")
    ]


def _weighed(
    one: _Candidate, known: Telling, every: Sequence[Attribution], held: Sequence[tuple[tuple[int, int], Status]]
) -> _Candidate:
    said = tuple(a for a in every if a.where == "text" and _meet(a.sentence, one))
    statuses = [status for span, status in held if _meet(span, one)]
    status = min(statuses, key=_CAUTION.index, default=None)
    unsure = known.unsure(one.text) if not said and not statuses else None
    return replace(one, said=said, status=standing(unsure) if unsure else status, bare=unsure is not None)


def _meet(span: tuple[int, int], one: _Candidate) -> bool:
    return span[0] < one.end and one.start < span[1]


def _honest(one: _Candidate) -> bool:
    """Unverified: only in its own hedged words; denied: only in words that deny it. The one exception is a bare
    assertion of what is unverified, where a story has nothing else: it is its outlet's word, and cites it.
    """
    if one.bare and one.status is not Status.DENIED:
        return True
    statuses = {one.status, *(said.status for said in one.said)}
    return all(_carries(one, status) for status in statuses if status in UNSURE)


def _carries(one: _Candidate, status: Status) -> bool:
    """Whether its own words say so: a hedge, a source, a denial; those that were found there, or those that we know."""
    own = [said for said in one.said if said.status is status and (said.source or said.cue or said.hedges)]
    return bool(own) or bears(one.text, status)


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
    if leans_on_context(one.text) and not _follows(one, first):
        return False
    return all(_speaker_known(a, one, first) for a in one.said)


def _speaker_known(said: Attribution, one: _Candidate, first: _Candidate | None) -> bool:
    """Whether a reader of the digest can tell who says it: in the sentence itself, or in the one right before.

    Where nobody is carried over (据悉, "reportedly"), the sentence says itself that nobody is named.
    """
    carried = said.basis is Basis.CONTINUATION or (bool(said.resolved) and _unnamed(said, one))
    if not carried or (said.resolved and bare(said.resolved) in bare(one.text)):
        return True
    return first is not None and _follows(one, first) and _speaks(said.resolved, first)


def _unnamed(said: Attribution, one: _Candidate) -> bool:
    return said.source is None or points_back(one.article.text[slice(*said.source)])


def _speaks(speaker: str, first: _Candidate) -> bool:
    """Whether the sentence names that speaker; nobody named may go on after a source that has no name either."""
    if speaker:
        return bare(speaker) in bare(first.text) or any(bare(_source(a, first)) in bare(speaker) for a in first.said)
    return any(a.source is not None for a in first.said)


def _source(said: Attribution, one: _Candidate) -> str:
    return one.article.text[slice(*said.source)] if said.source else said.resolved or "\n"


def _follows(one: _Candidate, first: _Candidate | None) -> bool:
    return first is not None and one.article.id == first.article.id and one.at == first.at + 1


def _score(one: _Candidate, first: _Candidate | None, leads: Mapping[str, Pairs]) -> float:
    others = [lead for id_, lead in sorted(leads.items()) if id_ != one.article.id]
    on_topic = overlap(one.pairs, pairs(one.article.title))
    score = _LEAD / (1 + 0.3 * one.at) + _CENTRAL * centrality(one.pairs, others) + _ON_TOPIC * on_topic
    sure = _SURE[one.status] if one.status else 0.0
    return score + sure + (_NEXT if _follows(one, first) else 0.0)
