// The minutes where they are written, in session and afterwards; without this file the buttons do the same.
// 1. Text is saved as it is typed. What was sent is sent again, just as it was, until it has its answer: no save is lost
//    or counted twice. After a refusal nothing is sent until somebody presses Save.
// 2. The sentence at the cursor becomes a decision (Ctrl+Enter) or an action (Ctrl+Shift+Enter).
const PAUSE = 800;
const AGAIN = 2000;
const WRITING = "[data-unsaved] > form";
const writing = () => [...document.querySelectorAll(WRITING)];
const text = (form) => form.elements.text;
const key = (form) => "typed:" + form.getAttribute("action");
const refused = (form) => form.querySelector(".conflict, .error");
// What a form was saved with is the default of its text.
const unsaved = (form) => text(form).value !== text(form).defaultValue;
const waiting = new WeakMap();
const sending = new WeakSet();

const told = (form) => form.querySelector(".row [role=status]");
const say = (form, words) => {
  const status = told(form);
  if (status.textContent !== words) status.textContent = words;
};
const rest = () => new Promise((go) => {
  const wait = setTimeout(go, AGAIN);
  addEventListener("online", () => { clearTimeout(wait); go(); }, { once: true });
});

async function answered(form, place, body) {
  for (;;) {
    try {
      const headers = { "HX-Request": "true", "HX-Target": "div#" + place.id };
      const answer = await fetch(form.action, { method: "POST", body, headers, keepalive: true });
      if (answer.status < 500) return answer;
    } catch {
      // No connection: the words below say so, and the same is sent again.
    }
    say(form, place.dataset.offline);
    await rest();
  }
}

async function save(form, pressed) {
  if (sending.has(form) || (refused(form) && !pressed)) return;
  sending.add(form);
  const place = form.parentElement;
  const typed = text(form).value;
  const answer = await answered(form, place, new URLSearchParams(new FormData(form)));
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById(place.id)?.querySelector("form");
  sending.delete(form);
  form.querySelectorAll(".conflict, .error").forEach((old) => old.remove());
  if (!fresh) return say(form, place.dataset.unsaved);
  for (const name of ["_version", "_once"]) form.elements[name].value = fresh.elements[name].value;
  if (!answer.ok) {
    text(form).before(...fresh.querySelectorAll(".conflict, .error"));
    return say(form, place.dataset.unsaved);
  }
  text(form).defaultValue = typed;
  if (unsaved(form)) return later(form);
  sessionStorage.removeItem(key(form));
  say(form, told(fresh).textContent);
}

function later(form) {
  say(form, form.parentElement.dataset.unsaved);
  clearTimeout(waiting.get(form));
  waiting.set(form, setTimeout(save, PAUSE, form));
}

addEventListener("input", ({ target }) => {
  if (target.form?.matches(WRITING)) later(target.form);
});

addEventListener("submit", (event) => {
  const [form] = writing();
  if (event.target.matches(WRITING)) {
    event.preventDefault();
    save(event.target, true);
  } else if (form && event.target.matches("#live .notice > .press") && unsaved(form)) {
    event.preventDefault();
    fetch(event.target.action, { method: "POST", body: new URLSearchParams(new FormData(event.target)) })
      .then(() => { event.target.parentElement.remove(); if (!refused(form)) later(form); });
  }
});

addEventListener("pagehide", () => {
  for (const form of writing().filter((one) => !sending.has(one) && unsaved(one) && !refused(one)))
    fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), keepalive: true });
});

function sentence({ value, selectionStart, selectionEnd }) {
  if (selectionStart !== selectionEnd) return value.slice(selectionStart, selectionEnd).trim();
  const from = Math.max(0, ...[...value.slice(0, selectionStart).matchAll(/[.!?…]\s+(?=\S)|\n/g)].map((end) => end.index + end[0].length));
  const [rest] = value.slice(from).match(/^[^\n]*?(?:[.!?…](?=\s|$)|(?=\n|$))/) ?? [""];
  return rest.replace(/^[\s>#*-]+|^\d+[.)]\s+/, "").trim();
}

// The parts of an item have its number: decisions-12 stands with the text in minutes-12 or writing-12.
const number = ({ id }) => id.match(/\d+$/)[0];
const beside = (part) => part && document.querySelector(`[data-unsaved][id$="-${number(part)}"] > form`);
const part = (form, name) => document.getElementById(`${name}-${number(form.parentElement)}`);
const taken = new WeakMap();

// The sentence at the cursor in place of the one taken before. What somebody typed stays: it is added when asked for.
function take(form, field, add) {
  const said = sentence(text(form));
  if (!field.value || field.value === taken.get(field)) taken.set(field, field.value = said || field.value);
  else if (add && !field.value.includes(said)) field.value += " " + said;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
}

addEventListener("keydown", (event) => {
  const form = event.target.form;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && form?.matches(WRITING)) {
    event.preventDefault();
    const box = part(form, event.shiftKey ? "action-here" : "decisions");
    const field = box.querySelector(event.shiftKey ? "[name=title]" : "details textarea");
    if (!field) return box.querySelector(".offer a").click();
    if (!event.shiftKey) field.closest("details").open = true;
    take(form, field, true);
  } else if (event.key === "Escape") {
    const back = beside(event.target.closest("[id^=decisions-], [id^=action-here-]"));
    if (back) text(back).focus();
  }
});

addEventListener("toggle", ({ target }) => {
  const form = target.open && beside(target.closest("[id^=decisions-]"));
  if (form) take(form, target.querySelector("textarea"));
}, true);

document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  const id = ctx.target?.id ?? "";
  const form = /^(from-item|action-here|decisions)-\d+$/.test(id) && beside(ctx.target);
  if (!form) return;
  const title = document.querySelector(`#${id} [name=title]`);
  if (ctx.response?.raw.redirected) text(form).focus();
  else if (title && !title.value) take(form, title);
});
