"""A stand-in of the hub's API on this machine that keeps what it is sent and records requests."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

TOKEN = "hf_standin"  # noqa: S105 - opens nothing
_COMMIT = "0123456789abcdef0123456789abcdef01234567"


@dataclass
class Hub:
    """The hub's state.

    `lfs` says whether Parquet files go to large-file storage, `refuses` what it answers to a
    request for a new repository instead of making one.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    requests: list[tuple[str, str]] = field(default_factory=list)
    bodies: list[Any] = field(default_factory=list)
    stored: dict[str, bytes] = field(default_factory=dict)
    commits: list[str] = field(default_factory=list)
    lfs: bool = False
    refuses: int | None = None
    address: str = ""

    @property
    def posts(self) -> list[str]:
        """The paths of the requests that write, in order."""
        return [path for method, path in self.requests if method == "POST"]

    def body(self, path: str) -> Any:
        """The JSON sent to the first request whose path ends so."""
        places = [i for i, (_, found) in enumerate(self.requests) if found.endswith(path)]
        return json.loads(self.bodies[places[0]])


@contextmanager
def hub_stand_in(**state: Any) -> Iterator[Hub]:
    """Runs the stand-in; `Hub.address` says where."""
    hub = Hub(**state)
    handler = type("Handler", (_Handler,), {"hub": hub})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        hub.address = f"http://127.0.0.1:{server.server_address[1]}"
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield hub
        finally:
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    hub: Hub

    def do_GET(self) -> None:
        self._take()
        path = self.path.split("?")[0]
        if path == "/api/datasets/someone/news/tree/main":
            kinds = {"type": "file", "oid": "0" * 40}
            files = self.hub.files.items()
            self._give([{**kinds, "path": name, "size": len(data)} for name, data in files])
        else:
            self._give({"error": f"no such page: {path}"}, 404)

    def do_PUT(self) -> None:
        self.hub.stored[self.path.rsplit("/", 1)[-1]] = self._take()
        self._give({})

    def do_POST(self) -> None:
        data = self._take()
        if self.headers["Authorization"] != f"Bearer {TOKEN}":
            self._give({"error": "Invalid username or password."}, 401)
        elif self.path == "/api/repos/create" and self.hub.refuses:
            self._give({"error": "You may not write here"}, self.hub.refuses)
        elif self.path == "/api/repos/create":
            self._give({"url": f"{self.hub.address}/datasets/someone/news"})
        elif self.path == "/api/validate-yaml":
            self._give({"errors": [], "warnings": []})
        elif self.path == "/api/datasets/someone/news/preupload/main":
            self._give({"files": [self._mode(file) for file in json.loads(data)["files"]]})
        elif self.path == "/datasets/someone/news.git/info/lfs/objects/batch":
            self._give({"objects": [self._upload(item) for item in json.loads(data)["objects"]]})
        elif self.path == "/api/datasets/someone/news/commit/main":
            self._commit(data)
        else:
            self._give({"error": f"no such page: {self.path}"}, 404)

    def _mode(self, file: dict[str, Any]) -> dict[str, Any]:
        large = self.hub.lfs and file["path"].endswith(".parquet")
        return {
            "path": file["path"],
            "uploadMode": "lfs" if large else "regular",
            "shouldIgnore": False,
        }

    def _upload(self, item: dict[str, Any]) -> dict[str, Any]:
        upload = {"href": f"{self.hub.address}/store/{item['oid']}"}
        return {"oid": item["oid"], "size": item["size"], "actions": {"upload": upload}}

    def _commit(self, data: bytes) -> None:
        for line in map(json.loads, data.splitlines()):
            value = line["value"]
            match line["key"]:
                case "header":
                    self.hub.commits.append(value["summary"])
                case "file":
                    self.hub.files[value["path"]] = base64.b64decode(value["content"])
                case "lfsFile":
                    self.hub.files[value["path"]] = self.hub.stored[value["oid"]]
                case "deletedFile":
                    del self.hub.files[value["path"]]
        url = f"{self.hub.address}/datasets/someone/news/commit/{_COMMIT}"
        self._give({"success": True, "commitOid": _COMMIT, "commitUrl": url})

    def _take(self) -> bytes:
        if self.headers.get("Transfer-Encoding") == "chunked":
            parts = []
            while size := int(self.rfile.readline(), 16):
                parts.append(self.rfile.read(size))
                self.rfile.readline()
            self.rfile.readline()
            data = b"".join(parts)
        else:
            data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.hub.requests.append((self.command, self.path.split("?")[0]))
        self.hub.bodies.append(data)
        return data

    def _give(self, value: Any, status: int = 200) -> None:
        data = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: Any) -> None:
        """Says nothing on standard error."""
