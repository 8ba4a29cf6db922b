"""An application at work on a database: it commits and commits until its standard input ends or a file says stop.

writer.py DATABASE JOURNAL_MODE BUSY_MILLISECONDS STOP_FILE READY_FILE

Each commit adds a customer and counts a beat. Prints one JSON object: how many commits, how often the
database was locked against it for longer than the busy time, the longest commit in milliseconds."""
import json
import os
import sqlite3
import sys
import time

path, mode, busy, stop, ready = sys.argv[1:6]
database = sqlite3.connect(path, timeout=int(busy) / 1000, isolation_level=None)
database.execute(f"PRAGMA journal_mode = {mode}")
database.execute("PRAGMA synchronous = OFF")
database.execute("CREATE TABLE IF NOT EXISTS beat(n)")
commits = locked = 0
longest = 0.0
while not os.path.exists(stop):
    began = time.perf_counter()
    try:
        database.execute("BEGIN IMMEDIATE")
        database.execute("INSERT INTO customer(name, note) VALUES ('new', 'written meanwhile')")
        database.execute("INSERT INTO beat VALUES (1)")
        database.execute("COMMIT")
        commits += 1
    except sqlite3.OperationalError as error:
        if "locked" not in str(error):
            raise
        locked += 1
        if database.in_transaction:
            database.execute("ROLLBACK")
    longest = max(longest, time.perf_counter() - began)
    with open(ready + ".new", "w") as file:
        file.write(json.dumps({"commits": commits, "locked": locked}))
    os.replace(ready + ".new", ready)
    time.sleep(0.002)
checkpoint = None
if mode == "wal":
    # Busy (1) where somebody still reads an old state of the database.
    checkpoint = database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
print(json.dumps({"commits": commits, "locked": locked, "longest": longest * 1000, "checkpointBusy": checkpoint}))
