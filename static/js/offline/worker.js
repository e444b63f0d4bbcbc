// The service worker: what has been read stays readable without a connection.
//
// Pages come from the network first, so that nobody is held on an old version; the saved
// copy stands in where the network fails or is slow, and says so. Only answers that are
// public are saved: nothing of the admin, and nothing that only some may read. The view
// that serves this file puts SITE before it: see pages/offline.py.
import {
    CHOICES,
    ESSENTIALS,
    inWords,
    isSavingData,
    LANGUAGE,
    PAGES,
    PARTS,
    SAVED_AT,
    TITLE,
} from "./store.js";

const PATIENCE = 4000; // milliseconds that a saved copy waits for the network
const MOST_PAGES = 80;
const MOST_PARTS = 200;
const A_DAY = 24 * 3600 * 1000; // milliseconds
const A_MINUTE = 60 * 1000; // milliseconds
const UNREACHED = [502, 503, 504]; // what a proxy says of a server that does not answer
// The browser's own cache has the page that asks, unless it is the reader's alone: to save it
// costs nothing.
const FROM_BROWSER = { cache: "only-if-cached", mode: "same-origin" };
// What protects a page protects its saved copy.
const KEPT = ["Content-Security-Policy", "Cross-Origin-Opener-Policy", "Permissions-Policy", "Referrer-Policy"];
const PART = /^\/(static|media\/images|maps)\//; // addresses of what pages are made of

const arrived = new Map(); // pages that came after their saved copy was shown, and when

self.addEventListener("install", (event) => {
    self.skipWaiting();
    const pages = Object.values(SITE.languages).map(({ offline }) => offline);
    event.waitUntil(Promise.all(pages.map((url) => savePage(url, ESSENTIALS))));
});

self.addEventListener("activate", (event) => {
    event.waitUntil(Promise.all([forgetOldForms(), preload(), self.clients.claim()]));
});

self.addEventListener("message", (event) => {
    const { save } = event.data;
    event.waitUntil(save ? savePage(save, PAGES, FROM_BROWSER).catch(() => {}) : preload());
});

self.addEventListener("fetch", (event) => {
    const { mode, method, url } = event.request;
    const { origin, pathname } = new URL(url);
    if (origin !== self.location.origin) return;
    if (mode === "navigate") event.respondWith(method === "GET" ? page(event) : sent(event));
    else if (method === "GET" && PART.test(pathname)) event.respondWith(part(event));
});

/** Saved things of a form that this version does not know are of no use. */
async function forgetOldForms() {
    const known = [PAGES, ESSENTIALS, PARTS, CHOICES];
    const names = await caches.keys();
    await Promise.all(names.filter((name) => !known.includes(name)).map((name) => caches.delete(name)));
}

/** The browser asks for a page while this worker starts; not where a header has to go along. */
async function preload() {
    await self.registration.navigationPreload?.[(await isSavingData()) ? "disable" : "enable"]();
}

/** The offline page, the essentials and the words of the language of an address. */
function languageOf(url) {
    const { pathname } = new URL(url);
    const code = Object.keys(SITE.languages).find((code) => pathname.startsWith(`/${code}/`));
    return SITE.languages[code ?? SITE.language];
}

async function findPage(url) {
    const options = { ignoreVary: true };
    return (
        (await caches.match(url, { cacheName: ESSENTIALS, ...options })) ??
        (await caches.match(url, { cacheName: PAGES, ...options }))
    );
}

/** A page from the network, or its saved copy where that fails or takes too long. */
async function page(event) {
    const url = event.request.url.split("#")[0];
    const copy = await findPage(url);
    if (copy && Date.now() - arrived.get(url) < A_MINUTE) return copy;
    const asked = ask(event);
    const late = new Promise((resolve) => copy && setTimeout(resolve, PATIENCE));
    const kept = asked.then((response) => isPublicPage(response) && keep(url, response.clone())).catch(() => false);
    event.waitUntil(kept.then((isKept) => isKept && saveEssentials(url)).catch(() => {}));
    try {
        const response = await Promise.race([asked, late]);
        if (!response) {
            event.waitUntil(kept.then((isKept) => isKept && tell(url)));
            return await marked(copy, url, "slow");
        }
        return copy && UNREACHED.includes(response.status) ? await marked(copy, url, "offline") : response;
    } catch {
        return copy ? marked(copy, url, "offline") : instead(url, "missing");
    }
}

/** A form; where it does not reach the server, the page before still has what was typed. */
async function sent({ request }) {
    try {
        return await fetch(request);
    } catch {
        return instead(request.url, "unsent");
    }
}

/** The offline page in place of another, with a note that says why. */
async function instead(url, note) {
    const { offline } = languageOf(url);
    return marked(await findPage(new URL(offline, url).href), url, note);
}

/** The network's answer to a navigation, which asks for little data where that is chosen. */
async function ask({ request, preloadResponse }) {
    const preloaded = await preloadResponse;
    if (preloaded) return preloaded;
    if (!(await isSavingData())) return fetch(request);
    const headers = new Headers(request.headers);
    headers.set("Save-Data", "on");
    const { cache, credentials, referrer } = request;
    return fetch(request.url, { headers, cache, credentials, referrer, redirect: "manual" });
}

/** A saved page with a note on top that says why it is shown, and from when it is. */
async function marked(copy, url, note) {
    const { notes } = languageOf(url);
    const savedAt = new Date(Number(copy.headers.get(SAVED_AT)));
    const words = notes[note].replace("{when}", inWords(savedAt, copy.headers.get(LANGUAGE)));
    const newer = note === "slow" ? ` <a href="" data-newer hidden>${notes.arrived}</a>` : "";
    const aside = `<aside class="notice" aria-label="${notes.label}"><div class="wrap">${words}${newer}</div></aside>`;
    const html = (await copy.text()).replace('<header class="site-header"', (header) => aside + header);
    return new Response(html, { headers: copy.headers });
}

/** Tells the pages that show a saved copy that the page itself has arrived. */
async function tell(url) {
    arrived.set(url, Date.now());
    for (const client of await self.clients.matchAll()) {
        if (client.url.split("#")[0] === url) client.postMessage({ arrived: url });
    }
}

/** What a page is made of: saved for good where its address changes with it. */
async function part({ request }) {
    const parts = await caches.open(PARTS);
    const saved = await parts.match(request, { ignoreVary: true });
    if (saved && /\bimmutable\b/.test(saved.headers.get("Cache-Control"))) return saved;
    try {
        const response = await fetch(request);
        if (response.status === 200 && isPublic(response)) {
            await parts.put(request, response.clone());
            await trim(parts, MOST_PARTS);
        }
        return response;
    } catch (error) {
        if (saved) return saved;
        throw error;
    }
}

async function savePage(url, name, options) {
    const response = await fetch(url, options);
    return isPublicPage(response) && keep(new URL(url, self.location).href, response, name);
}

const isPublic = ({ headers }) => /^(?!.*(private|no-store)).*\bpublic\b/.test(headers.get("Cache-Control"));

/** Whether an answer is a page that everybody may read, and not where another leads to. */
function isPublicPage(response) {
    const isPage = response.headers.get("Content-Type")?.startsWith("text/html");
    return isPage && response.status === 200 && !response.redirected && isPublic(response);
}

/** Saves a page in the cache of that name, or where it is already. */
async function keep(url, response, name) {
    const html = await response.text();
    const kept = KEPT.filter((name) => response.headers.has(name));
    const headers = {
        ...Object.fromEntries(kept.map((name) => [name, response.headers.get(name)])),
        "Content-Type": "text/html; charset=utf-8",
        [TITLE]: encodeURIComponent(html.match(/<title>([^<]*)</)?.[1] ?? url),
        [LANGUAGE]: html.match(/<html lang="([^"]+)"/)?.[1] ?? SITE.language,
        [SAVED_AT]: Date.parse(response.headers.get("Date")) || Date.now(),
    };
    const isEssential = await caches.match(url, { cacheName: ESSENTIALS, ignoreVary: true });
    const cache = await caches.open(name ?? (isEssential ? ESSENTIALS : PAGES));
    await cache.put(url, new Response(html, { headers }));
    await trim(cache, MOST_PAGES);
    return true;
}

/** Forgets what was saved the longest ago, where there is more than so many. */
async function trim(cache, most) {
    const requests = await cache.keys();
    const surplus = requests.slice(0, Math.max(requests.length - most, 0));
    await Promise.all(surplus.map((request) => cache.delete(request)));
}

/**
 * Saves, once a day, what one needs without a connection: the members' contacts, the coming
 * events, the newest communiqué. Not on a first visit, which has cost enough, and not where
 * data is saved.
 */
async function saveEssentials(url) {
    const { essentials, offline } = languageOf(url);
    const cache = await caches.open(ESSENTIALS);
    const last = await cache.match(essentials);
    if (Date.now() - Number(last?.headers.get(SAVED_AT)) < A_DAY || (await isSavingData())) return;
    const { pages } = await (await fetch(essentials)).json();
    await Promise.all([offline, ...pages].map((address) => savePage(address, ESSENTIALS)));
    const stamp = new Response(null, { headers: { [SAVED_AT]: Date.now() } });
    await cache.put(essentials, stamp);
}
