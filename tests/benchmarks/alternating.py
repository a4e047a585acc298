"""Contenders side by side: in every round each does one slice, in an order that rotates.

Each is a warm process of its own, so the noise of the machine falls on all of them. What is
quoted are medians over rounds, and ratios paired by round.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Any, Protocol

from tests.benchmarks.databases import ROOT


class Say(Protocol):
    """Prints a line."""

    def __call__(self, line: str) -> None:
        """Print it."""


@dataclass
class Slice:
    """What one contender did in one round."""

    rate: float
    each: list[float]
    client: float  # CPU seconds of its own for each move, which neighbours disturb least


class Worker:
    """A contender's process, spoken to in JSON lines."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self.process = subprocess.Popen(  # noqa: S603  # our own programs
            command,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.hear()

    def tell(self, **message: int) -> None:
        """Send a request."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(message) + "\n")
        self.process.stdin.flush()

    def hear(self) -> dict[str, Any]:
        """Wait for the answer."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"a contender ended: {self.process.args}")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def cpu(self) -> float:
        """Return the CPU seconds that the process has used."""
        tasks = Path(f"/proc/{self.process.pid}/task").iterdir()
        return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9

    def close(self) -> None:
        """End the process."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(timeout=20)


@dataclass
class Contender:
    """One way to do the work: a command, started so many times, and its slices so far."""

    name: str
    command: Sequence[str]
    dossiers: int
    copies: int = 1
    environment: Mapping[str, str] = field(default_factory=dict)
    slices: list[Slice] = field(default_factory=list)
    workers: list[Worker] = field(default_factory=list)

    def start(self) -> None:
        """Start the processes."""
        self.workers = [Worker(self.command, self.environment) for _ in range(self.copies)]

    def run(self) -> Slice:
        """Do one slice: prepared first, then timed."""
        for worker in self.workers:
            worker.tell(prepare=max(1, self.dossiers // self.copies))
            worker.hear()
        before = sum(worker.cpu() for worker in self.workers)
        began = perf_counter()
        for worker in self.workers:
            worker.tell(run=1)
        answers = [worker.hear() for worker in self.workers]
        wall = perf_counter() - began
        used = sum(worker.cpu() for worker in self.workers) - before
        made = sum(answer["operations"] for answer in answers)
        seconds = answers[0]["seconds"] if self.copies == 1 else wall
        each = [time for answer in answers for time in answer["each"]]
        return Slice(made / seconds, each, used / made)

    def rates(self) -> list[float]:
        """Return the moves each second of every round."""
        return [each.rate for each in self.slices]

    def percentile(self, number: int) -> float:
        """Return a percentile of the single transactions, in milliseconds."""
        times = [time for each in self.slices for time in each.each]
        return 1000 * (quantiles(times, n=100)[number - 1] if len(times) > 1 else times[0])


def measure(contenders: Sequence[Contender], rounds: int, say: Say) -> None:
    """Let all of them run so many rounds, after one that does not count."""
    for each in contenders:
        each.start()
    try:
        for each in contenders:
            each.run()
        for number in range(rounds):
            shift = number % len(contenders)
            order = [*contenders[shift:], *contenders[:shift]]
            for each in reversed(order) if number % 2 else order:
                each.slices.append(each.run())
            rates = "  ".join(f"{each.name} {each.slices[-1].rate:.0f}" for each in contenders)
            say(f"  round {number + 1} of {rounds}: {rates}")
    finally:
        for each in contenders:
            for worker in each.workers:
                worker.close()


def paired(one: Contender, other: Contender) -> list[float]:
    """Return the ratio of two contenders' rates in every round."""
    return [mine / theirs for mine, theirs in zip(one.rates(), other.rates(), strict=True)]


def table(contenders: Sequence[Contender]) -> str:
    """Write what each did: moves a second, its spread, single transactions, CPU."""
    lines = [
        "| contender | moves/s, median (spread) | p50 ms | p95 ms | own CPU µs a move |",
        "|---|---|---|---|---|",
    ]
    for each in contenders:
        rates = each.rates()
        lines.append(
            f"| {each.name} | {median(rates):.0f} ({min(rates):.0f} to {max(rates):.0f})"
            f" | {each.percentile(50):.2f} | {each.percentile(95):.2f}"
            f" | {1e6 * median(part.client for part in each.slices):.0f} |"
        )
    return "\n".join(lines)
