"""Recordings made up for measuring: events as `sluice migrate --record` writes them (docs/events.md)."""
import json


class Recording:
    def __init__(self, path, start=1_700_000_000_000):
        self.file = open(path, "w")
        self.number = 0
        self.time = start

    def add(self, event, **fields):
        self.number += 1
        self.file.write(json.dumps({"number": self.number, "time": self.time, "event": event, **fields}) + "\n")

    def start(self, tables, planned):
        self.add("runStarted", runID="bench", isContinued=False, configPath=None, sourcePath="/data/shop.db",
                 sourceBytes=1 << 30, target="us-east-1", label=None, isProduction=True)
        for table in tables:
            self.add("tablePlanned", table=table, wireName=table, entities=[
                {"name": table, "root": table, "rows": planned, "segments": 8}])
        self.add("limitsChanged", writeUnits=None, inFlight=32)
        self.add("begun")
        for table in tables:
            self.add("tableStateChanged", table=table, state="copying", detail=None)

    def progress(self, table, acknowledged, planned):
        self.add("entityProgressed", table=table, entity=table, counts={
            "read": acknowledged + 25, "acknowledged": acknowledged, "quarantined": 0, "excluded": 0,
            "bytes": acknowledged * 300, "writeUnits": acknowledged, "segmentsDone": 0, "segments": 8,
            "planned": planned})

    def flow(self, rate):
        self.add("flowMeasured", itemsPerSecond=rate, bytesPerSecond=rate * 300.0, writeUnitsPerSecond=rate,
                 batchesInFlight=24, inFlightLimit=32, latencyP50=11.0, latencyP99=48.0)

    def close(self):
        self.file.close()


def busy(path, tables=214, seconds=60, changes_per_second=4):
    """All tables change at each step."""
    names = [f"Table{n:03d}" for n in range(tables)]
    recording = Recording(path)
    planned = 5_000_000
    recording.start(names, planned)
    for step in range(seconds * changes_per_second):
        recording.time += 1000 // changes_per_second
        for at, name in enumerate(names):
            recording.progress(name, (step + 1) * (137 + at * 7) * 3, planned)
        if step % changes_per_second == 0:
            recording.flow(31_000.0 + step % 7 * 900)
    recording.close()


def still(path):
    """A run that stands: everything paused."""
    recording = Recording(path)
    recording.start([f"Table{n:03d}" for n in range(8)], 1_000_000)
    for n in range(8):
        recording.progress(f"Table{n:03d}", 1000 * n, 1_000_000)
        recording.add("tableStateChanged", table=f"Table{n:03d}", state="paused", detail=None)
    # Far away, so that the replay has not ended.
    recording.time += 3_600_000
    recording.add("noticed", level="info", text="later", table=None)
    recording.close()


def large(path, tables=10_000, lines=1_000_000):
    """Many tables, and a log of many lines."""
    names = [f"Table{n:05d}" for n in range(tables)]
    recording = Recording(path)
    recording.start(names, 1_000)
    for line in range(lines):
        if line % 50 == 0:
            recording.time += 1
        recording.add("noticed", level="info", text=f"batch {line} answered in {line % 97} ms", table=names[line % tables])
    recording.time += 3_600_000
    recording.add("noticed", level="info", text="later", table=None)
    recording.close()
