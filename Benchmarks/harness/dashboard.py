"""(g) Loading under the dashboard's eyes, against loading without it."""
import json
import subprocess
import sys
import time

from . import places, sources
from .processes import Failed, environment, run, scratch
from .report import median
from .servers import Sink

sys.path.insert(0, str(places.ROOT / "scripts/terminal"))
from pseudoterminal import Terminal


def _copying_seconds(bench, source, folder):
    """How long the tables took by the run's own clock; None where they are not done."""
    found = subprocess.run([bench.sluice, "status", "--json", "--source-db", str(source)], cwd=folder,
                           env=environment(folder), capture_output=True, text=True)
    if found.returncode != 0:
        return None
    tables = json.loads(found.stdout)["tables"]
    if not tables or not all(table["endedAt"] for table in tables):
        return None
    return (max(t["endedAt"] for t in tables) - min(t["startedAt"] for t in tables)) / 1000


def dashboard(bench):
    source = sources.readings(bench.rows)
    arguments = [bench.sluice, "migrate", "--source-db", str(source), "--endpoint"]
    usual = []

    def off():
        with Sink(bench.workers) as sink, scratch() as folder:
            cost, _ = run([*arguments, sink.url, "--no-tui", "--quiet"], folder, environment(folder))
            seconds = _copying_seconds(bench, source, folder)
            usual.append(seconds)
            return {"copyingSeconds": seconds, "cpuMicrosecondsPerItem": cost.cpu / bench.rows * 1e6,
                    "sinkCPUMicrosecondsPerItem": sink.cpu() / bench.rows * 1e6}

    def on():
        with Sink(bench.workers) as sink, scratch() as folder:
            command = [*arguments, sink.url, "--yes"]
            terminal = Terminal(command, 120, 40, environment=environment(folder), cwd=folder)
            try:
                # Nothing looks on while it copies: the status is asked for when it should be done.
                deadline = time.monotonic() + 10 * usual[-1] + 60
                time.sleep(usual[-1] + 1)
                while (seconds := _copying_seconds(bench, source, folder)) is None:
                    if time.monotonic() > deadline:
                        raise Failed("the run under the dashboard did not end")
                    time.sleep(0.5)
                return {"copyingSeconds": seconds, "cpuMicrosecondsPerItem": terminal.cpu() / bench.rows * 1e6,
                        "sinkCPUMicrosecondsPerItem": sink.cpu() / bench.rows * 1e6,
                        "screenBytes": len(terminal.output())}
            finally:
                terminal.end()

    samples = bench.alternate({"off": off, "on": on}, only_named=False)
    def of(name, figure):
        return median(samples[name], figure)

    bench.report.table(
        "dashboard", f"dashboard of 120×40, {bench.rows:,} rows into the sink, medians of {bench.runs}",
        ["", "copying s", "items/s", "CPU µs/item", "sink's CPU"],
        [[name, f"{of(name, 'copyingSeconds'):.3f}", f"{bench.rows / of(name, 'copyingSeconds'):,.0f}",
          f"{of(name, 'cpuMicrosecondsPerItem'):.2f}", f"{of(name, 'sinkCPUMicrosecondsPerItem'):.2f}"]
         for name in ("off", "on")], samples)
    ratio = of("off", "copyingSeconds") / of("on", "copyingSeconds")
    bench.report.bar("dashboard on ÷ off: items/s", f"{ratio:.3f}", "≥ 0.99", ratio >= 0.99)
