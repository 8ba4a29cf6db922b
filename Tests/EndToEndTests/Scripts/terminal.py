"""Runs a command on a pseudo-terminal, and does to it what operators and networks do.

terminal.py STEPS COMMAND...    STEPS as JSON: [["expect", "text"], ["keys", "q"], ["end"]]

expect TEXT     reads until TEXT was written since the last step that found one
keys TEXT       types
signal NAME     SEGV, TERM: to the command
hangup          closes the terminal; nothing can be read or typed afterwards
quiet           reads until nothing more comes for a while
await PATH      waits for a file
block PATH      the same, and reads nothing meanwhile: a blocked terminal
shell           the terminal must have the modes it began with
end             waits for the command's end

The command leads a session on a terminal of 120x40 columns and rows; where it is a shell, it has job control.
Prints JSON: how it ended, whether the modes are those of the beginning, and all that was written, in Latin-1.
"""
import fcntl
import json
import os
import pty
import resource
import select
import signal
import struct
import sys
import termios
import time

LIMIT = 40


def fail(why):
    print(json.dumps({"problem": why, "written": written.decode("latin-1")}))
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    sys.exit(0)


def read(timeout):
    """Takes what is there; false at the end of the terminal."""
    global written
    if not select.select([master], [], [], timeout)[0]:
        return True
    try:
        data = os.read(master, 65536)
    except OSError:
        return False
    written += data
    return bool(data)


def modes():
    """All but the baud rates."""
    return termios.tcgetattr(slave)[:4] + [termios.tcgetattr(slave)[6]]


steps = json.loads(sys.argv[1])
written = b""
seen = 0
isOpen = True
ended = None
master, slave = pty.openpty()
fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
before = modes()
after = None
pid = os.fork()
if pid == 0:
    os.close(master)
    os.setsid()
    fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
    for descriptor in range(3):
        os.dup2(slave, descriptor)
    os.closerange(3, 256)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.execvp(sys.argv[2], sys.argv[2:])

for number, (verb, *rest) in enumerate(steps):
    deadline = time.monotonic() + LIMIT
    name = f"step {number + 1}, {verb} {' '.join(rest)}"
    while True:
        if time.monotonic() > deadline:
            fail(f"{name}: not within {LIMIT} s")
        if verb == "expect":
            at = written.find(rest[0].encode(), seen)
            if at >= 0:
                seen = at + len(rest[0].encode())
                break
            if not read(0.05):
                fail(f"{name}: the terminal was closed")
        elif verb == "quiet":
            before_this = len(written)
            read(0.15)
            if len(written) == before_this:
                break
        elif verb == "keys":
            os.write(master, rest[0].encode())
            break
        elif verb == "signal":
            os.kill(pid, getattr(signal, "SIG" + rest[0]))
            break
        elif verb == "hangup":
            isOpen = False
            os.close(slave)
            os.close(master)
            break
        elif verb == "await":
            if os.path.exists(rest[0]):
                break
            read(0.02)
        elif verb == "block":
            if os.path.exists(rest[0]):
                break
            time.sleep(0.01)
        elif verb == "shell":
            if modes() == before:
                break
            read(0.02)
        elif verb == "end":
            done, status = os.waitpid(pid, os.WNOHANG)
            if done:
                ended = status
                break
            if isOpen:
                read(0.02)
            else:
                time.sleep(0.01)
        else:
            fail(f"{name}: what is that?")

if isOpen:
    after = modes()
    while select.select([master], [], [], 0)[0] and read(0):
        pass
result = {"written": written.decode("latin-1"), "isRestored": after == before}
if ended is not None:
    result["status"] = os.WEXITSTATUS(ended) if os.WIFEXITED(ended) else -os.WTERMSIG(ended)
print(json.dumps(result))
