#!/usr/bin/python3
"""Random stories through the engine and through the reference: every line of both logs must agree.

differential.py ENGINE [--seed N] [--count M] [--kinds ...]
differential.py ENGINE --stories FILE...

ENGINE is the program story_log. Story k of seed N is always the same story.
"""

import argparse
import difflib
import pathlib
import subprocess
import sys
import tempfile
import time

import random_stories
import run


def engine_logs(engine, files):
    """The log of each file, in order; one process for all."""
    told = subprocess.run([engine, str(run.SHIPPED)], input="".join(f"{file}\n" for file in files),
                          capture_output=True, text=True, check=True, timeout=600).stdout
    return logs_in(told)


def logs_in(told):
    """What a program of the suite printed: a log after each line that begins with "== "."""
    logs = []
    for line in told.splitlines():
        if line.startswith("== "):
            logs.append([])
        else:
            logs[-1].append(line)
    return logs


def difference(reference, engine):
    lines = difflib.unified_diff(reference, engine, "reference", "engine", lineterm="", n=6)
    return "\n".join(lines)


def reference_log(text):
    try:
        return run.log_of(text)
    except Exception as error:  # A story that the reference cannot read is a difference like others.
        return [f"! {type(error).__name__}: {error}"]


def differs(engine, text):
    with tempfile.NamedTemporaryFile("w", suffix=".story") as file:
        file.write(text)
        file.flush()
        log = engine_logs(engine, [file.name])[0]
    broken = any(line.startswith("! ") for line in log)
    return reference_log(text) != log and not broken


def shrink(engine, text):
    """The story without the lines that the difference does not need."""
    lines = text.splitlines()
    at = len(lines) - 1
    while at > 0:
        shorter = lines[:at] + lines[at + 1:]
        if differs(engine, "\n".join(shorter) + "\n"):
            lines = shorter
        at -= 1
    return "\n".join(lines) + "\n"


def compare(engine, files, most):
    """How many stories differ; the first ones are shown."""
    different = 0
    for file, log in zip(files, engine_logs(engine, files)):
        text = pathlib.Path(file).read_text(encoding="utf-8")
        expected = reference_log(text)
        if expected == log:
            continue
        different += 1
        if different <= most:
            text = shrink(engine, text)
            pathlib.Path(file).write_text(text, encoding="utf-8")
            log = engine_logs(engine, [file])[0]
            print(f"--- {file}\n{text}{difference(reference_log(text), log)}\n")
    return different


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("engine")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0, help="number of the first story")
    parser.add_argument("--seconds", type=float, help="stop after so many seconds")
    parser.add_argument("--kinds", nargs="*", help="only these kinds: " + " ".join(random_stories.KINDS))
    parser.add_argument("--most", type=int, default=3, help="differences shown")
    parser.add_argument("--stories", nargs="*", help="compare these instead of random ones")
    parser.add_argument("--shipped", action="store_true", help="compare all that ship")
    options = parser.parse_args()
    if options.shipped:
        options.stories = [str(path) for path in sorted(run.SHIPPED.parent.glob("*.story"))]
    if options.stories:
        different = compare(options.engine, options.stories, options.most)
        print(f"{len(options.stories)} stories, {different} different")
        return 1 if different else 0
    began, done, different = time.monotonic(), 0, 0
    while done < options.count and not different:
        if options.seconds and time.monotonic() - began > options.seconds:
            break
        with tempfile.TemporaryDirectory() as folder:
            files = []
            for number in range(done, min(done + 100, options.count)):
                files.append(pathlib.Path(folder) / f"{options.seed}-{options.first + number}.story")
                text = random_stories.story(options.seed, options.first + number, options.kinds)
                files[-1].write_text(text, encoding="utf-8")
            different += compare(options.engine, files, options.most)
            done += len(files)
    print(f"seed {options.seed}: {done} random stories, {different} different, "
          f"{time.monotonic() - began:.0f} s")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
