"""``ribao lab extract``: the pipeline's own extraction over captured pages, for measuring."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ribao.support.i18n import gettext as _
from ribao.support.problem import Problem


def extract_pages(pages: Path, output: Path) -> int:
    """One prediction a page, as JSON lines: id, text, title, date, author, source_name, editor."""
    from ribao.acquire.lab import predict

    count = 0
    with output.open("w", encoding="utf-8") as file:
        for row in predict(_rows(pages)):
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
            count += 1
    print(_("{count} pages: {output}").format(count=count, output=output))
    return 0


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    number = 0
    try:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
            for line in lines:
                number += 1
                yield json.loads(line)
    except (OSError, ValueError) as error:
        raise Problem(
            _("{path} cannot be read as JSON lines (line {n}).").format(path=path, n=number),
            str(error),
            _("Give a file with one JSON object a line, plain or gzipped."),
        ) from None
