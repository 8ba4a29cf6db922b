"""The endpoints of the benchmarks, each a child that is ended by its id."""
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

from . import places
from .processes import stop


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def wait_for(port, process, seconds=10):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise places.Missing(f"a server ended at once: {' '.join(map(str, process.args[:3]))}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.01)
    raise places.Missing(f"no server came on port {port}")


class Control:
    """What is known of tables, behind the sink or the paced endpoint."""

    def __init__(self):
        self.process = subprocess.Popen(
            [sys.executable, places.BENCHMARKS / "control.py"], stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline())

    def close(self):
        stop(self.process, signal.SIGTERM)
        self.process.stdout.close()


class Sink:
    """nginx, answering every batch at once."""

    def __init__(self, workers=1):
        self.workers = workers
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="sluice-sink-"))
        self.control = Control()
        self.port = free_port()
        self.process = None
        try:
            self._start("")
        except BaseException:
            self.close()
            raise

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def _start(self, log):
        text = (places.BENCHMARKS / "sink.conf").read_text()
        for word, value in (("WORKERS", self.workers), ("PORT", self.port), ("CONTROL", self.control.port),
                            ("LOG", log)):
            text = text.replace(f"@{word}@", str(value))
        (self.folder / "sink.conf").write_text(text)
        nginx = places.tool("nginx", "nginx-light")
        # -e: the log it would open before it has read the configuration.
        self.process = subprocess.Popen(
            [nginx, "-e", "stderr", "-p", str(self.folder), "-c", str(self.folder / "sink.conf")])
        wait_for(self.port, self.process)

    def restart_with_log(self):
        """From now on every request leaves a line with its time; the tables are still known."""
        stop(self.process, signal.SIGTERM)
        (self.folder / "arrivals").unlink(missing_ok=True)
        self._start(f"access_log {self.folder}/arrivals arrival;")

    def first_batch(self):
        """When the first batch was answered, in seconds since 1970; None where none was."""
        for line in (self.folder / "arrivals").read_text().splitlines():
            at, target = line.split()
            if target.endswith("BatchWriteItem"):
                return float(at)
        return None

    def requests(self):
        """How many came since the start, this one included."""
        with urllib.request.urlopen(f"{self.url}/requests", timeout=10) as answer:
            return int(answer.read().split(b"\n")[2].split()[2])

    def cpu(self):
        """Seconds of processor of its workers, each of one thread; in nanoseconds, finer than the ticks of stat."""
        children = pathlib.Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return sum(int(pathlib.Path(f"/proc/{child}/schedstat").read_text().split()[0]) for child in children) / 1e9

    def close(self):
        if self.process:
            stop(self.process, signal.SIGTERM)
        self.control.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class Paced:
    """Answers each batch a fixed time after it came (paced/paced.c)."""

    def __init__(self, milliseconds):
        program = places.c_program("paced")
        self.control = Control()
        self.port = free_port()
        self.process = subprocess.Popen([program, str(self.port), str(milliseconds), str(self.control.port)])
        try:
            wait_for(self.port, self.process)
        except BaseException:
            self.__exit__()
            raise
        self.url = f"http://127.0.0.1:{self.port}"

    def stats(self):
        """Batches answered, how long they took in ms, how many were in flight."""
        with urllib.request.urlopen(f"{self.url}/stats", timeout=10) as answer:
            return json.loads(answer.read())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        stop(self.process, signal.SIGTERM)
        self.control.close()


class Local:
    """`sluice local`: keeps what it is sent."""

    def __init__(self, sluice, folder):
        self.process = subprocess.Popen(
            [sluice, "local", "--port", "0", "--path", str(folder / "target.db")], stdout=subprocess.PIPE, text=True)
        self.url = re.search(r"http://\S+", self.process.stdout.readline())[0]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        stop(self.process, signal.SIGTERM)
        self.process.stdout.close()
