"""Pure: what an edition stands on."""

from collections.abc import Iterator

from ribao.types.edition import Edition


def cited(edition: Edition) -> Iterator[tuple[str, str]]:
    """Article id and page hash of all that the edition stands on; the hash is empty for an article it merely lists."""
    for section in edition.sections:
        for entry in section.entries:
            for article in entry.articles:
                yield article.id, ""
            for sentence in entry.sentences:
                for citation in sentence.citations:
                    yield citation.article, citation.page_sha256
            for claim in entry.claims:
                for holder in claim.holders:
                    yield from ((article, "") for article in (holder.article_id, *holder.copies))
