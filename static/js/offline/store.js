// What is saved on the reader's device, as the service worker and the pages both see it.

// A number that goes up with the form of what is saved makes a deploy start anew.
export const PAGES = "pages-2";
export const ESSENTIALS = "essentials-2"; // pages that are saved unasked, and never crowded out
export const PARTS = "parts-1"; // pictures, scripts and the like
export const CHOICES = "choices-1";

// Headers of ours on a saved page.
export const SAVED_AT = "X-Saved-At"; // milliseconds, as Date.now() has them
export const TITLE = "X-Title"; // as encodeURIComponent() writes it
export const LANGUAGE = "X-Language";

const SAVING_DATA = "/saving-data";

/** Whether pictures are to be loaded on a tap only: as chosen, or as the device is set. */
export async function isSavingData() {
    const chosen = await caches.match(SAVING_DATA, { cacheName: CHOICES });
    if (chosen) return (await chosen.text()) === "yes";
    return Boolean(navigator.connection?.saveData);
}

export async function chooseSavingData(isChosen) {
    const choices = await caches.open(CHOICES);
    await choices.put(SAVING_DATA, new Response(isChosen ? "yes" : "no"));
}

/** The saved pages, the newest first: address, title, language and when it was saved. */
export async function savedPages() {
    const found = [];
    for (const name of [PAGES, ESSENTIALS]) {
        const cache = await caches.open(name);
        for (const { url } of await cache.keys()) {
            const { headers } = await cache.match(url, { ignoreVary: true });
            if (!headers.has(TITLE)) continue;
            found.push({
                address: url,
                title: decodeURIComponent(headers.get(TITLE)),
                language: headers.get(LANGUAGE),
                savedAt: Number(headers.get(SAVED_AT)),
            });
        }
    }
    return found.sort((a, b) => b.savedAt - a.savedAt);
}

/** A moment in the words of a language: "26 November 2026 at 10:15". */
export function inWords(moment, language) {
    const variant = language === "en" ? "en-GB" : language; // day before month
    const form = new Intl.DateTimeFormat(variant, { dateStyle: "long", timeStyle: "short" });
    return form.format(moment);
}
