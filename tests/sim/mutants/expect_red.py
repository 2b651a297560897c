"""A mutant of the journal must turn its tests red: expect_red.py EXECUTABLE.

Red is a failed case, a broken promise of a random seed, an abort, or a world that never comes to
rest. A mutant that survives is a hole in the tests, and fails this one.
"""

import subprocess
import sys


def red(command, seconds):
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              errors='replace', timeout=seconds)
    except subprocess.TimeoutExpired:
        return 'never comes to rest'
    if done.returncode == 0:
        return None
    telling = [line for line in done.stdout.splitlines()
               if '[  FAILED  ]' in line or line.startswith('seed ')]
    return telling[0] if telling else f'exit {done.returncode}'


def main():
    executable = sys.argv[1]
    cases = red([executable], 60)
    seeds = red([executable, '--seeds', '2000'], 60) if cases is None else 'not run'
    print(f'directed cases: {cases or "all green"}; random seeds: {seeds or "all green"}')
    if cases is None and seeds is None:
        sys.exit('the mutant survived: no test would notice that this rule is gone')


if __name__ == '__main__':
    main()
