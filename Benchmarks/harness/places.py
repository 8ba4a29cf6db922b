"""Where things are, and the programs that are built once and kept beside the sources."""
import os
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts/terminal"))
BENCHMARKS = ROOT / "Benchmarks"
CACHE = pathlib.Path(os.environ.get("SLUICE_BENCH_CACHE") or ROOT / ".build/bench")
PYTHON = pathlib.Path(os.environ.get("SLUICE_BENCH_VENV") or ROOT / ".venv") / "bin/python"


class Missing(Exception):
    """A tool or file that a measurement cannot do without; says what to install."""


def tool(name, package):
    found = shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
    if not found:
        raise Missing(f"no {name}: install {package} (make bench does)")
    return found


def _is_fresh(made, source):
    return made.exists() and made.stat().st_mtime >= source.stat().st_mtime


def _build(made, source, command, environment=None):
    CACHE.mkdir(parents=True, exist_ok=True)
    built = subprocess.run(command, env=environment, capture_output=True, text=True)
    if built.returncode != 0:
        raise Missing(f"{source.relative_to(ROOT)} does not build:\n{built.stderr.strip()}")
    return made


def c_program(name, *libraries):
    """The program of Benchmarks/NAME/NAME.c."""
    source, made = BENCHMARKS / name / f"{name}.c", CACHE / name
    if _is_fresh(made, source):
        return made
    flags = ["-std=gnu11", "-O2", "-Wall", "-Wextra"]
    return _build(made, source, [tool("gcc", "gcc"), *flags, "-o", made, source, *libraries])


def go_peer():
    source, made = BENCHMARKS / "peers/go/main.go", CACHE / "go-peer"
    if _is_fresh(made, source):
        return made
    # Debian's packages of Go sources, without modules and without the network.
    environment = os.environ | {
        "GO111MODULE": "off", "GOPATH": "/usr/share/gocode", "GOFLAGS": "", "GOCACHE": str(CACHE / "go-cache")}
    return _build(made, source, [tool("go", "golang-go"), "build", "-o", made, source], environment)


def boto3_python():
    """A Python that has boto3: that of the test servers."""
    if not PYTHON.exists() or subprocess.run([PYTHON, "-c", "import boto3"], capture_output=True).returncode != 0:
        raise Missing("no boto3 in .venv: run scripts/install-test-servers")
    return PYTHON
