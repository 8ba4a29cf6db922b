"""(a), (b) Loading into the sink: Sluice beside a boto3 script, a program on AWS's Go SDK, and libcurl alone."""
import json
import os
import shutil

from . import places, sources
from .processes import environment, run, scratch
from .report import median
from .servers import Sink

HANDLES = 32


def migrate(bench, source, url, config=None):
    """One whole migration of a source in a folder of its own, with a configuration or the default mapping."""
    with scratch() as folder:
        if config:
            shutil.copy(config, folder / "config.json")
        command = [bench.sluice, "migrate", "--no-tui", "--quiet", "--source-db", source, "--endpoint", url]
        return run(command, folder, environment(folder))[0]


def load_sluice(bench, source, rows):
    with Sink(bench.workers) as sink:
        cost = migrate(bench, source, sink.url)
        figures = cost.figures(rows)
        figures["sinkCPUMicrosecondsPerItem"] = round(sink.cpu() / rows * 1e6, 3)
        batches = sink.requests() - 1
        if batches < rows / 25:
            raise RuntimeError(f"the sink saw {batches} requests for {rows} rows")
    return figures


def _peer(bench, command, rows):
    with Sink(bench.workers) as sink, scratch() as folder:
        cost, _ = run(command, folder, environment(folder, BENCH_ENDPOINT=sink.url))
        figures = cost.figures(rows)
        figures["sinkCPUMicrosecondsPerItem"] = round(sink.cpu() / rows * 1e6, 3)
    return figures


def load_go(bench, source, rows):
    return _peer(bench, [places.go_peer(), source, sources.TABLE, rows], rows)


def load_boto3(bench, source, rows):
    script = places.BENCHMARKS / "peers/batch_writer.py"
    return _peer(bench, [places.boto3_python(), script, source, sources.TABLE, rows], rows)


def load_ceiling(bench, body, rows):
    """libcurl alone: as many requests as the rows make, of 25 items each."""
    requests = rows // 25
    program = places.c_program("ceiling", "-lcurl")
    with Sink(bench.workers) as sink, scratch() as folder:
        cost, text = run([program, sink.url + "/", body, requests, HANDLES], folder, environment(folder))
        figures = cost.figures(rows) | json.loads(text)
        figures["sinkCPUMicrosecondsPerItem"] = round(sink.cpu() / rows * 1e6, 3)
    return figures


def load(bench):
    source = sources.readings(bench.rows)
    body, bytes_of_item = sources.ready_body(source, bench.rows)
    few = max(1_000, bench.rows // 10)
    contenders = {
        "sluice": (bench.rows, lambda: load_sluice(bench, source, bench.rows)),
        "go": (bench.rows, lambda: load_go(bench, source, bench.rows)),
        # At its rate a million rows would take six minutes a run.
        "boto3": (few, lambda: load_boto3(bench, source, few)),
        "ceiling": (bench.rows, lambda: load_ceiling(bench, body, bench.rows)),
    }
    names = {"sluice": "Sluice", "go": "Go, AWS SDK, 16 workers", "boto3": "boto3 batch_writer",
             "ceiling": "libcurl alone (ceiling)"}
    samples = bench.alternate({name: act for name, (_, act) in contenders.items()})
    rows = [
        [names[name], f"{contenders[name][0]:,}", f"{median(found, 'itemsPerSecond'):,.0f}",
         f"{median(found, 'seconds'):.2f}", f"{median(found, 'cpuMicrosecondsPerItem'):.2f}",
         f"{median(found, 'sinkCPUMicrosecondsPerItem'):.2f}", f"{median(found, 'peakMegabytes'):.1f}"]
        for name, found in samples.items()]
    bench.report.table(
        "load", f"load into the sink, items of {bytes_of_item:.0f} bytes of JSON, bodies of"
        f" {os.path.getsize(body):,} bytes, medians of {bench.runs}",
        ["", "rows", "items/s", "seconds", "CPU µs/item", "sink's CPU", "peak MB"], rows, samples)
    _bars(bench, samples)


def _bars(bench, samples):
    def of(name, figure):
        return median(samples[name], figure)

    if "sluice" not in samples:
        return
    rate, cpu = of("sluice", "itemsPerSecond"), of("sluice", "cpuMicrosecondsPerItem")
    for name, bar in (("go", 4), ("boto3", 100)):
        if name in samples:
            times = rate / of(name, "itemsPerSecond")
            bench.report.bar(f"load: items/s ÷ {name}'s", f"{times:.2f}×", f"≥ {bar}×", times >= bar)
    if "ceiling" in samples:
        share = rate / of("ceiling", "itemsPerSecond")
        bench.report.bar("load: share of libcurl's ceiling", f"{share:.2f}", "≥ 0.5", share >= 0.5)
    if "go" in samples:
        share = cpu / of("go", "cpuMicrosecondsPerItem")
        bench.report.bar("load: CPU per item ÷ Go's", f"{share:.2f}", "≤ 0.2", share <= 0.2)
    peak = of("sluice", "peakMegabytes")
    bench.report.bar(f"load: peak memory, {bench.rows:,} rows", f"{peak:.1f} MB", "≤ 64 MB", peak <= 64)


def large(bench):
    """Ten times the rows: does the time grow in step, does the memory stand still."""
    small_source, large_source = sources.readings(bench.rows), sources.readings(bench.large_rows)
    samples = bench.alternate({
        "small": lambda: load_sluice(bench, small_source, bench.rows),
        "large": lambda: load_sluice(bench, large_source, bench.large_rows)}, only_named=False)
    rows = [
        [f"{count:,} rows", f"{median(samples[name], 'itemsPerSecond'):,.0f}",
         f"{median(samples[name], 'seconds'):.2f}", f"{median(samples[name], 'cpuMicrosecondsPerItem'):.2f}",
         f"{median(samples[name], 'peakMegabytes'):.1f}"]
        for name, count in (("small", bench.rows), ("large", bench.large_rows))]
    bench.report.table("large", f"growth, medians of {bench.runs}",
                       ["", "items/s", "seconds", "CPU µs/item", "peak MB"], rows, samples)
    times = median(samples["large"], "seconds") / median(samples["small"], "seconds")
    limit = 1.05 * bench.large_rows / bench.rows
    bench.report.bar(f"growth: time for {bench.large_rows:,} ÷ {bench.rows:,} rows", f"{times:.2f}",
                     f"≤ {limit:.1f}", times <= limit)
    small, big = (median(samples[name], "peakMegabytes") for name in ("small", "large"))
    bench.report.bar(f"growth: peak memory, {bench.large_rows:,} rows", f"{big:.1f} MB", "≤ 64 MB", big <= 64)
    bench.report.bar("growth: peak memory, larger ÷ smaller", f"{max(big, small) / min(big, small):.3f}", "≤ 1.05",
                     max(big, small) / min(big, small) <= 1.05)
