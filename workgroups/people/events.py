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
class AddressChanged(Fact):
    """About the former address; the new one is the person's."""

    whose_id: int


@dataclass(frozen=True)
class AdministratorNamed(Fact): ...


@dataclass(frozen=True)
class AdministratorDropped(Fact): ...


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
