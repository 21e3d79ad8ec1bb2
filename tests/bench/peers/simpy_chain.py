#!/usr/bin/env python3
"""The chain on SimPy: simpy_chain.py processes|callbacks mm1|chain REQUESTS, measured as meter.h has it.

`processes` is how SimPy is meant to be used: a process a server, which waits at its station's Store. A process a request,
which waits for a Resource, takes one and a half times to twice as long. `callbacks` uses no more of it than its event list.
"""

import json
import random
import sys
import time
from collections import deque

import simpy

# name: stations, servers, mean gap and mean sojourn (by theory) in mean service times
MODELS = {"mm1": (1, 1, 1.25, 5), "chain": (3, 4, 0.3125, 5.2366)}
WARMUP = 50_000


class Meter:
    def __init__(self, env: simpy.Environment, timed: int) -> None:
        self.env = env
        self.timed = timed
        self.finished = 0
        self.sojourns = 0.0
        self.done = env.event()

    def finish(self, started: float) -> None:
        self.sojourns += self.env.now - started
        self.finished += 1
        if self.finished == WARMUP:
            self.start = time.process_time()
        elif self.finished == WARMUP + self.timed:
            self.seconds = time.process_time() - self.start
            self.done.succeed()


def processes(env: simpy.Environment, meter: Meter, stations: int, servers: int, mean_gap: float) -> None:
    exponential = random.Random(1).expovariate
    timeout = env.timeout
    queues = [simpy.Store(env) for _ in range(stations)]

    def server(station: int):
        get = queues[station].get
        leave = queues[station + 1].put if station + 1 < stations else meter.finish
        while True:
            started = yield get()
            yield timeout(exponential(1))
            leave(started)

    def arrivals():
        while True:
            yield timeout(exponential(1 / mean_gap))
            queues[0].put(env.now)

    for station in range(stations):
        for _ in range(servers):
            env.process(server(station))
    env.process(arrivals())


def callbacks(env: simpy.Environment, meter: Meter, stations: int, servers: int, mean_gap: float) -> None:
    exponential = random.Random(1).expovariate
    timeout = env.timeout
    free = [servers] * stations
    waiting = [deque() for _ in range(stations)]  # when each entered the chain

    def expect_next() -> None:
        timeout(exponential(1 / mean_gap)).callbacks.append(enter)

    def enter(_: simpy.Event) -> None:
        expect_next()
        arrive(0, env.now)

    def serve(station: int, started: float) -> None:
        timeout(exponential(1), (station, started)).callbacks.append(depart)

    def arrive(station: int, started: float) -> None:
        if free[station]:
            free[station] -= 1
            serve(station, started)
        else:
            waiting[station].append(started)

    def depart(event: simpy.Event) -> None:
        station, started = event.value
        if waiting[station]:
            serve(station, waiting[station].popleft())
        else:
            free[station] += 1
        if station + 1 < stations:
            arrive(station + 1, started)
        else:
            meter.finish(started)

    expect_next()


def main(style: str, name: str, requests: str) -> int:
    stations, servers, mean_gap, mean_sojourn = MODELS[name]
    env = simpy.Environment()
    meter = Meter(env, int(requests))
    {"processes": processes, "callbacks": callbacks}[style](env, meter, stations, servers, mean_gap)
    env.run(meter.done)
    mean = meter.sojourns / meter.finished
    print(
        json.dumps(
            {
                "peer": f"SimPy, {style}",
                "version": simpy.__version__,
                "model": name,
                "requests": meter.timed,
                "cpu_seconds": round(meter.seconds, 3),
                "requests_per_second": round(meter.timed / meter.seconds),
                "mean": round(mean, 6),
            }
        )
    )
    return 0 if abs(mean / mean_sojourn - 1) < 0.05 else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
