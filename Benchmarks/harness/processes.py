"""Runs a process to its end and says what it cost."""
import contextlib
import dataclasses
import os
import pathlib
import subprocess
import tempfile
import threading
import time

LIMIT_SECONDS = 1800


class Failed(Exception):
    """A process that did not end as it should; carries what it said."""


@dataclasses.dataclass
class Cost:
    seconds: float
    cpu: float
    """Seconds of processor, of user and system."""
    peak: float
    """Megabytes that were resident at the most."""

    def figures(self, count):
        """As it is kept in the JSON: per item, for so many items."""
        return {
            "seconds": round(self.seconds, 3), "itemsPerSecond": round(count / self.seconds),
            "cpuMicrosecondsPerItem": round(self.cpu / count * 1e6, 3), "peakMegabytes": round(self.peak, 1)}


def environment(home, **more):
    """Without the settings of whoever runs it; credentials that open nothing."""
    clean = {name: value for name, value in os.environ.items()
             if not name.startswith(("SLUICE_", "AWS_")) and not name.lower().endswith("_proxy")}
    return clean | {
        "AWS_ACCESS_KEY_ID": "bench", "AWS_SECRET_ACCESS_KEY": "bench", "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_REGION": "us-east-1", "HOME": str(home)} | more


def wait(process, began, limit=LIMIT_SECONDS):
    """Waits for a child and tells its exit status and cost; kills it where it takes too long."""
    alarm = threading.Timer(limit, process.kill)
    alarm.start()
    try:
        _, status, usage = os.wait4(process.pid, 0)
    except BaseException:  # whoever is interrupted leaves no load behind
        process.kill()
        process.wait()
        raise
    finally:
        alarm.cancel()
    seconds = time.monotonic() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, Cost(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


@contextlib.contextmanager
def scratch():
    """A folder for one run, gone with it."""
    with tempfile.TemporaryDirectory(prefix="sluice-bench-") as name:
        yield pathlib.Path(name)


def run(command, folder, env, expected=(0,), limit=LIMIT_SECONDS):
    """The cost of a command, and what it wrote on standard output.

    In a session of its own, as on a terminal: the kernel shares the processor out among sessions first."""
    with open(folder / "stdout", "w+b") as out, open(folder / "stderr", "w+b") as err:
        began = time.monotonic()
        process = subprocess.Popen([str(word) for word in command], cwd=folder, env=env, stdout=out, stderr=err,
                                   start_new_session=True)
        status, cost = wait(process, began, limit)
        out.seek(0)
        text = out.read().decode(errors="replace")
        if status not in expected:
            err.seek(0)
            said = (err.read().decode(errors="replace") + text).strip()[-2000:]
            raise Failed(f"{os.path.basename(str(command[0]))} ended with {status}: {said}")
        return cost, text


def stop(process, how, seconds=20):
    """Ends a child by its id; kills it where it does not listen."""
    if process.poll() is not None:
        return
    process.send_signal(how)
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
