"""Repairs a corpus with Spark: `reglet worker` on every partition, a record in, a record out.

    spark-submit repair.py RECORDS.jsonl OUT --reglet /path/to/reglet [--partitions N]

RECORDS.jsonl holds a record a line, {"id": ..., "text": "..."}; OUT is a folder of JSON Lines with an
answer for every record, in their order. `reglet` must lie at the same path on every machine (or be
shipped with `--files`). With `checkCode=True` a worker that ends with an error fails its partition, and
Spark tries it again elsewhere; a record that cannot be repaired is an answer with "ok": false and fails
nobody.
"""

import argparse
import shlex

from pyspark.sql import SparkSession


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("records")
    parser.add_argument("out")
    parser.add_argument("--reglet", default="reglet")
    parser.add_argument("--partitions", type=int, default=4)
    args = parser.parse_args()

    spark = SparkSession.builder.appName("reglet").getOrCreate()
    records = spark.sparkContext.textFile(args.records, args.partitions)
    command = f"{shlex.quote(args.reglet)} worker --to md,json"
    answers = records.pipe(command, checkCode=True)
    answers.saveAsTextFile(args.out)
    spark.stop()


if __name__ == "__main__":
    main()
