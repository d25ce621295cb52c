"""What each response carries: security headers, cache rule, ETag, compression."""

from __future__ import annotations

import hashlib
import secrets
import struct
import zlib
from collections.abc import Callable, Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, Response, g, request

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "X-Frame-Options": "DENY",
}
REVALIDATE = "private, no-cache"
NO_STORE = "no-store"
LEAST_PACKED = 600
GZIP_HEAD = b"\x1f\x8b\x08\x08\0\0\0\0\0\xff"
"""The head of a gzip file (RFC 1952): deflated, with a file name, without a time, from no system in particular."""
PACKED_TYPES = ("text/", "application/json")


def revalidate() -> None:
    """Let the browser keep this page and ask whether it is still the same (lessons, the law, public pages)."""
    g.cache_rule = REVALIDATE


def init_responses(app: Flask, *, https: bool) -> None:
    """Complete every response."""
    fixed = [*HEADERS.items()]
    if https:
        fixed.append(("Strict-Transport-Security", "max-age=31536000; includeSubDomains"))
    app.wsgi_app = _with_headers(app.wsgi_app, fixed)  # type: ignore[assignment,method-assign]  # as Flask tells to do it

    @app.after_request
    def _complete(response: Response) -> Response:
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = g.get("cache_rule", NO_STORE)
            response.headers["Vary"] = "Cookie, Accept-Encoding"
            if "cache_rule" in g and response.status_code == 200:
                response.headers["ETag"] = f'W/"{hashlib.blake2b(response.get_data(), digest_size=12).hexdigest()}"'
                if "If-None-Match" in request.headers:
                    response.make_conditional(request)
        return _pack(response)


def _with_headers(application: WSGIApplication, fixed: list[tuple[str, str]]) -> WSGIApplication:
    """Add headers that never change to each response, where it has none of that name: at once, not one by one."""

    def complete(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[[bytes], object]:
            own = {name.lower() for name, _value in headers}
            added = [header for header in fixed if header[0].lower() not in own]
            return start_response(status, headers + added, exc_info)

        return application(environ, start)

    return complete


def _pack(response: Response) -> Response:
    if (
        response.status_code == 304
        or response.direct_passthrough
        or "Content-Encoding" in response.headers
        or not response.content_type.startswith(PACKED_TYPES)
        or "gzip" not in request.headers.get("Accept-Encoding", "")
    ):
        return response
    body = response.get_data()
    if len(body) >= LEAST_PACKED:
        response.set_data(_gzip(body))
        response.headers["Content-Encoding"] = "gzip"
    return response


def _gzip(body: bytes) -> bytes:
    """Compress, with a file name of random length in the header: the length then tells less of what is inside."""
    packer = zlib.compressobj(4, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = packer.compress(body) + packer.flush()
    name = b"x" * secrets.randbelow(48) + b"\0"
    return GZIP_HEAD + name + packed + struct.pack("<II", zlib.crc32(body), len(body) & 0xFFFFFFFF)
