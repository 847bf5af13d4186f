// The diary as a grid on which a session is moved by dragging it, where the screen is wide and there is a pointer.
// The list stays, for the keyboard and for reading; where a drag ends, the form to move opens, and nothing is saved
// before the plan was read.
"use strict";

(() => {
  const grid = document.getElementById("diary-grid");
  const list = document.getElementById("diary-list");
  const roomy = window.matchMedia("(min-width: 64em) and (hover: hover)");
  if (!grid || !list || !roomy.matches || typeof EventCalendar === "undefined") return;

  const mayEdit = grid.hasAttribute("data-may-edit");
  const events = [];
  for (const item of list.querySelectorAll("[data-starts]")) {
    const { clinic, date, starts, ends, taken } = item.dataset;
    if (!starts || !ends) continue;
    const name = item.querySelector(".session__name").firstChild.textContent;
    events.push({ id: `${clinic}/${date}`, start: starts, end: ends, title: `${name}, ${taken}` });
  }

  function path(event) { return `/diary/${event.id}`; }
  function wall(date) {
    const two = (number) => String(number).padStart(2, "0");
    return { date: `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`, clock: `${two(date.getHours())}:${two(date.getMinutes())}` };
  }
  function ask(info) {
    const from = wall(info.event.start), to = wall(info.event.end);
    const query = new URLSearchParams({ date: from.date, opens: from.clock, closes: to.clock });
    window.location.assign(`${path(info.event)}/move?${query}`);
  }

  let calendar = null;
  function draw() {
    calendar = EventCalendar.create(grid, {
      view: grid.dataset.view === "day" ? "timeGridDay" : "timeGridWeek",
      date: grid.dataset.first, firstDay: 1, height: "640px", headerToolbar: { start: "", center: "", end: "" },
      slotMinTime: "07:00", slotMaxTime: "22:00", snapDuration: "00:05", allDaySlot: false, nowIndicator: false,
      locale: "en-GB", slotEventOverlap: false, events, editable: mayEdit, eventDrop: ask, eventResize: ask,
      eventClick: (info) => window.location.assign(path(info.event)),
    });
  }

  const views = document.getElementById("diary-views");
  function button(words, showsGrid) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "nhsuk-button nhsuk-button--secondary nhsuk-button--small";
    made.textContent = words;
    made.addEventListener("click", () => show(showsGrid));
    views.append(made);
    return made;
  }
  const asList = button("As a list", false);
  const asGrid = button(mayEdit ? "As a grid, to drag" : "As a grid", true);

  function show(showsGrid) {
    grid.hidden = !showsGrid;
    list.hidden = showsGrid;
    asList.setAttribute("aria-pressed", String(!showsGrid));
    asGrid.setAttribute("aria-pressed", String(showsGrid));
    if (showsGrid && !calendar) draw();
  }
  show(false);
})();
