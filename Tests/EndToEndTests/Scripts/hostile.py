"""A DynamoDB whose answers try to steer the terminal of who reads them.

hostile.py UPSTREAM    passes requests on to a DynamoDB-compatible endpoint; prints where it listens

The first writes are answered by errors, in turn: a server's fault as JSON and as XML, a throttle, a throttle
with reasons. Tables called denied and odd are refused as a whole, and items of a table called refused where
a text begins with "bad". Codes, messages, reasons, resources and headers hold what would be obeyed.
"""
import http.client
import http.server
import json
import sys
import threading
import urllib.parse

EVIL = (
    "\x1b]52;c;aGk=\x07\x1bc\x1b[31337m\x1b[6n\x9b31337m\x1bP\x1b\\\u202eevil\u2066\r\n\t\b\x7f\0"
    "\u2028\u200b\u540d\u524d\U0001f469\u200d\U0001f469\u200d\U0001f467e\u0301\U0001f3f3\ufe0f\u200d\U0001f308"
)
LONG = EVIL + "long" * 2_500
UPSTREAM = urllib.parse.urlsplit(sys.argv[1])
lock = threading.Lock()
writes = 0
PATIENCE = 8


def error(status, code, message, **more):
    body = {"__type": f"com.amazonaws.dynamodb.v20120810#{code}", "message": message, **more}
    return status, json.dumps(body, ensure_ascii=False)


def refusal(operation, body):
    """How the request is refused: status and body; None where it is passed on."""
    global writes
    if operation not in ("BatchWriteItem", "PutItem"):
        return None
    request = json.loads(body)
    table = request.get("TableName") or next(iter(request["RequestItems"]))
    if table == "denied":
        return error(400, "AccessDeniedException", LONG)
    if table == "odd":
        return error(400, "Odd" + EVIL + "Exception", LONG)
    if table == "refused" and b'"bad' in body:
        return error(400, "ValidationException", LONG)
    with lock:
        writes += 1
        turn = writes % 4 if writes <= PATIENCE else None
    if turn == 1:
        return error(500, EVIL, LONG)
    if turn == 2:
        return 503, f"<Error><Code>{EVIL}</Code><Message>{LONG}</Message></Error>"
    if turn == 3:
        return error(400, "ThrottlingException", LONG)
    if turn == 0:
        return error(
            400, "ProvisionedThroughputExceededException", LONG,
            ThrottlingReasons=[{"reason": EVIL, "resource": LONG}])
    return None


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        operation = self.headers["X-Amz-Target"].split(".")[-1]
        refused = refusal(operation, body)
        if refused:
            status, answer = refused
            self.answer(status, answer.encode())
            return
        upstream = http.client.HTTPConnection(UPSTREAM.hostname, UPSTREAM.port)
        headers = {n: v for n, v in self.headers.items() if n.lower() not in ("host", "content-length")}
        upstream.request("POST", "/", body, headers)
        response = upstream.getresponse()
        self.answer(response.status, response.read())
        upstream.close()

    def answer(self, status, body):
        self.send_response_only(status, "OK\x1b[31337m")
        self.send_header("Content-Type", "application/x-amz-json-1.0")
        self.send_header("x-amzn-RequestId", "id\x1b[31337m\x07\x9b")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(f"http://127.0.0.1:{server.server_port}", flush=True)
server.serve_forever()
