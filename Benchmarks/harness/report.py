"""What was measured, beside what it must show."""
import json
import os
import platform
import statistics
import time


def median(samples, name=None):
    return statistics.median(sample[name] for sample in samples) if name else statistics.median(samples)


class Report:
    """Collects tables and bars, prints them as they come, and writes them as JSON."""

    def __init__(self, path, settings):
        self.path = path
        self.document = {
            "started": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "machine": _machine(),
            "loadAverage": os.getloadavg()[0],
            "settings": settings, "benchmarks": {}, "bars": []}

    def table(self, benchmark, title, columns, rows, samples):
        """Prints rows of text under their columns; keeps the samples they were made of."""
        widths = [max(len(str(row[at])) for row in [columns, *rows]) for at in range(len(columns))]
        print(f"\n{title}")
        for row in [columns, *rows]:
            cells = [str(row[0]).ljust(widths[0])] + [str(c).rjust(w) for c, w in zip(row[1:], widths[1:])]
            print("  " + "  ".join(cells).rstrip())
        self.document["benchmarks"].setdefault(benchmark, {}).update({title: samples})
        self.write()

    def bar(self, what, figure, limit, is_met):
        """A figure beside the least that it must be, both as text."""
        self.document["bars"].append({"what": what, "figure": figure, "limit": limit, "met": is_met})
        print(f"  {'ok    ' if is_met else 'MISSED'} {what}: {figure} (bar {limit})", flush=True)
        self.write()

    def failure(self, benchmark, problem):
        """A benchmark that could not be measured."""
        self.document["bars"].append({"what": benchmark, "figure": "not measured", "limit": "", "met": False})
        self.note(f"{benchmark} was not measured: {problem}")

    def note(self, text):
        self.document.setdefault("notes", []).append(text)
        print(f"  note: {text}", flush=True)
        self.write()

    def summary(self):
        bars = self.document["bars"]
        if not bars:
            return True
        width = max(len(bar["what"]) for bar in bars)
        figures = max(len(bar["figure"]) for bar in bars)
        print("\nWhat it must show")
        for bar in bars:
            print(f"  {bar['what']:<{width}}  {bar['figure']:>{figures}}  {bar['limit']:<20}"
                  f" {'ok' if bar['met'] else 'MISSED'}")
        return all(bar["met"] for bar in bars)

    def write(self):
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(json.dumps(self.document, indent=2) + "\n")


def _machine():
    cores = "?"
    name = platform.machine()
    try:
        with open("/proc/cpuinfo") as file:
            lines = file.read().splitlines()
        cores = sum(line.startswith("processor") for line in lines)
        name = next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), name)
    except OSError:
        pass
    return {"processor": name, "cores": cores, "kernel": platform.release()}
