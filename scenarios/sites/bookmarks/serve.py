"""Bookmarks in typed columns of SQLite, over HTTP: a title, a count, a price, a mark, a moment. Python alone.

    serve.py <folder> [--decimals 2] [--early] [--without price]

PUT    /<user>/<id>                   {"title": text, "visits": whole, "price": number, "read": bool, "added": moment}
DELETE /<user>/<id>
GET    /<user>?after=<n>&limit=<n>    {"rows": [...], "next": n, "more": bool}: what changed since, a page at a time

`--decimals` is what the price column keeps. `--early` answers before it commits, which it does once a second.
`--without` is a release that has no such column any more: what stood in it is gone at its first start.
"""

import json
import os
import sqlite3
import sys
import threading
import time
from decimal import ROUND_HALF_UP, Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

FOLDER = sys.argv[1]
FLAGS = sys.argv[2:]
DECIMALS = int(FLAGS[FLAGS.index("--decimals") + 1]) if "--decimals" in FLAGS else 2
EARLY = "--early" in FLAGS
WITHOUT = FLAGS[FLAGS.index("--without") + 1] if "--without" in FLAGS else None
PAGE = 25

database = sqlite3.connect(os.path.join(FOLDER, "bookmarks.sqlite"), check_same_thread=False, isolation_level=None)
database.executescript(
    """
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    CREATE TABLE IF NOT EXISTS bookmarks (
      user TEXT NOT NULL, id TEXT NOT NULL, title TEXT, visits INTEGER, price NUMERIC, read INTEGER, added TEXT,
      deleted INTEGER NOT NULL DEFAULT 0, seq INTEGER NOT NULL, PRIMARY KEY (user, id));
    CREATE INDEX IF NOT EXISTS by_seq ON bookmarks (user, seq);
    """
)
if WITHOUT:
    database.execute(f"UPDATE bookmarks SET {WITHOUT} = NULL")
lock = threading.Lock()


def write(user, name, row):
    """One row, and its place at the end of the user's feed."""
    with lock:
        (last,) = database.execute("SELECT coalesce(max(seq), 0) FROM bookmarks WHERE user = ?", (user,)).fetchone()
        values = (row["title"], row["visits"], row["price"], row["read"], row["added"], 0) if row else (None,) * 5 + (1,)
        database.execute("INSERT OR REPLACE INTO bookmarks VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (user, name, *values, last + 1))


def stored(row):
    """As the columns keep it: so many decimals, no part of a second, and true is one."""
    price = Decimal(str(row["price"])).quantize(Decimal(1).scaleb(-DECIMALS), ROUND_HALF_UP)
    kept = {**row, "price": float(price), "read": int(row["read"]), "added": row["added"][:19] + "Z"}
    return {**kept, WITHOUT: None} if WITHOUT else kept


def commit_every_second():
    while True:
        time.sleep(1)
        with lock:
            database.execute("COMMIT")
            database.execute("BEGIN")


if EARLY:
    database.execute("BEGIN")
    threading.Thread(target=commit_every_second, daemon=True).start()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, status, value):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def change(self, row):
        user, name = [unquote(part) for part in self.path.split("/")[1:3]]
        write(user, name, row)
        self.send_response(204)
        self.end_headers()

    def do_PUT(self):
        row = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if not isinstance(row["visits"], int) or not isinstance(row["read"], bool):
            return self.answer(422, {"error": "visits is a whole number, and read is true or false"})
        self.change(stored(row))

    def do_DELETE(self):
        self.change(None)

    def do_GET(self):
        url = urlsplit(self.path)
        if url.path == "/health":
            return self.answer(200, {})
        asked = parse_qs(url.query)
        after, limit = int(asked.get("after", ["0"])[0]), min(PAGE, int(asked.get("limit", [PAGE])[0]))
        with lock:
            found = database.execute(
                "SELECT id, title, visits, price, read, added, deleted, seq FROM bookmarks"
                " WHERE user = ? AND seq > ? ORDER BY seq LIMIT ?",
                (unquote(url.path[1:]), after, limit + 1),
            ).fetchall()
        names = ("id", "title", "visits", "price", "read", "added", "deleted")
        page = [{**dict(zip(names, row)), "read": bool(row[4])} for row in found[:limit]]
        self.answer(200, {"rows": page, "next": found[: limit][-1][7] if page else after, "more": len(found) > limit})

    def log_message(self, *_):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256


server = Server((os.environ.get("HOST", "127.0.0.1"), int(os.environ["PORT"])), Handler)
print(f"listening on http://127.0.0.1:{server.server_address[1]}", flush=True)
server.serve_forever()
