// The order of an agenda by dragging; without this file its buttons do the same.
// A grip is put before each row. Where it is dropped, the row's own form says so, and the answer is the agenda as it is
// then: also when somebody else has moved things meanwhile.
const EDGE = 60;
const STEP = 14;
let row;
let before;

const agenda = () => document.querySelector("#agenda .agenda[data-grip]");
const equip = () => {
  const list = agenda();
  for (const one of list?.querySelectorAll(":scope > [data-mark]") ?? []) {
    if (one.querySelector(":scope > .grip")) continue;
    const grip = document.createElement("span");
    grip.className = "grip";
    grip.title = list.dataset.grip;
    grip.setAttribute("aria-hidden", "true");
    grip.textContent = "⠿";
    one.append(grip);
  }
};

const leave = () => {
  row?.classList.remove("dragged");
  row = undefined;
};

addEventListener("pointerdown", (event) => {
  const grip = event.target.closest?.("#agenda .grip");
  if (!grip || event.button) return;
  event.preventDefault();
  row = grip.parentElement;
  before = row.nextElementSibling;
  row.classList.add("dragged");
  grip.setPointerCapture(event.pointerId);
});

addEventListener("pointermove", ({ clientX, clientY }) => {
  if (!row) return;
  if (clientY < EDGE) scrollBy(0, -STEP);
  if (clientY > innerHeight - EDGE) scrollBy(0, STEP);
  const over = document.elementFromPoint(clientX, clientY)?.closest("#agenda .agenda > li");
  if (!over || over === row) return;
  const { top, height } = over.getBoundingClientRect();
  over[clientY < top + height / 2 ? "before" : "after"](row);
});

addEventListener("pointerup", () => {
  if (!row) return;
  const moved = row;
  leave();
  if (moved.nextElementSibling === before) return;
  let above = moved.nextElementSibling;
  while (above && !above.dataset.mark) above = above.nextElementSibling;
  const form = moved.querySelector(".tools form");
  form.elements.above.value = above?.dataset.mark ?? "";
  form.requestSubmit();
});

const putBack = () => {
  if (!row) return;
  row.parentElement.insertBefore(row, before);
  leave();
};
addEventListener("pointercancel", putBack);
addEventListener("keydown", ({ key }) => { if (key === "Escape") putBack(); });

equip();
document.addEventListener("htmx:after:swap", equip);
