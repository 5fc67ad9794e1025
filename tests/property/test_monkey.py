"""A monkey at the pages: clocks that jump, odd runs, forms filled in at random.

Whatever it does, no page breaks, none shows what is only in a program, and whom psoas refers
sees no session. Each seed is a runner of its own; ``PSOAS_MONKEYS`` asks for more of them.
"""

from __future__ import annotations

import os
import re
import traceback
from datetime import datetime, timedelta, timezone
from random import Random
from urllib.parse import urlencode, urljoin, urlsplit

import numpy as np
import pytest
from litestar.testing import TestClient

from psoas.app.check.checking import check, keep_check
from psoas.app.demo import fill_demo, sample_sheet
from psoas.app.files.importing import import_files
from psoas.app.state import state_of
from psoas.library import shelf
from psoas.render.fit_file import activity_fit
from psoas.store import Logbook
from psoas.web import errors, make_app
from tests.kit.forms import Looked, filled

MONKEYS = int(os.environ.get("PSOAS_MONKEYS", "4"))
STEPS = 40
PAGES = (
    *("/", "/plan", "/progress", "/tests", "/you", "/check", "/runs", "/feel", "/season"),
    *("/exercises", "/gait", "/report", "/report/clinician", "/check/result", "/check/all"),
    *("/explain", "/plan/print", "/plan/text", "/plan/calendar", "/plan/workouts", "/runs/log"),
)
GIVES_UP = ("/you/forget", "/you/withdraw")
OF_A_PROGRAM = re.compile(
    r"\bnan\b|\{[a-z_]+[:}]|\bTrue\b|\bFalse\b|Answer\.|\bundefined\b|(?<!\S)\(?-0(?![\d.])"
)
WORSE = (
    {"weight_bearing": "unable"},
    {"temperature_c": 39},
    {"night_pain_wakes": True},
    {"temperature_c": 3},
    {"pain_run_0_10": 7},
    {},
    {},
    {},
)


class Monkey:
    """One runner, whose clock and fingers are random."""

    def __init__(self, seed, folder):
        self.random = Random(seed)  # noqa: S311
        zone = timezone(timedelta(hours=self.random.choice((-10, 0, 1, 13))))
        self.now = datetime(2026, 1, 1, 12, tzinfo=zone)
        self.now += timedelta(hours=self.random.randint(0, 9999))
        self.folder, self.path = folder, folder / "logbook.db"
        self.did: list[str] = []
        app = make_app(self.path, now=lambda: self.now)
        self.browser = TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False)

    def logbook(self):
        return Logbook.open(self.path)

    def wait(self):
        hours, days = self.random.randint(-26, 20), self.random.choice((0, 1, 2, 5, 20, 50))
        self.now += timedelta(days=days, hours=hours)
        self.did.append(f"now {self.now.isoformat()}")

    def _run(self):
        n, random = self.random.randint(30, 1500), self.random
        noise = np.random.default_rng(random.randint(0, 999)).normal(0, 0.2, n)
        speed = np.clip(random.uniform(1.2, 6) + noise, 0, 9)
        at = self.now - timedelta(days=random.uniform(0, 60))
        path = self.folder / f"{len(list(self.folder.glob('*.fit')))}.fit"
        path.write_bytes(
            activity_fit(
                started_at=at if random.random() > 0.03 else at + timedelta(days=400),
                utc_offset_s=random.choice((0, 3600, 46_800, -36_000)),
                sport=random.choice(("running", "running", "running", "cycling")),
                t_s=np.arange(n, dtype=np.float64),
                distance_m=np.cumsum(speed) - speed[0],
                speed_mps=speed,
                cadence_spm=np.full(n, random.choice((150.0, 172.0, np.nan))),
                heart_bpm=np.full(n, 150.0),
                product_name=random.choice(("one watch", "another")),
            )
        )
        return path

    def run(self):
        paths = [self._run() for _ in range(self.random.randint(1, 9))]
        self.did.append(f"{len(paths)} runs")
        with self.logbook() as logbook:
            import_files(logbook, paths, now=self.now)

    def ask(self):
        sheet = sample_sheet()
        sheet["structured"] |= self.random.choice(WORSE)
        checked = check(sheet, shelf=shelf())
        self.did.append(f"check {checked.text[:40]!r}")
        with self.logbook() as logbook:
            if checked.assessment is not None:
                keep_check(logbook, checked, now=self.now)

    def _answer(self, page, here):
        form = self.random.choice(page.forms)
        to = urlsplit(urljoin(here, form.action or here))
        said = filled(form, self.random, self.now.date())
        if form.sends_files or (to.path in GIVES_UP and self.random.random() < 0.9):
            return None
        self.did.append(f"{'POST' if form.is_post else 'GET'} {to.path} {str(said)[:3000]}")
        if form.is_post:
            return self.browser.post(f"{to.path}?{to.query}", data=said)
        return self.browser.get(f"{to.path}?{urlencode(said, doseq=True)}")

    def _follow(self, page, here):
        links = [each for each in page.links if not each.startswith(("#", "http", "mailto"))]
        if not links:
            return None
        to = urlsplit(urljoin(here, self.random.choice(links)))
        return self.get(f"{to.path}?{to.query}")

    def get(self, path):
        self.did.append(f"GET {path}")
        return self.browser.get(path)

    def wander(self):
        answer = self.get(self.random.choice(PAGES))
        for _ in range(self.random.randint(0, 4)):
            page, here = self.looked(answer), str(answer.url)
            if page is None:
                return
            acts = page.forms and self.random.random() < 0.6
            answer = self._answer(page, here) if acts else self._follow(page, here)
            if answer is None:
                return
        self.looked(answer)

    def looked(self, answer):
        """Look at an answer as a runner would; None where it is no page."""
        assert answer.status_code < 500, self.did[-1]
        if "html" not in answer.headers.get("content-type", ""):
            return None
        page = Looked(answer.text)
        odd = OF_A_PROGRAM.search(page.words.replace("got nan", ""))
        assert odd is None, f"{odd[0]} in {page.words[max(0, odd.start() - 90) : odd.end() + 90]}"
        return page

    def is_shown_no_session_when_referred(self):
        with self.logbook() as logbook:
            trains = state_of(logbook, shelf=shelf(), now=self.now).trains
        for path in () if trains else ("/", "/plan", "/progress", "/report"):
            assert 'href="/session/' not in self.get(path).text, path


@pytest.mark.parametrize("seed", range(MONKEYS))
def test_nothing_a_monkey_does_breaks_a_page(seed, tmp_path, monkeypatch):
    crashes = []
    monkeypatch.setattr(
        errors.log, "error", lambda *_, **__: crashes.append(traceback.format_exc()), raising=False
    )
    monkey = Monkey(seed, tmp_path)
    with monkey.browser:
        if seed % 2:
            with monkey.logbook() as logbook:
                fill_demo(logbook, now=monkey.now)
        acts = (monkey.wait, monkey.run, monkey.ask, *[monkey.wander] * 6)
        try:
            for step in range(STEPS):
                monkey.random.choice(acts)()
                if step % 5 == 4:
                    monkey.is_shown_no_session_when_referred()
        except AssertionError:
            print("\n".join((*monkey.did[-12:], *crashes)))
            raise
