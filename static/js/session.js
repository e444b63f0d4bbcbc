// An open page of the admin tells when its session has ended, before anything typed is
// lost: a form is not sent until somebody has signed in again, in another tab.
const EVERY = 60_000; // milliseconds
const template = document.getElementById("signed-out");
let notice = null;
let askedAt = Date.now();

/** Forms take the new session's token; the one they were opened with is void. */
function renewTokens(token) {
    for (const input of document.querySelectorAll("[name=csrfmiddlewaretoken]")) input.value = token;
}

/** Asks whether one is signed in, shows or takes back the notice; false if not. */
async function isSignedIn() {
    let response;
    try {
        response = await fetch(template.dataset.check, { cache: "no-store" });
    } catch {
        return true; // no connection: the browser says so itself
    }
    askedAt = Date.now();
    if (response.status === 401) {
        if (!notice) {
            document.body.append(template.content.cloneNode(true));
            notice = document.body.lastElementChild;
        }
        return false;
    }
    if (response.ok && notice) {
        renewTokens((await response.json()).token);
        notice.remove();
        notice = null;
    }
    return true;
}

/** Holds a form back where one is, or may be, signed out. */
async function holdBack(event) {
    if (event.target.method !== "post" || (!notice && Date.now() - askedAt < 2 * EVERY)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { target, submitter } = event;
    if (await isSignedIn()) target.requestSubmit(submitter);
    else notice.focus();
}

setInterval(isSignedIn, EVERY);
addEventListener("focus", isSignedIn);
document.addEventListener("visibilitychange", () => document.hidden || isSignedIn());
document.addEventListener("submit", holdBack, { capture: true });
