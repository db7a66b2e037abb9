/* Passkeys: has the browser make or use one, and sends its answer with the form. Without this file the forms stay hidden. */
(() => {
  "use strict";
  if (!window.PublicKeyCredential || !navigator.credentials) return;
  const toBytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
  const toText = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  const named = (list) => (list || []).map((one) => ({ ...one, id: toBytes(one.id) }));

  const answer = async (kind, options) => {
    const publicKey = { ...options, challenge: toBytes(options.challenge) };
    if (kind === "create") {
      publicKey.user = { ...options.user, id: toBytes(options.user.id) };
      publicKey.excludeCredentials = named(options.excludeCredentials);
    } else publicKey.allowCredentials = named(options.allowCredentials);
    const given = await navigator.credentials[kind]({ publicKey });
    const response = {};
    ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"].forEach((part) => {
      if (given.response[part]) response[part] = toText(given.response[part]);
    });
    return JSON.stringify({ id: given.id, rawId: toText(given.rawId), type: given.type, response, clientExtensionResults: {} });
  };

  const said = (form, words) => {
    const place = form.querySelector("[data-passkey-said]");
    place.textContent = words;
    place.hidden = !words;
  };
  const run = async (form) => {
    said(form, "");
    try {
      const asked = await fetch(form.dataset.options, { method: "POST", body: new FormData(form), credentials: "same-origin" });
      const options = await asked.json();
      if (options.refused) { said(form, options.refused); return; }
      form.elements.credential.value = await answer(form.dataset.passkey, options);
      form.querySelectorAll("input[type=password]").forEach((box) => { box.disabled = true; });
      form.submit();
    } catch (error) {
      said(form, error.name === "InvalidStateError" ? form.dataset.held : form.dataset.failed);
    }
  };
  document.querySelectorAll("form[data-passkey]").forEach((form) => {
    form.hidden = false;
    form.addEventListener("submit", (event) => { event.preventDefault(); run(form); });
  });
  document.querySelectorAll("[data-passkey-without]").forEach((words) => { words.hidden = true; });
})();
