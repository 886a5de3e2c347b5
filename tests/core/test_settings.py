import os
from pathlib import Path

import pytest
from pydantic import ValidationError

from workgroups.core.settings import Settings

OKTA = {
    "WORKGROUPS_OIDC_OKTA_ISSUER": "https://login.example.org",
    "WORKGROUPS_OIDC_OKTA_CLIENT_ID": "workgroups",
    "WORKGROUPS_OIDC_OKTA_CLIENT_SECRET": "hidden-client",
    "WORKGROUPS_OIDC_OKTA_LABEL": "Example College",
    "WORKGROUPS_OIDC_OKTA_DOMAINS": "example.org, college.example.org",
}


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.upper().startswith("WORKGROUPS_"):
            monkeypatch.delenv(name)


def put(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    for name, value in values.items():
        monkeypatch.setenv(f"WORKGROUPS_{name}", value)


def test_defaults():
    settings = Settings()
    assert settings.data_dir == Path("var")
    assert settings.database_url == "sqlite:///var/workgroups.db"
    assert settings.public_url == "http://127.0.0.1:8000"
    assert settings.allowed_hosts == ("127.0.0.1",)
    assert settings.trusted_proxies == ()
    assert settings.smtp_url is None
    assert settings.mail_from == "Workgroups <workgroups@localhost>"
    assert settings.oidc == {}


def test_environment(monkeypatch: pytest.MonkeyPatch):
    put(
        monkeypatch,
        DATA_DIR="/srv/workgroups",
        PUBLIC_URL="https://groups.example.org/",
        TRUSTED_PROXIES="10.0.0.1, 10.1.0.0/16",
        SMTP_URL="smtp+starttls://user:hidden-mail@mail.example.org:2525",
    )
    settings = Settings()
    assert settings.database_url == "sqlite:////srv/workgroups/workgroups.db"
    assert settings.public_url == "https://groups.example.org"
    assert settings.allowed_hosts == ("groups.example.org",)
    assert settings.trusted_proxies == ("10.0.0.1", "10.1.0.0/16")
    assert settings.mail_from == "Workgroups <workgroups@groups.example.org>"
    assert settings.mail_host == "groups.example.org"


def test_what_is_said_wins_over_what_is_derived(monkeypatch: pytest.MonkeyPatch):
    put(
        monkeypatch,
        DATABASE_URL="postgresql+psycopg://user:hidden-db@db/workgroups",
        ALLOWED_HOSTS="a.example.org, b.example.org,",
        MAIL_FROM="Work groups <mail@example.org>",
    )
    settings = Settings()
    assert settings.database_url.startswith("postgresql")
    assert settings.allowed_hosts == ("a.example.org", "b.example.org")
    assert settings.mail_from == "Work groups <mail@example.org>"


def test_empty_variables_count_as_absent(monkeypatch: pytest.MonkeyPatch):
    put(monkeypatch, SMTP_URL="", DATABASE_URL="", OIDC_OKTA_ISSUER="")
    assert Settings().smtp_url is None
    assert Settings().oidc == {}


def test_arguments_win_over_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    put(monkeypatch, DATA_DIR="/srv/workgroups")
    assert Settings(data_dir=tmp_path).database_url == f"sqlite:///{tmp_path}/workgroups.db"


def test_providers(monkeypatch: pytest.MonkeyPatch):
    for name, value in OKTA.items():
        monkeypatch.setenv(name, value)
        if not name.endswith("LABEL"):
            monkeypatch.setenv(name.replace("OKTA", "DAL_HEALTH"), value)
    providers = Settings().oidc
    assert set(providers) == {"okta", "dal_health"}
    assert providers["okta"].name == "okta"
    assert providers["okta"].label == "Example College"
    assert providers["okta"].client_id == "workgroups"
    assert providers["okta"].client_secret.get_secret_value() == "hidden-client"
    assert providers["okta"].domains == ("example.org", "college.example.org")
    assert providers["dal_health"].label == "Dal Health"


@pytest.mark.parametrize("part", ["ISSUER", "CLIENT_ID", "CLIENT_SECRET", "DOMAINS"])
def test_an_incomplete_provider_names_what_is_missing(monkeypatch: pytest.MonkeyPatch, part: str):
    for name, value in OKTA.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv(f"WORKGROUPS_OIDC_OKTA_{part}")
    with pytest.raises(ValidationError, match=f"OKTA also needs WORKGROUPS_OIDC_OKTA_{part}"):
        Settings()


def test_an_unknown_part_is_refused(monkeypatch: pytest.MonkeyPatch):
    put(monkeypatch, OIDC_OKTA_SECRET="x")
    with pytest.raises(ValidationError, match="WORKGROUPS_OIDC_OKTA_SECRET is not a setting"):
        Settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PUBLIC_URL", "groups.example.org"),
        ("PUBLIC_URL", "ftp://groups.example.org"),
        ("PUBLIC_URL", "https://groups.example.org/path"),
        ("PUBLIC_URL", "https://groups.example.org:99999"),
        ("SMTP_URL", "mail.example.org:25"),
        ("SMTP_URL", "http://mail.example.org"),
        ("PAPERS_URL", "https://bucket.example.org"),
        ("PAPERS_URL", "s3://"),
        ("PAPER_MB", "0"),
        ("PAPER_MB", "much"),
        ("SMTP_URL", "smtp://"),
        ("SMTP_URL", "smtp://mail.example.org:port"),
        ("MAIL_FROM", "Work groups"),
        ("MAIL_FROM", "Work, groups <mail@example.org>"),
        ("MAIL_FROM", "a@example.org\nBcc: b@example.org"),
        ("ALLOWED_HOSTS", "*.example.org, https://example.org"),
        ("ALLOWED_HOSTS", "example.org:8000"),
        ("ALLOWED_HOSTS", "*"),
        ("TRUSTED_PROXIES", "proxy.example.org"),
        ("TRUSTED_PROXIES", "10.0.0.1/8"),
    ],
)
def test_malformed_settings_are_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str):
    put(monkeypatch, **{name: value})
    with pytest.raises(ValidationError) as caught:
        Settings()
    assert caught.value.errors()[0]["loc"][0] == name.lower()


def test_secrets_do_not_show(monkeypatch: pytest.MonkeyPatch):
    for name, value in OKTA.items():
        monkeypatch.setenv(name, value)
    put(
        monkeypatch,
        DATABASE_URL="postgresql+psycopg://user:hidden-db@db/workgroups",
        SMTP_URL="smtp://user:hidden-mail@mail.example.org",
    )
    assert "hidden" not in repr(Settings())
    assert "hidden" not in str(Settings())
    put(monkeypatch, SMTP_URL="smtp://user:hidden-mail@mail.example.org:port")
    monkeypatch.setenv("WORKGROUPS_OIDC_OKTA_ISSUER", "hidden-issuer")
    with pytest.raises(ValidationError) as caught:
        Settings()
    assert "hidden" not in str(caught.value)


def test_settings_do_not_change():
    with pytest.raises(ValidationError):
        Settings().public_url = "https://elsewhere.example.org"
