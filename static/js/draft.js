// Keeps what is typed into a form until it is sent, in this tab and nowhere else.

const kept = (form) => [...form.elements].filter(({ name, type }) => name && type !== "hidden");

/** Binds a form; its words for readers stand in its data attributes. */
export function bindDraft(form) {
    const key = `draft:${location.pathname}`;
    const draft = JSON.parse(sessionStorage.getItem(key) ?? "{}");
    for (const field of kept(form)) field.value ||= draft[field.name] ?? "";
    form.addEventListener("input", () => {
        const typed = kept(form).map(({ name, value }) => [name, value]);
        sessionStorage.setItem(key, JSON.stringify(Object.fromEntries(typed)));
    });
    form.addEventListener("submit", (event) => {
        if (navigator.onLine) return;
        event.preventDefault();
        form.querySelector("[data-unsent]").textContent = form.dataset.draft;
    });
}

/** What has been sent is kept no longer: the page of thanks stands right below the form's. */
export function forgetDraft() {
    sessionStorage.removeItem(`draft:${new URL("..", location).pathname}`);
}
