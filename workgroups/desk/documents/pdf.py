"""Tagged PDF (PDF/UA-1), made by WeasyPrint in a process of its own: `python -m workgroups.desk.documents.pdf`.

It takes a second of processor time and the memory of a page layout, which no other request should wait for.
"""

import ctypes
import subprocess
import sys
from functools import cache
from importlib.util import find_spec
from threading import BoundedSemaphore

from workgroups.web.urls import folder

LONGEST_SECONDS = 60
AT_ONCE = BoundedSemaphore(2)
"""More at a time would only take the processor from the pages."""

LIBRARIES = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")


@cache
def is_here() -> bool:
    """Are WeasyPrint and the libraries that it needs installed?"""
    try:
        for library in LIBRARIES:
            ctypes.CDLL(library)
    except OSError:
        return False
    return find_spec("weasyprint") is not None


def made(html: str) -> bytes:
    """The document as PDF. Raises `subprocess.SubprocessError` when it cannot be made in a minute."""
    with AT_ONCE:
        command = [sys.executable, "-m", "workgroups.desk.documents.pdf"]
        done = subprocess.run(command, input=html.encode(), capture_output=True, timeout=LONGEST_SECONDS, check=True)  # noqa: S603 - our own module
    return done.stdout


def main() -> None:
    """HTML comes in, PDF goes out; nothing is fetched but what the HTML holds itself."""
    from weasyprint import CSS, HTML  # noqa: PLC0415 - this process alone needs it
    from weasyprint.urls import URLFetcher  # noqa: PLC0415

    fetcher = URLFetcher(allowed_protocols=["data"])
    page = HTML(string=sys.stdin.buffer.read().decode(), url_fetcher=fetcher)
    style = CSS(string=(folder("static") / "document.css").read_text(), url_fetcher=fetcher)
    sys.stdout.buffer.write(page.write_pdf(stylesheets=[style], pdf_variant="pdf/ua-1"))


if __name__ == "__main__":
    main()
