// The phone: shows one number's texts as they come, sends what is typed, moves the clock.
"use strict";

const element = (id) => document.getElementById(id);
const unknownNumber = () => "+447700900" + String(500 + Math.floor(Math.random() * 400));

const state = { number: "", last: 0, clockAhead: 0, zone: "Europe/London", shown: new Map(), lastDay: "" };
let listening = null; // ends the waiting for one number's texts when another is chosen

function format(time, options) {
  return new Intl.DateTimeFormat("en-GB", { timeZone: state.zone, ...options }).format(time);
}
const clockOf = (time) => format(time, { hour: "numeric", minute: "2-digit", hour12: true }).replace(/\s/g, "");
const dayOf = (time) => format(time, { weekday: "short", day: "numeric", month: "short", year: "numeric" });

function setClock(now) {
  state.clockAhead = now - Date.now();
  showClock();
}

function showClock() {
  const now = Date.now() + state.clockAhead;
  element("clock").textContent = `${dayOf(now)}, ${clockOf(now)}`;
  element("clock").dateTime = new Date(now).toISOString();
  element("status-time").textContent = clockOf(now);
}

function spellNumber(number) {
  const national = number.startsWith("+44") ? "0" + number.slice(3) : number;
  return national.length === 11 ? `${national.slice(0, 5)} ${national.slice(5, 8)} ${national.slice(8)}` : national;
}

async function post(path, content) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(content),
  });
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(said.error || `The gateway answered ${answer.status}.`);
  return said;
}

const ticks = {
  sending: "sending", taken: "\u2713\u2713 taken", refused: "not taken: send it again",
  received: "\u2713 here", receipted: "\u2713\u2713 here",
};

function describe(text) {
  const parts = text.parts === 1 ? "1 part" : `${text.parts} parts`;
  return `${clockOf(text.at)} \u00b7 ${parts} \u00b7 ${text.encoding} \u00b7 ${ticks[text.state]}`;
}

function showDay(at) {
  const day = dayOf(at);
  if (day === state.lastDay) return;
  state.lastDay = day;
  const line = document.createElement("li");
  line.className = "day";
  line.textContent = day;
  element("texts").append(line);
}

function show(text) {
  let item = state.shown.get(text.id);
  if (!item) {
    showDay(text.at);
    item = document.createElement("li");
    const who = document.createElement("span");
    who.className = "unseen";
    who.textContent = text.hers ? "You: " : "Answer: ";
    const bubble = document.createElement("p");
    bubble.className = "bubble";
    bubble.textContent = text.body;
    const meta = document.createElement("p");
    meta.className = "meta";
    item.append(who, bubble, meta);
    item.dataset.way = text.hers ? "hers" : "ours";
    element("texts").append(item);
    state.shown.set(text.id, item);
  }
  item.className = (text.hers ? "hers" : "ours") + (text.state === "refused" ? " refused" : "");
  item.dataset.state = text.state;
  item.querySelector(".meta").textContent = describe(text);
}

async function listen(number) {
  const stopped = new AbortController();
  if (listening) listening.abort();
  listening = stopped;
  while (!stopped.signal.aborted) {
    try {
      const query = new URLSearchParams({ number, after: String(state.last) });
      const answer = await fetch(`/handset/texts?${query}`, { signal: stopped.signal });
      if (!answer.ok) throw new Error(String(answer.status));
      const news = await answer.json();
      if (stopped.signal.aborted) return;
      state.last = news.last;
      setClock(news.now);
      news.texts.forEach(show);
      if (news.texts.length) element("texts").scrollTop = element("texts").scrollHeight;
      element("texts").dataset.ready = "yes";
      if (element("notice").dataset.lost) tell("");
    } catch (error) {
      if (stopped.signal.aborted) return;
      tell("The gateway can't be reached. Trying again.");
      element("notice").dataset.lost = "yes";
      await new Promise((resume) => setTimeout(resume, 1000));
    }
  }
}

function tell(words) {
  delete element("notice").dataset.lost;
  element("notice").textContent = words;
}

function choose(number, name) {
  state.number = number;
  state.last = 0;
  state.lastDay = "";
  state.shown.clear();
  element("texts").replaceChildren();
  delete element("texts").dataset.ready;
  element("who-note").textContent = name
    ? `${spellNumber(number)}. The gateway knows this number.`
    : `${spellNumber(number)}. The gateway has never heard from this number.`;
  tell("");
  listen(number);
}

async function send(body) {
  if (!body.trim()) return;
  tell("");
  try {
    await post("/handset/texts", { from: state.number, body });
  } catch (error) {
    tell(error.message);
  }
}

async function moveClock(button, moment, done) {
  button.disabled = true;
  tell("");
  try {
    setClock((await post("/handset/clock", { number: state.number, ...moment })).now);
    tell(done);
  } catch (error) {
    tell(error.message);
  }
  button.disabled = false;
}

function listenToButtons() {
  const moves = {
    "hour-later": [{ forward_minutes: 60 }, "An hour has passed."],
    "tomorrow": [{ to: "tomorrow" }, "It is tomorrow, 9:30am."],
    "next-text": [{ to: "next_text" }, "It is time for the next text."],
    "miss": [{ to: "missed" }, "The booked time has passed, and she was not there."],
  };
  for (const [id, [moment, done]] of Object.entries(moves)) {
    element(id).addEventListener("click", (event) => moveClock(event.currentTarget, moment, done));
  }
  for (const example of element("examples").querySelectorAll("button")) {
    example.addEventListener("click", () => send(example.textContent));
  }
  const body = element("body");
  element("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    send(body.value);
    body.value = "";
    body.focus();
  });
  body.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    element("composer").requestSubmit();
  });
}

async function start() {
  const phone = await (await fetch("/handset/phone")).json();
  state.zone = phone.zone;
  setClock(phone.now);
  setInterval(showClock, 1000);
  element("service-number").textContent = spellNumber(phone.service_number);
  const who = element("who");
  for (const woman of phone.women) {
    who.append(new Option(`${woman.name}, ending ${woman.number.slice(-3)}`, woman.number));
  }
  const stranger = unknownNumber();
  who.append(new Option("An unknown number", stranger));
  const chosen = () => choose(who.value, (phone.women.find((woman) => woman.number === who.value) || {}).name);
  who.addEventListener("change", chosen);
  listenToButtons();
  chosen();
}

start().catch(() => tell("The gateway can't be reached. Load the page again when it runs."));
