"""Sentences are spoken in the reader's language, numbers in its digits."""

from core.languages import gettext, in_language, ngettext


def test_numbers_in_khmer_sentences_have_khmer_digits(app):
    with app.test_request_context(), in_language("km"):
        assert "៤២" in ngettext("%(num)s comment", "%(num)s comments", 42)
        assert "១០" in gettext("Choose at most %(most)s tags.", most=10)


def test_numbers_in_english_sentences_have_arabic_digits(app):
    with app.test_request_context(), in_language("en"):
        assert gettext("Choose at most %(most)s tags.", most=10) == "Choose at most 10 tags."


def test_the_form_library_speaks_khmer_digits_too(page, make):
    reader = make.person(language="km")

    answer = page.get("accounts.settings", by=reader).submit(name_en="x" * 500, status=422)

    assert "១០០" in answer.message
