"""The reference mapping of Chinook, computed by itself and compared with what a server holds.

reference.py DATABASE ENDPOINT

Written from the table of the specification, not from the product. Prints one JSON object; its
"problems" are empty where the four tables hold exactly the expected items."""
import json
import sqlite3
import sys

import target

source, endpoint = sys.argv[1:3]
database = sqlite3.connect(f"file:{source}?mode=ro", uri=True)
database.row_factory = sqlite3.Row


def rows(table, order):
    return [dict(row) for row in database.execute(f"SELECT * FROM {table} ORDER BY {order}")]


def by(table, column):
    return {row[column]: row for row in rows(table, column)}


artists, albums, tracks = by("Artist", "ArtistId"), by("Album", "AlbumId"), by("Track", "TrackId")
genres, media = by("Genre", "GenreId"), by("MediaType", "MediaTypeId")
employees = by("Employee", "EmployeeId")


def value(content):
    """None for NULL: the attribute is omitted."""
    if content is None:
        return None
    if isinstance(content, int):
        return {"N": str(content)}
    if isinstance(content, float):
        return {"N": repr(content)}  # the shortest text that reads back the same
    if isinstance(content, bytes):
        return {"B": content}
    return {"S": content}


def attributes(named):
    made = {name: value(content) for name, content in named.items()}
    return {name: content for name, content in made.items() if content is not None}


def item(entity, row, named, lists=None):
    made = attributes({**row, "EntityType": entity, **named})
    for name, maps in (lists or {}).items():
        made[name] = {"L": [{"M": attributes(content)} for content in maps]}
    return made


def full_name(employee):
    return None if employee is None else f"{employee['FirstName']} {employee['LastName']}"


def music():
    for row in artists.values():
        yield item("Artist", row, {"PK": f"ARTIST#{row['ArtistId']}", "SK": "PROFILE"})
    for row in albums.values():
        yield item("Album", row, {
            "PK": f"ARTIST#{row['ArtistId']}", "SK": f"ALBUM#{row['AlbumId']}",
            "ArtistName": artists[row["ArtistId"]]["Name"]})
    for row in tracks.values():
        album = albums[row["AlbumId"]]
        yield item("Track", row, {
            "PK": f"ARTIST#{album['ArtistId']}", "SK": f"ALBUM#{row['AlbumId']}#TRACK#{row['TrackId']}",
            "GSI1PK": f"GENRE#{row['GenreId']}", "GSI1SK": f"TRACK#{row['TrackId']}",
            "AlbumTitle": album["Title"], "ArtistName": artists[album["ArtistId"]]["Name"],
            "GenreName": genres[row["GenreId"]]["Name"], "MediaTypeName": media[row["MediaTypeId"]]["Name"]})


def customers():
    for row in rows("Customer", "CustomerId"):
        yield item("Customer", row, {
            "PK": f"CUSTOMER#{row['CustomerId']}", "SK": "PROFILE",
            "GSI1PK": f"EMAIL#{row['Email']}", "GSI1SK": f"CUSTOMER#{row['CustomerId']}",
            "SupportRepName": full_name(employees.get(row["SupportRepId"]))})
    lines = {}
    for row in rows("InvoiceLine", "InvoiceLineId"):
        lines.setdefault(row["InvoiceId"], []).append({
            "InvoiceLineId": row["InvoiceLineId"], "TrackId": row["TrackId"],
            "TrackName": tracks[row["TrackId"]]["Name"], "UnitPrice": row["UnitPrice"],
            "Quantity": row["Quantity"]})
    for row in rows("Invoice", "InvoiceId"):
        yield item("Invoice", row, {
            "PK": f"CUSTOMER#{row['CustomerId']}", "SK": f"INVOICE#{row['InvoiceDate']}#{row['InvoiceId']}",
        }, {"Lines": lines.get(row["InvoiceId"], [])})


def playlists():
    entries = rows("PlaylistTrack", "PlaylistId, TrackId")
    for row in rows("Playlist", "PlaylistId"):
        yield item("Playlist", row, {
            "PK": f"PLAYLIST#{row['PlaylistId']}", "SK": "PROFILE",
            "TrackCount": sum(entry["PlaylistId"] == row["PlaylistId"] for entry in entries)})
    for row in entries:
        track = tracks[row["TrackId"]]
        album = albums[track["AlbumId"]]
        yield item("PlaylistTrack", row, {
            "PK": f"PLAYLIST#{row['PlaylistId']}", "SK": f"TRACK#{row['TrackId']}",
            "GSI1PK": f"TRACK#{row['TrackId']}", "GSI1SK": f"PLAYLIST#{row['PlaylistId']}",
            "TrackName": track["Name"], "AlbumTitle": album["Title"],
            "ArtistName": artists[album["ArtistId"]]["Name"]})


def staff():
    for row in employees.values():
        number, manager = row["EmployeeId"], row["ReportsTo"]
        index = {} if manager is None else {"GSI1PK": f"MANAGER#{manager}", "GSI1SK": f"EMPLOYEE#{number}"}
        yield item("Employee", row, {
            "PK": f"EMPLOYEE#{number}", "SK": "PROFILE", **index,
            "ManagerName": full_name(employees.get(manager)),
        }, {"DirectReports": [
            {name: other[name] for name in ("EmployeeId", "FirstName", "LastName")}
            for other in employees.values() if other["ReportsTo"] == number]})


def definition_problems(name, table):
    types = {part["AttributeName"]: part["AttributeType"] for part in table["AttributeDefinitions"]}
    index, = table.get("GlobalSecondaryIndexes", [{}])
    found = [
        keys(table), index.get("IndexName"), keys(index), index.get("Projection"), types,
        table.get("BillingModeSummary", {}).get("BillingMode"), table["TableStatus"]]
    wanted = [
        ["PK", "SK"], "GSI1", ["GSI1PK", "GSI1SK"], {"ProjectionType": "ALL"},
        dict.fromkeys(["PK", "SK", "GSI1PK", "GSI1SK"], "S"), "PAY_PER_REQUEST", "ACTIVE"]
    return [f"{name}: the table has {a}, should be {b}" for a, b in zip(found, wanted) if a != b]


def keys(schema):
    return [part["AttributeName"] for part in sorted(schema.get("KeySchema", []), key=lambda p: p["KeyType"])]


dynamodb = target.client(endpoint)
expected = {
    "MusicCatalog": music, "CustomerData": customers, "PlaylistData": playlists, "EmployeeData": staff}
problems, counts = [], {}
names = set(target.table_names(dynamodb))
if sorted(names) != sorted(expected):
    problems.append(f"the tables are {sorted(names)}")
for name in names & expected.keys():
    problems += definition_problems(name, dynamodb.describe_table(TableName=name)["Table"])
    counts[name] = target.compare(
        name, expected[name](), target.items(dynamodb, name), ["PK", "SK"], problems)
print(json.dumps({"problems": problems[:50], "count": len(problems), "items": counts}, indent=1))
