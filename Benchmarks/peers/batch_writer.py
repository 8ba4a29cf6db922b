#!/usr/bin/env python3
"""The peer in Python: boto3's batch_writer, as its documentation shows it.

    batch_writer.py SOURCE TABLE ROWS"""
import decimal
import os
import sqlite3
import sys

import boto3
from botocore.config import Config

source, table, rows = sys.argv[1], sys.argv[2], int(sys.argv[3])
config = Config(retries={"max_attempts": 3}, proxies={})
dynamodb = boto3.resource("dynamodb", endpoint_url=os.environ["BENCH_ENDPOINT"], region_name="us-east-1", config=config)
database = sqlite3.connect(f"file:{source}?mode=ro", uri=True)
database.row_factory = sqlite3.Row

written = 0
with dynamodb.Table(table).batch_writer() as batch:
    for row in database.execute(f'SELECT * FROM "{table}" LIMIT ?', (rows,)):
        batch.put_item(Item={
            name: decimal.Decimal(repr(value)) if isinstance(value, float) else value
            for name, value in zip(row.keys(), row) if value is not None})
        written += 1
if written != rows:
    sys.exit(f"batch_writer: {written} rows of {rows}")
