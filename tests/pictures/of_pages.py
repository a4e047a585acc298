"""Take the README's pictures from a demo that runs: ``python -m tests.pictures.of_pages``.

Start ``./run demo --fresh`` and hand its table in, which says where it is and who may sign in::

    ./run demo --fresh --port 8000 | tee demo.txt          # in one window
    .venv/bin/python -m tests.pictures.of_pages < demo.txt # in another, once the table is there
"""

from __future__ import annotations

import re
import shutil
import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from demo.people_to_try import Line
from tests.journeys.comrade import Comrade
from tests.journeys.conftest import BROWSERS, QUIET, Site

PLACE = Path(__file__).parents[2] / "docs" / "pictures"
COLOURS = 96
CITY, OFFICE = "Ban Tổ chức Thành ủy", "Thư ký phiên họp đang mở"
LEAD, CELL = "Chủ trì thẩm định nơi đang thẩm định", "Bí thư chi bộ đang tự đánh giá"
# What is shown: the file, who looks, on a phone or not, where, and the link that leads on.
PICTURES = (
    ("city-1366", CITY, False, "/thanh-pho", ""),
    ("ward-list-1366", OFFICE, False, "/phuong/ho-so?viec=tat-ca", ""),
    ("sitting-1366", OFFICE, False, "/phien-hop", "Xét đề nghị công nhận"),
    ("appraisal-1366", LEAD, False, "/phuong/ho-so?viec=dang-tham-dinh", "Chi bộ Tổ dân phố"),
    ("cell-home-390", CELL, True, "/chi-bo", ""),
    ("self-assessment-390", CELL, True, "/chi-bo", "Làm tiếp tự đánh giá"),
)


def main() -> None:
    """Take every picture."""
    people = people_of(sys.stdin.read())
    with sync_playwright() as playwright:
        found = next(filter(None, map(shutil.which, BROWSERS)))
        browser = playwright.chromium.launch(executable_path=found, args=QUIET)
        for name, role, on_phone, path, link in PICTURES:
            take(browser, people, name, role=role, on_phone=on_phone, path=path, link=link)
        browser.close()


def people_of(table: str) -> Site:
    """Read the table that the demo prints."""
    rows = [re.split(r"\s{2,}", line.strip()) for line in table.splitlines()]
    lines = [
        Line(*row) for row in rows if len(row) == 4 and row[3].endswith("/ha-tinh")
    ]  # the columns
    return Site(lines[0].address, lines)


def take(
    browser: Browser, people: Site, name: str, *, role: str, on_phone: bool, path: str, link: str
) -> None:
    """Sign somebody in, go where the picture is, and keep what the screen shows."""
    with Comrade(browser, people, role, on_phone=on_phone) as comrade:
        comrade.open(path)
        if link:
            comrade.page.locator("main").get_by_role("link", name=link).first.click()
        comrade.page.wait_for_load_state("networkidle")
        comrade.page.evaluate("scrollTo(0, 0)")
        with Image.open(BytesIO(comrade.page.screenshot())) as picture:
            small = picture.convert("RGB").quantize(COLOURS)
            small.save(PLACE / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
