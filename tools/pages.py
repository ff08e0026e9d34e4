"""Looks at the built book as a browser shows it, and prints it.

    python tools/pages.py check
    python tools/pages.py pdf book/_build/teachtorch.pdf

``check`` opens every page of ``book/_build/html`` in headless Chromium, wide
and 360 pixels narrow, light and dark, and reports: errors in the console,
pages wider than the screen, what axe-core finds serious or critical for
readers who see little or use no mouse, pictures without a description, and
internal links that lead nowhere. ``pdf`` prints the pages in the order of the
book and joins them, with the chapters as bookmarks.

Chromium is the one on the PATH, or the one that ``playwright install chromium``
fetches.
"""

from __future__ import annotations

import argparse
import functools
import http.server
import shutil
import sys
import tempfile
import threading
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Page,
    Playwright,
    sync_playwright,
)
from pypdf import PdfReader, PdfWriter
from tqdm import tqdm

REPOSITORY = Path(__file__).resolve().parent.parent
HTML = REPOSITORY / "book" / "_build" / "html"
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")

WIDE, PHONE = (1280, 900), (360, 800)
VIEWS = [(WIDE, "light"), (WIDE, "dark"), (PHONE, "light"), (PHONE, "dark")]
SERIOUS = {"serious", "critical"}
AXE = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"],
}
# Buttons of the theme, bars at the side, and what a click would unfold.
PRINT_STYLE = """
.bd-header, .bd-sidebar-primary, .bd-sidebar-secondary, .prev-next-area,
.bd-footer, .bd-header-article, #pst-back-to-top { display: none !important; }
.bd-main .bd-content .bd-article-container { max-width: 100% !important; }
pre { white-space: pre-wrap !important; }
"""


# ---- The pages --------------------------------------------------------------


def serve(folder: Path) -> http.server.ThreadingHTTPServer:
    """Serves a folder on a free port, as a web server would."""
    handler = functools.partial(Quiet, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A request handler that prints no log."""

    def log_message(self, *args: object) -> None:
        """Says nothing."""


def start(playwright: Playwright) -> Browser:
    found = next(filter(None, map(shutil.which, NAMES)), None)
    return playwright.chromium.launch(
        executable_path=found, args=["--no-sandbox"]
    )


def pages_of(folder: Path) -> list[str]:
    """Lists all pages but the copies of source files."""
    names = sorted(p.relative_to(folder) for p in folder.rglob("*.html"))
    return [
        name.as_posix()
        for name in names
        if name.parts[0] not in ("_modules", "_static")
    ]


# ---- Checks -----------------------------------------------------------------


def check(folder: Path) -> list[str]:
    """Opens every page in every view; returns what is wrong."""
    complaints = broken_links(folder)
    server = serve(folder)
    address = f"http://127.0.0.1:{server.server_port}"
    with sync_playwright() as playwright:
        browser = start(playwright)
        names = [(n, *v) for n in pages_of(folder) for v in VIEWS]
        for name, (width, height), scheme in tqdm(names, unit="view"):
            page = browser.new_page(
                viewport={"width": width, "height": height},
                color_scheme=scheme,
            )
            where = f"{name} ({width} px, {scheme})"
            for words in look_at(page, f"{address}/{name}", width):
                complaints.append(f"{where}: {words}")
            page.close()
        browser.close()
    server.shutdown()
    return complaints


def look_at(page: Page, url: str, width: int) -> list[str]:
    """Opens a page and returns what is wrong with it."""
    found: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error":
            url = message.location["url"]
            found.append(f"console: {message.text} {url}")

    page.on("console", note)
    page.on("pageerror", lambda error: found.append(f"script: {error}"))
    page.goto(url)
    actual = page.evaluate("document.documentElement.scrollWidth")
    if actual > width:
        found.append(f"{actual} pixels wide")
    page.remove_listener("console", note)  # axe-core itself loads what is gone
    for violation in Axe().run(page, options=AXE).response["violations"]:
        if violation["impact"] in SERIOUS:
            first = violation["nodes"][0]["html"][:120]
            found.append(
                f"axe {violation['id']} ({len(violation['nodes'])}): {first}"
            )
    return found


class Links(HTMLParser):
    """Collects the links, the places and the bare pictures of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.places: set[str] = set()
        self.bare: list[str] = []

    def handle_starttag(self, tag: str, attributes: list) -> None:
        """Notes what one tag says."""
        given = dict(attributes)
        if tag == "a" and given.get("href"):
            self.links.add(given["href"])
        for key in ("id", "name"):
            if given.get(key):
                self.places.add(given[key])
        if tag == "img" and not given.get("alt"):
            self.bare.append(given.get("src", "")[:80])


def broken_links(folder: Path) -> list[str]:
    """Follows every link within the book, to the place on the page."""
    seen: dict[Path, Links] = {}
    for path in folder.rglob("*.html"):
        seen[path] = Links()
        seen[path].feed(path.read_text(encoding="utf-8"))
    complaints = []
    for path, page in seen.items():
        name = path.relative_to(folder)
        complaints += [f"{name}: no alt text: {src}" for src in page.bare]
        for link in sorted(page.links):
            address, place = urldefrag(link)
            if urlsplit(link).scheme or link.startswith("//"):
                continue
            target = path
            if address:
                target = (path.parent / unquote(address)).resolve()
            if not target.is_file():
                complaints.append(f"{name}: no such page: {link}")
            elif place and target in seen:
                if unquote(place) not in seen[target].places:
                    complaints.append(f"{name}: no such place: {link}")
    return complaints


# ---- PDF --------------------------------------------------------------------


def print_book(folder: Path, target: Path) -> None:
    """Prints the pages in the order of the book into one file."""
    server = serve(folder)
    address = f"http://127.0.0.1:{server.server_port}"
    writer = PdfWriter()
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as tmp:
        browser = start(playwright)
        page = browser.new_page(color_scheme="light")
        for title, name in tqdm(contents(page, address), unit="page"):
            page.goto(f"{address}/{name}", wait_until="networkidle")
            page.add_style_tag(content=PRINT_STYLE)
            page.evaluate(
                "document.querySelectorAll('details, .dropdown')"
                ".forEach(d => d.setAttribute('open', ''))"
            )
            sheet = Path(tmp, "page.pdf")
            page.pdf(path=sheet, format="A4", margin=MARGIN, scale=0.9)
            begin = len(writer.pages)
            writer.append(PdfReader(sheet), import_outline=False)
            writer.add_outline_item(title, begin)
        browser.close()
    server.shutdown()
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(".part")
    writer.write(part)
    part.replace(target)  # a half-written file never takes the place
    print(f"{target}: {len(writer.pages)} pages")


MARGIN = {"top": "15mm", "bottom": "15mm", "left": "12mm", "right": "12mm"}


def contents(page: Page, address: str) -> list[tuple[str, str]]:
    """Reads the order of the pages from the table of contents at the side."""
    page.goto(f"{address}/index.html", wait_until="networkidle")
    found = page.eval_on_selector_all(
        ".bd-sidebar-primary .bd-links a.reference.internal",
        "all => all.map(a => [a.textContent.trim(), a.getAttribute('href')])",
    )
    order: dict[str, str] = {}
    for title, href in found:
        name = "index.html" if href in ("#", "") else urldefrag(href)[0]
        if not urlsplit(name).scheme and name not in order:
            order[name] = title
    return [(title, name) for name, title in order.items()]


# ---- The command ------------------------------------------------------------


def main() -> int:
    """Runs what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=["check", "pdf"])
    parser.add_argument(
        "target", nargs="?", type=Path, default=HTML.parent / "teachtorch.pdf"
    )
    options = parser.parse_args()
    if not (HTML / "index.html").is_file():
        print("There is no built book here. Run `make book` first.")
        return 1
    if options.what == "pdf":
        print_book(HTML, options.target)
        return 0
    complaints = check(HTML)
    for words, count in Counter(complaints).items():
        print(words if count == 1 else f"{words} ({count} times)")
    print(f"{len(pages_of(HTML))} pages, {len(complaints)} complaints")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
