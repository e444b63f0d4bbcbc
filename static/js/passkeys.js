// Beside allauth's scripts: says when a passkey was not used, and prints recovery codes.
const said = document.querySelector("[data-passkey-said]");
document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    said.textContent = said.dataset.passkeySaid;
});

for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
}
