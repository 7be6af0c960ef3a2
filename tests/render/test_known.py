"""What is known of a story changes when something came, and only then."""

from dataclasses import replace

from ribao.render.known import known
from tests.render import invented, ledger


def test_it_counts_the_reports_and_changes_with_each() -> None:
    entry = invented.bundle().edition.sections[0].entries[0]
    count, _ = known(entry).split("-")
    assert int(count) == len(entry.articles)
    assert known(replace(entry, articles=entry.articles[::-1])) == known(entry)
    again = replace(entry.articles[0], revision=entry.articles[0].revision + 1)
    fewer = replace(entry, articles=entry.articles[1:])
    assert len({known(entry), known(fewer), known(replace(entry, articles=(again, *entry.articles[1:])))}) == 3


def test_a_claim_that_is_surer_now_is_news() -> None:
    bundle = ledger.bundle()
    entry = next(e for s in bundle.edition.sections for e in s.entries if e.claims)
    others = {one.status for one in entry.claims} - {entry.claims[0].status}
    turned = replace(entry.claims[0], status=sorted(others)[0])
    assert known(replace(entry, claims=(turned, *entry.claims[1:]))) != known(entry)
