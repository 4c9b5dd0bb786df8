"""The watch that every page is under does see what it is there for."""

import re
from pathlib import Path

import pytest

from tests.browser.conftest import Watch, overhanging, serious_findings


def test_the_watch_sees_other_hosts_and_errors(chromium, live_server):
    watch = Watch(live_server.url.removeprefix("http://"))
    context = chromium.new_context()
    watch.over(context)
    page = context.new_page()

    page.goto(f"{live_server.url}/account/sign-in/")
    assert watch.findings == []

    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">Red</p>')")
    without_policy = context.new_page()
    without_policy.set_content("<img src='http://elsewhere.example/x.png'><script>undefined.length</script>")
    without_policy.wait_for_load_state("networkidle")
    context.close()

    said = "\n".join(watch.findings)
    assert "another host: http://elsewhere.example/x.png" in said
    assert "script: " in said
    assert "policy: style-src-attr forbids inline" in said


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_axe_and_the_measure_see_what_they_are_there_for(chromium, javascript):
    page = chromium.new_page(viewport={"width": 320, "height": 600}, java_script_enabled=javascript)
    page.set_content("<html lang=en><title>x</title><body><input><p style='width: 500px'>Wide</p>")

    assert [each.partition(":")[0] for each in serious_findings(page)] == ["label"]
    assert overhanging(page) == ['<p style="width: 500px">Wide</p>']
    page.close()


def test_what_leads_to_another_page_is_pressed_in_one_way():
    """A press on a page that is still moving into its place may be lost: `press` and `follow` wait until it stands."""
    tests = Path(__file__).parent.glob("test_*.py")
    found = [
        f"{path.name}: {line.strip()}"
        for path in tests
        for line in path.read_text().splitlines()
        if re.search(r'get_by_role\("(button|link)".*\)\.(dbl)?click\(', line)
    ]

    assert found == []


def test_a_page_stands_where_its_anchor_is_when_it_has_come(page):
    """What is pressed while a page glides to its anchor moves away from the finger, and the press is lost."""
    page.set_viewport_size({"width": 320, "height": 300})
    page.goto("/account/sign-in/")
    places = page.evaluate(
        """() => {
            document.querySelector("main").insertAdjacentHTML("beforeend", "<h2 id='below'>Below</h2>");
            document.querySelector("#below").scrollIntoView();
            const at = scrollY;
            return new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done([at, scrollY]))));
        }"""
    )

    assert places[0] == places[1] > 0
