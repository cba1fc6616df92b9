"""Which addresses may be asked, by how they are written and by what they resolve to."""

import pytest

from rag.errors import FetchError
from rag.fetching.addresses import Hosts, address_of, is_public, shown


@pytest.mark.parametrize(
    "number",
    [
        "127.0.0.1", "127.8.9.10", "0.0.0.0", "0.1.2.3", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",
        "169.254.169.254", "100.64.0.1", "192.0.0.8", "192.0.2.1", "198.18.0.1", "198.51.100.7", "203.0.113.9",
        "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
        "::", "::1", "fe80::1", "fe80::1%eth0", "fec0::1", "fc00::1", "fd12:3456::1", "ff02::1", "2001:db8::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:93.184.215.14", "::127.0.0.1", "::7f00:1",
        "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2002:7f00:1::", "2002:a9fe:a9fe::1",
        "2001:0:4136:e378:8000:63bf:f5ff:fffe", "100::1", "not a number", "",
    ],
)  # fmt: skip
def test_what_is_not_public_is_not_asked(number: str) -> None:
    assert not is_public(number)


@pytest.mark.parametrize(
    "number", ["93.184.215.14", "8.8.8.8", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::808:808"]
)
def test_what_is_public_is_asked(number: str) -> None:
    assert is_public(number)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("HTTP://Example.ORG", "http://example.org/"),
        ("https://example.org:443/a b?q=ä#part", "https://example.org/a%20b?q=%C3%A4"),
        ("http://example.org:8080/%C3%A4", "http://example.org:8080/%C3%A4"),
        ("https://bücher.example/<script>--><x", "https://xn--bcher-kva.example/%3Cscript%3E--%3E%3Cx"),
        ("http://[::1]:8000/x", "http://[::1]:8000/x"),
        ("  https://example.org./x\n", "https://example.org/x"),
    ],
)
def test_an_address_is_read_in_one_form(written: str, read: str) -> None:
    assert str(address_of(written)) == read
    assert str(address_of(read)) == read


@pytest.mark.parametrize(
    "written",
    [
        "file:///etc/passwd", "ftp://example.org/a", "gopher://example.org", "javascript:alert(1)", "example.org", "",
        "http://", "http:///a", "http://[::1", "http://a:b/", "http://example.org:25/", "http://example.org:99999/",
        "http://exa mple.org/", "http://ex\u0000ample.org", "http://a\r\nHost: b/", "http://" + "a" * 70 + ".org",
        "https://example.org/" + "a" * 2000,
    ],
)  # fmt: skip
def test_what_is_no_address_is_told_in_one_line(written: str) -> None:
    with pytest.raises(FetchError) as raised:
        address_of(written)
    assert "\n" not in str(raised.value)
    assert len(str(raised.value)) < 250


def test_a_password_in_an_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(FetchError, match="name or password") as raised:
        address_of("https://me:hunter2@example.org/")
    assert "hunter2" not in str(raised.value)
    assert "hunter2" not in shown("ftp://me:hunter2@example.org/")


def test_addresses_of_one_article_have_one_key() -> None:
    same = ["http://example.org/a", "https://www.example.org/a/", "https://example.org/a?utm_source=x&fbclid=1"]
    assert len({address_of(one).key for one in same}) == 1
    assert address_of("https://example.org/a?id=1").key != address_of("https://example.org/a?id=2").key


def test_a_host_is_allowed_by_name_and_by_port() -> None:
    hosts = Hosts(["Intranet", "localhost:8000", "[::1]"])
    assert hosts.allow(address_of("http://intranet/"))
    assert hosts.allow(address_of("http://intranet:8080/"))
    assert hosts.allow(address_of("http://localhost:8000/"))
    assert hosts.allow(address_of("http://[::1]:9000/"))
    assert not hosts.allow(address_of("http://localhost:8001/"))
    assert not hosts.allow(address_of("http://intranet.example.org/"))
