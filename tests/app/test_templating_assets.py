"""Addresses that change with the content, and how what stands behind them is sent."""

import gzip
import re

import brotli
import pytest
from flask.testing import FlaskClient

from app.assets import asset_url
from tests.app.templating_samples import small_app


@pytest.fixture
def browser() -> FlaskClient:
    return small_app().test_client()


def url(browser: FlaskClient, name: str) -> str:
    with browser.application.test_request_context():
        return asset_url(name)


@pytest.mark.parametrize(
    ("name", "kind", "least"),
    [
        ("kumnit.css", "text/css; charset=utf-8", 10_000),
        ("bootstrap.css", "text/css; charset=utf-8", 200_000),
        ("noto-sans-khmer.ttf", "font/ttf", 300_000),
        ("js/kumnit.js", "text/javascript; charset=utf-8", 1_000),
        ("favicon.svg", "image/svg+xml; charset=utf-8", 100),
    ],
)
def test_an_asset_is_sent_to_be_kept_for_ever(browser: FlaskClient, name: str, kind: str, least: int) -> None:
    answer = browser.get(url(browser, name))

    assert answer.status_code == 200
    assert answer.content_type == kind
    assert "immutable" in answer.headers["Cache-Control"]
    assert len(answer.data) >= least


@pytest.mark.parametrize(("encoding", "unpack"), [("br", brotli.decompress), ("gzip", gzip.decompress)])
def test_an_asset_is_packed_as_the_browser_asks(browser: FlaskClient, encoding: str, unpack: object) -> None:
    address = url(browser, "kumnit.css")
    plain = browser.get(address).data

    packed = browser.get(address, headers={"Accept-Encoding": encoding})

    assert packed.headers["Content-Encoding"] == encoding
    assert packed.headers["Vary"] == "Accept-Encoding"
    assert unpack(packed.data) == plain  # type: ignore[operator]
    assert len(packed.data) < len(plain) / 3


def test_an_address_from_before_an_upgrade_leads_to_todays_file(browser: FlaskClient) -> None:
    answer = browser.get("/assets/js/kumnit.000000000000.js")

    assert answer.status_code == 302
    assert answer.location == url(browser, "js/kumnit.js")


@pytest.mark.parametrize(
    "address", ["nothing.000000000000.css", "kumnit.css", "..", "css/1-tokens.css", "a/../../config.py"]
)
def test_nothing_else_is_served(browser: FlaskClient, address: str) -> None:
    assert browser.get(f"/assets/{address}").status_code == 404


@pytest.mark.parametrize(
    ("name", "pattern"), [("kumnit.css", r'url\("(\./[^"]+)"'), ("js/kumnit.js", r'"(\./[^"]+\.js)"')]
)
def test_files_lead_to_one_another(browser: FlaskClient, name: str, pattern: str) -> None:
    address = url(browser, name)
    ways = re.findall(pattern, browser.get(address).text)

    assert ways
    for way in ways:
        assert browser.get(f"{address.rpartition('/')[0]}/{way.removeprefix('./')}").status_code == 200


def test_our_rules_win_over_bootstraps(browser: FlaskClient) -> None:
    css = browser.get(url(browser, "bootstrap.css")).text

    assert css.startswith("@layer bootstrap{")
    assert css.count("{") == css.count("}")


def test_the_first_view_stays_light(browser: FlaskClient) -> None:
    names = ["kumnit.css", "bootstrap.css", "js/kumnit.js", "favicon.svg"]
    sizes = [len(browser.get(url(browser, n), headers={"Accept-Encoding": "br"}).data) for n in names]

    assert len(browser.get(url(browser, "kumnit.css")).data) < 45_000
    assert sum(sizes) < 50_000
