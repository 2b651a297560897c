#!/usr/bin/python3
"""tests/tidy/tidy.py [ROOT]: every rule of rules.py over the tree; exit code 1 with findings."""

import sys
from pathlib import Path

from rules import findings, read_tree


def main():
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[2]
    files = read_tree(root)
    found = findings(files)
    for finding in found:
        print(finding)
    print(f"tidy: {len(files)} files, {len(found)} findings")
    return 1 if found or not files else 0


if __name__ == "__main__":
    sys.exit(main())
