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
    let token;
    try {
        const response = await fetch(template.dataset.check, { cache: "no-store" });
        ({ token } = await response.json());
    } catch {
        return true; // no connection: then the browser says so when the form is sent
    }
    askedAt = Date.now();
    if (!token && !notice) {
        document.body.append(template.content.cloneNode(true));
        notice = document.body.lastElementChild;
    } else if (token && notice) {
        renewTokens(token);
        notice.remove();
        notice = null;
    }
    return Boolean(token);
}

/** Holds a form back where one is, or may be, signed out. */
async function holdBack(event) {
    if (event.target.method !== "post" || (!notice && Date.now() - askedAt < 2 * EVERY)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { target, submitter } = event;
    const mayBeSent = await isSignedIn();
    // Wagtail takes a button that was pressed for one whose form is on its way.
    if (submitter?.dataset.wProgressLoadingValue) submitter.dataset.wProgressLoadingValue = "false";
    if (mayBeSent) target.requestSubmit(submitter);
    else notice.focus();
}

setInterval(isSignedIn, EVERY);
addEventListener("focus", isSignedIn);
document.addEventListener("visibilitychange", () => document.hidden || isSignedIn());
document.addEventListener("submit", holdBack, { capture: true });
