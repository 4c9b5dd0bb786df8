// A security key answers what the server asks; the form's hidden field carries the answer. Codes do without scripts.
const form = document.querySelector("form[data-security-key]");

if (form && window.PublicKeyCredential?.parseRequestOptionsFromJSON) {
  const asks = JSON.parse(document.getElementById("security-key-asks").textContent);
  const problem = form.querySelector("[data-says]");

  const answer = () =>
    form.dataset.securityKey === "create"
      ? navigator.credentials.create({
          publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(asks.creation_options.publicKey),
        })
      : navigator.credentials.get({
          publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(asks.request_options.publicKey),
        });

  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    problem.hidden = true;
    try {
      form.elements.credential.value = JSON.stringify((await answer()).toJSON());
      form.submit();
    } catch {
      problem.textContent = problem.dataset.says;
      problem.hidden = false;
    }
  });
}
