"""(i) How long `sluice --version` takes, from exec to exit."""
import os
import time

from .processes import Failed, environment, scratch
from .report import median

RUNS = 40


def startup(bench):
    samples = []
    with scratch() as folder:
        env = environment(folder)
        quiet = [(os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0)]
        for _ in range(RUNS):
            began = time.perf_counter()
            pid = os.posix_spawn(bench.sluice, [bench.sluice, "--version"], env, file_actions=quiet)
            _, status, usage = os.wait4(pid, 0)
            seconds = time.perf_counter() - began
            if status != 0:
                raise Failed(f"sluice --version ended with {os.waitstatus_to_exitcode(status)}")
            samples.append({"milliseconds": round(seconds * 1000, 2), "peakMegabytes": usage.ru_maxrss / 1024})
    time_taken = median(samples, "milliseconds")
    bench.report.table(
        "startup", f"sluice --version, median of {RUNS}", ["", "ms", "fastest", "slowest"],
        [["Sluice", f"{time_taken:.1f}", f"{min(s['milliseconds'] for s in samples):.1f}",
          f"{max(s['milliseconds'] for s in samples):.1f}"]], samples)
    bench.report.bar("sluice --version", f"{time_taken:.1f} ms", "≤ 25 ms", time_taken <= 25)
