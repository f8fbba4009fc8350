"""Repairs a corpus with Ray Data: one `reglet worker` an actor, kept alive from batch to batch.

    python repair.py RECORDS.jsonl OUT --reglet /path/to/reglet [--actors N]

RECORDS.jsonl holds a record a line, {"id": ..., "text": "..."}; OUT is a folder of JSON Lines with an
answer for every record. A record that cannot be repaired is an answer with "ok": false.
"""

import argparse
import subprocess
from pathlib import Path

import ray


class Reglet:
    """A worker process: it answers every line with one line, in order."""

    def __init__(self, program: str) -> None:
        self.process = subprocess.Popen(
            [program, "worker", "--to", "md,json"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def __call__(self, row: dict) -> dict:
        self.process.stdin.write(row["text"] + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise RuntimeError(f"the worker ended with code {self.process.wait()}")
        return {"answer": answer.rstrip("\n")}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("records")
    parser.add_argument("out")
    parser.add_argument("--reglet", default="reglet")
    parser.add_argument("--actors", type=int, default=2)
    args = parser.parse_args()

    ray.init(include_dashboard=False, log_to_driver=False)
    records = ray.data.read_text(args.records)
    answers = records.map(
        Reglet,
        fn_constructor_args=(args.reglet,),
        compute=ray.data.ActorPoolStrategy(size=args.actors),
        # The actor waits while its worker works: half a core each leaves room to read the corpus.
        num_cpus=0.5,
    )
    out = Path(args.out)
    out.mkdir(parents=True, exist_ok=True)
    # A block at a time: the corpus is never in one memory.
    for at, block in enumerate(answers.iter_batches(batch_size=1000, batch_format="numpy")):
        part = out / f"part-{at:05}.jsonl"
        part.write_text("".join(f"{answer}\n" for answer in block["answer"]), encoding="utf-8")
    ray.shutdown()


if __name__ == "__main__":
    main()
