"""The mapping of a database without configuration, computed by itself and compared with a server.

default.py DATABASE ENDPOINT EVENTS

EVENTS are the JSON lines of `sluice migrate --output json`. Every row of every ordinary table must be in
the target as the specification says, or be named by a rowQuarantined event with a cause; nothing else may
be in the target, and no row may be in both. Prints one JSON object."""
import json
import re
import sqlite3
import sys

import target

source, endpoint, events = sys.argv[1:4]
database = sqlite3.connect(f"file:{source}?mode=ro", uri=True)
database.text_factory = bytes


def text(name):
    return name.decode() if isinstance(name, bytes) else name


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def legal(name, taken):
    """3 to 255 of a-z A-Z 0-9 _ - . ; what cannot stand becomes a hyphen; a clash gets -2."""
    made = re.sub(r"[^a-zA-Z0-9_.-]", "_", name).ljust(3, "_")[:255]
    candidate, number = made, 2
    while candidate in taken:
        candidate, number = f"{made}-{number}", number + 1
    taken.add(candidate)
    return candidate


def ordinary_tables():
    listed = [tuple(map(text, row[1:3])) for row in database.execute("PRAGMA main.table_list")]
    return sorted(name for name, kind in listed if kind == "table" and not name.startswith("sqlite_"))


def value(content):
    """None where the attribute is omitted; raises where DynamoDB cannot hold it."""
    if content is None:
        return None
    if isinstance(content, int):
        return {"N": str(content)}
    if isinstance(content, float):
        if content in (float("inf"), float("-inf")):
            raise ValueError("infinity")
        if content != 0 and not 1e-130 <= abs(content) < 1e126:
            raise ValueError("out of range")
        return {"N": repr(content)}
    kind, content = content
    if kind == "blob":
        return {"B": content}
    return {"S": content.decode()}  # raises on invalid UTF-8


def key_value(content, kind):
    """The value as the key's type; raises where the row has no key."""
    made = value(content)
    if made is None:
        raise ValueError("NULL key")
    (found, inner), = made.items()
    if kind == "S" and found == "N":
        made = {"S": inner}
    if kind != next(iter(made)):
        raise ValueError(f"a {found} in a key of type {kind}")
    if made in ({"S": ""}, {"B": b""}):
        raise ValueError("empty key")
    return made


def part(content):
    """One part of a joined sort key."""
    made = key_value(content, "S")["S"]
    return made.replace("%", "%25").replace("#", "%23")


def size(item):
    def of(value):
        (kind, content), = value.items()
        if kind == "S":
            return len(content.encode())
        if kind == "B":
            return len(content)
        return 21  # a number takes at most so much
    return sum(len(name.encode()) + of(content) for name, content in item.items())


def read(table):
    """Columns, primary key, and each row as (rowid or None, {column: value}); text and blobs told apart."""
    info = list(database.execute(f"PRAGMA table_info({quoted(table)})"))
    columns = [text(row[1]) for row in info]
    key = [text(row[1]) for row in sorted(info, key=lambda row: row[5]) if row[5] > 0]
    flags = {text(row[1]): row for row in database.execute("PRAGMA main.table_list")}[table]
    rowid = "NULL" if flags[4] else "rowid"
    listed = ", ".join(f"typeof({quoted(c)}), {quoted(c)}" for c in columns)
    rows = []
    for row in database.execute(f"SELECT {rowid}, {listed} FROM {quoted(table)}"):
        made = {}
        for at, column in enumerate(columns):
            kind, content = text(row[1 + 2 * at]), row[2 + 2 * at]
            made[column] = (kind, content) if kind in ("text", "blob") else content
        rows.append((row[0], made))
    return columns, key, rows


def key_type(contents):
    kinds = {"N" if isinstance(c, (int, float)) else "B" if c[0] == "blob" else "S"
             for c in contents if c is not None}
    return kinds.pop() if len(kinds) == 1 else "S"


def expected(table):
    """(key names, [(row keys, item or the reason why there is none)])."""
    columns, key, rows = read(table)
    if not key:
        names, types = ["rowid"], ["N"]
    elif len(key) <= 2:
        names, types = key, [key_type([row[name] for _, row in rows]) for name in key]
    else:
        names = [key[0], "#".join(key[1:])]
        types = [key_type([row[key[0]] for _, row in rows]), "S"]
    made = []
    for rowid, row in rows:
        try:
            item = {name: value(content) for name, content in row.items()}
            item = {name: content for name, content in item.items() if content is not None}
            if not key:
                item["rowid"] = {"N": str(rowid)}
            else:
                for name, kind in zip(names[:1] if len(key) > 2 else names, types):
                    item[name] = key_value(row[name], kind)
            if len(key) > 2:
                item[names[1]] = {"S": "#".join(part(row[name]) for name in key[1:])}
            for name, limit in zip(names, (2048, 1024)):
                if len(next(iter(item[name].values()))) > limit:
                    raise ValueError("key too long")
            if size(item) > 409_600:
                raise ValueError("item too large")
        except (ValueError, UnicodeDecodeError) as reason:
            item = str(reason)
        made.append(({json.dumps([rowid]), json.dumps([shown(row[name]) for name in key])}, item))
    return names, made


def shown(content):
    """A key's value as docs/events.md writes it."""
    if not isinstance(content, tuple):
        return content
    kind, raw = content
    if kind == "blob":
        return {"blob": raw.hex()}
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return {"text": raw.hex()}


quarantined = {}
for line in open(events, encoding="utf-8"):
    event = json.loads(line)
    if event["event"] == "rowQuarantined":
        rows = quarantined.setdefault(event["entity"], {})
        rows[json.dumps(event["key"])] = (event["cause"], event["message"])

dynamodb = target.client(endpoint)
problems, totals, taken, wires = [], {"rows": 0, "items": 0, "quarantined": 0}, set(), []
for table in ordinary_tables():
    wire = legal(table, taken)
    wires.append(wire)
    names, rows = expected(table)
    waiting = dict(quarantined.get(table, {}))
    for keys, item in rows:
        row = next((key for key in keys if key in waiting), None)
        if isinstance(item, dict):
            if row is not None:
                problems.append(f"{table} {row}: in quarantine ({waiting[row]}), but can be written")
        elif row is None:
            problems.append(f"{table} {sorted(keys)}: {item}, but is not in quarantine")
        elif not all(waiting[row]):
            problems.append(f"{table} {row}: in quarantine without a reason")
        if row is not None:
            del waiting[row]
            totals["quarantined"] += 1
    problems += [f"{table} {row}: in quarantine, but no row of the source" for row in waiting]
    if target.key_names(dynamodb, wire) != names:
        problems.append(f"{wire}: its key is {target.key_names(dynamodb, wire)}, should be {names}")
        continue
    totals["rows"] += len(rows)
    totals["items"] += target.compare(
        wire, [item for _, item in rows if isinstance(item, dict)], target.items(dynamodb, wire),
        names, problems)
if sorted(target.table_names(dynamodb)) != sorted(wires):
    problems.append(f"the tables are {target.table_names(dynamodb)}, should be {wires}")
print(json.dumps({"problems": problems[:50], "count": len(problems), **totals}, indent=1))
