#!/usr/bin/env python3
"""Measures meshcast and its peers in turns and prints one table: compare.py BENCH_FOLDER [ROUNDS]

BENCH_FOLDER is the built tests/bench. Every round runs every program once, so that what else the machine does meets all of
them; ratios are to the hand-written loop of the same round, and all numbers are medians over the rounds.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median

# Requests timed in a run: a second or a few of each, and enough for the check of the mean.
REQUESTS = {"ns3_chain": 3_000_000, "simgrid_chain": 800_000, "processes": 300_000, "callbacks": 600_000}
YARDSTICK = "hand-written loop"
OURS = {"hand_written": YARDSTICK, "engine": "meshcast, engine only", "mesh": "meshcast, full mesh model"}

Round = dict[tuple[str, str], float]  # (program, model): requests a CPU second


def output(*command: str | Path) -> str:
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout


def measure_ours(bench: Path) -> Round:
    text = output(bench / "meshcast_bench", "--benchmark_filter=^(mm1|chain)/", "--benchmark_format=json")
    measured = {}
    for run in json.loads(text)["benchmarks"]:
        model, program = run["name"].split("/")
        if run.get("error_occurred"):
            raise ValueError(f"{run['name']}: {run['error_message']}")
        measured[OURS[program], model] = run["requests_per_second"]
    return measured


def measure_peers(bench: Path) -> Round:
    measured = {}
    for model in ("mm1", "chain"):
        for name, requests in REQUESTS.items():
            program = [bench / "peers" / name]
            if name in ("processes", "callbacks"):
                program = [sys.executable, Path(__file__).with_name("simpy_chain.py"), name]
            result = json.loads(output(*program, model, str(requests)))
            print(json.dumps(result), file=sys.stderr)
            measured[f"{result['peer']} ({result['version']})", model] = result["requests_per_second"]
    return measured


def table(rounds: list[Round]) -> str:
    def cells(program: str, model: str) -> str:
        rate = median(measured[program, model] for measured in rounds)
        ratio = median(measured[program, model] / measured[YARDSTICK, model] for measured in rounds)
        return f"{rate:,.0f} | {ratio:.3f}"

    programs = {program: None for program, _ in rounds[0]}  # in order, each once
    lines = [
        f"| program | M/M/1, requests/s | of {YARDSTICK} | chain, requests/s | of {YARDSTICK} |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    lines += [f"| {program} | {cells(program, 'mm1')} | {cells(program, 'chain')} |" for program in programs]
    return "\n".join(lines)


def load() -> str:
    return f"{os.getloadavg()[0]:.1f}"


def main(bench: str, count: str = "5") -> None:
    before = load()
    rounds = [measure_ours(Path(bench)) | measure_peers(Path(bench)) for _ in range(int(count))]
    print(table(rounds))
    print(f"\nMedians of {count} rounds, requests a second of CPU; {os.cpu_count()} cores, load {before} before, {load()} after")


if __name__ == "__main__":
    main(*sys.argv[1:])
