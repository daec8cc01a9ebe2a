"""Who may ask, and how much: the door of the desk, before any route.

A desk on loopback is within reach of every page in the same browser. So the Host header must be one of the
desk's own names (a name that an attacker points at 127.0.0.1 is not), and what changes anything must come
from the desk's own pages (OWASP cheat sheet on cross-site request forgery; `Sec-Fetch-Site`).
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import ipaddress
import time
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from fastapi import HTTPException
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import RedirectResponse, Response

from provenance.web.answers import API, problem
from provenance.web.settings import LOOPBACK, Settings

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "provenance_desk"
#: The most that a request may carry, and how long it may take to arrive, in bytes and seconds.
LARGEST_BODY, BODY_SECONDS = 21_000_000, 30.0
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
#: What is shown without the token: the way in, the page's own looks, and whether the desk is alive.
_OPEN = ("/login", "/static/", "/api/v1/health")
_TOO_LARGE = f"The request is larger than {LARGEST_BODY // 1_000_000} MB; give the text of one article."
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # Without any, a browser would hide the origin of the desk's own forms too.
    "referrer-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}


class Guard:
    """The ASGI application around the application."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        """Guard `app`."""
        self._app = app
        self._settings = settings
        names = {*LOOPBACK, settings.host, *settings.hosts}
        self._names = frozenset(name.lower().strip("[]").rstrip(".") for name in names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in or turn it away."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("cache-control", "no-store")
            await send(message)

        request = Headers(scope=scope)
        refusal = self._refusal(scope["method"], scope["path"], request)
        if refusal is not None:
            await refusal(scope, receive, send_safely)
            return
        await self._app(scope, _limited(receive), send_safely)

    def _refusal(self, method: str, path: str, headers: Headers) -> Response | None:
        host = headers.get("host", "")
        if not self._is_ours(host):
            return problem(421, "UnknownHost", "This desk is not known by that name; name it with --allow-host.")
        if method not in _SAFE and not _same_origin(headers, host):
            return problem(403, "ForeignOrigin", "This was sent by a page of another site; use the desk's own page.")
        if _announced(headers) > LARGEST_BODY:
            return problem(413, "TooLarge", _TOO_LARGE)
        if path.startswith(_OPEN) or self._has_token(headers):
            return None
        if method in _SAFE and not path.startswith(API):
            return RedirectResponse(f"/login?to={quote(path, safe='/')}", 303)
        return problem(401, "TokenMissing", "This desk wants its token: send `Authorization: Bearer TOKEN`.")

    def _is_ours(self, host: str) -> bool:
        try:
            parts = urlsplit(f"//{host}")
            name, _ = (parts.hostname or "").rstrip("."), parts.port
        except ValueError:
            return False
        if "@" in host or parts.netloc != host:
            return False
        if name in self._names:
            return True
        # A name can be pointed at this computer by anyone, a number cannot.
        return self._settings.host not in LOOPBACK and _is_address(name)

    def _has_token(self, headers: Headers) -> bool:
        token = self._settings.token
        if token is None:
            return True
        kind, _, given = headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer" and same_secret(given.strip(), token):
            return True
        try:
            cookies = SimpleCookie(headers.get("cookie", ""))
        except CookieError:
            return False
        return COOKIE in cookies and same_secret(cookies[COOKIE].value, cookie_value(token))


def cookie_value(token: str) -> str:
    """What the cookie of someone who knows the token holds."""
    return hmac.digest(token.encode(), COOKIE.encode(), hashlib.sha256).hex()


def same_secret(given: str, secret: str) -> bool:
    """Compare without telling by the time it takes how much was right."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), secret.encode())


def _same_origin(headers: Headers, host: str) -> bool:
    """Whether a request comes from the desk's own page, or from no page at all."""
    if headers.get("sec-fetch-site", "none") not in {"same-origin", "none"}:
        return False
    origin = headers.get("origin")
    if origin is None:
        return True
    try:
        return urlsplit(origin).netloc.lower() == host.lower()
    except ValueError:
        return False


def _announced(headers: Headers) -> int:
    """The length that a request says it has; what is no number is left to the server, which refuses it."""
    length = headers.get("content-length", "0")
    return int(length) if length.isdecimal() and len(length) < 20 else 0


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _limited(receive: Receive) -> Receive:
    """The request's body within its limits of size and time."""
    deadline = time.monotonic() + BODY_SECONDS
    taken = 0
    whole = False

    async def limited() -> Message:
        nonlocal taken, whole
        if whole:
            # The client is only listened to for its leaving now.
            return await receive()
        try:
            async with asyncio.timeout(deadline - time.monotonic()):
                message = await receive()
        except TimeoutError as error:
            raise HTTPException(408, "The request did not arrive in time; send it again.") from error
        taken += len(message.get("body", b""))
        whole = not message.get("more_body", False)
        if taken > LARGEST_BODY:
            raise HTTPException(413, _TOO_LARGE)
        return message

    return limited
