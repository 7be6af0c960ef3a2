"""What joined an article to its story, in words: for the why page and for ``ribao story why``."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ribao.support.i18n import N_, language
from ribao.support.i18n import gettext as _

AGAINST = {
    "model": N_("they name different models"),
    "date": N_("they name different dates"),
    "quantity": N_("they give different figures"),
    "place": N_("they name different places"),
}
MOST = 12  # words, names or numbers that are told
LONGEST = 200  # characters of one of them, and of what a model says

Name = Callable[[str], str]


def explain(evidence: Mapping[str, Any], name: Name, *, first: bool = False) -> str:
    """Sentences on :attr:`ribao.types.story.Member.evidence`, in the reader's language.

    ``name``: article id → how the reader knows it ("report 2"). What is missing or misshapen is left out; what nobody
    put into words yet is told by its name, so that nothing stays hidden.
    """
    told = [sentence for say in _SAYERS for sentence in [say(evidence, name)] if sentence]
    told += [
        _("{key}: {value}.").format(key=key, value=_plain(evidence[key])) for key in sorted(set(evidence) - _KNOWN)
    ]
    if told:
        return ("" if language().startswith("zh") else " ").join(told)
    if first:
        return _("The first report: the story began with it.")
    return _("What joined it is not stored.")


def _ruling(evidence: Mapping[str, Any], _name: Name) -> str:
    said = evidence.get("ruling")
    return _("Put here by hand (ruling {ruling}).").format(ruling=_plain(said)) if said else ""


def _same_text(evidence: Mapping[str, Any], name: Name) -> str:
    other = evidence.get("same_text")
    return _("It repeats the text of {report}.").format(report=name(str(other))) if other else ""


def _same_headline(evidence: Mapping[str, Any], name: Name) -> str:
    other = evidence.get("same_headline")
    return _("It has the headline of {report}.").format(report=name(str(other))) if other else ""


def _rewrite(evidence: Mapping[str, Any], name: Name) -> str:
    other = evidence.get("rewrite_of")
    told = _("It retells {report} sentence by sentence, in other words.")
    return told.format(report=name(str(other))) if other else ""


def _score(evidence: Mapping[str, Any], name: Name) -> str:
    score, other = _share(evidence.get("score")), evidence.get("with")
    if score and other:
        told = _("It is nearest to {report}: likeness {score}.")
        return told.format(report=name(str(other)), score=score)
    if other:
        return _("It is nearest to {report}.").format(report=name(str(other)))
    return _("Likeness {score}.").format(score=score) if score else ""


def _words(evidence: Mapping[str, Any], _name: Name) -> str:
    words = _listed(evidence.get("words"))
    return _("Words that both have: {words}.").format(words=_(", ").join(map(_quoted, words))) if words else ""


def _names(evidence: Mapping[str, Any], _name: Name) -> str:
    rows = [row for row in _rows(evidence.get("names")) if isinstance(row, (list, tuple)) and len(row) == 2]
    pairs = [f"{_plain(here)} = {_plain(there)}" for here, there in rows]
    return _("Different words for the same: {pairs}.").format(pairs=_(", ").join(pairs[:MOST])) if pairs else ""


def _numbers(evidence: Mapping[str, Any], _name: Name) -> str:
    numbers = _listed(evidence.get("numbers"))
    return _("Numbers that both give: {numbers}.").format(numbers=_(", ").join(numbers)) if numbers else ""


def _meaning(evidence: Mapping[str, Any], _name: Name) -> str:
    share = _share(evidence.get("meaning"))
    return _("Likeness of meaning, by what Ribao has learnt: {share}.").format(share=share) if share else ""


def _embedder(evidence: Mapping[str, Any], _name: Name) -> str:
    share = _share(evidence.get("embedder"))
    return _("Likeness of meaning, by the embedding model: {share}.").format(share=share) if share else ""


def _judge(evidence: Mapping[str, Any], _name: Name) -> str:
    """The model's own reason is quoted: it is a machine's word, not ours."""
    said = evidence.get("judge")
    if not isinstance(said, Mapping) or not isinstance(said.get("same"), bool):
        return ""
    verdict = _("the same event") if said["same"] else _("another event")
    sure, model = _share(said.get("confidence")), _plain(said.get("model") or "")
    told = _("The judge was asked, and said: {verdict}") if not model else _("{model} was asked, and said: {verdict}")
    told = told.format(model=model, verdict=verdict)
    told += _(" ({sure} sure)").format(sure=sure) if sure else ""
    reason = _plain(said.get("reason") or "")
    return told + (_(", because: “{reason}”.").format(reason=reason) if reason else _("."))


def _against(evidence: Mapping[str, Any], _name: Name) -> str:
    codes = _listed(evidence.get("against"))
    reasons = [_(AGAINST[code]) if code in AGAINST else code for code in codes]
    told = _("Against it, but outweighed: {reasons}.")
    return told.format(reasons=_("; ").join(reasons)) if reasons else ""


# in the order in which they are told
_SAYERS = (
    _ruling,
    _same_text,
    _same_headline,
    _rewrite,
    _score,
    _words,
    _names,
    _numbers,
    _meaning,
    _embedder,
    _judge,
    _against,
)
_KNOWN = frozenset(
    ("ruling", "same_text", "same_headline", "rewrite_of", "score", "with", "words", "names", "numbers", "meaning")
) | {"embedder", "judge", "against"}


def _share(value: Any) -> str:
    """0.714 → 71 %; empty for what is no number from 0 to 1. A likeness may be a little outside by rounding."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not -1.01 <= value <= 1.01:
        return ""
    return _("{n} %").format(n=round(100 * value))


def _listed(value: Any) -> list[str]:
    return [_plain(one) for one in _rows(value)[:MOST]]


def _rows(value: Any) -> list[Any]:
    return list(value) if isinstance(value, Iterable) and not isinstance(value, (str, bytes, Mapping)) else []


def _plain(value: Any) -> str:
    from ribao.render.text import inert

    shown = _(", ").join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
    return " ".join(inert(shown).split())[:LONGEST]


def _quoted(word: str) -> str:
    return _("“{word}”").format(word=word)
