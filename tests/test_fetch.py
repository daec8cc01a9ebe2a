from __future__ import annotations

import asyncio
import gzip
import http.server
import socket
import ssl
import threading
from collections.abc import Callable, Iterator

import httpcore
import httpx
import pytest

import provenance.fetch as module
from provenance.errors import AddressRefused, FetchError, PageTooLarge
from provenance.fetch import fetch
from provenance.fetch.client import MOST_REDIRECTS, user_agent

PAGE = "<p>Řeka opadla.</p>"


def served(handler: Callable[[httpx.Request], httpx.Response]) -> httpx.MockTransport:
    return httpx.MockTransport(handler)


def never(request: httpx.Request) -> httpx.Response:
    raise AssertionError(f"requested {request.url}")


@pytest.fixture
def server() -> Iterator[tuple[int, list[str]]]:
    hosts: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            hosts.append(self.headers["Host"])
            if self.path == "/drip":
                self.send_response(200)
                self.end_headers()
                for _ in range(50):
                    self.wfile.write(b"x")
                    self.wfile.flush()
                    if stop.wait(0.05):
                        return
                return
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(PAGE.encode())

        def log_message(self, *_: object) -> None:
            pass

    stop = threading.Event()
    httpd = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield httpd.server_address[1], hosts
    stop.set()
    httpd.shutdown()
    thread.join()
    httpd.server_close()


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost:8000/",
        "http://printer.local/",
        "http://10.1.2.3/",
        "http://172.16.0.1/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://100.64.0.1/",
        "http://0.0.0.0/",
        "http://224.0.0.1/",
        "http://255.255.255.255/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0x7f.1/",
        "http://017700000001/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://127.0.0.1./",
        "http://１２７.0.0.1/",
        "http://[::1]/",
        "http://[::]/",
        "http://[fe80::1]/",
        "http://[fc00::1]/",
        "http://[ff02::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:8.8.8.8]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[2001:0:53aa:64c::1]/",
    ],
)
def test_a_private_or_oddly_written_address_is_refused_before_any_request(url: str) -> None:
    with pytest.raises(AddressRefused):
        fetch(url, transport=served(never))


@pytest.mark.parametrize(
    "url",
    ["", "ftp://news.test/a", "file:///etc/passwd", "javascript:alert(1)", "news.test/a", "http://", "http://[::1/"],
)
def test_what_is_no_web_address_is_named(url: str) -> None:
    with pytest.raises(FetchError, match="address"):
        fetch(url, transport=served(never))


def test_credentials_in_the_address_are_refused() -> None:
    with pytest.raises(FetchError, match="password"):
        fetch("https://me:secret@news.test/", transport=served(never))


def test_a_page_comes_with_its_final_address_type_and_charset() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/old":
            return httpx.Response(301, headers={"location": "/new#top"})
        assert request.headers["user-agent"] == user_agent()
        return httpx.Response(
            200, headers={"content-type": "Text/HTML; charset=windows-1250"}, content=PAGE.encode("cp1250")
        )

    page = fetch("https://news.test/old#part", transport=served(answer))
    assert (page.url, page.content_type, page.charset) == ("https://news.test/new", "text/html", "windows-1250")
    assert page.content == PAGE.encode("cp1250")


@pytest.mark.parametrize("target", ["http://127.0.0.1/", "http://[::1]:80/", "//2130706433/", "http://localhost/"])
def test_a_redirect_to_a_private_address_is_refused(target: str) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        assert request.url.host == "news.test"
        return httpx.Response(302, headers={"location": target})

    with pytest.raises(AddressRefused):
        fetch("http://news.test/", transport=served(answer))


def test_a_redirect_to_another_scheme_is_refused() -> None:
    with pytest.raises(FetchError, match="http"):
        fetch(
            "http://news.test/",
            transport=served(lambda _: httpx.Response(302, headers={"location": "file:///etc/passwd"})),
        )


def test_redirects_are_counted() -> None:
    seen: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(str(request.url))
        return httpx.Response(302, headers={"location": f"/{len(seen)}"})

    with pytest.raises(FetchError, match="redirects"):
        fetch("http://news.test/", transport=served(answer))
    assert len(seen) == MOST_REDIRECTS + 1


@pytest.mark.parametrize(
    ("status", "says"),
    [(401, "login"), (402, "payment"), (403, "refuses"), (404, "no page"), (410, "removed"), (429, "fewer"),
     (451, "legal"), (500, "fault"), (503, "fault"), (204, "no page"), (418, "does not deliver")],
)  # fmt: skip
def test_each_http_status_has_a_sentence(status: int, says: str) -> None:
    with pytest.raises(FetchError, match=says) as caught:
        fetch("https://news.test/", transport=served(lambda _: httpx.Response(status)))
    assert str(status) in str(caught.value)


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (httpx.ConnectTimeout("slow"), "seconds"),
        (httpx.ReadTimeout("slow"), "seconds"),
        (httpx.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED] no"), "secure connection"),
        (httpx.ConnectError("refused"), "cannot be reached"),
        (httpx.RemoteProtocolError("nonsense"), "cannot be read"),
        (httpcore.ConnectError("unknown name"), "No site"),
        (httpcore.ReadTimeout("slow"), "seconds"),
    ],
)
def test_errors_of_the_network_are_translated(error: Exception, says: str) -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        raise error

    with pytest.raises(FetchError, match=says):
        fetch("https://news.test/", transport=served(answer))


def test_a_page_over_the_cap_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LARGEST_PAGE", 1000)
    with pytest.raises(PageTooLarge):
        fetch("https://news.test/", transport=served(lambda _: httpx.Response(200, content=b"x" * 1001)))
    bomb = gzip.compress(b"x" * 100_000)
    assert len(bomb) < 1000
    packed = httpx.Response(200, headers={"content-encoding": "gzip"}, stream=httpx.ByteStream(bomb))
    with pytest.raises(PageTooLarge):
        fetch("https://news.test/", transport=served(lambda _: packed))


@pytest.mark.parametrize("encoding", ["gzip, gzip", "br", "zstd", "compress"])
def test_stacked_and_unknown_encodings_are_refused(encoding: str) -> None:
    packed = httpx.Response(200, headers={"content-encoding": encoding}, stream=httpx.ByteStream(b"x"))
    with pytest.raises(FetchError, match="packs"):
        fetch("https://news.test/", transport=served(lambda _: packed))


def test_a_broken_encoding_is_named() -> None:
    packed = httpx.Response(200, headers={"content-encoding": "gzip"}, stream=httpx.ByteStream(b"not gzip"))
    with pytest.raises(FetchError, match="cannot be read"):
        fetch("https://news.test/", transport=served(lambda _: packed))


def resolving(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    asked: list[str] = []
    remaining = list(answers)

    def getaddrinfo(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        asked.append(host)
        addresses = remaining.pop(0)
        if not addresses:
            raise socket.gaierror
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    monkeypatch.setattr("provenance.fetch.network.socket.getaddrinfo", getaddrinfo)
    return asked


@pytest.mark.parametrize("answers", [["127.0.0.1"], ["93.184.216.34", "10.0.0.1"], ["::1"], ["::ffff:10.0.0.1"]])
def test_a_name_with_any_private_address_is_refused(monkeypatch: pytest.MonkeyPatch, answers: list[str]) -> None:
    resolving(monkeypatch, answers)
    with pytest.raises(AddressRefused, match=r"news\.test"):
        fetch("http://news.test/")


def test_a_name_that_does_not_resolve_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    resolving(monkeypatch, [])
    with pytest.raises(FetchError, match=r"No site is known by the name news\.test"):
        fetch("http://news.test/")


def test_the_connection_goes_to_the_checked_address_and_keeps_the_host(
    monkeypatch: pytest.MonkeyPatch, server: tuple[int, list[str]]
) -> None:
    port, hosts = server
    checked: list[tuple[str, str]] = []
    monkeypatch.setattr("provenance.fetch.network.check_address", lambda address, host: checked.append((address, host)))
    asked: list[str] = []
    real = socket.getaddrinfo

    def getaddrinfo(host: str, at: int, *rest: object, **options: object) -> object:
        asked.append(host)
        return real("127.0.0.1" if host == "news.test" else host, at, *rest, **options)  # type: ignore[arg-type]

    monkeypatch.setattr("provenance.fetch.network.socket.getaddrinfo", getaddrinfo)
    page = fetch(f"http://news.test:{port}/")
    assert page.content == PAGE.encode()
    assert hosts == [f"news.test:{port}"]
    assert checked == [("127.0.0.1", "news.test")]
    assert asked.count("news.test") == 1


def test_a_private_server_can_be_allowed_by_name(server: tuple[int, list[str]]) -> None:
    port, _ = server
    url = f"http://127.0.0.1:{port}/"
    with pytest.raises(AddressRefused, match="--allow-private"):
        fetch(url)
    assert fetch(url, allow_private=["127.0.0.1"]).content == PAGE.encode()


def test_a_notebook_may_fetch_inside_its_own_loop(server: tuple[int, list[str]]) -> None:
    async def cell() -> bytes:
        return fetch(f"http://127.0.0.1:{server[0]}/", allow_private=["127.0.0.1"]).content

    assert asyncio.run(cell()) == PAGE.encode()


def test_a_name_service_that_hangs_keeps_nothing_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "TOTAL_SECONDS", 0.2)
    hanging = threading.Event()
    monkeypatch.setattr("provenance.fetch.network.socket.getaddrinfo", lambda *_, **__: hanging.wait(30) and [])
    with pytest.raises(FetchError, match="seconds"):
        fetch("http://news.test/")
    hanging.set()


def test_a_server_that_drips_is_cut_off(monkeypatch: pytest.MonkeyPatch, server: tuple[int, list[str]]) -> None:
    monkeypatch.setattr(module, "TOTAL_SECONDS", 0.3)
    with pytest.raises(FetchError, match="seconds"):
        fetch(f"http://127.0.0.1:{server[0]}/drip", allow_private=["127.0.0.1"])


def test_the_name_for_tls_is_the_name_of_the_site(monkeypatch: pytest.MonkeyPatch) -> None:
    names: list[str | None] = []

    class Stream(httpcore.AsyncNetworkStream):
        async def start_tls(
            self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
        ) -> httpcore.AsyncNetworkStream:
            assert ssl_context.check_hostname
            assert ssl_context.verify_mode is ssl.CERT_REQUIRED
            assert timeout is not None
            names.append(server_hostname)
            raise httpcore.ConnectError("[SSL] stopped here")

        async def aclose(self) -> None:
            pass

    reached: list[str] = []

    async def connect(_: object, host: str, *__: object) -> httpcore.AsyncNetworkStream:
        reached.append(host)
        return Stream()

    resolving(monkeypatch, ["93.184.216.34"])
    monkeypatch.setattr(httpcore.AnyIOBackend, "connect_tcp", connect)
    with pytest.raises(FetchError, match="secure connection"):
        fetch("https://news.test/")
    assert (reached, names) == (["93.184.216.34"], ["news.test"])
