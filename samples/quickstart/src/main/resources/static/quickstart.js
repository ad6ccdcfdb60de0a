const form = document.getElementById("send");
const result = document.getElementById("result");
let shown = "";

async function refresh() {
  const answer = await (await fetch("emails")).text();
  if (answer === shown) {
    return;
  }
  shown = answer;
  const emails = JSON.parse(answer);
  document.getElementById("empty").hidden = emails.length > 0;
  document.getElementById("emails").replaceChildren(...emails.map(show));
}

function show(email) {
  const view = document.getElementById("email").content.cloneNode(true);
  for (const field of view.querySelectorAll("[data-field]")) {
    const value = email[field.dataset.field];
    field.textContent = Array.isArray(value) ? value.join(", ") : value ?? "none";
  }
  if (email.text === null && email.html === null) {
    view.querySelector("details").remove();
  } else {
    view.querySelector("iframe").srcdoc = email.html ?? "";
  }
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
setInterval(() => refresh().catch(() => {}), 2000);
