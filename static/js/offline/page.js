// What a page does about the service worker: starts it, and shows what it has saved.
import { chooseSavingData, inWords, isSavingData, PAGES, PARTS, savedPages } from "./store.js";

const TITLE_END = / – OCO$/;

/** Starts the service worker, and has it save the page at hand, which came before it. */
async function start() {
    const workers = navigator.serviceWorker;
    workers.addEventListener("message", ({ data }) => {
        const link = document.querySelector("[data-newer]");
        if (data.arrived && link) link.hidden = false;
    });
    const cameBefore = !workers.controller; // by the end a quick one has taken the page over
    await workers.register("/service-worker.js", { updateViaCache: "none" });
    const { active } = await workers.ready;
    if (cameBefore) active.postMessage({ save: location.href.split("#")[0] });
}

/** The switch for little data; pictures are then loaded on a tap, from the next page on. */
async function bindSwitch(button) {
    const show = async () => button.setAttribute("aria-pressed", await isSavingData());
    button.addEventListener("click", async () => {
        await chooseSavingData(button.getAttribute("aria-pressed") === "false");
        const { active } = await navigator.serviceWorker.ready;
        active.postMessage({ chosen: true });
        await show();
    });
    await show();
    button.hidden = false;
}

/** The text of a title as it stands in HTML: with "&" for "&amp;". */
function plain(title) {
    const text = new DOMParser().parseFromString(title, "text/html").body.textContent;
    return text.replace(TITLE_END, "");
}

/** Lists the saved pages, and lets the reader remove those that were read. */
async function bindSaved(section) {
    const list = section.querySelector("ul");
    const show = async () => {
        const pages = (await savedPages()).filter(({ address }) => !address.endsWith("/offline/"));
        list.replaceChildren(
            ...pages.map((page) => {
                const item = document.createElement("li");
                const link = document.createElement("a");
                link.href = page.address;
                link.lang = page.language;
                link.textContent = plain(page.title);
                const when = document.createElement("time");
                when.dateTime = new Date(page.savedAt).toISOString();
                when.textContent = inWords(page.savedAt, document.documentElement.lang);
                item.append(link, " ", when);
                return item;
            }),
        );
        section.hidden = !list.children.length;
    };
    section.querySelector("button").addEventListener("click", async () => {
        await Promise.all([PAGES, PARTS].map((name) => caches.delete(name)));
        await show();
    });
    await show();
}

/** Binds all of it, where the browser and the site have service workers. */
export function bindOffline(button) {
    if (!navigator.serviceWorker || !window.caches) return;
    addEventListener("load", () => start().catch(() => {})); // a browser may refuse
    bindSwitch(button);
    document.querySelectorAll("[data-saved]").forEach(bindSaved);
}
