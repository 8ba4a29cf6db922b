"""(h) An endpoint that takes its time: does the number of batches in flight find its own way?"""
import json
import statistics

from . import sources
from .processes import environment, run, scratch
from .report import median
from .servers import Paced

DELAYS = (5, 50)
LIMITS = (8, 16, 32, 64, 128, 256, 512, 1024)


def _load(bench, milliseconds, rows, limit=None):
    """One load; the figures of both ends."""
    source = sources.readings(rows)
    with Paced(milliseconds) as paced, scratch() as folder:
        command = [bench.sluice, "migrate", "--no-tui", "--quiet", "--source-db", source, "--endpoint", paced.url,
                   "--record", folder / "events"]
        if limit:
            command += ["--min-in-flight", limit, "--max-in-flight", limit]
        cost, _ = run(command, folder, environment(folder))
        figures = cost.figures(rows) | paced.stats()
        flow = [event for event in map(json.loads, (folder / "events").read_text().splitlines())
                if event["event"] == "flowMeasured" and event.get("latencyP50")]
    for name in ("latencyP50", "latencyP99"):
        figures[name] = round(statistics.median(event[name] for event in flow), 2) if flow else None
    return figures


def _sweep(bench, milliseconds, rows):
    """Fixed numbers in flight, twice as many each time, as long as that helps; the best and what was seen."""
    seen = {}
    for limit in LIMITS:
        # Below this the endpoint alone makes it slow: half of what the last one did would not be much.
        if limit * 25 / milliseconds * 1000 < 15_000:
            continue
        seen[limit] = _load(bench, milliseconds, rows, limit)
        bench.progress(f"{milliseconds} ms, {limit} in flight: {seen[limit]['itemsPerSecond']:,}/s")
        best = max(figures["itemsPerSecond"] for figures in seen.values())
        if seen[limit]["itemsPerSecond"] < 0.85 * best:
            break
    return max(seen, key=lambda limit: seen[limit]["itemsPerSecond"]), seen


def paced(bench):
    reference = bench.alternate({"at once": lambda: _load(bench, 0, bench.rows)}, only_named=False)
    for milliseconds in DELAYS:
        best, seen = _sweep(bench, milliseconds, max(1000, bench.rows // 4))
        samples = bench.alternate({
            "by itself": lambda: _load(bench, milliseconds, bench.rows),
            "fixed": lambda: _load(bench, milliseconds, bench.rows, best)}, only_named=False)
        rows = [[f"always {limit}, {max(1000, bench.rows // 4):,} rows", *_cells([figures])]
                for limit, figures in seen.items()]
        rows += [[f"an endpoint that answers at once, {bench.rows:,} rows", *_cells(reference["at once"])],
                 [f"always {best} (best), {bench.rows:,} rows", *_cells(samples["fixed"])],
                 [f"by itself, {bench.rows:,} rows", *_cells(samples["by itself"])]]
        bench.report.table(
            "paced", f"an endpoint of {milliseconds} ms a batch, medians of {bench.runs}",
            ["in flight", "items/s", "mean", "peak", "p50 ms", "p99 ms", "own p50", "own p99", "peak MB"], rows,
            samples | reference | {"sweep": seen})
        ratio = median(samples["by itself"], "itemsPerSecond") / median(samples["fixed"], "itemsPerSecond")
        what = f"{milliseconds} ms a batch: items/s by itself ÷ fixed optimum ({best})"
        if milliseconds == 50:
            bench.report.bar(what, f"{ratio:.2f}", "≥ 0.9", ratio >= 0.9)
        else:
            bench.report.note(f"{what}: {ratio:.2f}")


def _cells(found):
    def of(name, text):
        known = [figures for figures in found if figures[name] is not None]
        return format(median(known, name), text) if known else "–"

    return [of("itemsPerSecond", ",.0f"), of("meanInFlight", ",.1f"), of("peakInFlight", ",.0f"), of("p50", ".2f"),
            of("p99", ".2f"), of("latencyP50", ".2f"), of("latencyP99", ".2f"), of("peakMegabytes", ".1f")]
