"""The databases that are measured with: made once, kept in the cache."""
import json
import shutil
import sqlite3
import subprocess

from . import places

TABLE = "reading"


def _make(name, fill):
    """A database of the cache, filled where it is not there yet."""
    places.CACHE.mkdir(parents=True, exist_ok=True)
    path = places.CACHE / name
    if not path.exists():
        part = path.with_suffix(".part")
        part.unlink(missing_ok=True)
        print(f"making {name} …", flush=True)
        database = sqlite3.connect(part, isolation_level=None)
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("PRAGMA synchronous = OFF")
        database.execute("BEGIN")
        fill(database)
        database.execute("COMMIT")
        database.close()
        part.rename(path)
    return path


def readings(rows):
    """Rows of seven columns; as an item, each is about 240 bytes of JSON."""
    def fill(database):
        database.execute(
            f"CREATE TABLE {TABLE} (id INTEGER PRIMARY KEY, device TEXT NOT NULL, taken TEXT NOT NULL, value REAL,"
            " unit TEXT, flags INTEGER, note TEXT)")
        database.execute(
            f"""INSERT INTO {TABLE}
                WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < ?)
                SELECT n, printf('device-%06d', n * 7919 % 100003),
                    printf('2026-01-%02dT%02d:%02d:00Z', n % 28 + 1, n % 24, n % 60), n * 0.37, 'kWh', n % 16,
                    printf('reading %d of the series, checked and found to be plausible', n)
                FROM n""", (rows,))
    return _make(f"readings-{rows}.sqlite", fill)


def chinook(sluice, copies):
    """The demo's database, which has the shape and the row counts of Chinook, so many times over; and its mapping.

    Each copy has keys of its own, and refers to itself."""
    demo = places.CACHE / "demo"
    if not (demo / "config.json").exists():
        shutil.rmtree(demo, ignore_errors=True)
        made = subprocess.run([sluice, "demo", "--no-tui", "--quiet", "--keep", demo], capture_output=True, text=True)
        if made.returncode != 0:
            raise places.Missing(f"sluice demo ended with {made.returncode}: {made.stderr.strip()}")

    def fill(database):
        database.execute("ATTACH ? AS demo", (str(demo / "chinook.sqlite"),))
        parts = database.execute(
            "SELECT type, name, sql FROM demo.sqlite_master WHERE sql IS NOT NULL ORDER BY type DESC").fetchall()
        for kind, name, sql in parts:
            database.execute(sql)  # tables, then indexes
            if kind == "table":
                database.execute(f"INSERT INTO main.{name} {_copied(database, name)}", (copies,))

    return _make(f"chinook-{copies}.sqlite", fill), demo / "config.json"


def _copied(database, table):
    """A SELECT of a table of `demo`, copies after each other; keys are moved on by as many as there are."""
    references = {row[3]: row[2] for row in database.execute(f"PRAGMA demo.foreign_key_list({table})")}
    columns, order = [], []
    for _, name, *_, place in database.execute(f"PRAGMA demo.table_info({table})").fetchall():
        referred = references.get(name) or (table if place else None)
        if place:
            order.append(name)
        if referred:
            key, = database.execute(
                "SELECT name FROM pragma_table_info(?, 'demo') WHERE pk = 1", (referred,)).fetchone()
            step = database.execute(f"SELECT max({key}) FROM demo.{referred}").fetchone()[0]
            columns.append(f"{name} + n * {step}")
        else:
            columns.append(name)
    return (f"WITH RECURSIVE copies(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM copies WHERE n + 1 < ?)"
            f" SELECT {', '.join(columns)} FROM copies CROSS JOIN demo.{table} ORDER BY n, {', '.join(order)}")


def row_count(path):
    """Rows of all tables."""
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    names = [name for name, in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    rows = sum(database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names)
    database.close()
    return rows


def ready_body(source, rows, count=25):
    """A file with a BatchWriteItem of rows from the middle, as Sluice writes it; and the bytes of an item in it."""
    database = sqlite3.connect(f"file:{source}?mode=ro", uri=True)
    database.row_factory = sqlite3.Row
    puts = []
    for row in database.execute(f"SELECT * FROM {TABLE} WHERE id > ? LIMIT ?", (rows // 2, count)):
        item = {name: {"S": value} if isinstance(value, str) else {"N": repr(value)}
                for name, value in zip(row.keys(), row)}
        puts.append({"PutRequest": {"Item": item}})
    database.close()
    items = [len(json.dumps(put["PutRequest"]["Item"], separators=(",", ":"))) for put in puts]
    path = places.CACHE / "body.json"
    path.write_text(json.dumps({"RequestItems": {TABLE: puts}}, separators=(",", ":")))
    return path, sum(items) / len(items)
