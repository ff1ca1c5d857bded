"""Grants reach an organisation and all below it."""

import pytest

from accounts import policy, service
from accounts.models import PersonStatus, Role


@pytest.mark.parametrize(
    ("granted", "asked", "holds"),
    [("top", "unit", True), ("unit", "top", False), ("other", "unit", False), (None, "unit", True)],
)
def test_a_grant_reaches_down_and_nowhere_else(make, granted, asked, holds):
    top = make.organisation()
    places = {"top": top, "unit": make.organisation(parent=make.organisation(parent=top)), "other": make.organisation()}
    person = make.person()

    service.grant(person, Role.LAB, organisation=places.get(granted), by=None)

    assert policy.is_lab_for(person, places[asked]) is holds


def test_granting_twice_leaves_one_grant(make):
    person = make.person()

    service.grant(person, Role.LEADER, organisation=None, by=None)
    service.grant(person, Role.LEADER, organisation=None, by=None)

    assert len(person.grants) == 1


def test_whoever_is_suspended_holds_nothing(make):
    person = make.lab_officer()

    person.status = PersonStatus.SUSPENDED

    assert not policy.is_lab_for(person, None)
