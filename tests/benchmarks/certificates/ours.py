"""Certificates by the product's own press. usage: ours.py each|run FACTS.json."""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

from jobs.certificates import AT_A_TIME
from jobs.papers.certificate import Press


def main(how: str, file: str) -> None:
    """Print the certificates, and say how long it took and how much memory."""
    facts = json.loads(Path(file).read_text())
    with Press() as press:
        press.sheets(facts[:1])
        began = time.process_time()
        if how == "each":
            made = [
                file
                for began_at in range(1, len(facts), AT_A_TIME)
                for file in press.files(facts[began_at : began_at + AT_A_TIME])
            ]
        else:
            made = [press.sheets(facts[1:])]
        seconds = time.process_time() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    size = sum(map(len, made))
    print(json.dumps({"count": len(facts) - 1, "seconds": seconds, "mb": memory, "bytes": size}))  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
