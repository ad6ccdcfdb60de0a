const form = document.getElementById("send");
const result = document.getElementById("result");

async function refresh() {
  const emails = await (await fetch("emails")).json();
  document.getElementById("empty").hidden = emails.length > 0;
  document.getElementById("emails").replaceChildren(...emails.reverse().map(show));
}

function show(email) {
  const view = document.getElementById("email").content.cloneNode(true);
  for (const field of view.querySelectorAll("[data-field]")) {
    const value = email[field.dataset.field];
    field.textContent = Array.isArray(value) ? value.join(", ") || "none" : value ?? "";
  }
  view.querySelector("iframe").srcdoc = email.html ?? "";
  return view;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const body = {};
  for (const [name, value] of new FormData(form)) {
    if (value) {
      body[name] = value;
    }
  }
  const response = await fetch("send", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  const answer = await response.json();
  result.className = response.ok ? "" : "error";
  result.textContent = response.ok ? `${answer.status}: ${answer.recipients.join(", ")}` : answer.detail;
  await refresh();
});

refresh();
