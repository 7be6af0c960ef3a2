"""Stories told as outlets tell them, kept apart from the making of the rules: what of it is told falsely?

Only texts are given; annotations are the makers' own. A claim's tellings are sentences, named by words of them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from ribao import ledgering
from ribao.edit.ledger.book import ledger
from ribao.edit.ledger.material import Alike, Material
from ribao.edit.ledger.merge import plain_alike
from ribao.support.script import language_of
from ribao.types.article import Article, TextFrom
from ribao.types.claim import Claim
from ribao.types.source import Source
from ribao.types.story import Member, Story

FILE = Path(__file__).with_name("held.txt")


@dataclass
class Wanted:
    status: str
    tellings: list[tuple[str, str]]  # article, words of the sentence


@dataclass
class Held:
    name: str
    articles: list[Article] = field(default_factory=list)
    wanted: dict[str, Wanted] = field(default_factory=dict)
    against: set[frozenset[str]] = field(default_factory=set)


@dataclass
class Found:
    """``together``: tellings beyond the first that are in the claim of the first, of all. ``false``: told and not so."""

    met: int = 0
    statuses: int = 0
    wanted: int = 0
    together: int = 0
    of: int = 0
    against: int = 0
    against_of: int = 0
    false: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    unlisted: list[str] = field(default_factory=list)

    def told(self) -> str:
        return (
            f"claims met {self.met}/{self.wanted}, status right {self.statuses}/{self.wanted}, "
            f"tellings together {self.together}/{self.of}, contradictions {self.against}/{self.against_of}; "
            f"told falsely: {len(self.false)}"
        )


def stories(path: Path = FILE) -> list[Held]:
    found: list[Held] = []
    paragraphs: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        mark, _, rest = line.partition(" ")
        if mark == "==":
            found.append(Held(name=rest))
        elif mark == "@":
            paragraphs = []
            found[-1].articles.append(_article(rest, paragraphs))
        elif mark == ">":
            last = found[-1].articles.pop()
            paragraphs = [*last.paragraphs, rest]
            found[-1].articles.append(_article_of(last, paragraphs))
        elif mark == "=":
            key, status, tellings = rest.split(" ", 2)
            places = [one.strip().split(":", 1) for one in tellings.strip("| ").split(" | ")]
            found[-1].wanted[key] = Wanted(status=status, tellings=[(id_, words) for id_, words in places])
        elif mark == "x":
            found[-1].against.add(frozenset(rest.split()[:2]))
    return found


def _article(rest: str, paragraphs: Sequence[str]) -> Article:
    id_, rest = rest.split(" ", 1)
    before, _, title = rest.partition("T")
    outlet, day = before.rsplit(" ", 1)
    time, _, title = title.partition(" ")
    at = datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=UTC)
    return Article(
        id=id_, source_id=f"outlet-{outlet}", url=f"https://outlet.example/{id_}", title=title, published_at=at,
        dated="page", seen_at=at, language=language_of(title, ""), page_sha256="0" * 64,
        text_from=TextFrom.PAGE, paragraphs=tuple(paragraphs),
    )  # fmt: skip


def _article_of(one: Article, paragraphs: Sequence[str]) -> Article:
    from dataclasses import replace

    return replace(one, paragraphs=tuple(paragraphs), language=language_of(one.title + "\n" + paragraphs[0], ""))


def material(held: Held) -> Material:
    sources = {
        a.source_id: Source(id=a.source_id, url="https://outlet.example/", title=a.source_id.removeprefix("outlet-"))
        for a in held.articles
    }
    bare = Material(
        story=Story(
            id="story",
            members=tuple(Member(article_id=a.id) for a in held.articles),
            first_seen=held.articles[0].seen_at,
            last_seen=held.articles[-1].seen_at,
        ),
        revisions={a.id: [a] for a in held.articles},
        annotations={},
        sources=sources,
    )
    return ledgering.examined(bare, held.articles)


def measure(helds: Sequence[Held], alike: Alike = plain_alike) -> Found:
    found = Found()
    for held in helds:
        _measure(held, ledger(material(held), alike), found)
    return found


def _measure(held: Held, claims: Sequence[Claim], found: Found) -> None:
    keys: dict[str, str] = {}
    for key, wanted in held.wanted.items():
        homes = [_home(claims, id_, words) for id_, words in wanted.tellings]
        known = [one for one in homes if one is not None]
        found.wanted += 1
        found.met += bool(known)
        found.of += len(homes) - 1
        found.together += max(0, sum(known[0] is one for one in known) - 1) if known else 0
        found.statuses += bool(known) and known[0].status == wanted.status
        if not known or known[0].status != wanted.status:
            told = f"{known[0].status}: {known[0].statement}" if known else "not met"
            found.missed.append(f"{held.name}: {key} {wanted.status}, is {told}")
        if len({id(one) for one in known}) > 1:
            found.missed.append(f"{held.name}: {key} in several: {[one.statement for one in known]}")
        for one in known:
            if one.id in keys and keys[one.id] != key:
                found.false.append(f"{held.name}: {keys[one.id]} and {key} are one: {one.statement}")
            keys[one.id] = key
    found.false += list(_falsehoods(held, claims, keys, found))


def _home(claims: Sequence[Claim], id_: str, words: str) -> Claim | None:
    holding = [
        claim
        for claim in claims
        if any(id_ in (h.article_id, *h.copies) and h.where != "title" and words in h.quote for h in claim.holders)
    ]
    # of several statements of one sentence, the one that says these words
    return max(holding, key=lambda one: len(set(words) & set(one.statement)), default=None)


def _falsehoods(held: Held, claims: Sequence[Claim], keys: dict[str, str], found: Found) -> Iterator[str]:
    """Denied where nobody expects it, surer than expected, confirmed by outlets alone, contradictions of nothing."""
    ids = {claim.id: claim for claim in claims}
    met = set()
    for claim in claims:
        key = keys.get(claim.id)
        wanted = held.wanted[key].status if key else ""
        if claim.status == "denied" and wanted != "denied":
            yield f"{held.name}: denied: {claim.statement}"
        if claim.status == "confirmed" and wanted not in ("confirmed", ""):
            yield f"{held.name}: confirmed: {claim.statement}"
        if claim.status == "confirmed" and all(h.source_type == "media" for h in claim.holders):
            yield f"{held.name}: confirmed by outlets: {claim.statement}"
        if claim.status == "confirmed" and not wanted:
            who = [(h.speaker, h.source_type.value, h.where) for h in claim.holders]
            found.unlisted.append(f"{held.name}: {claim.statement} {who}")
        for one in claim.contradicts:
            pair = frozenset((keys.get(claim.id, claim.id), keys.get(one.claim_id, one.claim_id)))
            met.add(pair)
            if pair not in held.against and claim.id <= one.claim_id:
                yield f"{held.name}: {one.kind} {one.ours} / {one.theirs}: {claim.statement} // {ids[one.claim_id].statement}"
    found.against += len(held.against & met)
    found.against_of += len(held.against)


if __name__ == "__main__":
    from ribao.cluster import model
    from ribao.ledgering import alike_by

    helds = stories()
    measured = measure(helds, alike_by(model.load()))
    print(len(helds), "stories,", sum(len(one.articles) for one in helds), "articles.", measured.told())
    print("-- false", *measured.false, "-- missed", *measured.missed, sep="\n")
    print("-- confirmed and not listed", *measured.unlisted, sep="\n")
