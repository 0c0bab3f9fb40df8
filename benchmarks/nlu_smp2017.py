"""The pipeline of nlu/rasa on public Chinese intents, beside Rasa's recommended DIET pipeline, in one run.

    .venv/bin/python benchmarks/nlu_smp2017.py FOLDER [--diet-epochs 100] [--without-diet] [--second-encoder]

FOLDER holds train.tsv and dev.tsv (text, tab, label); the data is not part of this repository. The pipeline's settings were
chosen by cross-validation on train.tsv; dev.tsv is scored once a run. Prints accuracy, seconds of training, latency of
one client, throughput of eight, seconds until ready and the server's memory.
"""

import argparse
import asyncio
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

import aiohttp
import yaml

RASA = Path(__file__).resolve().parent.parent / "nlu" / "rasa"
QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "RASA_MAX_CACHE_SIZE": "0",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "PYTHONWARNINGS": "ignore",
    "LOG_LEVEL": "WARNING",
}
# What Rasa recommends for Chinese: its word tokenizer, its sparse features, DIET.
DIET: list[dict[str, object]] = [
    {"name": "JiebaTokenizer"},
    {"name": "RegexFeaturizer"},
    {"name": "LexicalSyntacticFeaturizer"},
    {"name": "CountVectorsFeaturizer"},
    {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
    {"name": "DIETClassifier", "epochs": 100, "random_seed": 7, "entity_recognition": False},
]


def read(path: Path) -> list[tuple[str, str]]:
    """Give the texts and labels of a file."""
    rows = (line.rstrip("\n").split("\t") for line in path.open(encoding="utf-8"))
    return [(row[0], row[1]) for row in rows]


def write_training(lines: list[tuple[str, str]], path: Path) -> None:
    """Write lines in Rasa's training format."""
    by_label: dict[str, list[str]] = defaultdict(list)
    for text, label in lines:
        by_label[label].append(text)
    blocks = [{"intent": label, "examples": texts} for label, texts in by_label.items()]
    nlu = [{"intent": b["intent"], "examples": "".join(f"- {t}\n" for t in b["examples"])} for b in blocks]
    path.write_text(yaml.safe_dump({"version": "3.1", "nlu": nlu}, allow_unicode=True), "utf-8")


def pipeline_of_ours(second_encoder: bool) -> list[dict[str, object]]:
    """Give the shipped pipeline without what only the benefits need."""
    pipeline = yaml.safe_load((RASA / "config.yml").read_text("utf-8"))["pipeline"]
    left_out = ("AliasFeaturizer", "CueFeaturizer", "SpanExtractor", "PinyinReader")
    kept: list[dict[str, object]] = []
    for entry in pipeline:
        if entry["name"].endswith(left_out):
            continue
        if entry["name"].endswith("FactoredClassifier"):
            if second_encoder:
                kept.append({"name": "components.encoder.SentenceEncoder", "encoder": "e5"})
            entry = {**entry, "emergency_net": False, "cost": 1.0}
        kept.append(entry)
    return kept


async def score(url: str, lines: list[tuple[str, str]]) -> tuple[float, float, float, float]:
    """Give accuracy, median and 99th of a hundred in milliseconds, and messages a second of eight clients."""
    right, took = 0, []
    async with aiohttp.ClientSession() as session:

        async def ask(text: str) -> str:
            async with session.post(f"{url}/model/parse", json={"text": text}) as response:
                return str((await response.json())["intent"]["name"])

        for text, _ in lines[:20]:
            await ask(text)
        for text, label in lines:
            start = time.perf_counter()
            right += await ask(text) == label
            took.append(time.perf_counter() - start)

        async def client(part: list[tuple[str, str]]) -> None:
            for text, _ in part:
                await ask(text)

        start = time.perf_counter()
        await asyncio.gather(*(client(lines[i::8]) for i in range(8)))
        rate = len(lines) / (time.perf_counter() - start)
    took.sort()
    return right / len(lines), took[len(took) // 2] * 1e3, took[len(took) * 99 // 100] * 1e3, rate


async def until_ready(url: str) -> None:
    """Wait for the server, two minutes at most."""
    deadline = time.monotonic() + 120
    async with aiohttp.ClientSession() as session:
        while time.monotonic() < deadline:
            try:
                async with session.get(f"{url}/status") as response:
                    if response.status == 200:
                        return
            except aiohttp.ClientError:
                await asyncio.sleep(0.1)
    raise TimeoutError(url)


def run(name: str, pipeline: list[dict[str, object]], folder: Path, work: Path) -> None:
    """Train, serve and score one pipeline, and print its line."""
    config = {"recipe": "default.v1", "assistant_id": "bench", "language": "zh", "pipeline": pipeline}
    (work / "config.yml").write_text(yaml.safe_dump({**config, "policies": []}), "utf-8")
    write_training(read(folder / "train.tsv"), work / "train.yml")
    rasa = str(RASA / ".venv" / "bin" / "rasa")
    start = time.perf_counter()
    subprocess.run(
        [rasa, "train", "nlu", "--config", str(work / "config.yml"), "--nlu", str(work / "train.yml"),
         "--out", str(work), "--fixed-model-name", name],
        cwd=RASA, env=os.environ | QUIET | {"OMP_NUM_THREADS": "2"}, check=True, capture_output=True,
    )  # fmt: skip
    trained = time.perf_counter() - start
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    start = time.perf_counter()
    server = subprocess.Popen(
        [rasa, "run", "--enable-api", "--interface", "127.0.0.1", "--port", str(port), "--model", str(work / f"{name}.tar.gz"),
         "--endpoints", "endpoints.yml", "--credentials", "credentials.yml", "--logging-config-file", "logging.yml"],
        cwd=RASA, env=os.environ | QUIET | {"OMP_NUM_THREADS": "1"}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        url = f"http://127.0.0.1:{port}"
        asyncio.run(until_ready(url))
        ready = time.perf_counter() - start
        accuracy, middle, slow, rate = asyncio.run(score(url, read(folder / "dev.tsv")))
        status = Path(f"/proc/{server.pid}/status").read_text("utf-8")
        memory = int(status.partition("VmRSS:")[2].split()[0]) // 1024
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(20)
    print(
        f"{name:12} accuracy {100 * accuracy:.1f} %  training {trained:.0f} s  p50 {middle:.1f} ms  p99 {slow:.1f} ms"
        f"  8 clients {rate:.0f}/s  ready {ready:.1f} s  {memory} MB",
        flush=True,
    )


def main(arguments: list[str]) -> int:
    """Run the comparison."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--diet-epochs", type=int, default=100)
    parser.add_argument("--without-diet", action="store_true")
    parser.add_argument("--second-encoder", action="store_true")
    chosen = parser.parse_args(arguments)
    compared: dict[str, list[dict[str, object]]] = {"ours": pipeline_of_ours(chosen.second_encoder)}
    if not chosen.without_diet:
        compared["DIET"] = [*DIET[:-1], {**DIET[-1], "epochs": chosen.diet_epochs}]
    for name, pipeline in compared.items():
        with tempfile.TemporaryDirectory() as work:
            run(name, pipeline, chosen.folder, Path(work))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
