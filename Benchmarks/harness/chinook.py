"""(d) Joins and embedding: the reference mapping on a database of Chinook's shape, a hundred times over."""
from . import sources
from .load import migrate
from .report import median
from .servers import Sink


def chinook(bench):
    source, config = sources.chinook(bench.sluice, bench.copies)
    rows = sources.row_count(source)

    def load():
        with Sink(bench.workers) as sink:
            cost = migrate(bench, source, sink.url, config)
            return cost.figures(rows) | {"sinkCPUMicrosecondsPerItem": round(sink.cpu() / rows * 1e6, 3)}

    samples = bench.alternate({"sluice": load}, only_named=False)
    found = samples["sluice"]
    bench.report.table(
        "chinook", f"reference mapping, Chinook's shape ×{bench.copies}, medians of {bench.runs}",
        ["", "source rows", "rows/s", "seconds", "CPU µs/row", "peak MB"],
        [["Sluice", f"{rows:,}", f"{median(found, 'itemsPerSecond'):,.0f}", f"{median(found, 'seconds'):.2f}",
          f"{median(found, 'cpuMicrosecondsPerItem'):.2f}", f"{median(found, 'peakMegabytes'):.1f}"]], samples)
    rate = median(found, "itemsPerSecond")
    bench.report.bar(f"Chinook ×{bench.copies}: source rows/s", f"{rate:,.0f}", "≥ 150,000", rate >= 150_000)
