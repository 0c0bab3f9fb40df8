"""Latency and throughput of `POST /model/parse` of a running understanding process.

    .venv/bin/python benchmarks/nlu_latency.py http://127.0.0.1:5005

Prints milliseconds at the median and the 99th of a hundred for one client, and messages a second for eight.
"""

import asyncio
import sys

from nlu.evaluation.speed import measure

if __name__ == "__main__":
    print(asyncio.run(measure(sys.argv[1])))
