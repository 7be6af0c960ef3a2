"""Reads the gold of claims, and measures a ledger against it. See README.md for the form."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path
from typing import Any

from ribao.edit.ledger.book import ledger
from ribao.edit.ledger.material import Alike, Material
from ribao.edit.ledger.merge import plain_alike
from ribao.support.folding import bare
from ribao.support.sentences import sentences
from ribao.types.annotation import Annotation
from ribao.types.article import Article, TextFrom
from ribao.types.attribution import Attribution, SourceType, Status
from ribao.types.claim import Claim
from ribao.types.source import Source
from ribao.types.story import Member, Story

FILE = Path(__file__).with_name("stories.txt")


@dataclass
class Reading:
    id: str
    revision: int
    outlet: str
    at: datetime
    title: str
    repost_of: str | None
    certainty: str = ""
    paragraphs: list[str] = field(default_factory=list)
    attributions: list[Attribution] = field(default_factory=list)
    keys: list[tuple[str, str]] = field(default_factory=list)  # claim, sentence


@dataclass
class Gold:
    """``claims``: key → status, rule, gone. ``against``: (key, key, kind). ``histories``: key → statuses."""

    name: str
    named: list[dict[str, Any]] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    claims: dict[str, tuple[str, str, bool]] = field(default_factory=dict)
    against: set[tuple[str, str, str]] = field(default_factory=set)
    histories: dict[str, list[str]] = field(default_factory=dict)


def stories(path: Path = FILE) -> list[Gold]:
    found: list[Gold] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            found.append(Gold(name=line[3:]))
        elif line.strip():
            _take(found[-1], line[0], line[1:].strip(), line)
    return found


def _take(gold: Gold, mark: str, rest: str, line: str) -> None:
    if line.startswith("n "):
        gold.named.append(_named(rest))
    elif line.startswith("@ "):
        gold.readings.append(_reading(rest))
    elif line.startswith("> "):
        gold.readings[-1].paragraphs.append(rest)
    elif line.startswith("! "):
        certainty, key = rest.split()
        gold.readings[-1].certainty = certainty
        gold.readings[-1].keys.append((key, gold.readings[-1].title))
    elif line.startswith("= "):
        key, status, *more = rest.split()
        gold.claims[key] = (status, next((m for m in more if m != "gone"), ""), "gone" in more)
    elif line.startswith("x "):
        one, other, kind = rest.split()
        gold.against.add((min(one, other), max(one, other), kind))
    elif line.startswith("h "):
        key, *statuses = rest.split()
        gold.histories[key] = statuses
    elif mark == "~":
        last = gold.readings[-1].attributions
        last[-1] = _within(last[-1], len(last) - 2)
    else:
        _attribution(gold.readings[-1], line)


def _within(one: Attribution, number: int) -> Attribution:
    return replace(one, within=number)


def _named(rest: str) -> dict[str, Any]:
    kind, _, more = rest.partition(" ")
    name, organisation, aliases = ([part.strip() for part in more.split("|")] + ["", ""])[:3]
    listed = [alias.strip() for alias in aliases.split(",") if alias.strip()]
    return {
        "id": f"{kind}-{bare(name)}", "kind": kind, "name": name, "aliases": listed, "role": "",
        "organisation": organisation, "spans": [],
    }  # fmt: skip


def _reading(rest: str) -> Reading:
    head, _, title = rest.partition("T")
    id_, *outlet, day = head.split()
    time, _, title = title.partition(" ")
    id_, _, original = id_.partition("<")
    id_, _, revision = id_.partition("*")
    at = datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=UTC)
    return Reading(
        id=id_, revision=int(revision or 1), outlet=" ".join(outlet), at=at, title=title, repost_of=original or None
    )


def _attribution(reading: Reading, line: str) -> None:
    head, source, cue, content, *resolved = (part.strip() for part in line.split("|"))
    key, kind, status = head.split()
    where = "text" if reading.paragraphs else "title"
    whole = "\n".join(reading.paragraphs) if reading.paragraphs else reading.title
    at = whole.rindex(content)
    sentence = next((s, e) for s, e in sentences(whole) if s <= at < e)

    def span(words: str) -> tuple[int, int] | None:
        found = whole.find(words, *sentence)
        if words == "-":
            return None
        assert found >= 0, (words, whole[slice(*sentence)])
        return found, found + len(words)

    reading.attributions.append(
        Attribution(
            where=where, sentence=sentence, source=span(source), cue=span(cue), content=(at, at + len(content)),
            source_type=SourceType(kind), status=Status(status), resolved=resolved[0] if resolved else "",
        )
    )  # fmt: skip
    reading.keys.append((key, whole[slice(*sentence)]))


def material(gold: Gold) -> Material:
    articles = [_article(reading) for reading in gold.readings]
    firsts = [r for r in gold.readings if r.revision == 1]
    members = tuple(Member(article_id=r.id, repost_of=r.repost_of) for r in sorted(firsts, key=lambda r: (r.at, r.id)))
    return Material(
        story=Story(
            id="story", members=members, first_seen=min(r.at for r in firsts), last_seen=max(r.at for r in firsts)
        ),
        revisions={r.id: [a for a in articles if a.id == r.id] for r in firsts},
        annotations={(r.id, r.revision): _annotations(r, gold) for r in gold.readings},
        sources={r.outlet: Source(id=r.outlet, url="https://outlet.example/", title=r.outlet) for r in firsts},
    )


def _article(reading: Reading) -> Article:
    return Article(
        id=reading.id, source_id=reading.outlet, url=f"https://outlet.example/{reading.id}", title=reading.title,
        published_at=reading.at, dated="page", seen_at=reading.at, language="zh-Hans", page_sha256="0" * 64,
        text_from=TextFrom.PAGE, paragraphs=tuple(reading.paragraphs), revision=reading.revision,
    )  # fmt: skip


def _annotations(reading: Reading, gold: Gold) -> dict[str, Annotation]:
    text = reading.title + "\n" + "\n".join(reading.paragraphs)
    named = [one for one in gold.named if any(form in text for form in (one["name"], *one["aliases"]))]
    values: dict[str, dict[str, Any]] = {
        "attribution": {"attributions": [one.as_value() for one in reading.attributions]},
        "names": {"names": named},
        "certainty": {"certainty": reading.certainty or "none", "scores": {}, "why": []},
    }
    return {
        maker: Annotation(article_id=reading.id, revision=reading.revision, maker=maker, version=1, value=value)
        for maker, value in values.items()
    }


@dataclass
class Measured:
    """Pairs of sentences in one claim: right, wrong, missed; claims whose status, rule, history ... is right, of all."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    statuses: list[bool] = field(default_factory=list)
    rules: list[bool] = field(default_factory=list)
    histories: list[bool] = field(default_factory=list)
    gone: list[bool] = field(default_factory=list)
    against_right: int = 0
    against_wrong: int = 0
    against_missed: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def merging(self) -> tuple[float, float]:
        """Precision and recall of pairs."""
        return self.right / max(1, self.right + self.wrong), self.right / max(1, self.right + self.missed)

    def told(self) -> str:
        precision, recall = self.merging
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        share = [f"{name} {sum(v)}/{len(v)}" for name, v in (
            ("status", self.statuses), ("rule", self.rules), ("history", self.histories), ("gone", self.gone),
        )]  # fmt: skip
        against = f"contradictions {self.against_right} right, {self.against_wrong} wrong, {self.against_missed} missed"
        return f"merging F1 {f1:.3f} (precision {precision:.3f}, recall {recall:.3f}); {'; '.join(share)}; {against}"


def measure(golds: Sequence[Gold], alike: Alike = plain_alike, *, makers: bool = False) -> Measured:
    """``makers``: with what the makers of annotations find, in place of what is marked by hand."""
    found = Measured()
    for gold in golds:
        _measure(gold, ledger(examined(gold) if makers else material(gold), alike), found)
    return found


def examined(gold: Gold) -> Material:
    from ribao import ledgering

    bare_one = replace(material(gold), annotations={})
    return ledgering.examined(bare_one, [one for many in bare_one.revisions.values() for one in many])


def _measure(gold: Gold, claims: Sequence[Claim], found: Measured) -> None:
    """A holder is known by article and sentence; one sentence may hold several, those are taken in any order."""
    home = _homes(gold, claims)
    placed = [(key, home[at]) for at, (key, _, _) in enumerate(_tellings(gold)) if key != "."]
    for (key, where), (other_key, other_where) in combinations(placed, 2):
        same, together = key == other_key, where is not None and where == other_where
        found.right += same and together
        found.wrong += together and not same
        found.missed += same and not together
        if same != together:
            found.faults.append(f"{gold.name}: {key} {other_key} {'joined' if together else 'apart'}")
    _measure_claims(gold, claims, dict(reversed([(k, w) for k, w in placed if w is not None])), found)


def _tellings(gold: Gold) -> Iterator[tuple[str, str, str]]:
    """Claim key, article, sentence."""
    for reading in gold.readings:
        for key, sentence in reading.keys:
            yield key, reading.id, sentence


def _homes(gold: Gold, claims: Sequence[Claim]) -> list[int | None]:
    """The claim that each telling is in; of several in one sentence, in the order of what they say in it."""
    places: dict[tuple[str, str], list[int]] = {}
    for at, claim in enumerate(claims):
        for holder in claim.holders:
            for article in (holder.article_id, *holder.copies):
                places.setdefault((article, holder.quote), []).append(at)
    tellings = list(_tellings(gold))
    found = [next(iter(places.get((article, sentence), ())), None) for _, article, sentence in tellings]
    known = {telling[:2]: at for telling, at in zip(tellings, found, strict=True) if at is not None}
    # of what one speaker says twice in an article, one sentence is shown
    return [known.get(t[:2]) if at is None else at for t, at in zip(tellings, found, strict=True)]


def _measure_claims(gold: Gold, claims: Sequence[Claim], at: Mapping[str, int], found: Measured) -> None:
    keys = {number: key for key, number in at.items()}
    for key, (status, rule, gone) in gold.claims.items():
        claim = claims[at[key]] if key in at else None
        _note(
            found.statuses,
            claim is not None and claim.status == status,
            found,
            f"{gold.name}: {key} is {claim and claim.status}, not {status}: {claim and claim.statement}",
        )
        if rule:
            _note(
                found.rules,
                claim is not None and claim.rule == rule,
                found,
                f"{gold.name}: {key} by {claim and claim.rule}, not {rule}",
            )
        if gone:
            told = claim is not None and any(holder.gone for holder in claim.holders)
            _note(found.gone, told, found, f"{gold.name}: {key} does not say that it is gone")
        if key in gold.histories:
            history = [change.status.value for change in claim.history] if claim else []
            _note(found.histories, history == gold.histories[key], found, f"{gold.name}: {key} has {history}")
    ids = {claim.id: keys.get(number, "?") for number, claim in enumerate(claims)}
    told = {
        (min(ids[c.id], ids[o.claim_id]), max(ids[c.id], ids[o.claim_id]), o.kind)
        for c in claims
        for o in c.contradicts
    }
    found.against_right += len(told & gold.against)
    found.against_wrong += len(told - gold.against)
    found.against_missed += len(gold.against - told)
    found.faults += [
        f"{gold.name}: contradiction {one} {'invented' if one in told else 'missed'}" for one in told ^ gold.against
    ]


def _note(kept: list[bool], good: bool, found: Measured, fault: str) -> None:
    kept.append(good)
    if not good:
        found.faults.append(fault)


if __name__ == "__main__":
    from ribao.cluster import model
    from ribao.ledgering import alike_by

    golds = stories()
    print(
        len(golds),
        "stories,",
        sum(len(gold.readings) for gold in golds),
        "readings,",
        sum(len(gold.claims) for gold in golds),
        "claims",
    )
    for name, alike in (("model", alike_by(model.load())), ("letters alone", plain_alike)):
        measured = measure(golds, alike)
        print(f"{name}: {measured.told()}")
        if name == "model":
            print(*measured.faults, sep="\n")
    measured = measure(golds, alike_by(model.load()), makers=True)
    print(f"with the makers' own annotations: {measured.told()}")
    print(*measured.faults, sep="\n")
