#!/bin/sh
# Resolves the lock files: pinned versions with hashes, for every Python we support, with no address of any index.
set -eu
cd "$(dirname "$0")/.."
.venv/bin/python -m pip --disable-pip-version-check --quiet install uv
compile() {
    .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links --no-header --no-annotate "$@"
}
build=$(mktemp)
trap 'rm -f "$build"' EXIT
printf 'hatchling\neditables\n' >"$build"
compile pyproject.toml "$build" -o requirements/run.txt
compile pyproject.toml "$build" --group test --group docs -c requirements/run.txt -o requirements/test.txt
compile pyproject.toml "$build" --group bench -c requirements/test.txt -o requirements/bench.txt
