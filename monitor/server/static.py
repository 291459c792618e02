"""Files for the browser, compressed once and kept in memory."""

from __future__ import annotations

import gzip
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from anyio import to_thread
from dash.fingerprint import check_fingerprint

from monitor.api.problems import not_found
from monitor.server.asgi import ASGIApp, Message, Receive, Scope, Send, header, refuse

ASSETS, SUITES = "/assets/", "/_dash-component-suites/"
READING = frozenset({"GET", "HEAD"})
SMALLEST_COMPRESSED = 600
FOREVER = b"public, max-age=31536000, immutable"
ASK_AGAIN = b"no-cache"
COMPRESSIBLE = ("text/", "application/json", "application/javascript", "image/svg")
OK, NOT_MODIFIED = 200, 304
MIME = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
}


@dataclass(frozen=True, slots=True)
class Kept:
    """One answer, plain where that is all there is, else compressed."""

    body: bytes
    packed: bool
    mime: str
    etag: bytes
    forever: bool

    def unpacked(self) -> Kept:
        """The same for whoever takes nothing compressed."""
        if not self.packed:
            return self
        return replace(self, body=gzip.decompress(self.body), packed=False)

    def headers(self) -> list[tuple[bytes, bytes]]:
        """What the browser is told about it."""
        charset = "; charset=utf-8" if self.mime.startswith("text/") else ""
        told = [
            (b"content-type", f"{self.mime}{charset}".encode()),
            (b"etag", self.etag),
            (b"cache-control", FOREVER if self.forever else ASK_AGAIN),
            (b"vary", b"accept-encoding"),
        ]
        return [*told, (b"content-encoding", b"gzip")] if self.packed else told


class Made(Protocol):
    """An asset, from one file or several."""

    def stamp(self) -> int:
        """Another number once it was changed."""

    def content(self) -> bytes:
        """What it holds."""


@dataclass(frozen=True, slots=True)
class Lying:
    """An asset as it lies in the folder."""

    path: Path

    def stamp(self) -> int:
        """Another number once it was changed."""
        return self.path.stat().st_mtime_ns

    def content(self) -> bytes:
        """What it holds."""
        return self.path.read_bytes()


class StaticFiles:
    """Serves our assets from their folder, and keeps what Dash serves of its own, both packed.

    ``made`` are further assets by their name, made of several files.

    An address that carries its content's fingerprint may be kept for ever; any other is asked
    about again each time and answered 304 while it is the same.
    """

    def __init__(self, app: ASGIApp, folder: Path, made: Mapping[str, Made] | None = None) -> None:
        self.app = app
        self.folder = folder.resolve()
        self.made = made or {}
        self.kept: dict[tuple[str, int], Kept] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in READING:
            await self.app(scope, receive, send)
            return
        kept = await self._find(scope)
        if kept is None and scope["path"].startswith(SUITES):
            # Dash answers 500 to a name that is none.
            await refuse(not_found(scope["path"]), scope, receive, send)
        elif kept is None:
            await self.app(scope, receive, send)
        else:
            if "gzip" not in header(scope, b"accept-encoding"):
                kept = await to_thread.run_sync(kept.unpacked)
            await _answer(kept, scope, send)

    async def _find(self, scope: Scope) -> Kept | None:
        path = scope["path"]
        if path.startswith(ASSETS):
            return await to_thread.run_sync(self._asset, path, scope["query_string"])
        if path.startswith(SUITES):
            return self.kept.get(_suite_key(path)) or await self._suite(scope)
        return None

    def _asset(self, path: str, query: bytes) -> Kept | None:
        found = self._source(path.removeprefix(ASSETS))
        if found is None:
            return None
        name, source = found
        try:
            key = (name, source.stamp())
            if key not in self.kept:
                self.kept[key] = pack(source.content(), _mime(name), forever=False)
        except FileNotFoundError:  # taken away meanwhile
            return None
        kept = self.kept[key]
        # The fingerprint must be that of this content, or an old page would pin a new file.
        fresh = query == b"v=" + kept.etag.strip(b'"')[:12]
        return Kept(kept.body, kept.packed, kept.mime, kept.etag, forever=fresh)

    def _source(self, name: str) -> tuple[str, Made] | None:
        """What an address means, and one name for it: one file has endless addresses."""
        if name in self.made:
            return name, self.made[name]
        file = self._file(name)
        return None if file is None else (str(file), Lying(file))

    def _file(self, name: str) -> Path | None:
        try:
            file = (self.folder / name).resolve()
        except (OSError, ValueError):
            return None
        inside = file.is_relative_to(self.folder)
        return file if inside and file.is_file() else None

    async def _suite(self, scope: Scope) -> Kept | None:
        """Ask Dash once for a file of its own, and pack it."""
        got = await _ask(self.app, scope)
        if got is None:
            return None
        body, mime, forever = got
        kept = await to_thread.run_sync(lambda: pack(body, mime, forever=forever))
        self.kept[_suite_key(scope["path"])] = kept
        return kept


def _suite_key(path: str) -> tuple[str, int]:
    """The file meant and whether a fingerprint is in the address: Dash takes any for the right."""
    file, marked = check_fingerprint(path)  # type: ignore[no-untyped-call]
    return file, int(marked)


def pack(body: bytes, mime: str, *, forever: bool) -> Kept:
    """Compress what is worth it; the tag is the fingerprint of the plain content."""
    etag = b'"' + sha256(body).hexdigest().encode() + b'"'
    worth = len(body) >= SMALLEST_COMPRESSED and mime.startswith(COMPRESSIBLE)
    packed = gzip.compress(body, mtime=0) if worth else body
    return Kept(packed, worth, mime, etag, forever)


def _mime(path: str) -> str:
    suffix = Path(path).suffix.lower()
    return MIME.get(suffix) or mimetypes.types_map.get(suffix, "application/octet-stream")


async def _ask(app: ASGIApp, scope: Scope) -> tuple[bytes, str, bool] | None:
    """Return body, mime type and whether it may be kept for ever; None for anything but 200."""
    parts: list[bytes] = []
    start: Message = {}

    async def empty() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def collect(message: Message) -> None:
        start.update(message if message["type"] == "http.response.start" else {})
        parts.append(message.get("body", b""))

    await app({**scope, "method": "GET", "headers": []}, empty, collect)
    if start.get("status") != OK:
        return None
    told = dict(start["headers"])
    mime = _told(told, b"content-type").partition(";")[0]
    return b"".join(parts), mime, "max-age" in _told(told, b"cache-control")


def _told(headers: dict[bytes, bytes], name: bytes) -> str:
    return headers.get(name, b"").decode("latin-1")


async def _answer(kept: Kept, scope: Scope, send: Send) -> None:
    same = kept.etag.decode() in header(scope, b"if-none-match")
    status = NOT_MODIFIED if same else OK
    body = b"" if same or scope["method"] == "HEAD" else kept.body
    headers = kept.headers()
    if not same:
        headers.append((b"content-length", str(len(kept.body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
