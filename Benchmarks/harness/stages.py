"""(c) The stages of a row's way alone, in time and in instructions."""
import json
import os
import re
import subprocess

from . import places, sources
from .processes import Failed, environment, run, scratch
from .report import median
from .servers import Sink

STAGES = {"sqlite": "SQLite alone", "scan": "scan", "encode": "scan, encode", "sign": "scan, encode, sign"}
# Instructions of a row are the difference of two runs: what both do once, at start and end, goes out.
FEW, MANY = 20_000, 40_000


def stages_program():
    """The program of Benchmarks/Package.swift; built anew where a source of it has changed."""
    swift = places.tool(os.environ.get("SWIFT", "swift"), "a Swift toolchain")
    scratch_path = places.CACHE / "swift"
    if not scratch_path.exists():
        print("building Benchmarks/Package.swift, a few minutes the first time …", flush=True)
    command = [swift, "build", "-c", "release", "--product", "Stages", "--package-path", str(places.BENCHMARKS),
               "--scratch-path", str(scratch_path)]
    built = subprocess.run(command, capture_output=True, text=True)
    if built.returncode != 0:
        raise places.Missing(f"Benchmarks/Package.swift does not build:\n{(built.stdout + built.stderr)[-2000:]}")
    return scratch_path / "release/Stages"


def stages(bench):
    program = stages_program()
    source = sources.readings(bench.rows)
    config_source, config = sources.chinook(bench.sluice, bench.copies)

    def measure(stage, *where):
        with scratch() as folder:
            command = [program, where[0], stage, bench.rows if len(where) == 1 else 1 << 60, *where[1:]]
            cost, text = run(command, folder, environment(folder))
            return json.loads(text) | {"cpuSeconds": cost.cpu, "peakMegabytes": round(cost.peak, 1)}

    for title, key, where in (
            (f"stages on one thread, {bench.rows:,} rows of seven columns", "stages", (source,)),
            (f"stages on one thread, Chinook's shape ×{bench.copies}, per row of a root", "stages of the mapping",
             (config_source, config))):
        samples = bench.alternate(
            {stage: (lambda stage=stage: measure(stage, *where)) for stage in STAGES}, only_named=False)
        rows, before = [], 0.0
        for stage, name in STAGES.items():
            time = median(samples[stage], "nanosecondsPerRow")
            rows.append([name, f"{time:,.0f}", f"{time - before:+,.0f}", f"{1e9 / time:,.0f}"])
            before = time
        bench.report.table(key, f"{title}, medians of {bench.runs}", ["", "ns/row", "more", "rows/s"], rows, samples)


def instructions(bench):
    program = stages_program()
    few, many = sources.readings(FEW), sources.readings(MANY)
    counts = {}
    for stage, name in STAGES.items():
        with scratch() as folder:
            small, large = (_counted([program, source, stage], folder) for source in (few, many))
        counts[name] = (large - small) / (MANY - FEW)
    # Without its symbols, which Valgrind does not read whole in a binary of this size.
    with scratch() as folder:
        stripped = folder / "sluice"
        subprocess.run([places.tool("strip", "binutils"), "-o", stripped, bench.sluice], check=True)
        small, large = (_counted_migration(bench, stripped, source) for source in (few, many))
    counts["sluice migrate, whole"] = (large - small) / (MANY - FEW)
    bench.report.table(
        "instructions", f"instructions of a row: callgrind's, ({MANY:,} rows less {FEW:,}) ÷ {MANY - FEW:,}",
        ["", "instructions/row"], [[name, f"{count:,.0f}"] for name, count in counts.items()],
        {name: round(count) for name, count in counts.items()})
    bench.report.note("Valgrind's processor has no SHA instructions: signing counts for more here than it costs.")


def _counted(command, folder):
    valgrind = places.tool("valgrind", "valgrind")
    words = [valgrind, "--tool=callgrind", "--callgrind-out-file=/dev/null", f"--log-file={folder}/valgrind", *command]
    run(words, folder, environment(folder))
    text = (folder / "valgrind").read_text()
    found = re.search(r"Collected : (\d+)", text)
    if not found:
        raise Failed(f"valgrind: {text[-500:]}")
    return int(found[1])


def _counted_migration(bench, binary, source):
    with Sink(bench.workers) as sink, scratch() as folder:
        command = [binary, "migrate", "--no-tui", "--quiet", "--source-db", source, "--endpoint", sink.url]
        return _counted(command, folder)
