"""The desk as people use it: a real browser on the real page."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from provenance.report.json_report import to_json
from provenance.web.history import History
from tests.report.samples import HOSTILE, REPORT, hostile_report
from tests.web.conftest import REPOSTS, Site
from tests.web.stub import PAGE, SUMMARY

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (apt-get install chromium)")

PRISONERS = REPOSTS / "prisoners-repost.txt"
#: A check on a computer that has other things to do.
PATIENCE = 120_000
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
Open = Callable[..., Any]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as found:
        chromium = found.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Any, site: Site) -> Iterator[Open]:
    """Opens a page of the desk; faults of its scripts, and requests to anyone else, fail the test."""
    faults: list[str] = []
    contexts = []

    def open_page(path: str, *, viewport: dict[str, int] = WIDE, dark: bool = False, script: bool = True) -> Any:
        context = browser.new_context(
            base_url=site.address,
            viewport=viewport,
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
            reduced_motion="reduce",
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (faults.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("console", lambda message: message.type == "error" and faults.append(message.text))
        page.on("request", lambda request: request.url.startswith(site.address) or faults.append(request.url))
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def kept(site: Site) -> Iterator[str]:
    """The address of the sample report in the history."""
    history = History(site.history)
    identity = history.keep(to_json(REPORT).encode(), SUMMARY, (PAGE,), PAGE.name)
    history.close()
    return f"/reports/{identity}"


def hits(page: Any, finding: int) -> Any:
    return page.locator(f'.repost .text > p .hit[href="#finding-{finding}"]')


def test_a_pasted_text_becomes_a_report_with_its_original_beside_it(open_page: Open) -> None:
    page = open_page("/")
    page.get_by_label("Address or text of the article").fill(PRISONERS.read_text(encoding="utf-8"))
    page.get_by_role("button", name="Check", exact=True).click()
    page.wait_for_url(re.compile(r"/reports/[\w-]{12}$"))
    assert "Traced to Seznam Zprávy" in page.locator(".verdict").inner_text()
    traced = page.locator('.row[data-targets*="block"]').count()
    assert traced >= 8
    assert page.locator(".ties path").count() == traced
    assert page.locator(".note").count() >= 2
    assert "Moskva viní ukrajinské vojáky" in page.locator(".originals").inner_text()
    repost, original = page.locator(".row.traced .text > p").nth(3), page.locator(".block").nth(3)
    assert repost.bounding_box()["x"] + repost.bounding_box()["width"] < original.bounding_box()["x"]
    assert abs(repost.bounding_box()["y"] - original.bounding_box()["y"]) < 60


def test_the_stages_are_told_while_one_waits(open_page: Open) -> None:
    page = open_page("/")
    page.get_by_label("Address or text of the article").fill("http://127.0.0.1:1/secret")
    page.get_by_role("button", name="Check", exact=True).click()
    page.get_by_text("is not a public address").wait_for()
    assert page.locator("#progress .stages li").count() >= 2
    assert page.get_by_role("button", name="Check", exact=True).is_enabled()


def test_a_file_dropped_anywhere_is_checked(open_page: Open) -> None:
    page = open_page("/")
    text = PRISONERS.read_text(encoding="utf-8")
    transfer = page.evaluate_handle(
        """(text) => {
            const transfer = new DataTransfer();
            transfer.items.add(new File([text], "repost.txt", { type: "text/plain" }));
            return transfer;
        }""",
        text,
    )
    page.dispatch_event("body", "dragover", {"dataTransfer": transfer})
    assert "dropping" in page.locator("body").get_attribute("class")
    page.dispatch_event("body", "drop", {"dataTransfer": transfer})
    page.wait_for_url(re.compile(r"/reports/"))
    assert "repost.txt" in page.context.request.get("/api/v1/reports").text()


def test_a_chosen_file_and_a_known_original_are_compared(open_page: Open, tmp_path: Path) -> None:
    (tmp_path / "repost.txt").write_text("The dam at Dolni Lhota holds.\n\n430 people had to leave.", encoding="utf-8")
    page = open_page("/")
    page.get_by_text("I know the original").click()
    page.get_by_label("Its address or text").fill("Hráz u Dolní Lhoty drží.\n\n340 lidí muselo odejít.")
    page.get_by_label("Or a file").set_input_files(tmp_path / "repost.txt")
    page.wait_for_url(re.compile(r"/reports/"))
    assert "no index was searched" in page.locator(".verdict").inner_text()


def test_keys_lead_from_finding_to_finding(open_page: Open, kept: str) -> None:
    page = open_page(kept)
    order = page.locator(".note:visible").evaluate_all("(notes) => notes.map((note) => note.id)")
    for expected in order[:3]:
        page.keyboard.press("j")
        assert page.evaluate("document.activeElement.id") == expected
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.id") == order[1]
    assert page.locator(".at").inner_text() == f"2 of {len(order)}"
    assert page.locator(f'.hit.on[href="#{order[1]}"]').count() >= 1
    page.keyboard.press("o")
    assert page.locator(f"#{order[1]} .sides[open]").count() == 1
    page.keyboard.press("?")
    assert page.locator("#help[open]").count() == 1
    page.keyboard.press("Escape")
    assert page.locator("#help[open]").count() == 0


def test_filters_hide_notes_and_their_marks(open_page: Open, kept: str) -> None:
    page = open_page(kept)
    assert page.locator(".note.cut:visible").count() == 0
    page.get_by_role("button", name="Editor’s cuts").click()
    assert page.locator(".note.cut:visible").count() == 1
    critical = page.get_by_role("button", name=re.compile("Critical"))
    critical.click()
    assert critical.get_attribute("aria-pressed") == "false"
    assert page.locator(".note.critical:visible").count() == 0
    assert page.locator(".note.major:visible").count() == 3
    assert "off" in hits(page, 1).first.get_attribute("class")
    page.keyboard.press("1")
    assert page.locator(".note.critical:visible").count() == 2
    page.locator(".kinds select").select_option("hedge")
    assert page.locator(".note:visible").count() == 1


def test_a_click_on_a_mark_leads_to_its_reason(open_page: Open, kept: str) -> None:
    page = open_page(kept)
    hits(page, 2).first.click()
    assert page.url.endswith("#finding-2")
    assert page.locator("#finding-2").is_visible()


def test_judgements_stay_and_go_along_with_the_export(open_page: Open, kept: str, tmp_path: Path) -> None:
    page = open_page(kept)
    page.keyboard.press("j")
    first = page.evaluate("document.activeElement.id")
    with page.expect_response(re.compile("/reviews/")):
        page.keyboard.press("c")
    page.keyboard.press("j")
    with page.expect_response(re.compile("/reviews/")):
        page.keyboard.press("x")
    page.keyboard.press("n")
    page.keyboard.type("The editor says: a typo <b>")
    with page.expect_response(re.compile("/reviews/")):
        page.locator(".note.at-hand .save").click()
    page.reload()
    assert page.locator(f'#{first} [data-mark="confirmed"][aria-pressed="true"]').count() == 1
    assert page.locator(".note.dismissed").count() == 1
    assert page.locator(".note.dismissed textarea").input_value() == "The editor says: a typo <b>"
    with page.expect_download() as download:
        page.get_by_role("link", name="JSON").click()
    download.value.save_as(tmp_path / "report.json")
    reviews = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["reviews"]
    assert sorted(one["mark"] for one in reviews) == ["confirmed", "not-a-problem"]
    with page.expect_response(re.compile("/reviews/")):
        page.locator(f'#{first} [data-mark="confirmed"]').click()
    page.reload()
    assert page.locator('[data-mark="confirmed"][aria-pressed="true"]').count() == 0


def test_on_a_phone_nothing_sticks_out_and_the_original_stands_below(open_page: Open, kept: str) -> None:
    page = open_page(kept, viewport=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert page.locator(".originals").is_hidden()
    assert page.locator(".beside").first.is_visible()
    for path in ("/", "/reports"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_without_a_script_it_all_works(open_page: Open) -> None:
    page = open_page("/", script=False)
    page.get_by_label("Address or text of the article").fill(PRISONERS.read_text(encoding="utf-8"))
    page.get_by_role("button", name="Check", exact=True).click()
    page.wait_for_url(re.compile(r"/reports/"))
    page.locator(".note").first.get_by_role("button", name="Confirmed").click()
    page.wait_for_url(re.compile(r"#finding-"))
    assert page.locator('[data-mark="confirmed"][aria-pressed="true"]').count() == 1
    page.get_by_text("Delete this report").click()
    page.get_by_role("button", name="Delete", exact=True).click()
    page.wait_for_url(re.compile(r"/reports$"))


def test_the_bookmarklet_hands_the_page_over_and_waits_for_a_word(open_page: Open, site: Site) -> None:
    page = open_page("/")
    code = page.locator(".bookmarklet").get_attribute("href").removeprefix("javascript:")
    article = "<title>Dam</title><script>document.title = 'x'</script><p>" + "The dam at Dolní Lhota holds. " * 20
    # Another port is another origin, as far as the browser is concerned.
    elsewhere = f"{site.address.rpartition(':')[0]}:1/dam"
    reader = page.context.new_page()
    reader.route(elsewhere, lambda route: route.fulfill(content_type="text/html; charset=utf-8", body=article))
    reader.goto(elsewhere)
    with reader.expect_popup() as popup:
        reader.evaluate(code)
    desk = popup.value
    desk.get_by_text("has handed over the page").wait_for()
    assert desk.get_by_label("Address").input_value() == elsewhere
    assert "/receive" in desk.url
    desk.get_by_role("button", name="Check", exact=True).click()
    desk.wait_for_url(re.compile(r"/reports/[\w-]{12}$"))
    assert "The dam at Dolní Lhota holds." in desk.locator(".repost").inner_text()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_everyone_can_use_it(open_page: Open, kept: str, viewport: dict[str, int], dark: bool) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-core is not installed").Axe()
    page = open_page("/", viewport=viewport, dark=dark)
    for path in ("/", kept, "/reports", "/receive", "/nowhere-at-all", "/login"):
        if path == "/nowhere-at-all":
            # Its 404 is no fault.
            page = open_page("/reports?before=1", viewport=viewport, dark=dark)
        else:
            page.goto(path)
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        found = axe.run(page).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == [], path


def test_whatever_a_page_says_runs_nothing(open_page: Open, site: Site) -> None:
    history = History(site.history)
    ids = [history.keep(to_json(hostile_report(text)).encode(), SUMMARY, (PAGE,), "x") for text in HOSTILE]
    history.close()
    page = open_page("/reports")
    for identity in ids:
        page.goto(f"/reports/{identity}")
        page.keyboard.press("j")
        # No text leaves its place: the heads of the columns stay where they are.
        assert page.locator("h1").bounding_box()["x"] >= 0
        assert page.evaluate("document.documentElement.scrollWidth") <= WIDE["width"]
        assert page.title().endswith("Provenance")
