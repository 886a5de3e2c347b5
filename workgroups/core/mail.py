"""Letters: made as EmailMessages, and handed to the SMTP server or, without one, kept as files."""

import re
import smtplib
import ssl
from contextlib import closing, suppress
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from urllib.parse import unquote, urlsplit

from workgroups.core.clock import utc_now
from workgroups.core.settings import Settings
from workgroups.core.text import EMAIL

# Without 8-bit bodies a message passes every server as it is.
POLICY = SMTP.clone(cte_type="7bit")
KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
TIMEOUT_SECONDS = 30
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


class MailError(Exception):
    """A letter that did not leave; its text says what the server or the machine answered."""


class Temporary(MailError):
    """Not now: a 4xx answer, or a server or disk that cannot be used. Trying again later makes sense."""


class Permanent(MailError):
    """Never like this: the server refused this letter with a 5xx answer."""


class NoAddress(Permanent, ValueError):
    """What a letter should go to is not exactly one address that mail can have."""


def compose(
    settings: Settings,
    *,
    key: str,
    to: str,
    subject: str,
    text: str,
    calendar: bytes | None = None,
    calendar_method: str = "REQUEST",
) -> EmailMessage:
    """A letter to one address.

    `key` makes the Message-ID with the public host: the same key is the same letter, however often sent.
    `calendar` is an iCalendar object, added as an alternative that calendars answer to and as a file.
    Line ends in the subject become spaces, so that it cannot add headers. Raises NoAddress when `to` is not
    exactly one address, and ValueError when a key has other characters than letters, digits, `.`, `_`, `-`.
    """
    recipient = _address(to)
    message = EmailMessage(policy=POLICY)
    name, sender = parseaddr(settings.mail_from)
    message["From"] = Address(name, addr_spec=sender)
    message["To"] = recipient
    message["Subject"] = " ".join(subject.split())
    message["Date"] = format_datetime(utc_now())
    message["Message-ID"] = f"<{_plain(key)}@{settings.mail_host}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    if calendar is not None:
        message.add_alternative(calendar.decode(), subtype="calendar", params={"method": calendar_method})
        message.add_attachment(calendar, maintype="application", subtype="ics", filename="meeting.ics")
    return message


def send(settings: Settings, message: EmailMessage) -> None:
    """Hand a letter over; raises Temporary or Permanent when it was not accepted.

    Without `smtp_url` it is written to `data_dir/mail/` as `<key>.eml`: the mailbox of the demonstration.
    """
    try:
        if settings.smtp_url is None:
            _keep(settings, message)
        else:
            _hand_over(settings.smtp_url, settings.mail_host, message)
    except smtplib.SMTPRecipientsRefused as error:
        raise _refusal(*next(iter(error.recipients.values()))) from error
    except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
        raise _refusal(error.smtp_code, error.smtp_error) from error
    except OSError as error:  # SMTP errors about the connection or the sign-in are among them
        raise Temporary(str(error) or type(error).__name__) from error


def _hand_over(url: str, own_name: str, message: EmailMessage) -> None:
    with closing(_connection(url, own_name)) as server:
        server.send_message(message)
        # The server has the letter; a farewell that goes wrong must not send it twice.
        with suppress(OSError):
            server.quit()


def _connection(url: str, own_name: str) -> smtplib.SMTP:
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
    server: smtplib.SMTP
    if parts.scheme == "smtps":
        context = ssl.create_default_context()
        server = smtplib.SMTP_SSL(host, port, own_name, timeout=TIMEOUT_SECONDS, context=context)
    else:
        server = smtplib.SMTP(host, port, own_name, timeout=TIMEOUT_SECONDS)
    try:
        if parts.scheme == "smtp+starttls":
            server.starttls(context=ssl.create_default_context())
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
    except OSError:
        server.close()
        raise
    return server


def _refusal(code: int, answer: bytes | str) -> MailError:
    text = answer.decode(errors="replace") if isinstance(answer, bytes) else answer
    return (Permanent if code >= 500 else Temporary)(f"{code} {text}")


def _keep(settings: Settings, message: EmailMessage) -> None:
    folder = settings.data_dir / "mail"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # letters hold sign-in links
    key = message["Message-ID"].strip("<>").rpartition("@")[0]
    unfinished = folder / f"{_plain(key)}.part"
    unfinished.write_bytes(message.as_bytes())
    unfinished.replace(folder / f"{key}.eml")


def _address(to: str) -> Address:
    """One address; browsers let some pass that no mail can go to, such as a name with two dots in a row."""
    if not EMAIL.fullmatch(to.lower()):
        raise NoAddress("a letter goes to exactly one address")
    try:
        return Address(addr_spec=to)
    except (ValueError, MessageError) as problem:
        raise NoAddress(f"a letter goes to exactly one address: {problem}") from problem


def _plain(key: str) -> str:
    if not KEY.fullmatch(key):
        raise ValueError("a key is made of letters, digits, dots, underscores and hyphens")
    return key
