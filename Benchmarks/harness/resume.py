"""(e) Resuming at the end of many rows: from the start of the process to its first write."""
import shutil
import signal
import subprocess
import time

from . import sources
from .processes import LIMIT_SECONDS, Failed, environment, run, scratch, stop
from .report import median
from .servers import Sink

SHARE = 0.98


def resume(bench):
    source = sources.readings(bench.large_rows)
    with Sink(bench.workers) as sink, scratch() as folder:
        arguments = ["--no-tui", "--quiet", "--source-db", source, "--endpoint", sink.url]
        _kill_near_the_end(bench, sink, folder, [bench.sluice, "migrate", *arguments])
        shutil.copytree(folder / ".sluice", folder / "kept")

        def again():
            """Resumes from the same state each time."""
            shutil.rmtree(folder / ".sluice")
            shutil.copytree(folder / "kept", folder / ".sluice")
            sink.restart_with_log()
            began = time.time()
            cost, _ = run([bench.sluice, "resume", *arguments], folder, environment(folder))
            at = sink.first_batch()
            if at is None:
                raise Failed("the resumed run wrote nothing")
            return {"firstWriteMilliseconds": round((at - began) * 1000, 1), "batches": sink.requests() - 1,
                    "seconds": round(cost.seconds, 3), "peakMegabytes": round(cost.peak, 1)}

        samples = bench.alternate({"resume": again}, only_named=False)
    found = samples["resume"]
    first = median(found, "firstWriteMilliseconds")
    bench.report.table(
        "resume", f"resume at {SHARE:.0%} of {bench.large_rows:,} rows after kill -9, medians of {bench.runs}",
        ["", "first write ms", "whole s", "batches", "peak MB"],
        [["Sluice", f"{first:.0f}", f"{median(found, 'seconds'):.2f}", f"{median(found, 'batches'):,.0f}",
          f"{median(found, 'peakMegabytes'):.1f}"]], samples)
    bench.report.bar(f"resume at the end of {bench.large_rows:,} rows: first write", f"{first:.0f} ms", "≤ 200 ms",
                     first <= 200)


def _kill_near_the_end(bench, sink, folder, command):
    process = subprocess.Popen([str(word) for word in command], cwd=folder, env=environment(folder),
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wanted, deadline = SHARE * bench.large_rows / 25, time.monotonic() + LIMIT_SECONDS
        while sink.requests() < wanted:
            if process.poll() is not None:
                raise Failed(f"the run to be killed ended with {process.returncode}")
            if time.monotonic() > deadline:
                raise Failed("the run to be killed took too long")
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        process.wait()
    finally:
        stop(process, signal.SIGKILL)
