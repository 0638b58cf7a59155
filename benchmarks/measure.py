"""Run one command and write down what it took: `measure.py RESULT.json STDOUT STDERR FOLDER COMMAND…`.

A process of its own between the benchmark and the command, and a small one: a child begins with the peak memory of the
process that starts it, which would hide the child's own if the benchmark, with its arrays, started it.
"""

import json
import resource
import subprocess
import sys
import time

_UNITS_PER_MIB = 2**20 if sys.platform == "darwin" else 2**10


def _main(result: str, stdout: str, stderr: str, folder: str, *command: str) -> None:
    started = time.perf_counter()
    with open(stdout, "wb") as out, open(stderr, "wb") as err:  # noqa: PTH123 -- pathlib would cost memory here
        done = subprocess.run(command, stdout=out, stderr=err, stdin=subprocess.DEVNULL, cwd=folder, check=False)
    wall = time.perf_counter() - started
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    facts = {
        "code": done.returncode,
        "wall": wall,
        "cpu": usage.ru_utime + usage.ru_stime,
        "peak_mib": usage.ru_maxrss / _UNITS_PER_MIB,
    }
    with open(result, "w", encoding="ascii") as file:  # noqa: PTH123 -- the same
        json.dump(facts, file)


if __name__ == "__main__":
    _main(*sys.argv[1:])
