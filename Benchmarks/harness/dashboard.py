"""(g) Loading under the dashboard's eyes, against loading without it."""
import json
import subprocess
import time

from pseudoterminal import Terminal

from . import sources
from .processes import Failed, environment, run, scratch
from .report import median
from .servers import Sink


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
    # What the search for the batches in flight happens on differs from run to run by more than the bar: it is held.
    arguments = [bench.sluice, "migrate", "--source-db", str(source), "--max-in-flight", "8", "--endpoint"]
    usual = []

    def figures(seconds, cpu, sink):
        # The host's pace changes from one run to the next; the sink does the same work in each, and is the clock.
        return {"copyingSeconds": seconds, "cpuMicrosecondsPerItem": cpu / bench.rows * 1e6,
                "sinkCPUMicrosecondsPerItem": sink / bench.rows * 1e6, "copyingOfSinkCPU": seconds / sink}

    def off():
        with Sink(bench.workers) as sink, scratch() as folder:
            cost, _ = run([*arguments, sink.url, "--no-tui", "--quiet"], folder, environment(folder))
            usual.append(_copying_seconds(bench, source, folder))
            return figures(usual[-1], cost.cpu, sink.cpu())

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
                return figures(seconds, terminal.cpu(), sink.cpu()) | {"screenBytes": len(terminal.output())}
            finally:
                terminal.end()

    turns = 3 * bench.runs
    samples = bench.alternate({"off": off, "on": on}, only_named=False, turns=turns)
    def of(name, figure):
        return median(samples[name], figure)

    bench.report.table(
        "dashboard", f"dashboard of 120×40, {bench.rows:,} rows into the sink, medians of {turns}",
        ["", "copying s", "items/s", "CPU µs/item", "sink's CPU"],
        [[name, f"{of(name, 'copyingSeconds'):.3f}", f"{bench.rows / of(name, 'copyingSeconds'):,.0f}",
          f"{of(name, 'cpuMicrosecondsPerItem'):.2f}", f"{of(name, 'sinkCPUMicrosecondsPerItem'):.2f}"]
         for name in ("off", "on")], samples)
    ratio, plain = (of("off", figure) / of("on", figure) for figure in ("copyingOfSinkCPU", "copyingSeconds"))
    bench.report.bar("dashboard on ÷ off: items/s", f"{ratio:.3f} ({plain:.2f} by the clock)", "≥ 0.99", ratio >= 0.99)
