// The minutes of a meeting in session; without this file its buttons do the same.
// 1. Text is saved as it is typed. What was sent is sent again, just as it was, until it has its answer: no save is lost
//    or counted twice. After a refusal nothing is sent until somebody presses Save.
// 2. The sentence at the cursor becomes a decision (Ctrl+Enter) or an action (Ctrl+Shift+Enter).
const PAUSE = 800;
const AGAIN = 2000;
const writing = () => document.querySelector("form#minutes-form");
const text = (form) => form.elements.text;
const key = (form) => "typed:" + form.getAttribute("action");
let waiting;
let sending = false;
let saved = writing() && text(writing()).value;

const say = (form, words) => {
  const status = form.querySelector("[role=status]");
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
  if (sending || (form.querySelector(".conflict, .error") && !pressed)) return;
  sending = true;
  const place = form.parentElement;
  const typed = text(form).value;
  const answer = await answered(form, place, new URLSearchParams(new FormData(form)));
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const piece = page.getElementById(place.id);
  const fresh = piece?.querySelector("form#minutes-form");
  sending = false;
  form.querySelectorAll(".conflict, .error").forEach((old) => old.remove());
  if (!fresh) return say(form, place.dataset.unsaved);
  for (const name of ["_version", "_once"]) form.elements[name].value = fresh.elements[name].value;
  if (!answer.ok) {
    text(form).before(...fresh.querySelectorAll(".conflict, .error"));
    return say(form, place.dataset.unsaved);
  }
  saved = typed;
  if (text(form).value !== typed) return later(form);
  sessionStorage.removeItem(key(form));
  say(form, fresh.querySelector("[role=status]").textContent);
}

function later(form) {
  say(form, form.parentElement.dataset.unsaved);
  clearTimeout(waiting);
  waiting = setTimeout(save, PAUSE, form);
}

addEventListener("input", ({ target }) => {
  if (target.form && target.form === writing()) later(target.form);
});

addEventListener("submit", (event) => {
  const form = writing();
  if (!form) return;
  if (event.target === form) {
    event.preventDefault();
    save(form, true);
  } else if (event.target.matches("#live .notice > .press") && text(form).value !== saved) {
    event.preventDefault();
    fetch(event.target.action, { method: "POST", body: new URLSearchParams(new FormData(event.target)) })
      .then(() => { event.target.parentElement.remove(); if (!form.querySelector(".conflict, .error")) later(form); });
  }
});

addEventListener("pagehide", () => {
  const form = writing();
  if (!form || sending || text(form).value === saved || form.querySelector(".conflict, .error")) return;
  fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), keepalive: true });
});

function sentence({ value, selectionStart, selectionEnd }) {
  if (selectionStart !== selectionEnd) return value.slice(selectionStart, selectionEnd).trim();
  const from = Math.max(0, ...[...value.slice(0, selectionStart).matchAll(/[.!?…]\s+(?=\S)|\n/g)].map((end) => end.index + end[0].length));
  const [rest] = value.slice(from).match(/^[^\n]*?(?:[.!?…](?=\s|$)|(?=\n|$))/) ?? [""];
  return rest.replace(/^[\s>#*-]+|^\d+[.)]\s+/, "").trim();
}

let said = "";
const fill = (field) => {
  if (!field.value) {
    field.value = said;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  field.focus();
};

addEventListener("keydown", (event) => {
  const form = writing();
  if (!form) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target === text(form)) {
    event.preventDefault();
    document.querySelector(event.shiftKey ? "[id^=action-here-] a" : "[id^=decisions-] summary").click();
  } else if (event.key === "Escape" && event.target.closest("[id^=decisions-], [id^=action-here-]")) {
    text(form).focus();
  }
});

addEventListener("click", ({ target }) => {
  if (writing() && target.closest("[id^=action-here-] a, [id^=decisions-] summary")) said = sentence(text(writing()));
}, true);

addEventListener("toggle", ({ target }) => {
  if (writing() && target.open && target.matches("[id^=decisions-] details")) fill(target.querySelector("textarea"));
}, true);

document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  const form = writing();
  const id = ctx.target?.id ?? "";
  if (!form || !/^(from-item|action-here|decisions)-/.test(id)) return;
  const title = document.querySelector(`#${id} [name=title]`);
  if (ctx.response?.raw.redirected) text(form).focus();
  else if (title && !title.value) fill(title);
});
