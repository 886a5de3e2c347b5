"""People, the organisations they speak for, and how they sign in."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from workgroups.core.db import Document, Row, UtcDateTime, Versioned, enum_type
from workgroups.core.languages import LanguageMap


class StakeholderType(StrEnum):
    """The nine kinds of stakeholder around a table, in the order in which they are listed."""

    REGULATORY_BODY = "regulatory_body"
    PROFESSIONAL_ASSOCIATION = "professional_association"
    EDUCATIONAL_INSTITUTION = "educational_institution"
    EMPLOYER = "employer"
    UNION = "union"
    SECTOR_COUNCIL = "sector_council"
    GOVERNMENT = "government"
    SETTLEMENT_ORGANISATION = "settlement_organisation"
    IEP = "internationally_educated_professional"


class Language(StrEnum):
    ENGLISH = "en"
    FRENCH = "fr"


class Person(Versioned, table=True):
    """Somebody who may sign in. Roles are not here: a person's rights come from seats."""

    name: str = Field(max_length=120)
    email: str = Field(max_length=254, unique=True)
    language: Language = Field(default=Language.ENGLISH, sa_type=enum_type(Language, "language"))
    is_administrator: bool = False
    disabled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class FormerAddress(Row, table=True):
    """An address with which somebody signed in before; a letter tells her there that it was changed."""

    __tablename__ = "former_address"

    person_id: int = Field(foreign_key="person.id", index=True)
    email: str = Field(max_length=254)
    until: datetime = Field(sa_type=UtcDateTime)


class Organisation(Versioned, table=True):
    """A body with one stakeholder type."""

    name: LanguageMap = Field(sa_type=Document)
    stakeholder_type: StakeholderType = Field(sa_type=enum_type(StakeholderType, "stakeholder_type"))


class SignInMethod(StrEnum):
    EMAIL = "email"
    OIDC = "oidc"
    DEMO = "demo"


class SignIn(Row, table=True):
    """One browser in which a person is signed in. The token itself is only in the browser's cookie."""

    __tablename__ = "sign_in"

    person_id: int = Field(foreign_key="person.id", index=True)
    token_hash: str = Field(max_length=64, unique=True)
    method: SignInMethod = Field(sa_type=enum_type(SignInMethod, "method"))
    at: datetime = Field(sa_type=UtcDateTime)
    seen_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    browser: str = Field(default="", max_length=200)


class SignInRequest(Row, table=True):
    """Somebody asked for a sign-in mail. The worker draws link and code when it writes the mail; only hashes stay."""

    __tablename__ = "sign_in_request"

    address: str = Field(max_length=254, index=True)
    browser_hash: str = Field(max_length=64, index=True)
    next: str = Field(max_length=500)
    at: datetime = Field(sa_type=UtcDateTime)
    token_hash: str | None = Field(default=None, max_length=64, unique=True)
    code_hash: str | None = Field(default=None, max_length=64)
    tries: int = 0
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Identity(Row, table=True):
    """A person's account at an OpenID provider."""

    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    person_id: int = Field(foreign_key="person.id", index=True)
    issuer: str = Field(max_length=300)
    subject: str = Field(max_length=300)
    at: datetime = Field(sa_type=UtcDateTime)


class LinkingOffer(Row, table=True):
    """Somebody came back from a provider with the address of an account; the link waits for her confirmation."""

    __tablename__ = "linking_offer"

    person_id: int = Field(foreign_key="person.id")
    issuer: str = Field(max_length=300)
    subject: str = Field(max_length=300)
    token_hash: str = Field(max_length=64, unique=True)
    next: str = Field(max_length=500)
    at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class PersonalLink(Row, table=True):
    """A link that works without signing in. It names one person, one rule and one row; only its hash is kept."""

    __tablename__ = "personal_link"

    person_id: int = Field(foreign_key="person.id", index=True)
    rule: str = Field(max_length=80)
    about: int
    token_hash: str = Field(max_length=64, unique=True)
    at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    seen_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
