#!/usr/bin/python3
"""Runs stories through the reference: `ok` or a difference for each; --log prints the whole log."""

import argparse
import difflib
import pathlib
import sys

from reading import Story
from world import World

SHIPPED = pathlib.Path(__file__).resolve().parent.parent / "scenarios"


def log_of(text, scenarios=SHIPPED):
    return World(Story(text), scenarios).run()


def check(path, scenarios):
    story = Story(path.read_text(encoding="utf-8"))
    happened = story.reduced(World(story, scenarios).run())
    if happened == story.expected:
        print(f"ok {path.name}")
        return True
    print(f"not ok {path.name}")
    print("\n".join(list(difflib.unified_diff(story.expected, happened, lineterm="", n=99))[3:]))
    return False


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("stories", nargs="*", type=pathlib.Path)
    parser.add_argument("--shipped", action="store_true", help="all stories beside this folder")
    parser.add_argument("--scenarios", default=SHIPPED, type=pathlib.Path)
    parser.add_argument("--log", action="store_true")
    options = parser.parse_args()
    if options.shipped:
        options.stories += sorted(SHIPPED.parent.glob("*.story"))
    if options.log:
        for path in options.stories:
            print("\n".join(log_of(path.read_text(encoding="utf-8"), options.scenarios)))
        return 0
    passed = [check(path, options.scenarios) for path in options.stories]
    print(f"{sum(passed)} of {len(passed)} stories")
    return 0 if all(passed) else 1


if __name__ == "__main__":
    sys.exit(main())
