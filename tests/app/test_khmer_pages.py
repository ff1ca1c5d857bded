"""Pages speak Khmer throughout, and English without a catalogue of its own."""

import re

import pytest

from tests.house_rules.project import ROOT

LATIN = re.compile(r"[A-Za-z]{2,}")
NOT_TRANSLATED = {"Kumnit", "English", "PDF", "JPEG", "PNG", "WebP", "Markdown"}


def foreign(answer) -> list[str]:
    """The Latin words of a page outside passages marked as English, fields and the names of organisations."""
    for marked in answer.soup.select("[lang=en], select[name=organisation_id], input"):
        marked.decompose()
    return [word for word in LATIN.findall(answer.text) if word not in NOT_TRANSLATED]


@pytest.mark.parametrize("address", ["/", "/ideas", "/board", "/ideas/new", "/trials", "/search", "/mine", "/inbox"])
def test_a_khmer_page_has_no_english(page, make, address):
    reader = make.person(name_km="សុខ ពិសី", language="km")

    answer = page.get(address, by=reader)

    assert foreign(answer) == []


def test_the_sign_in_librarys_own_words_are_khmer_too(page):
    door = page.get("security.login", language="km")

    assert {"អាសយដ្ឋានអ៊ីមែល", "ពាក្យសម្ងាត់"} <= set(door.all("label"))
    assert foreign(door) == []


def test_the_form_librarys_own_words_are_khmer_too(page, make):
    reader = make.person(name_km="សុខ ពិសី", language="km")

    answer = page.get("/settings", by=reader).submit(name_km="ក" * 200, status=422)

    assert "យ៉ាងច្រើន" in answer.message
    assert not LATIN.search(answer.message)


def test_english_needs_no_catalogue(page):
    door = page.get("security.login", language="en")

    assert not (ROOT / "translations" / "en").exists()
    assert {"Email Address", "Password"} <= set(door.all("label"))
