"""``ribao`` and ``python -m ribao``: the command line, and nothing else."""

import sys


def main() -> None:
    from ribao.cli.main import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
