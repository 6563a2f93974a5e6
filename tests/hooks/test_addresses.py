"""Where a webhook may be sent: the world by TLS, and networks that the operator lists."""

import ssl
import subprocess
from ipaddress import ip_address, ip_network

import pytest
from django.core.exceptions import ImproperlyConfigured, ValidationError

from config import environment
from hooks import addresses, posting
from hooks.addresses import NotAllowed, check_url, is_allowed, target
from hooks.models import Trouble
from tests.hooks.listener import Listener, listening

PRIVATE = [
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1",
    "255.255.255.255", "::1", "::", "fe80::1", "fd00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
    "64:ff9b::a00:1", "2002:7f00:1::", "192.0.2.1", "2001:db8::1",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_what_is_not_in_the_world_is_refused(settings, address):
    settings.WEBHOOK_NETWORKS = []
    assert not is_allowed(ip_address(address), is_tls=True)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:93.184.216.34"])
def test_the_world_is_sent_to_by_tls_alone(settings, address):
    settings.WEBHOOK_NETWORKS = []
    assert [is_allowed(ip_address(address), is_tls=is_tls) for is_tls in (True, False)] == [True, False]


def test_a_listed_network_may_be_sent_to_and_none_beside_it(settings):
    settings.WEBHOOK_NETWORKS = [ip_network("10.20.0.0/16")]
    tried = [is_allowed(ip_address(one), is_tls=False) for one in ("10.20.1.1", "::ffff:10.20.1.1", "10.21.1.1")]
    assert tried == [True, True, False]


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "2130706433", "0x7f.1", "127.1"])
def test_however_this_machine_is_written_it_is_refused(settings, host):
    settings.WEBHOOK_NETWORKS = []
    with pytest.raises((NotAllowed, OSError)):
        target(f"https://{host}/")


@pytest.mark.parametrize(
    "url",
    ["ftp://a.example/", "https://", "https://me:word@a.example/", "https://a.example/#x", "https://a.example:x/"],
)
def test_an_address_that_could_never_be_sent_to_is_refused_in_words(url):
    with pytest.raises(ValidationError):
        check_url(url)


@pytest.mark.parametrize("text", ["10.0.0.1/8", "localhost", "10.0.0.0/99"])
def test_a_wrong_network_in_the_settings_refuses_to_start(text):
    with pytest.raises(ImproperlyConfigured, match="WEBHOOK_NETWORKS must be networks"):
        environment.networks("WEBHOOK_NETWORKS", {"WEBHOOK_NETWORKS": text})


def test_the_address_that_was_looked_at_is_the_one_that_is_connected_to(settings):
    """A name that would lead elsewhere when it is looked up again changes nothing."""
    settings.WEBHOOK_NETWORKS = [ip_network("127.0.0.0/8"), ip_network("::1/128")]
    with listening() as server:
        asked = addresses.Target("127.0.0.1", server.server_port, "no-such-name.invalid", False)
        assert posting._exchange(asked, "http://no-such-name.invalid/hook", b"{}", {"Content-Length": "2"}) == 200
        assert server.got[0][1]["Host"] == "no-such-name.invalid"


@pytest.fixture
def certified(tmp_path, monkeypatch, settings):
    """A TLS server whose certificate is for localhost, and trusted here."""
    settings.WEBHOOK_NETWORKS = [ip_network("127.0.0.0/8"), ip_network("::1/128")]
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    extra = ["-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate]
    subprocess.run([*made, *extra], check=True, capture_output=True)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    server = Listener()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    with listening(server):
        yield server


def test_a_certificate_is_asked_for_the_name_and_not_for_the_address(certified):
    """Connected to by its address, known by its name."""
    port = certified.server_port
    assert posting._sent(f"https://localhost:{port}/", b"{}", {"Content-Length": "2"}).status == 200
    answer = posting._sent(f"https://127.0.0.1:{port}/", b"{}", {"Content-Length": "2"})
    assert (answer.status, answer.trouble) == (None, Trouble.CERTIFICATE)


def test_a_certificate_that_nobody_vouches_for_is_refused(certified, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    answer = posting._sent(f"https://localhost:{certified.server_port}/", b"{}", {"Content-Length": "2"})
    assert (answer.trouble, certified.got) == (Trouble.CERTIFICATE, [])
