"""The organisations and people of the demonstration; adding what is there already changes nothing."""

from typing import TypeVar

from accounts import queries, service
from accounts.models import Organisation, OrganisationKind, Person, Role
from accounts.provinces import PROVINCES, Province
from app.demo import stories
from app.demo.stories import PersonStory

MAIL_DOMAIN = "demo.kumnit.example"
PHNOM_PENH = "12"

Found = TypeVar("Found")


def add_organisations() -> int:
    """Add ministries, provincial administrations and what stands below them; gives how many were new."""
    told = stories.organisations()
    ministries = service.add_cambodian_ministries()
    for ministry in ministries:
        ministry.headcount = told["headcounts"].get(ministry.code)
    provinces = [
        _add_administration(province, told["province_headcount"][code]) for code, province in PROVINCES.items()
    ]
    units = [_add_unit(unit) for unit in told["units"]]
    return len(ministries) + sum(provinces) + sum(units)


def _add_administration(province: Province, headcount: int) -> bool:
    code = f"KH-{province.code}"
    if queries.organisation_by_code(code):
        return False
    capital = province.code == PHNOM_PENH
    service.add_organisation(
        code=code,
        name_km=f"រដ្ឋបាល{'' if capital else 'ខេត្ត'}{province.name_km}",
        name_en=f"{province.name_en} {'Capital' if capital else 'Provincial'} Administration",
        kind=OrganisationKind.PROVINCE,
        headcount=headcount,
    )
    return True


def _add_unit(unit: stories.UnitStory) -> bool:
    if queries.organisation_by_code(unit["code"]):
        return False
    service.add_organisation(
        code=unit["code"],
        name_km=unit["name_km"],
        name_en=unit["name_en"],
        kind=OrganisationKind(unit["kind"]),
        parent=organisation(unit["parent"]) if unit["parent"] else None,
        headcount=unit["headcount"],
    )
    return True


def add_people() -> int:
    """Add the invented civil servants with their grants; gives how many were new."""
    return sum(_add_person(told) for told in stories.people())


def _add_person(told: PersonStory) -> bool:
    if queries.person_by_email(address(told)):
        return False
    person = service.add_person(
        email=address(told),
        name_km=told["name_km"],
        name_en=told["name_en"],
        job_title=told["job_km"] if told["language"] == "km" else told["job_en"],
        organisation=organisation(told["organisation"]),
        province=told["province"],
        language=told["language"],
    )
    for grant in told.get("grants", []):
        scope = organisation(grant["organisation"]) if grant["organisation"] else None
        service.grant(person, Role(grant["role"]), organisation=scope, by=None)
    return True


def address(told: PersonStory) -> str:
    """The e-mail address of a person of the demonstration."""
    return f"{told['key']}@{MAIL_DOMAIN}"


def organisation(code: str) -> Organisation:
    """The organisation with this code, which the demonstration has added."""
    return _there(queries.organisation_by_code(code), code)


def everybody() -> dict[str, Person]:
    """The people of the demonstration by the key its files name them by."""
    return {told["key"]: _there(queries.person_by_email(address(told)), told["key"]) for told in stories.people()}


def _there(found: Found | None, name: str) -> Found:
    if found is None:
        raise LookupError(name)
    return found
