// Five kindnesses; no page needs them to work.
// 1. After an answer with errors, the summary of errors has the focus, or the field when only a piece came back.
// 2. What is typed and chosen stays in this tab until it is saved, and is offered back when its form comes up without it;
//    secrets and files do not, and nobody else is offered it.
// 3. On a narrow screen the row of tabs shows the current one.
// 4. A file shows how far it has come on its way up.
// 5. What was said of a change goes when the next one is sent.
const keyOf = (form) => "typed:" + form.getAttribute("action");
const read = (key) => JSON.parse(sessionStorage.getItem(key));
const keep = (key, what) => sessionStorage.setItem(key, JSON.stringify(what));
const secret = "[type=password], [type=file], [type=hidden], [autocomplete=one-time-code]";
const fields = (form) => [...form.querySelectorAll("textarea, select, input")].filter((field) => field.name && !field.matches(secret));
const ticked = (field) => field.type === "checkbox" || field.type === "radio";
const nameOf = (field) => (ticked(field) ? `${field.name}=${field.value}` : field.name);
const held = (field) => (ticked(field) ? field.checked : field.value);
const typed = () => Object.keys(sessionStorage).filter((name) => name.startsWith("typed:"));

addEventListener("input", ({ target }) => {
  const form = target.matches("textarea, select, input") && target.form;
  if (form?.method === "post" && fields(form).includes(target)) {
    keep(keyOf(form), { values: Object.fromEntries(fields(form).map((field) => [nameOf(field), held(field)])) });
  }
});

addEventListener("submit", ({ target }) => {
  const kept = read(keyOf(target));
  if (kept) keep(keyOf(target), { ...kept, sent: true });
}, true);

function offer(form, key, values) {
  const line = document.createElement("p");
  line.className = "notice kept";
  line.setAttribute("role", "status");
  const choice = (words, act) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "link";
    button.textContent = words;
    button.onclick = () => { act(); line.remove(); };
    return button;
  };
  const { kept, back, drop } = document.body.dataset;
  const restore = () => fields(form).forEach((field) => {
    const value = values[nameOf(field)] ?? held(field);
    if (value === held(field)) return;
    Object.assign(field, ticked(field) ? { checked: value } : { value });
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  line.append(kept, " ", choice(back, restore), " · ", choice(drop, () => sessionStorage.removeItem(key)));
  form.prepend(line);
}

// A change that was saved is answered by a redirect to a page of somebody who is signed in.
function settle(redirected, status) {
  (document.querySelector("[data-errors]") ?? document.querySelector("[aria-invalid]"))?.focus();
  const saved = redirected && status < 400 && document.querySelector("[data-signed-in]");
  for (const key of typed()) {
    const { values, sent } = read(key);
    if (sent && saved) {
      sessionStorage.removeItem(key);
      continue;
    }
    if (sent) keep(key, { values });
    const form = [...document.querySelectorAll("form[method=post]")].find((one) => keyOf(one) === key && fields(one).length);
    const differs = form && fields(form).some((field) => nameOf(field) in values && held(field) !== values[nameOf(field)]);
    if (differs && !form.contains(document.activeElement) && !form.querySelector(".kept")) offer(form, key, values);
  }
}

// What htmx fetches with knows nothing of progress, so a form with a file is sent by a request that does.
document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
  if (ctx.request.method !== "GET") document.getElementById("flash")?.replaceChildren();
  const bar = ctx.sourceElement.querySelector("progress");
  if (!bar) return;
  ctx.request.timeout = 0;
  ctx.fetch = (address, { method, headers, body, signal }) => new Promise((answered, failed) => {
    const sending = new XMLHttpRequest();
    sending.open(method, address);
    for (const [name, value] of Object.entries(headers)) sending.setRequestHeader(name, value);
    sending.upload.onprogress = ({ loaded, total }) => { Object.assign(bar, { hidden: false, max: total, value: loaded }); };
    sending.onload = () => answered({
      status: sending.status,
      headers: new Headers(sending.getAllResponseHeaders().trim().split("\r\n").map((line) => line.split(/: (.*)/).slice(0, 2))),
      redirected: sending.responseURL !== new URL(address, location).href,
      url: sending.responseURL,
      text: async () => sending.responseText,
    });
    sending.onloadend = () => { bar.hidden = true; };
    sending.onerror = () => failed(new TypeError("the network is away"));
    signal?.addEventListener("abort", () => sending.abort());
    sending.send(body);
  });
});

const arrival = performance.getEntriesByType("navigation")[0];
document.querySelector(".tabs [aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });
const person = document.querySelector("[data-signed-in]")?.dataset.signedIn;
if (person && person !== sessionStorage.getItem("person")) {
  for (const key of typed()) sessionStorage.removeItem(key);
  sessionStorage.setItem("person", person);
}
settle(arrival?.redirectCount > 0, arrival?.responseStatus ?? 200);
document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => settle(ctx.response?.raw.redirected, ctx.response?.status));
