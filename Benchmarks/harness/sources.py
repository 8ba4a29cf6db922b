"""The databases that are measured with: made once, kept in the cache."""
import json
import sqlite3

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
