"""(f) Validation against the embedded endpoint, which has the other half of the work."""
from pseudoterminal import processor_seconds

from . import sources
from .processes import environment, run, scratch
from .report import median
from .servers import Local


def validate(bench):
    rows = min(bench.rows, bench.validate_rows)
    source = sources.readings(rows)
    with scratch() as folder, Local(bench.sluice, folder) as local:
        arguments = ["--source-db", source, "--endpoint", local.url]
        run([bench.sluice, "migrate", "--no-tui", "--quiet", *arguments], folder, environment(folder))

        def once():
            before = processor_seconds(local.process.pid)
            cost, _ = run([bench.sluice, "validate", *arguments], folder, environment(folder))
            endpoint = (processor_seconds(local.process.pid) - before) / rows * 1e6
            return cost.figures(rows) | {"endpointCPUMicrosecondsPerItem": round(endpoint, 3)}

        samples = bench.alternate({"validate": once}, only_named=False)
    found = samples["validate"]
    bench.report.table(
        "validate", f"validation against `sluice local`, medians of {bench.runs}",
        ["", "rows", "rows/s", "seconds", "CPU µs/row", "endpoint's CPU", "peak MB"],
        [["Sluice", f"{rows:,}", f"{median(found, 'itemsPerSecond'):,.0f}", f"{median(found, 'seconds'):.2f}",
          f"{median(found, 'cpuMicrosecondsPerItem'):.2f}", f"{median(found, 'endpointCPUMicrosecondsPerItem'):.2f}",
          f"{median(found, 'peakMegabytes'):.1f}"]], samples)
