// Small behaviours, each bound by a data attribute; every page works without them.
import { showOwnTime } from "./clock.js";
import { bindDraft, forgetDraft } from "./draft.js";
import { bindOffline } from "./offline/page.js";

/** Filters the rows of a table as one types, and says how many are left. */
function bindTable(table) {
    const box = table.querySelector("[data-table-filter]");
    const input = box.querySelector("input");
    const count = table.querySelector("[data-table-count]");
    const rows = [...table.querySelectorAll("tbody tr")];
    const fold = (text) =>
        text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/(\d)\.(?=\d)/g, "$1").toLowerCase();
    const texts = rows.map((row) => fold(row.textContent));
    input.addEventListener("input", () => {
        const words = fold(input.value).split(/\s+/);
        let shown = 0;
        rows.forEach((row, i) => {
            row.hidden = !words.every((word) => texts[i].includes(word));
            shown += !row.hidden;
        });
        const said = shown ? count.dataset.some : count.dataset.none;
        count.textContent = input.value ? said.replace("{shown}", shown).replace("{all}", rows.length) : "";
    });
    box.hidden = false;
}

/** Copies a link's address instead of following it, and says so. */
function bindCopy(link) {
    if (!navigator.clipboard) return;
    link.addEventListener("click", async (event) => {
        if (event.metaKey || event.ctrlKey) return;
        event.preventDefault();
        await navigator.clipboard.writeText(link.href);
        if (link.hash) history.replaceState(null, "", link.hash);
        const said = document.createElement("span");
        said.role = "status";
        said.className = "badge";
        said.textContent = link.dataset.copy;
        link.after(said);
        setTimeout(() => said.remove(), 2000);
    });
}

/** Puts another site's player in place of its link, when the reader asks for it. */
function bindEmbed(box) {
    const link = box.querySelector("a");
    link.addEventListener("click", (event) => {
        event.preventDefault();
        const player = Object.assign(document.createElement("iframe"), {
            src: box.dataset.embed,
            title: link.textContent,
            allow: "autoplay; encrypted-media; fullscreen; picture-in-picture",
            referrerPolicy: "strict-origin-when-cross-origin", // YouTube plays for no one unknown
        });
        box.replaceChildren(player);
        player.focus();
    });
}

/** Puts the picture in place of its link, where data is saved. */
function bindOnTap(box) {
    box.querySelector("a").addEventListener("click", (event) => {
        event.preventDefault();
        const picture = box.nextElementSibling.content.cloneNode(true);
        const image = picture.querySelector("img");
        image.loading = "eager";
        image.tabIndex = -1;
        box.replaceWith(picture);
        image.focus();
    });
}

/** Loads the map and the land only when they come near the screen. */
function bindMap(section) {
    const observer = new IntersectionObserver(
        async (entries) => {
            // A busy browser tells at once that it was far, and that it is near now.
            if (!entries.some((entry) => entry.isIntersecting)) return;
            observer.disconnect();
            const { showMap } = await import(section.dataset.map);
            showMap(section);
        },
        { rootMargin: "200px" },
    );
    observer.observe(section);
}

/** Shows the menu item one stands on, where the menu scrolls sideways, and the end of the one before. */
function showPlace(nav) {
    const item = nav.querySelector("[aria-current]");
    if (item) nav.scrollLeft = item.offsetLeft - nav.offsetLeft - 72;
}

document.querySelectorAll(".site-nav").forEach(showPlace);
document.querySelectorAll("[data-table]").forEach(bindTable);
document.querySelectorAll("[data-copy]").forEach(bindCopy);
document.querySelectorAll("[data-embed]").forEach(bindEmbed);
document.querySelectorAll("[data-on-tap]").forEach(bindOnTap);
document.querySelectorAll("[data-draft]").forEach(bindDraft);
document.querySelectorAll("[data-sent]").forEach(forgetDraft);
document.querySelectorAll("[data-saving]").forEach(bindOffline);
document.querySelectorAll("[data-map]").forEach(bindMap);
document.querySelectorAll("[data-own-time]").forEach(showOwnTime);
