from dataclasses import dataclass

from workgroups.core.events import Fact


@dataclass(frozen=True)
class SignInAsked(Fact): ...


@dataclass(frozen=True)
class SignedIn(Fact):
    method: str


@dataclass(frozen=True)
class SignInEnded(Fact): ...


@dataclass(frozen=True)
class PersonAdded(Fact): ...


@dataclass(frozen=True)
class PersonChanged(Fact): ...


@dataclass(frozen=True)
class PersonDisabled(Fact): ...


@dataclass(frozen=True)
class PersonEnabled(Fact): ...


@dataclass(frozen=True)
class OrganisationAdded(Fact): ...


@dataclass(frozen=True)
class OrganisationChanged(Fact): ...


@dataclass(frozen=True)
class IdentityLinked(Fact):
    issuer: str
