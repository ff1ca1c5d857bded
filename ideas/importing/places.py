"""The organisations and provinces a file names, found among ours."""

import re

from sqlalchemy import or_, select

from accounts.models import Organisation
from accounts.provinces import PROVINCES
from core.database import session


class Places:
    """Finds an organisation by code or name and a province by code or name; each name is looked up once."""

    def __init__(self, *, otherwise: Organisation | None) -> None:
        self._otherwise = otherwise
        self._organisations: dict[str, Organisation | None] = {}

    def organisation(self, name: str) -> Organisation | None:
        """The organisation of this code or name, else the one to fall back on."""
        if not name:
            return self._otherwise
        if name not in self._organisations:
            self._organisations[name] = session.scalar(
                select(Organisation)
                .where(
                    or_(
                        Organisation.code.ilike(name, escape="\\"),
                        Organisation.name_en.ilike(name, escape="\\"),
                        Organisation.name_km == name,
                    )
                )
                .order_by(Organisation.id)
                .limit(1)
            )
        return self._organisations[name] or self._otherwise

    @staticmethod
    def province(name: str) -> str | None:
        """The code of the province; None for a place that is none of ours."""
        wanted = _plain(name)
        for code, province in PROVINCES.items():
            if wanted and wanted in (_plain(code), _plain(province.name_en), _plain(province.name_km)):
                return code
        return None


def _plain(name: str) -> str:
    name = re.sub(r"^(?:ខេត្ត|រាជធានី)|\b(?:province|capital|city)\b", "", name.strip().casefold())
    return "".join(each for each in name if each.isalnum() or "\u1780" <= each <= "\u17d3")
