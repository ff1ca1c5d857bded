"""Numbers, days and addresses as people write them."""

import pytest

from core.addresses import local_path
from core.fields import read_number


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("12", 12),
        ("12.5", 12.5),
        ("12,5", 12.5),
        ("1,250", 1250),
        ("1,250.75", 1250.75),
        ("1,250,000", 1_250_000),
        ("1 250", 1250),
        ("0,125", 0.125),
        ("-0,125", -0.125),
        ("1.250,5", 1250.5),
        ("1.250.000,5", 1_250_000.5),
        ("12,3456", 12.3456),
        ("១២៨", 128),
        ("១២,៥", 12.5),
        ("-3", -3),
    ],
)
def test_numbers_are_read_as_people_write_them(typed, number):
    assert read_number(typed) == number


@pytest.mark.parametrize(
    "typed", ["twelve", "1e400", "nan", "inf", "1.2.3", "12 %", "1,2,3", "1,,2", "1_000", "1,250.5.0"]
)
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(ValueError, match=r"range|convert|float"):
        read_number(typed)


@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.example",
        "//elsewhere.example",
        "/\\elsewhere.example",
        "javascript:alert(1)",
        "",
        None,
        "a",
        "/a\nb",
    ],
)
def test_nobody_is_sent_elsewhere(address):
    assert local_path(address) is None


def test_our_own_paths_are_kept():
    assert local_path("/ideas?stage=trial#x") == "/ideas?stage=trial#x"
