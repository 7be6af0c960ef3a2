"""Telling: what the ledger and the annotations know about the words that an edition would print. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ribao.edit.desk import Annotations
from ribao.edit.marks import certainty, said_names
from ribao.edit.stating import Statements, standing, terms
from ribao.support.folding import bare
from ribao.types.article import Article
from ribao.types.attribution import Status
from ribao.types.claim import Claim

UNSURE = (Status.UNVERIFIED, Status.DENIED)
_RUMOR = "rumor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """The claims of a story. ``rumours``: titles that were marked as rumours, bare."""

    claims: Sequence[Claim] = ()
    statements: Statements
    rumours: frozenset[str] = frozenset()

    def status(self, headline: str) -> Status | None:
        """UNVERIFIED or DENIED when the headline tells such a claim, else None.

        A headline that looks like a rumour is one, whoever repeats it, until those concerned have spoken.
        """
        claim = self.statements.stated(headline)
        known = standing(claim) if claim else None
        if known in UNSURE or known is Status.CONFIRMED:
            return known if known in UNSURE else None
        return Status.UNVERIFIED if self._rumoured(headline) else None

    def _rumoured(self, headline: str) -> bool:
        """A headline may be a title without the site's name at its end."""
        return any(rumour.startswith(bare(headline)) for rumour in self.rumours)

    def unsure(self, text: str) -> Claim | None:
        """The unverified or denied claim that a text tells, if it tells one."""
        claim = self.statements.stated(text)
        return claim if claim is not None and standing(claim) in UNSURE else None


def telling(claims: Sequence[Claim], articles: Mapping[str, Article], annotations: Annotations) -> Telling:
    """Of a story: its ledger and its articles."""
    found = {id_: annotations.get(id_, {}) for id_ in articles}
    names = frozenset(term for marks in found.values() for name in said_names(marks) for term in terms(name))
    return Telling(
        claims=claims,
        statements=Statements(claims, names),
        rumours=frozenset(bare(articles[id_].title) for id_, marks in found.items() if certainty(marks) == _RUMOR),
    )
