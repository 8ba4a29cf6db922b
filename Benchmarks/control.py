#!/usr/bin/env python3
"""The part of DynamoDB that a loader asks about tables: they are created, are ACTIVE at once, and hold nothing.

Stands behind the sink and the paced endpoint, which answer BatchWriteItem themselves. Prints the port it listens on."""
import http.server
import json
import sys
import zlib

TABLES = {}


def create(request):
    name = request["TableName"]
    if name in TABLES:
        raise Refused("ResourceInUseException", f"Table already exists: {name}")
    table = {key: request[key] for key in ("TableName", "AttributeDefinitions", "KeySchema")}
    table |= {
        "TableStatus": "ACTIVE", "ItemCount": 0, "TableSizeBytes": 0, "CreationDateTime": 1.7e9,
        "TableArn": f"arn:aws:dynamodb:us-east-1:000000000000:table/{name}",
        "TableId": f"00000000-0000-4000-8000-{len(TABLES) + 1:012d}",
        "BillingModeSummary": {"BillingMode": request.get("BillingMode", "PROVISIONED")}}
    for kind in ("GlobalSecondaryIndexes", "LocalSecondaryIndexes"):
        if kind in request:
            table[kind] = [dict(index, IndexStatus="ACTIVE") for index in request[kind]]
    TABLES[name] = table
    return {"TableDescription": table}


def known(request):
    name = request["TableName"]
    if name not in TABLES:
        raise Refused("ResourceNotFoundException", f"Requested resource not found: Table: {name} not found")
    return TABLES[name]


def delete(request):
    table = known(request)
    del TABLES[request["TableName"]]
    return {"TableDescription": dict(table, TableStatus="DELETING")}


def scan(request):
    known(request)
    return {"Items": [], "Count": 0, "ScannedCount": 0}


OPERATIONS = {
    "CreateTable": create,
    "DescribeTable": lambda request: {"Table": known(request)},
    "DeleteTable": delete,
    "Scan": scan,
}


class Refused(Exception):
    def __init__(self, kind, message):
        super().__init__(message)
        self.answer = {"__type": f"com.amazonaws.dynamodb.v20120810#{kind}", "message": message}


class Control(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])) or b"{}")
        operation = self.headers.get("X-Amz-Target", "").rpartition(".")[2]
        try:
            if operation not in OPERATIONS:
                raise Refused("UnknownOperationException", f"{operation} is not answered here")
            status, answer = 200, OPERATIONS[operation](request)
        except Refused as refused:
            status, answer = 400, refused.answer
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/x-amz-json-1.0")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("x-amz-crc32", str(zlib.crc32(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    server = http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1]) if sys.argv[1:] else 0), Control)
    print(server.server_address[1], flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass
