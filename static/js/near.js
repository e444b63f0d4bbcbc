// "Near me": the nearest member, from a position that never leaves the page.

const PATIENCE = { timeout: 15_000, maximumAge: 600_000 };
const REFUSED = 1; // GeolocationPositionError.PERMISSION_DENIED

/** A distance in the words of the page's language, from metres. */
function inWords(metres) {
    const kilometres = metres / 1000;
    return new Intl.NumberFormat(document.documentElement.lang, {
        style: "unit",
        unit: "kilometer",
        maximumFractionDigits: kilometres < 10 ? 1 : 0,
    })
        .format(kilometres)
        .replaceAll(" ", "\u00a0");
}

/**
 * Binds the button, and the choice of a member where there is no position.
 *
 * `links` are those of the members' list; `distance(here, i)` tells how far, in metres, a
 * position, as [latitude, longitude], is from a member, and `show(i)` moves to its pin.
 */
export function bindNear(tools, links, distance, show) {
    const button = tools.querySelector("[data-near]");
    const note = tools.querySelector("[data-near-note]");
    const said = tools.querySelector("[data-said]");
    const choice = tools.querySelector("[data-choice]");
    const select = choice.querySelector("select");

    const profile = (i) => {
        const link = links[i].cloneNode(true);
        if (!link.lang) link.lang = document.documentElement.lang;
        return link;
    };
    const offerChoice = () => {
        if (select.options.length === 1) {
            select.append(...links.map((link, i) => new Option(link.textContent, i)));
        }
        choice.hidden = false;
    };
    const found = ({ coords }) => {
        const here = [coords.latitude, coords.longitude];
        const metres = links.map((_, i) => distance(here, i));
        const nearest = metres.indexOf(Math.min(...metres));
        const [before, after] = tools.dataset.found
            .replace("{distance}", inWords(metres[nearest]))
            .split("{name}");
        choice.hidden = true;
        said.replaceChildren(before, profile(nearest), after);
        show(nearest);
    };
    const notFound = ({ code }) => {
        said.textContent = code === REFUSED ? tools.dataset.refused : tools.dataset.unknown;
        offerChoice();
    };

    select.addEventListener("change", () => {
        if (!select.value) return;
        said.replaceChildren(`${tools.dataset.more}: `, profile(select.value));
        show(Number(select.value));
    });
    if (!navigator.geolocation) {
        offerChoice();
        return;
    }
    button.addEventListener("click", () => {
        said.textContent = tools.dataset.looking;
        navigator.geolocation.getCurrentPosition(found, notFound, PATIENCE);
    });
    button.hidden = note.hidden = false;
}
