"""``ribao lab labels``: channels, promotion and certainty of items, by the pipeline's own makers."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ribao.annotate import makers
from ribao.commands.lab_files import warn, write
from ribao.commands.lab_items import Items
from ribao.edit.marks import channels, promotional
from ribao.support.i18n import gettext as _
from ribao.types.annotation import Annotation
from ribao.types.article import Article
from ribao.types.channel import Channels
from ribao.types.source import Source


def tell_labels(items: Path, output: Path, sources: Mapping[str, Source], known: Channels) -> int:
    """``{id: {"channels": [main, ...], "promo": 0|1, "certainty": label}}`` of all items goes to ``output``."""
    given = Items(path=items)
    labels = {article.id: labels_of(article, sources, known) for article in given.articles()}
    write(output, json.dumps(labels, ensure_ascii=False, indent=0) + "\n")
    warn(given.faults)
    print(_("{count} items labelled: {output}").format(count=len(labels), output=output))
    return 0


def labels_of(article: Article, sources: Mapping[str, Source], known: Channels) -> dict[str, Any]:
    """``sources``: those of the settings, by id; of any other source only its name is known."""
    source = sources.get(article.source_id) or Source(id=article.source_id, url="", title=article.source_id)
    return told({made.maker: made for made in makers.annotate(article, source, known)}, source)


def told(found: Mapping[str, Annotation], source: Source) -> dict[str, Any]:
    """The labels that annotations come to."""
    return {
        "channels": list(channels(found, source)),
        "promo": int(promotional(found)),
        "certainty": found["certainty"].value["certainty"],
    }
