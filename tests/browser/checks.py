"""What a page is asked in the browser, beside axe: its targets, its focus, its motion."""

# What one can tab to or press, and sees. An overlay that widens a link to its whole card
# is no fault; what stands for another link's bar to the mouse alone is none to the keys.
STOPS = """
const stops = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]
    .filter((stop) => stop.tabIndex >= 0 && !stop.disabled)
    .filter((stop) => stop.checkVisibility({ visibilityProperty: true }) && !stop.closest("[aria-hidden]"));
const nameOf = (stop) => (stop.ariaLabel || stop.textContent || stop.name || "").trim() || stop.outerHTML.slice(0, 80);
"""

# WCAG 2.5.8: 24 px, or a circle of 24 px that touches no other target; not within a
# sentence, and not where the same link stands larger below (the chart's: in the list).
SMALL_TARGETS = f"""() => {{
    {STOPS}
    const least = 24 - 0.1;
    const targets = stops
        .filter((stop) => !stop.closest(".skip, .chart") && getComputedStyle(stop, "::after").position !== "absolute")
        .map((stop) => ({{ stop, box: stop.getBoundingClientRect() }}));
    const isSmall = ({{ box }}) => box.width < least || box.height < least;
    const isInSentence = ({{ stop }}) =>
        getComputedStyle(stop).display === "inline" &&
        [...stop.parentNode.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && /\\w/.test(node.data));
    const middle = ({{ box }}) => [box.x + box.width / 2, box.y + box.height / 2];
    const gap = ([x, y], {{ box }}) =>
        Math.hypot(Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom));
    const isNear = (one, other) => {{
        const [a, b] = [middle(one), middle(other)];
        return gap(a, other) < 12 || (isSmall(other) && Math.hypot(a[0] - b[0], a[1] - b[1]) < 24);
    }};
    return targets
        .filter((target) => isSmall(target) && !isInSentence(target))
        .filter((target) => targets.some((other) => other !== target && isNear(target, other)))
        .map(({{ stop, box }}) => `${{nameOf(stop)}}: ${{box.width}} × ${{box.height}}`);
}}"""

# WCAG 2.4.11 and 2.4.7: what has the focus is seen, and seen to have it. A key has to be
# pressed first, or a browser would think of a mouse and show no ring.
LOST_FOCUS = f"""async () => {{
    {STOPS}
    const looks = (stop) => [...stop.querySelectorAll("circle")]
        .map((circle) => getComputedStyle(circle))
        .map(({{ stroke, strokeWidth }}) => stroke + strokeWidth)
        .join();
    const settled = () => new Promise((resolve) => setTimeout(resolve, 100));
    const covers = (stop) => {{
        const box = (stop.querySelector(".hit") ?? stop).getBoundingClientRect();
        const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
        const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
        if (left >= right || top >= bottom) return [`out of view at ${{box.top}}`];
        const found = [[0.5, 0.5], [0.1, 0.5], [0.9, 0.5]].map(([across, down]) =>
            document.elementFromPoint(left + across * (right - left), top + down * (bottom - top)),
        );
        const isSeen = found.some((element) => element && (stop.contains(element) || element.contains(stop)));
        return isSeen ? [] : found.map((element) => element?.outerHTML.slice(0, 80));
    }};
    const faults = [];
    await settled();
    for (const stop of stops) {{
        const before = looks(stop);
        stop.focus();
        if (document.activeElement !== stop) faults.push(`${{nameOf(stop)}}: takes no focus`);
        // A map that is being fitted into another size, say, has a second to settle.
        for (let i = 0; i < 10 && covers(stop).length; i++) {{
            await settled();
            stop.blur();
            stop.focus();
        }}
        const over = covers(stop);
        if (over.length) faults.push(`${{nameOf(stop)}}: covered by ${{over}}`);
        if (getComputedStyle(stop).outlineStyle === "none" && looks(stop) === before) faults.push(`${{nameOf(stop)}}: not marked`);
    }}
    return faults;
}}"""

# What still moves where readers have asked for no motion.
MOTION = """() => [
    ...document.getAnimations().map((animation) => animation.effect.target.outerHTML),
    ...[...document.querySelectorAll("*")]
        .filter((element) => getComputedStyle(element).scrollBehavior !== "auto")
        .map((element) => element.outerHTML.slice(0, 80)),
]"""

# Scrolls to the end and back, and waits for the pictures and the map that this brings.
WHOLE = """async () => {
    scrollTo(0, document.body.scrollHeight);
    document.querySelector("[data-map]")?.scrollIntoView();
    const waitedFor = () => [
        ...document.querySelectorAll("[data-map]:not(.map-live)"),
        ...[...document.images].filter((image) => !image.complete && image.checkVisibility()),
    ];
    const end = performance.now() + 60_000;
    while (waitedFor().length && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 20));
    const missing = waitedFor().map((element) => element.outerHTML.slice(0, 120));
    if (missing.length) throw new Error(`Not there after a minute: ${missing}`);
    scrollTo(0, 0);
}"""
