"""The ledger is kept with the edition, and the articles that it stands on stay."""

import json
from dataclasses import replace
from datetime import timedelta

from ribao.support.store.packing import from_json, to_json
from ribao.support.store.port import Store
from ribao.types.attribution import SourceType, Status
from ribao.types.claim import Claim, ClaimChange, Contradiction, Holder
from ribao.types.edition import Edition
from tests.contracts.made import NOW, an_article, an_edition

HOLDER = Holder(
    speaker="云雀科技", source_type=SourceType.OFFICIAL, status=Status.CONFIRMED, article_id="a", revision=1,
    source_id="alpha", at=NOW, where="text", span=(0, 5), quote="云雀表示。", copies=("b",), gone="corrected",
)  # fmt: skip
CLAIM = Claim(
    id="c1", story_id="s1", statement="云雀科技裁员", language="zh", status=Status.CONFIRMED, holders=(HOLDER,),
    history=(ClaimChange(at=NOW, status=Status.CONFIRMED, article_id="a", speaker="云雀科技"),),
    contradicts=(Contradiction(claim_id="c2", kind="figure", ours="5人", theirs="8人"),), rule="departure",
)  # fmt: skip


def with_claims(edition: Edition) -> Edition:
    sections = tuple(
        replace(section, entries=tuple(replace(entry, claims=(CLAIM,)) for entry in section.entries))
        for section in edition.sections
    )
    return replace(edition, sections=sections)


def test_claims_come_back_as_they_were(store: Store) -> None:
    edition = with_claims(an_edition(an_article("a"), revision=1))
    store.put_edition(edition)
    assert store.edition(edition.date, "daily", 1) == edition


def test_an_edition_from_before_there_were_claims_is_read() -> None:
    edition = an_edition(an_article("a"), revision=1)
    doc = json.loads(to_json(edition))
    for section in doc["sections"]:
        for entry in section["entries"]:
            del entry["claims"]
    assert from_json(Edition, json.dumps(doc)) == edition


def test_an_article_that_only_a_claim_stands_on_is_not_pruned(store: Store) -> None:
    from ribao.support.store.citing import cited

    edition = with_claims(an_edition(an_article("z"), revision=1))
    assert {"a", "b"} <= {article for article, _page in cited(edition)}
    store.put_edition(edition)
    store.prune(NOW + timedelta(days=999))
    assert store.edition(edition.date, "daily", 1) == edition
