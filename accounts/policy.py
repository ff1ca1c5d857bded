"""Who has been granted what, where."""

from accounts.models import Organisation, Person, PersonStatus, Role


def is_member(person: Person | None) -> bool:
    """Everybody active is a member."""
    return person is not None and person.status is PersonStatus.ACTIVE


def has_grant(person: Person | None, role: Role, organisation: Organisation | None) -> bool:
    """Whether the person holds the role for the organisation."""
    return (
        person is not None
        and is_member(person)
        and any(grant.role is role and grant.covers(organisation) for grant in person.grants)
    )


def is_lab_for(person: Person | None, organisation: Organisation | None) -> bool:
    """Whether the person works in the innovation unit that looks after the organisation."""
    return has_grant(person, Role.LAB, organisation)
