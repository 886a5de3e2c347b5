// Two kindnesses; nothing here is needed for the pages to work.
// 1. After an answer with errors, the summary of errors gets the focus.
// 2. Typed text stays in this tab until it is saved, and is offered back when a form comes up empty.
const texts = (form) => [...form.querySelectorAll("textarea")];
const keyOf = (form) => "typed:" + form.getAttribute("action");
const read = (key) => JSON.parse(sessionStorage.getItem(key) || "null");
const keep = (key, what) => sessionStorage.setItem(key, JSON.stringify(what));

addEventListener("input", ({ target }) => {
  const form = target.closest("form[method=post]");
  if (!form || target.tagName !== "TEXTAREA") return;
  keep(keyOf(form), { values: Object.fromEntries(texts(form).map((text) => [text.name, text.value])) });
});

addEventListener("submit", ({ target }) => {
  const kept = read(keyOf(target));
  if (kept) keep(keyOf(target), { ...kept, sent: true });
}, true);

function offer(form, key, { values }) {
  const line = document.createElement("p");
  line.className = "notice";
  line.setAttribute("role", "status");
  const press = (words, act) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "link";
    button.textContent = words;
    button.onclick = () => { act(); line.remove(); };
    return button;
  };
  const words = document.body.dataset;
  line.append(words.kept + " ",
    press(words.back, () => texts(form).forEach((text) => { text.value = values[text.name] ?? text.value; })), " · ",
    press(words.drop, () => sessionStorage.removeItem(key)));
  form.prepend(line);
}

function settle(answered) {
  document.querySelector("[data-errors]")?.focus();
  const home = document.querySelector("[data-signed-in]");
  const forms = new Map([...document.querySelectorAll("form[method=post]")].map((form) => [keyOf(form), form]));
  for (const key of Object.keys(sessionStorage).filter((name) => name.startsWith("typed:"))) {
    const kept = read(key), form = forms.get(key);
    const same = form && texts(form).every((text) => text.value === (kept.values[text.name] ?? text.value));
    if (kept.sent && answered < 400 && home) sessionStorage.removeItem(key);
    else if (kept.sent) keep(key, { values: kept.values });
    else if (form && !same && !form.querySelector("[role=status]")) offer(form, key, kept);
  }
}

settle(performance.getEntriesByType("navigation")[0]?.responseStatus || 200);
document.addEventListener("htmx:after:swap", ({ detail }) => settle(detail.ctx?.response?.status || 200));
