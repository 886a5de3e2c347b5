import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
import time_machine
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from workgroups.core import mail
from workgroups.core.settings import Settings

CALENDAR = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nSUMMARY:R\xc3\xa9union\r\nEND:VCALENDAR\r\n"


class Mailbox:
    """A real SMTP server's memory: what it took, and what it is told to answer."""

    def __init__(self) -> None:
        self.taken: list[Envelope] = []
        self.sign_ins: list[tuple[str, str]] = []
        self.answers: dict[str, str] = {}

    async def handle_MAIL(  # noqa: N802 - the server's name for it
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self.answers.get("MAIL", "250 OK")

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self.answers.get("RCPT", "250 OK")

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        answer = self.answers.get("DATA", "250 OK")
        if answer.startswith("2"):
            self.taken.append(envelope)
        return answer

    async def handle_QUIT(self, _server: SMTP, _session: Session, _envelope: Envelope) -> str:  # noqa: N802
        return self.answers.get("QUIT", "221 Bye")

    def sign_in(self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        self.sign_ins.append((data.login.decode(), data.password.decode()))
        return AuthResult(success=data.password == b"p@ss", handled=False)


@contextmanager
def listening(mailbox: Mailbox, **options: Any) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    controller = Controller(mailbox, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def server(mailbox: Mailbox) -> Iterator[int]:
    with listening(mailbox) as port:
        yield port


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A certificate for the loopback address that this machine is told to trust."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "loopback")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "certificate.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + signed.public_bytes(serialization.Encoding.PEM))
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


def settings(tmp_path: Path, smtp_url: str | None = None) -> Settings:
    return Settings(data_dir=tmp_path, smtp_url=smtp_url, public_url="https://groups.example.org")


def letter(config: Settings, **changes: Any) -> EmailMessage:
    given = {"key": "delivery-7", "to": "amina@example.org", "subject": "Meeting called", "text": "Come.\n"}
    return mail.compose(config, **(given | changes))


def read_back(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, policy=default)


def words(message: EmailMessage) -> str:
    return str(message.get_content()).replace("\r\n", "\n")


@time_machine.travel("2026-11-22T12:00:00Z", tick=False)
def test_headers(tmp_path: Path):
    message = letter(settings(tmp_path))
    assert message["From"] == "Workgroups <workgroups@groups.example.org>"
    assert message["To"] == "amina@example.org"
    assert message["Subject"] == "Meeting called"
    assert message["Date"] == "Sun, 22 Nov 2026 12:00:00 +0000"
    assert message["Message-ID"] == "<delivery-7@groups.example.org>"
    assert message["Auto-Submitted"] == "auto-generated"


def test_a_subject_cannot_add_headers(tmp_path: Path):
    message = letter(settings(tmp_path), subject="Réunion\r\nBcc: other@example.org\n\nBody")
    read = read_back(message.as_bytes())
    assert read["Subject"] == "Réunion Bcc: other@example.org Body"
    assert read["Bcc"] is None
    assert words(read) == "Come.\n"


@pytest.mark.parametrize(
    "changes",
    [
        {"to": "a@example.org, b@example.org"},
        {"to": "a@example.org\nBcc: b@example.org"},
        {"to": "a@example.org>"},
        {"to": "nobody"},
        {"to": "two..dots@example.org"},
        {"to": ".dot@example.org"},
        {"to": ""},
        {"key": "a b"},
        {"key": "a>\n"},
        {"key": "../up"},
        {"key": ""},
    ],
)
def test_what_is_no_address_or_key_is_refused(tmp_path: Path, changes: dict[str, str]):
    with pytest.raises(ValueError, match=r"one address|is made of"):
        letter(settings(tmp_path), **changes)


def test_calendar(tmp_path: Path):
    message = letter(settings(tmp_path), text="Venez à la réunion.", calendar=CALENDAR, calendar_method="CANCEL")
    read = read_back(message.as_bytes())
    assert [part.get_content_type() for part in read.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/calendar",
        "application/ics",
    ]
    _mixed, _alternative, text, calendar, file = read.walk()
    assert words(text) == "Venez à la réunion.\n"
    assert calendar["Content-Type"].params == {"charset": "utf-8", "method": "CANCEL"}
    assert calendar.get_payload(decode=True) == CALENDAR
    assert file.get_content() == CALENDAR
    assert file.get_filename() == "meeting.ics"
    assert message.as_bytes().isascii()


def test_sending(tmp_path: Path, mailbox: Mailbox, server: int):
    config = settings(tmp_path, f"smtp://127.0.0.1:{server}")
    mail.send(config, letter(config, text="Réunion jeudi.\n.\n..\n" + "x" * 2000))
    [envelope] = mailbox.taken
    assert envelope.mail_from == "workgroups@groups.example.org"
    assert envelope.rcpt_tos == ["amina@example.org"]
    assert isinstance(envelope.content, bytes)
    read = read_back(envelope.content)
    assert read["Message-ID"] == "<delivery-7@groups.example.org>"
    assert words(read) == "Réunion jeudi.\n.\n..\n" + "x" * 2000 + "\n"
    assert not (tmp_path / "mail").exists()


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize(
    ("answer", "error"), [("451 Try later", mail.Temporary), ("550 No such person", mail.Permanent)]
)
def test_refusals(
    tmp_path: Path, mailbox: Mailbox, server: int, *, command: str, answer: str, error: type[mail.MailError]
):
    mailbox.answers[command] = answer
    config = settings(tmp_path, f"smtp://127.0.0.1:{server}")
    with pytest.raises(error, match=answer):
        mail.send(config, letter(config))
    assert mailbox.taken == []


def test_a_farewell_that_goes_wrong_does_not_send_twice(tmp_path: Path, mailbox: Mailbox, server: int):
    mailbox.answers["QUIT"] = "421 Too busy"
    config = settings(tmp_path, f"smtp://127.0.0.1:{server}")
    mail.send(config, letter(config))
    assert len(mailbox.taken) == 1


def test_no_server(tmp_path: Path):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        config = settings(tmp_path, f"smtp://127.0.0.1:{unused.getsockname()[1]}")
        with pytest.raises(mail.Temporary, match="refused"):
            mail.send(config, letter(config))


@pytest.mark.parametrize("scheme", ["smtp+starttls", "smtps"])
def test_encrypted_with_sign_in(tmp_path: Path, mailbox: Mailbox, certificate: ssl.SSLContext, scheme: str):
    options: dict[str, Any] = {"authenticator": mailbox.sign_in}
    if scheme == "smtps":
        options |= {"ssl_context": certificate, "auth_require_tls": False}
    else:
        options |= {"tls_context": certificate, "require_starttls": True, "auth_required": True}
    with listening(mailbox, **options) as port:
        config = settings(tmp_path, f"{scheme}://user%40example.org:p%40ss@127.0.0.1:{port}")
        mail.send(config, letter(config))
        assert len(mailbox.taken) == 1
        assert set(mailbox.sign_ins) == {("user@example.org", "p@ss")}

        wrong = settings(tmp_path, f"{scheme}://user%40example.org:wrong@127.0.0.1:{port}")
        with pytest.raises(mail.Temporary, match="535"):
            mail.send(wrong, letter(wrong))
        assert len(mailbox.taken) == 1


def test_a_certificate_that_nobody_vouches_for(
    tmp_path: Path, mailbox: Mailbox, certificate: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.delenv("SSL_CERT_FILE")
    with listening(mailbox, tls_context=certificate) as port:
        config = settings(tmp_path, f"smtp+starttls://127.0.0.1:{port}")
        with pytest.raises(mail.Temporary, match="certificate"):
            mail.send(config, letter(config))
    assert mailbox.taken == []


def test_no_encryption_offered_means_no_letter(tmp_path: Path, mailbox: Mailbox, server: int):
    config = settings(tmp_path, f"smtp+starttls://127.0.0.1:{server}")
    with pytest.raises(mail.Temporary, match="STARTTLS") as caught:
        mail.send(config, letter(config))
    assert isinstance(caught.value.__cause__, smtplib.SMTPNotSupportedError)
    assert mailbox.taken == []


def test_without_a_server_mail_is_kept(tmp_path: Path):
    config = settings(tmp_path)
    mail.send(config, letter(config))
    mail.send(config, letter(config, text="Again.\n"))
    [file] = (tmp_path / "mail").iterdir()
    assert file.name == "delivery-7.eml"
    read = read_back(file.read_bytes())
    assert read["To"] == "amina@example.org"
    assert words(read) == "Again.\n"


def test_a_disk_that_cannot_be_written(tmp_path: Path):
    (tmp_path / "mail").write_text("in the way")
    config = settings(tmp_path)
    with pytest.raises(mail.Temporary, match="exists"):
        mail.send(config, letter(config))
