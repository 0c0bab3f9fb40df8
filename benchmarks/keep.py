"""Runs a benchmark and keeps what it printed: `python -m benchmarks.keep NAME [ARGUMENT ...]`.

Written to `benchmarks/results/NAME.txt`, with the day, the cores and the load before and after: a figure from a busy
machine says little by itself, while figures side by side in one run still compare. `postgres://` as an argument stands
for a scratch database that is made on the test server and dropped afterwards.
"""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex

RESULTS = Path(__file__).parent / "results"
SERVER = os.environ.get("HUIMIN_TEST_POSTGRES", "postgresql+asyncpg://postgres@127.0.0.1:5432/postgres")


def _load() -> str:
    return " ".join(f"{one:.1f}" for one in os.getloadavg())


def _psql(sql: str) -> None:
    server = SERVER.replace("+asyncpg", "")
    subprocess.run(["psql", "--quiet", server, "--command", sql], check=True)  # the test server's client


def main(name: str, arguments: list[str]) -> int:
    """Run it; gives its exit status."""
    scratch = f"huimin_bench_{token_hex(4)}" if "postgres://" in arguments else ""
    if scratch:
        _psql(f"CREATE DATABASE {scratch}")
    given = [f"{SERVER.rpartition('/')[0]}/{scratch}" if one == "postgres://" else one for one in arguments]
    before = _load()
    try:
        command = [sys.executable, "-m", f"benchmarks.{name}", *given]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)  # ours
    finally:
        if scratch:
            _psql(f"DROP DATABASE {scratch} WITH (FORCE)")
    kept = RESULTS / f"{name}{'-postgresql' if scratch else ''}.txt"
    kept.parent.mkdir(exist_ok=True)
    told = f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, load before {before}, after {_load()}\n{done.stdout}"
    print(told, end="")
    if done.returncode == 0:
        kept.write_text(told, encoding="utf-8")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
