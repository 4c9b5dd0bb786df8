"""Further looks at a page that axe does not take by itself (UX-08): targets, focus, a tablet's width, large text."""

from tests.browser.conftest import AXE_SCRIPT, DESK, NARROWEST, overhanging

TABLET = 768
SMALL_TARGETS = """async () => {
    const { violations } = await axe.run({ runOnly: { type: "rule", values: ["target-size"] }, iframes: false });
    return violations.flatMap(({ nodes }) => nodes.slice(0, 5).map(({ target }) => target.join(" ")));
}"""
# An element that has the focus is hidden when something else that stays in its place lies over all of it, once the page is
# moved no further than it must be to bring it into the window.
HIDDEN_FOCUS = """() => {
    const staysInPlace = element => {
        for (let each = element; each && each !== document.body; each = each.parentElement)
            if (["sticky", "fixed"].includes(getComputedStyle(each).position)) return each;
        return null;
    };
    const isHidden = element => {
        const { left, top, right, bottom } = element.getBoundingClientRect();
        if (right - left < 2 || bottom - top < 2) return false;
        const spots = [[0.5, 0.5], [0.1, 0.1], [0.9, 0.1], [0.1, 0.9], [0.9, 0.9]].map(
            ([x, y]) => [left + x * (right - left), top + y * (bottom - top)]);
        return spots.every(([x, y]) => {
            const shown = document.elementFromPoint(x, y);
            if (!shown) return true;
            const over = staysInPlace(shown);
            return over && !over.contains(element) && !shown.contains(element) && !element.contains(shown);
        });
    };
    const focusable = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
    const found = [];
    for (const order of [1, -1]) {
        const all = [...document.querySelectorAll(focusable)].filter(each => each.checkVisibility() && !each.disabled);
        for (const element of order > 0 ? all : all.reverse()) {
            element.focus({ preventScroll: true });
            element.scrollIntoView({ block: "nearest", behavior: "instant" });
            if (document.activeElement === element && isHidden(element)) found.push(element.outerHTML.slice(0, 100));
        }
    }
    document.activeElement.blur();
    return [...new Set(found)].slice(0, 5);
}"""


def small_targets(page) -> list[str]:
    """Return what is pressed and is smaller than 24 px with nothing but itself around (WCAG 2.5.8)."""
    page.evaluate(AXE_SCRIPT)
    return page.evaluate(SMALL_TARGETS)


def hidden_focus(page) -> list[str]:
    """Return what is covered by a bar that stays in its place while it has the focus, from whichever side it came."""
    return page.evaluate(HIDDEN_FOCUS)


def further_faults(page) -> list[str]:
    """Return all that is wrong with a page on a phone, on a tablet, and on a desk with text twice as large."""
    found = [f"small target: {each}" for each in small_targets(page)]
    found += [f"hidden focus at {NARROWEST}: {each}" for each in hidden_focus(page)]
    page.set_viewport_size({"width": TABLET, "height": 800})
    found += [f"too wide at {TABLET}: {each}" for each in overhanging(page)]
    page.set_viewport_size({"width": DESK, "height": 800})
    found += [f"hidden focus at {DESK}: {each}" for each in hidden_focus(page)]
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    found += [f"too wide with large text: {each}" for each in overhanging(page)]
    page.evaluate("document.documentElement.style.fontSize = ''")
    page.set_viewport_size({"width": NARROWEST, "height": 800})
    return found
