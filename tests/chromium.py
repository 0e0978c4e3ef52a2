"""A real Chromium for tests of pages: headless, of its own profile, ended with the test run."""

from __future__ import annotations

import shutil
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.expected_conditions import staleness_of
from selenium.webdriver.support.wait import WebDriverWait

PATIENCE = 60
"""A page that is not there after so long never comes [seconds]."""

WIDTH, LEAST, MOST = 1180, 400, 4000
MISSING = "Chromium (chromium, chromium-driver) is not installed"


def has_chromium() -> bool:
    """Tell whether a browser and what drives it are here."""
    return bool(_browser() and shutil.which("chromedriver"))


def _browser() -> str | None:
    return shutil.which("chromium") or shutil.which("google-chrome")


class Page:
    """A browser with one window, and what people do in it."""

    def __init__(self, profile: Path, downloads: Path) -> None:
        options = webdriver.ChromeOptions()
        for word in (
            "--headless=new",
            "--no-sandbox",
            "--disable-dev-shm-usage",
            f"--window-size={WIDTH},900",
        ):
            options.add_argument(word)
        options.add_argument(f"--user-data-dir={profile}")
        options.add_experimental_option("prefs", {"download.default_directory": str(downloads)})
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        options.binary_location = _browser() or ""
        self.driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))

    def open(self, address: str) -> None:
        """Open an address."""
        self.driver.get(address)

    def find(self, selector: str) -> WebElement:
        """Return what a CSS selector finds first."""
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def fill(self, **fields: str) -> None:
        """Type into fields by their ids."""
        for name, text in fields.items():
            self.find(f"#{name}").send_keys(text)

    def press(self, selector: str) -> None:
        """Click on what leads to another page, and wait until that is there."""
        before = self.find("html")
        self.find(selector).click()
        WebDriverWait(self.driver, PATIENCE).until(staleness_of(before))
        WebDriverWait(self.driver, PATIENCE).until(lambda _: self.find("main"))

    @property
    def text(self) -> str:
        """What people can read on the page."""
        return self.find("body").text

    def complaints(self) -> list[str]:
        """Return what the browser complained of since the last question: scripts, styles, policies."""
        return [one["message"] for one in self.driver.get_log("browser")]

    def is_too_wide(self) -> bool:
        """Tell whether the page has to be moved sideways."""
        script = "const d = document.documentElement; return d.scrollWidth > d.clientWidth"
        return bool(self.driver.execute_script(script))

    def resize(self, width: int) -> None:
        """Make the window so wide [px]."""
        self.driver.set_window_size(width, 900)

    def shoot(self, file: Path) -> None:
        """Take a picture of the whole page."""
        width = self.driver.get_window_size()["width"]
        self.driver.set_window_size(width, LEAST)
        height = self.driver.execute_script("return document.documentElement.scrollHeight")
        self.driver.set_window_size(width, min(max(LEAST, height + 100), MOST))
        self.driver.save_screenshot(str(file))

    def close(self) -> None:
        """End the browser."""
        self.driver.quit()
