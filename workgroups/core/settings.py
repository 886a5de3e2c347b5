"""Settings from the environment: `WORKGROUPS_DATA_DIR`, `WORKGROUPS_PUBLIC_URL` and so on."""

import os
import re
from collections.abc import Mapping
from email.utils import parseaddr
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import SplitResult, urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

PREFIX = "WORKGROUPS_"
OIDC_PARTS = ("ISSUER", "CLIENT_ID", "CLIENT_SECRET", "LABEL", "DOMAINS")
OIDC = re.compile(rf"{PREFIX}OIDC_(?P<name>[A-Z0-9_]+?)_(?P<part>{'|'.join(OIDC_PARTS)})")
HOST = re.compile(r"(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*|\[[0-9a-f:]+\]", re.IGNORECASE)
SMTP_SCHEMES = {"smtp", "smtps", "smtp+starttls"}


def _split(value: object) -> object:
    if not isinstance(value, str):
        return value
    return tuple(part.strip() for part in value.split(",") if part.strip())


def _url(value: str, schemes: set[str]) -> SplitResult:
    """The parts of an address; raises ValueError for another scheme, without a host, or with a bad port."""
    parts = urlsplit(value)
    if parts.scheme not in schemes or not parts.hostname or parts.port == 0:
        raise ValueError(f"must look like {' or '.join(f'{scheme}://host' for scheme in sorted(schemes))}")
    return parts


def _public(value: str) -> str:
    parts = _url(value, {"http", "https"})
    if parts.path.strip("/") or parts.query or parts.fragment or parts.username:
        raise ValueError("must be scheme, host and port only, like https://workgroups.example.org")
    return f"{parts.scheme}://{parts.netloc}"


def _issuer(value: str) -> str:
    _url(value, {"http", "https"})
    return value


def _smtp(value: str) -> str:
    _url(value, SMTP_SCHEMES)
    return value


def _bucket(value: str) -> str:
    _url(value, {"s3"})
    return value


def _hosts(values: tuple[str, ...]) -> tuple[str, ...]:
    for value in values:
        if not HOST.fullmatch(value):
            raise ValueError(f"{value} must be a host name without scheme and port, like *.example.org")
    return values


def _networks(values: tuple[str, ...]) -> tuple[str, ...]:
    for value in values:
        ip_network(value)  # raises ValueError with the reason
    return values


def _mailbox(value: str) -> str:
    _name, address = parseaddr(value)
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", address) or not value.isprintable():
        raise ValueError("must be an e-mail address, with or without a name: Work groups <mail@example.org>")
    return value


CommaList = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split)]


class Provider(BaseModel):
    """One OpenID Connect provider. Only verified e-mail addresses of `domains` are linked to an account."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    name: str
    label: str
    issuer: Annotated[str, AfterValidator(_issuer)]
    client_id: str
    client_secret: SecretStr
    domains: CommaList = Field(min_length=1)


class Settings(BaseSettings):
    """Everything an operator decides; the same names as environment variables begin with `WORKGROUPS_`.

    Raises pydantic.ValidationError, without the values, when something is malformed or incomplete.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, frozen=True, extra="forbid", hide_input_in_errors=True
    )

    data_dir: Path = Path("var")
    """The folder for the database, files and, without SMTP, mail."""
    database_url: str = Field(default_factory=lambda given: f"sqlite:///{given['data_dir']}/workgroups.db", repr=False)
    public_url: Annotated[str, AfterValidator(_public)] = "http://127.0.0.1:8000"
    """Where people reach the site: scheme, host and port, without a slash at the end."""
    allowed_hosts: Annotated[CommaList, AfterValidator(_hosts)] = Field(
        default_factory=lambda given: (urlsplit(given["public_url"]).hostname or "",)
    )
    trusted_proxies: Annotated[CommaList, AfterValidator(_networks)] = ()
    """Addresses or networks whose X-Forwarded-* headers are believed."""
    smtp_url: Annotated[str, AfterValidator(_smtp)] | None = Field(default=None, repr=False)
    """`smtp://`, `smtps://` or `smtp+starttls://user:password@host:port`; None writes to `data_dir/mail`."""
    mail_from: Annotated[str, AfterValidator(_mailbox)] = Field(
        default_factory=lambda given: f"Workgroups <workgroups@{_mail_host(given['public_url'])}>"
    )
    papers_url: Annotated[str, AfterValidator(_bucket)] | None = None
    """`s3://bucket/folder` for the papers; None keeps them in `data_dir/papers`."""
    paper_mb: int = Field(default=25, ge=1, le=2000)
    """The largest paper, in megabytes."""
    oidc: dict[str, Provider] = {}
    """The sign-in providers by name, from `WORKGROUPS_OIDC_<NAME>_ISSUER`, `_CLIENT_ID` and so on."""

    @property
    def mail_host(self) -> str:
        """The public host as mail writes it; an IP address is no mail domain, so it becomes "localhost"."""
        return _mail_host(self.public_url)

    @model_validator(mode="before")
    @classmethod
    def _with_providers(cls, given: dict[str, Any]) -> dict[str, Any]:
        return {"oidc": providers(os.environ)} | given


def providers(environment: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """What `WORKGROUPS_OIDC_<NAME>_<PART>` say, by the provider's name in lower case.

    Raises ValueError, naming the variables, when one is unknown or a provider is incomplete.
    """
    found: dict[str, dict[str, str]] = {}
    for variable, value in environment.items():
        if not variable.startswith(f"{PREFIX}OIDC_") or not value.strip():
            continue
        known = OIDC.fullmatch(variable)
        if known is None:
            raise ValueError(f"{variable} is not a setting: it has to end in {', '.join(OIDC_PARTS)}")
        found.setdefault(known["name"], {})[known["part"].lower()] = value.strip()
    for name, parts in found.items():
        missing = [part for part in OIDC_PARTS if part != "LABEL" and part.lower() not in parts]
        if missing:
            raise ValueError(f"{name} also needs {', '.join(f'{PREFIX}OIDC_{name}_{part}' for part in missing)}")
        parts.setdefault("label", name.replace("_", " ").title())
    return {name.lower(): {"name": name.lower()} | parts for name, parts in found.items()}


def _mail_host(public_url: str) -> str:
    host = urlsplit(public_url).hostname or "localhost"
    try:
        ip_address(host)
    except ValueError:
        return host
    return "localhost"
