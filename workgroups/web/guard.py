"""What stands before every request: a same-origin check for changes, and headers that keep browsers strict."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SAFE = {"GET", "HEAD", "OPTIONS"}

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

STRICT = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # with no-referrer, browsers would send "Origin: null"
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Strict-Transport-Security": "max-age=31536000",  # browsers heed it over https only: RFC 6797, 8.1
}


class Guard:
    """ASGI middleware. `public_url` is the address that people type; `session_cookie` the cookie worth protecting."""

    def __init__(self, app: ASGIApp, public_url: str, session_cookie: str) -> None:
        self.app = app
        self.origin = "{0.scheme}://{0.netloc}".format(urlsplit(public_url))
        self.session_cookie = session_cookie
        self.headers = [(name.lower().encode(), value.encode()) for name, value in STRICT.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def strict(message: Message) -> None:
            if message["type"] == "http.response.start":
                there = {name for name, _ in message["headers"]}
                missing = [header for header in self.headers if header[0] not in there]
                message["headers"] = [*message["headers"], *missing]
            await send(message)

        if scope["method"] in SAFE or self.same_origin(Headers(scope=scope)):
            await self.app(scope, receive, strict)
        else:
            refusal = PlainTextResponse("This form came from another site, so nothing was changed.", 403)
            await refusal(scope, receive, strict)

    def same_origin(self, headers: Headers) -> bool:
        """Does the change come from our own page?

        Browsers say so in `Sec-Fetch-Site`, older ones in `Origin`. Programs send neither and carry no session cookie.
        """
        site = headers.get("Sec-Fetch-Site")
        if site is not None:
            return site in ("same-origin", "none")
        origin = headers.get("Origin")
        if origin is not None:
            return origin == self.origin or urlsplit(origin).netloc == headers.get("Host")
        return f"{self.session_cookie}=" not in headers.get("Cookie", "")
