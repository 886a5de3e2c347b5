"""A bucket of S3 on loopback: as much of its protocol as a store of papers speaks.

After the Amazon S3 API reference: PutObject, GetObject, DeleteObjects, CreateMultipartUpload,
UploadPart, CompleteMultipartUpload.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import md5
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

XML = '<?xml version="1.0" encoding="UTF-8"?>'


class Bucket(BaseHTTPRequestHandler):
    """Keeps what it is given in memory; whoever does not sign is refused."""

    protocol_version = "HTTP/1.1"
    objects: ClassVar[dict[str, bytes]] = {}
    parts: ClassVar[dict[tuple[str, int], bytes]] = {}
    largest: ClassVar[list[int]] = []
    """The bytes of each body that came, to see that no file comes as one."""

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def asked(self) -> tuple[str, dict[str, str]]:
        parts = urlsplit(self.path)
        return parts.path, {name: values[0] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}

    def body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def signed(self) -> bool:
        if "Credential=paper-key/" in self.headers.get("Authorization", ""):
            return True
        self.answer(403, f"{XML}<Error><Code>AccessDenied</Code></Error>".encode())
        return False

    def do_PUT(self) -> None:
        path, query = self.asked()
        body = self.body()
        if not self.signed():
            return
        self.largest.append(len(body))
        if "partNumber" in query:
            self.parts[path, int(query["partNumber"])] = body
        else:
            self.objects[path] = body
        self.answer(200, ETag=f'"{md5(body, usedforsecurity=False).hexdigest()}"')

    def do_POST(self) -> None:
        path, query = self.asked()
        body = self.body()
        if not self.signed():
            return
        if "uploads" in query:
            made = "<InitiateMultipartUploadResult><UploadId>1</UploadId></InitiateMultipartUploadResult>"
        elif "delete" in query:
            keys = re.findall(r"<Key>(.*?)</Key>", body.decode())
            for key in keys:
                self.objects.pop(f"{path}/{key}", None)
            made = f"<DeleteResult>{''.join(f'<Deleted><Key>{key}</Key></Deleted>' for key in keys)}</DeleteResult>"
        else:
            self.objects[path] = b"".join(self.parts.pop(key) for key in sorted(self.parts) if key[0] == path)
            made = '<CompleteMultipartUploadResult><ETag>"1"</ETag></CompleteMultipartUploadResult>'
        self.answer(200, f"{XML}{made}".encode(), Content_Type="application/xml")

    def do_GET(self) -> None:
        path, _ = self.asked()
        if not self.signed():
            return
        if path not in self.objects:
            self.answer(404, f"{XML}<Error><Code>NoSuchKey</Code></Error>".encode())
            return
        self.answer(200, self.objects[path], ETag='"1"', Last_Modified="Mon, 23 Nov 2026 15:00:00 GMT")

    def log_message(self, *_: object) -> None:
        """Say nothing between the dots of the tests."""


@contextmanager
def bucket() -> Iterator[tuple[str, type[Bucket]]]:
    """The address of a server with an empty bucket, and the bucket."""
    held = type("Held", (Bucket,), {"objects": {}, "parts": {}, "largest": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), held)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", held
    server.shutdown()
    server.server_close()
    thread.join()
