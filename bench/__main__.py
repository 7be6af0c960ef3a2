"""``make bench``: every module of this folder that has ``measure(options)`` is run; one JSON object a measurement.

``--full`` takes the larger sizes; ``--only NAME`` one module; ``--data DIR`` real archives of the same form.
Never asserts a time: figures are ratios taken in one run, for a person to read.
"""

import argparse
import importlib
import pkgutil
import sys
from pathlib import Path


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help="larger sizes")
    parser.add_argument("--only", action="append", default=[], help="only these modules")
    parser.add_argument("--data", type=Path, help="a folder of archives (*.jsonl.gz) to take headlines from")
    options = parser.parse_args()
    folder = Path(__file__).parent
    names = [m.name for m in pkgutil.iter_modules([str(folder)]) if not m.name.startswith("_")]
    for name in options.only or names:
        module = importlib.import_module(f"bench.{name}")
        for measurement in module.measure(options) if hasattr(module, "measure") else ():
            print(measurement.line(), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
