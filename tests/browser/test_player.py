"""A session on a phone: without a connection, with pain, with something else; nothing is lost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from psoas.app.demo import fill_demo
from psoas.app.state import state_of
from psoas.library import shelf as shipped
from psoas.store import Logbook
from psoas.web import make_app
from tests.browser.conftest import DESK, PHONE, serving
from tests.kit.store import rows

#: The worker has a clock of its own, which no test can set: here it is the real day.
NOW = datetime.now().astimezone()
LOOKS = (Path(__file__).parent / "looks.js").read_text(encoding="utf-8")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "logbook.db"
    with Logbook.open(found) as logbook:
        fill_demo(logbook, now=NOW)
    return found


@pytest.fixture
def site(path: Path) -> Iterator[str]:
    yield from serving(make_app(path, now=lambda: NOW))


def state(path: Path):
    with Logbook.open(path) as logbook:
        return state_of(logbook, shelf=shipped(), now=NOW)


def session_of(path: Path, kind: str = "reload"):
    plan = state(path).plan.plan
    return next(each for each in plan.sessions if each.kind == kind and each.on >= NOW.date())


def opened(visit, site, session, **more):
    """Open a session's page and wait until the phone keeps it."""
    watched = visit(**more)
    page = watched.page
    page.clock.install(time=NOW)
    page.goto(f"{site}/session/{session.id}")
    page.get_by_role("button", name="None of these").click()
    page.get_by_text("On this phone for today").wait_for()
    return watched


def begin(page, before=2):
    page.locator(f'.player-before label:has([value="{before}"])').click()
    page.get_by_role("button", name="Start").click()
    page.locator('#player[data-phase="playing"]').wait_for()


def steps_of(page):
    return page.evaluate("JSON.parse(document.getElementById('session-data').textContent).steps")


def play(page, step, index):
    """Let one step pass by its time; a step that waits is ended by hand."""
    player = page.locator("#player")
    expect(player).to_have_attribute("data-step", str(index))
    page.clock.run_for(max(0, round(1000 * step["seconds"]) - 3000))
    for _ in range(40):
        if player.get_attribute("data-step") != str(index):
            return
        if player.get_attribute("data-phase") == "after":
            return
        if page.locator(".timer").inner_text() == "Done?":
            assert step["waits"]
            page.get_by_role("button", name="Next").click()
            return
        page.clock.run_for(200)
    pytest.fail(f"step {index} did not end")


def play_to(page, steps, index):
    """Go to a step by hand, each set counted."""
    while int(page.locator("#player").get_attribute("data-step")) < index:
        page.get_by_role("button", name="Next").click()


def sent(page):
    expect(page.locator(".kept-where")).to_contain_text("Sent")


def first_set_over(page, steps):
    index = next(i for i, each in enumerate(steps) if each["logs"])
    play_to(page, steps, index + 1)
    return steps[index]


def test_a_whole_session_with_the_connection_cut_half_way_loses_nothing(path, site, visit):
    session = session_of(path)
    page = opened(visit, site, session).page
    steps = steps_of(page)
    sets = [step for step in steps if step["logs"]]
    half = next(i for i, step in enumerate(steps) if step is sets[len(sets) // 2])
    begin(page)

    for index, step in enumerate(steps):
        if index == half:
            sent(page)
            page.context.set_offline(True)
        if index == half + 2:
            page.reload()  # without a connection: the page and its place are on the phone
            page.locator('#player[data-phase="playing"]').wait_for()
            page.get_by_role("button", name="Go on").click()
        play(page, step, index)
        if step["logs"] and index + 1 < len(steps):
            page.get_by_role("button", name="Pain 1", exact=True).click()
            if page.get_by_role("button", name="As planned").count():
                page.get_by_role("button", name="As planned").click()
            expect(page.locator(".kept-where")).to_contain_text("Kept" if index >= half else "Sent")

    page.locator("#finish-title").wait_for()
    page.locator('#finish label:has([name="after"][value="1"])').click()
    page.get_by_role("button", name="Mark as done").click()
    page.get_by_text("It is kept on this phone").wait_for()
    assert session.id not in {each.session for each in state(path).done}
    page.goto(f"{site}/plan")
    page.get_by_role("heading", name="psoas cannot be reached").wait_for()
    page.get_by_text("kept on this phone, will be sent").wait_for()

    page.context.set_offline(False)
    page.goto(site)
    page.get_by_text("Session done").wait_for()
    page.reload()

    kept = state(path).performed
    expected = [(each["exercise"], each["leg"] or None, each["set_number"]) for each in sets]
    assert [(each.exercise, each.side, each.set_number) for each in kept] == expected
    assert [each.pain_nrs for each in kept] == [1] * (len(sets) - 1) + [None]
    assert [each.reps for each in kept[:-1]] == [each["reps"] for each in sets[:-1]]
    (done,) = [each for each in state(path).done if each.session == session.id]
    assert (done.before_nrs, done.pain_nrs, done.after_nrs) == (2, 1, 1)
    assert done.share_done_ratio == 1.0
    assert page.evaluate("indexedDB.databases().then((all) => all.length)") == 1
    assert waiting(page) == []


def waiting(page):
    return page.evaluate(
        """async () => (await (await import('/static/player-store.js')).all())
             .filter((each) => each.dirty).map((each) => each.id)"""
    )


def test_what_was_not_said_is_not_made_up(path, site, visit):
    page = opened(visit, site, session_of(path)).page
    begin(page, before=0)
    first_set_over(page, steps_of(page))
    sent(page)

    (kept,) = state(path).performed
    assert (kept.reps, kept.hold_s, kept.in_reserve, kept.pain_nrs) == (None,) * 4
    expect(page.locator('.log [aria-pressed="true"]')).to_have_count(0)


def test_an_exercise_is_swapped_and_the_swap_is_kept(path, site, visit):
    page = opened(visit, site, session_of(path)).page
    steps = steps_of(page)
    begin(page)
    first = first_set_over(page, steps)
    page.context.set_offline(True)  # the list is on the page
    page.get_by_role("button", name="Swap").click()
    page.get_by_role("button", name="Too sore for it").click()
    chosen = page.locator(".ask .swap").first
    name = chosen.inner_text().splitlines()[0]
    chosen.click()

    expect(page.locator("#player .title")).to_have_text(name)
    assert page.locator(".player-now .how > li").count() > 0
    page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Next").click()
    page.context.set_offline(False)
    page.get_by_role("button", name="Pain 0").click()
    sent(page)

    planned, swapped = state(path).performed
    assert (planned.exercise, planned.instead_of) == (first["exercise"], None)
    assert (swapped.instead_of, swapped.pain_nrs) == (first["exercise"], 0)
    assert shipped().exercises[swapped.exercise].name == name
    assert page.evaluate(
        "([planned, now]) => [...document.querySelectorAll('.title')].every((e) => e.textContent)",
        [first["title"], name],
    )


def test_without_equipment_only_what_needs_nothing_is_offered(path, site, visit):
    page = opened(visit, site, session_of(path)).page
    begin(page)
    page.get_by_role("button", name="Swap").click()
    page.get_by_role("button", name="I have nothing to do it with").click()

    needs = page.locator(".ask .swap .fine").all_inner_texts()
    assert needs
    assert all("needs nothing" in each for each in needs)


def test_pain_of_four_asks_for_less_and_one_set_goes(path, site, visit):
    page = opened(visit, site, session_of(path)).page
    steps = steps_of(page)
    begin(page)
    first = first_set_over(page, steps)
    page.get_by_role("button", name="Pain 4").click()
    page.get_by_text(shipped().texts["player.less"]).wait_for()
    page.get_by_role("button", name="One set less").click()

    title = page.locator("#player .count").inner_text()
    assert first["sets"] > 1
    assert (
        f"of {first['sets'] - 1}" in title
        or page.locator("#player .title").inner_text() != first["title"]
    )


def test_pain_of_six_ends_the_session_and_nothing_more_is_shown(path, site, visit):
    session = session_of(path)
    page = opened(visit, site, session).page
    begin(page)
    page.clock.run_for(10_000)
    page.context.set_offline(True)
    page.get_by_role("button", name="It hurts").click()
    page.get_by_role("button", name="Pain 6").click()
    page.get_by_text(shipped().texts["player.stop"]).wait_for()
    expect(page.get_by_role("button", name="Go on with the session")).to_be_hidden()
    page.goto(f"{site}/session/{session.id}")  # nothing was tapped any more, and still offline
    page.get_by_role("heading", name="psoas cannot be reached").wait_for()
    expect(page.get_by_role("link", name="Reload: strength")).to_have_count(0)

    page.context.set_offline(False)
    page.goto(site)
    page.get_by_text("Session done").wait_for()
    found = state(path)
    assert found.light.level == "red"
    assert [each.pain_nrs for each in found.performed] == [6]


@pytest.mark.parametrize("before", [6, 10])
def test_pain_of_six_before_begins_no_session(path, site, visit, before):
    page = opened(visit, site, session_of(path)).page
    page.locator(f'.player-before label:has([value="{before}"])').click()
    page.get_by_role("button", name="Start").click()

    page.get_by_role("heading", name="No session now").wait_for()
    expect(page.locator("#list")).to_be_hidden()
    sent(page)
    assert state(path).light.level == "red"


def test_pain_of_four_before_takes_a_set_from_each_exercise(path, site, visit):
    page = opened(visit, site, session_of(path)).page
    steps = steps_of(page)
    begin(page, before=4)
    page.get_by_role("button", name="Next").click()

    sets = steps[0]["sets"]
    assert sets > 1
    said = page.locator("#player .count").inner_text()
    assert said.startswith(f"Set 1 of {sets - 1}") if sets > 2 else not said.startswith("Set")


@pytest.mark.parametrize(("said", "felt"), [("Yes, some of it", "yes"), ("Not sure", "not-sure")])
def test_without_a_connection_the_page_asks_and_a_yes_ends_it(path, site, visit, said, felt):
    session = session_of(path)
    page = opened(visit, site, session).page
    page.context.set_offline(True)
    page.reload()
    page.get_by_role("heading", name="is any of this new or worse?").wait_for()
    expect(page.locator("#list")).to_be_hidden()
    page.get_by_role("button", name=said).click()
    page.get_by_role("heading", name="No session now").wait_for()
    page.reload()
    page.get_by_role("heading", name="psoas cannot be reached").wait_for()

    page.context.set_offline(False)
    page.goto(site)
    expect(page.locator("#waiting")).to_contain_text("Sent")
    found = state(path)
    assert (found.recheck.felt, found.screening is None) == (felt, False)


def test_without_a_connection_none_lets_it_begin(path, site, visit):
    page = opened(visit, site, session_of(path)).page
    page.context.set_offline(True)
    page.reload()
    page.get_by_role("button", name="None of these").click()
    begin(page)
    first_set_over(page, steps_of(page))
    page.context.set_offline(False)
    page.get_by_role("button", name="Pain 1", exact=True).click()
    sent(page)

    assert len(state(path).performed) == 1


def test_a_page_of_an_earlier_day_is_not_shown_again(path, site, visit):
    session = session_of(path)
    page = opened(visit, site, session).page
    page.evaluate(
        """async () => {
          const pages = await caches.open('psoas-sessions');
          const [request] = await pages.keys();
          const old = await pages.match(request);
          const headers = new Headers(old.headers);
          headers.set('x-psoas-until', '2020-01-01T00:00:00Z');
          await pages.put(request, new Response(await old.text(), { headers }));
        }"""
    )
    page.context.set_offline(True)
    page.reload()

    page.get_by_role("heading", name="psoas cannot be reached").wait_for()
    page.get_by_text("No session of today is on this phone").wait_for()
    assert page.evaluate("caches.open('psoas-sessions').then((kept) => kept.keys())") == []


def test_a_page_that_stays_open_over_night_asks_again(path, visit):
    today = [NOW]
    serving_now = serving(make_app(path, now=lambda: today[0]))
    session = session_of(path)
    page = opened(visit, next(serving_now), session).page
    today[0] = NOW + timedelta(days=1)
    page.clock.fast_forward(24 * 3600 * 1000)
    page.get_by_role("button", name="Start").click()

    page.get_by_role("heading", name="is any of this new or worse?").wait_for()
    expect(page.locator("#player")).to_have_count(0)  # the server's own page
    serving_now.close()


def test_a_phone_without_room_says_so_and_offers_the_record_as_a_file(path, site, visit, tmp_path):
    page = opened(visit, site, session_of(path)).page
    page.context.set_offline(True)
    page.evaluate(
        """() => {
          const full = () => { throw new DOMException('', 'QuotaExceededError'); };
          IDBObjectStore.prototype.put = full;
        }"""
    )
    begin(page)
    step = first_set_over(page, steps_of(page))
    page.get_by_role("button", name="Pain 1", exact=True).click()
    expect(page.locator(".kept-where")).to_contain_text("no room")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save it as a file").click()
    saved = json.loads(Path(download.value.path()).read_text())
    assert [each["exercise"] for each in saved["sets"]] == [step["exercise"]]

    page.context.set_offline(False)
    page.get_by_role("button", name="Pain 2", exact=True).click()
    sent(page)
    assert [each.pain_nrs for each in state(path).performed] == [2]


def test_a_full_disk_of_the_server_leaves_it_on_the_phone(path, site, visit):
    page = opened(visit, site, session_of(path)).page
    begin(page)
    said = {"what": "the disk is full", "where": "logbook", "fix": "Free some space"}
    page.route("**/record", lambda route: route.fulfill(status=503, json=said))
    first_set_over(page, steps_of(page))
    expect(page.locator(".kept-where")).to_contain_text("will be sent (the disk is full)")
    assert len(waiting(page)) == 1
    page.unroute("**/record")
    page.clock.run_for(21_000)
    sent(page)

    assert len(state(path).performed) == 1


def test_a_server_that_started_again_takes_what_the_phone_has(path, visit):
    """Its old token is stale: the player asks for another and sends again."""
    serving_first = serving(make_app(path, now=lambda: NOW))
    site = next(serving_first)
    page = opened(visit, site, session_of(path)).page
    begin(page)
    steps = steps_of(page)
    first_set_over(page, steps)
    sent(page)
    for _ in serving_first:  # it stops
        pass
    page.get_by_role("button", name="Pain 1", exact=True).click()
    expect(page.locator(".kept-where")).to_contain_text("Kept on this phone")
    port = int(site.rpartition(":")[2])
    serving_again = serving(make_app(path, now=lambda: NOW), port=port)
    next(serving_again)
    page.get_by_role("button", name="Pain 2", exact=True).click()
    sent(page)

    assert [each.pain_nrs for each in state(path).performed] == [2]
    for _ in serving_again:
        pass


def test_a_tap_while_the_one_before_is_ticked_off_is_not_lost(path, site, visit):
    """The tap is written as soon as the entry that was sent is read again, to be ticked off."""
    page = opened(visit, site, session_of(path)).page
    left = page.evaluate(
        """async () => {
          const store = await import('/static/player-store.js');
          const { sendWaiting } = await import('/static/player-send.js');
          window.fetch = async () => new Response('{"token": "t"}', { status: 200 });
          const entry = (changed) => ({ id: 'a', session: 's', changed, dirty: true, ended: false,
            refused: null, record: { sets: [], begun_at: new Date().toISOString() } });
          await store.put(entry(1));
          const get = IDBObjectStore.prototype.get;
          let tapped = null;
          IDBObjectStore.prototype.get = function (key) {
            const asked = get.call(this, key);
            asked.addEventListener('success', () => { tapped ??= store.put(entry(2)); });
            return asked;
          };
          await sendWaiting();
          await tapped;
          const left = await store.get('a');
          return [left.changed, left.dirty];
        }"""
    )
    assert left == [2, True]


def test_what_is_forgotten_leaves_the_phone_too(path, site, visit):
    page = opened(visit, site, session_of(path)).page
    begin(page)
    first_set_over(page, steps_of(page))
    sent(page)
    page.goto(f"{site}/you")
    page.get_by_text("Delete everything", exact=True).first.click()
    page.get_by_label("Yes, delete everything").check()
    page.get_by_role("button", name="Delete everything").click()
    page.wait_for_url(f"{site}/")

    left = page.evaluate(
        """async () => [await caches.keys(), (await indexedDB.databases()).map((d) => d.name),
            Object.keys(localStorage), (await navigator.serviceWorker.getRegistrations()).length]"""
    )
    assert left == [[], [], [], 0]
    assert rows(path, "select count(*) from performed") == [(0,)]


def test_a_phone_that_slept_counts_nothing_as_done(path, site, visit):
    page = opened(visit, site, session_of(path)).page
    begin(page)
    page.clock.fast_forward(600_000)

    page.get_by_text("The phone was asleep").wait_for()
    expect(page.locator("#player")).to_have_attribute("data-step", "0")
    expect(page.locator("#player[data-paused]")).to_have_count(1)
    assert state(path).performed == ()


@pytest.mark.parametrize(
    ("viewport", "size"),
    [(PHONE, "100%"), (DESK, "100%"), ({"width": 320, "height": 640}, "100%"), (PHONE, "200%")],
)
def test_every_part_of_it_can_be_seen_and_tapped(path, site, visit, viewport, size):
    page = opened(visit, site, session_of(path), viewport=viewport).page
    page.evaluate(LOOKS)
    page.evaluate(f"document.documentElement.style.fontSize = '{size}'")

    def looked(where):
        assert page.evaluate("looks.overflowPx()") <= 0, where
        if viewport in (PHONE, DESK) and size == "100%":
            assert page.evaluate("looks.smallTargets(44)") == [], where
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            assert page.evaluate("looks.lowContrast()") == [], (where, scheme)

    looked("before")
    begin(page)
    looked("playing")
    first_set_over(page, steps_of(page))
    looked("the set that is over")
    page.get_by_role("button", name="Pain 4").click()
    looked("do less?")
    page.get_by_role("button", name="Something else").click()
    page.get_by_role("button", name="Too sore for it").click()
    looked("instead")
    page.get_by_role("button", name="Back").click()
    page.get_by_role("button", name="It hurts").click()
    page.get_by_role("button", name="Pain 7").click()
    page.locator("#sets summary").first.click()
    looked("the end")


def test_the_focus_stays_on_what_was_tapped(path, site, visit):
    page = opened(visit, site, session_of(path)).page
    begin(page)
    first_set_over(page, steps_of(page))
    page.get_by_role("button", name="Pain 1", exact=True).focus()
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Pain 1"
    assert page.evaluate("document.activeElement.getAttribute('aria-pressed')") == "true"


def test_the_screen_and_the_voice_are_honest(path, site, visit):
    watched = visit()
    watched.page.add_init_script("delete Navigator.prototype.wakeLock")
    page = watched.page
    page.goto(f"{site}/session/{session_of(path).id}")
    page.get_by_role("button", name="None of these").click()
    page.locator('[data-do="start"]:enabled').wait_for()
    begin(page)

    page.get_by_text("This browser cannot keep the screen on here").wait_for()
    expect(page.locator('[data-do="speak"]')).to_have_attribute("aria-pressed", "false")


def test_the_switch_of_sides_is_seen_heard_and_felt(path, site, visit):
    page = opened(visit, site, session_of(path)).page
    page.evaluate(
        """() => {
          window.buzzed = []; window.toned = [];
          Object.defineProperty(navigator, 'vibrate', { value: (how) => buzzed.push(how) });
          const start = OscillatorNode.prototype.start;
          OscillatorNode.prototype.start = function (at) {
            toned.push(this.frequency.value); return start.call(this, at);
          };
        }"""
    )
    steps = steps_of(page)
    begin(page)
    at = next(i for i, each in enumerate(steps) if each["switch"] and each["kind"] == "ready")
    play_to(page, steps, at)

    assert page.locator("#player .kind").inner_text().lower() == "switch side"
    assert page.evaluate("buzzed.at(-1)") == [80, 60, 80, 60, 300]
    assert page.evaluate("toned.slice(-3)") == [990, 520, 990]


def test_fewer_sets_and_another_exercise_keep_a_session_whole(path, site, visit):
    """At every step, for every swap: sides stay equal, a set stays, no rest is left over."""
    page = opened(visit, site, session_of(path)).page
    found = page.evaluate(
        """async () => {
          const r = await import('/static/player-record.js');
          const { steps, swaps } = JSON.parse(document.getElementById('session-data').textContent);
          const wrong = [];
          let tried = 0;
          const say = (what, ...more) => wrong.push([what, ...more].join(' '));
          const whole = (now, where) => {
            now.forEach((step, i) => {
              const next = now[i + 1];
              if (step.kind === 'rest' && (!next || next.exercise !== step.exercise))
                say('a rest is left', where, i);
              if (step.kind === 'ready' && next?.kind !== 'work') say('ready for what', where, i);
            });
          };
          for (let i = 0; i < steps.length; i += 1) {
            const here = steps[i];
            const fewer = r.oneSetLess(steps, i, here.exercise);
            tried += 1;
            if (fewer.length > steps.length) say('more steps', i);
            if (JSON.stringify(fewer.slice(0, i)) !== JSON.stringify(steps.slice(0, i)))
              say('the past changed', i);
            if (!fewer.some((s) => s.exercise === here.exercise && s.logs)) say('none left', i);
            const others = (all) => JSON.stringify(all.filter((s) => s.exercise !== here.exercise));
            if (others(fewer) !== others(steps)) say('others changed', i);
            if (here.kind === 'ready') whole(fewer.slice(i), 'less');
            for (const swap of swaps[here.exercise] ?? []) {
              const { steps: now, index } = r.swapped(steps, i, swap);
              tried += 1;
              const from = (all) => all.slice(0, index);
              if (JSON.stringify(from(now)) !== JSON.stringify(from(steps)))
                say('the past changed', swap.exercise, i);
              if (now[index].exercise !== swap.exercise || now[index].kind !== 'ready')
                say('does not begin', swap.exercise, i);
              if (now.slice(index).some((step) => step.exercise === here.exercise))
                say('the old one goes on', swap.exercise, i);
              const sets = now.filter((s) => s.exercise === swap.exercise && s.logs);
              const bySide = Object.groupBy(sets, (s) => s.leg);
              if (new Set(Object.values(bySide).map((all) => all.length)).size !== 1)
                say('sides differ', swap.exercise, i);
              const left = here.sets - here.set_number + (here.kind === 'rest' ? 0 : 1);
              if (sets.some((s) => s.sets > Math.max(1, left))) say('more sets than left', i);
              if (sets.some((s) => s.instead_of !== here.exercise)) say('of what', i);
              const after = (all) => JSON.stringify(
                all.filter((s) => s.exercise !== here.exercise && s.exercise !== swap.exercise));
              if (after(now) !== after(steps)) say('others changed', swap.exercise, i);
              whole(now.slice(index), swap.exercise);
            }
          }
          return { wrong, tried };
        }"""
    )

    assert found["wrong"] == []
    assert found["tried"] > 100
