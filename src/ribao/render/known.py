"""What is known of a story, in a few letters: the script tells by it what came since a reader looked."""

import hashlib

from ribao.types.edition import Entry


def known(entry: Entry) -> str:
    """``REPORTS-DIGEST``: how many reports, and six letters of a hash over them and how sure each claim is.

    Another order is no news; another report, another reading of one, or a claim denied since is.
    """
    reports = sorted(f"{article.id} {article.revision}" for article in entry.articles)
    claims = sorted(f"{claim.id} {claim.status}" for claim in entry.claims)
    digest = hashlib.sha256("\n".join([*reports, "", *claims]).encode("utf-8", "replace")).hexdigest()
    return f"{len(entry.articles)}-{digest[:6]}"
