from sqlalchemy import ColumnElement, and_, exists
from sqlmodel import col

from workgroups.core.policy import Who, apart, rule
from workgroups.people.models import Organisation, Person, SignIn


def is_administrator(me: Who) -> ColumnElement[bool]:
    person = apart(Person)
    return (
        exists()
        .where(person.c.id == me, person.c.is_administrator, person.c.disabled_at.is_(None))
        .correlate_except(person)
    )


@rule(on=Person)
def oneself(me: Who) -> ColumnElement[bool]:
    """Whoever is signed in, about herself."""
    return and_(col(Person.id) == me, col(Person.disabled_at).is_(None))


@rule(on=Person)
def administer(me: Who) -> ColumnElement[bool]:
    """Administrators; the page is about the platform, so the row is the administrator."""
    return and_(col(Person.id) == me, col(Person.is_administrator), col(Person.disabled_at).is_(None))


@rule(on=Person)
def manage(me: Who) -> ColumnElement[bool]:
    """Administrators, about any person."""
    return is_administrator(me)


@rule(on=Person, see=manage, when=lambda me: and_(col(Person.disabled_at).is_(None), col(Person.id) != me))
def disable(me: Who) -> ColumnElement[bool]:
    """Administrators, about anybody but themselves."""
    return is_administrator(me)


@rule(on=Person, see=manage, when=col(Person.disabled_at).is_not(None))
def enable(me: Who) -> ColumnElement[bool]:
    """Administrators, about somebody whose account was closed."""
    return is_administrator(me)


@rule(on=Organisation)
def manage_organisation(me: Who) -> ColumnElement[bool]:
    """Administrators."""
    return is_administrator(me)


@rule(on=SignIn)
def see_sign_in(me: Who) -> ColumnElement[bool]:
    """Whoever signed in there."""
    return col(SignIn.person_id) == me


@rule(on=SignIn, see=see_sign_in, when=col(SignIn.ended_at).is_(None))
def end_sign_in(me: Who) -> ColumnElement[bool]:
    """Whoever signed in there."""
    return col(SignIn.person_id) == me
