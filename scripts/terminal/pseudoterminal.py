"""A program on a pseudo-terminal: what it writes, byte by byte with its time, and what is typed to it."""
import fcntl
import os
import pathlib
import pty
import select
import signal
import struct
import termios
import threading
import time


class Terminal:
    """Runs a command with its standard streams on a terminal of its own, and reads all it writes."""

    def __init__(self, command, columns=120, rows=40, term="xterm-256color", environment=None, cwd=None):
        self.master, slave = pty.openpty()
        self.resize(columns, rows, notify=False)
        self.before = termios.tcgetattr(slave)
        self.chunks = []  # (monotonic time, bytes)
        self.reading = threading.Event()
        self.reading.set()
        self.started = time.monotonic()
        environment = dict(os.environ if environment is None else environment)
        environment.update(TERM=term, LC_ALL="C.UTF-8")
        self.pid = os.fork()
        if self.pid == 0:
            os.close(self.master)
            os.setsid()
            fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
            for descriptor in (0, 1, 2):
                os.dup2(slave, descriptor)
            if cwd:
                os.chdir(cwd)
            os.closerange(3, 256)
            os.execvpe(command[0], command, environment)
        self.slave = slave  # kept open, so that its settings can be read after the end
        self.status = None
        self.is_closed = False
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()

    def _read(self):
        while not self.is_closed:
            self.reading.wait()
            ready, _, _ = select.select([self.master], [], [], 0.05)
            if not ready or not self.reading.is_set():
                continue
            try:
                data = os.read(self.master, 65536)
            except OSError:
                return
            self.chunks.append((time.monotonic(), data))

    def resize(self, columns, rows, notify=True):
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def type(self, text):
        """The time just before it was typed: an answer may be there before the call is back."""
        at = time.monotonic()
        os.write(self.master, text.encode() if isinstance(text, str) else text)
        return at

    def output(self, since=0.0, until=float("inf")):
        return b"".join(data for at, data in list(self.chunks) if since <= at < until)

    def wait_for(self, wanted, timeout=20, since=0.0):
        """The time at which the bytes were there; None where they did not come."""
        wanted = wanted.encode() if isinstance(wanted, str) else wanted
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            text = b""
            for at, data in list(self.chunks):
                if at < since:
                    continue
                text += data
                if wanted in text:
                    return at
            time.sleep(0.001)
        return None

    def wait_quiet(self, seconds, timeout=20):
        """The time of the last byte before so many seconds of silence."""
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            last = self.chunks[-1][0] if self.chunks else self.started
            if time.monotonic() - last >= seconds:
                return last
            time.sleep(0.002)
        return None

    def wait(self, timeout=60):
        """The exit status as the shell tells it; None where it has not ended."""
        deadline = time.monotonic() + timeout
        while self.status is None and time.monotonic() < deadline:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = os.waitstatus_to_exitcode(status)
            else:
                time.sleep(0.005)
        return self.status

    def settings(self):
        return termios.tcgetattr(self.slave)

    def close(self):
        """Hangs up."""
        self.is_closed = True
        self.reading.set()
        self.thread.join()
        os.close(self.slave)
        os.close(self.master)

    def end(self):
        if self.status is None:
            try:
                os.kill(self.pid, signal.SIGKILL)
                os.waitpid(self.pid, 0)
            except (ProcessLookupError, ChildProcessError):
                pass
        if not self.is_closed:
            self.close()

    # What the system says of the process.

    def cpu(self, thread=None):
        """Seconds of processor: of the process, or of its threads of a name."""
        if thread is None:
            return processor_seconds(self.pid)
        total = 0.0
        for task in pathlib.Path(f"/proc/{self.pid}/task").iterdir():
            try:
                if (task / "comm").read_text().strip() == thread:
                    # Nanoseconds on the processor, finer than the ticks of stat.
                    total += int((task / "schedstat").read_text().split()[0]) / 1e9
            except FileNotFoundError:
                pass
        return total

    def memory(self):
        """Megabytes of its own that are resident; the pages of a file it reads are the system's."""
        for line in pathlib.Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith("RssAnon:"):
                return int(line.split()[1]) / 1024
        return 0.0


def processor_seconds(pid):
    """Of a process that runs, user and system, with the threads that ended."""
    text = pathlib.Path(f"/proc/{pid}/stat").read_text()
    return sum(map(int, text[text.rindex(")") + 2:].split()[11:13])) / os.sysconf("SC_CLK_TCK")
