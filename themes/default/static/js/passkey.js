// Passkeys need a script: what offers them is shown only where there is one. The ceremony itself is
// django-allauth's; here is what to say when the browser refuses.
for (const part of document.querySelectorAll("[data-needs-script]")) part.hidden = false;

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  for (const words of document.querySelectorAll("[data-passkey-error]")) words.hidden = false;
});
