// What makes the pages livelier; every essential thing works without it. No inline script, no evaluation.
"use strict";

(() => {
  const idleMs = 2 * 60 * 1000;
  const tellServerEveryMs = 45 * 1000;

  const latest = () => document.getElementById("wrong") || document.querySelector("#said .said");

  // What went wrong, or what was done, is where reading begins.
  let read = latest();
  if (read) read.focus();

  // Asking once more before what can't be taken back: <form data-ask="Erase her?">
  document.addEventListener("submit", (event) => {
    const question = event.target.getAttribute && event.target.getAttribute("data-ask");
    if (question && !window.confirm(question)) event.preventDefault();
  });

  // htmx brings a part of a page: what went wrong is read at once; a button that is gone hands on to what was said.
  document.addEventListener("htmx:afterSettle", () => {
    const now = latest();
    // What stood there before has been read: nobody is taken out of what she types, or back to the top of the page.
    if (!now || now === read) return;
    read = now;
    if (now.id === "wrong" || document.activeElement === document.body) now.focus();
  });

  // A page doesn't renew itself while the answer to a tap is on its way: it would take from it what it is to change.
  const asksByItself = (detail) => detail.requestConfig.elt.hasAttribute("data-quiet");
  let taps = 0;
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (taps > 0 && asksByItself(event.detail)) event.preventDefault();
  });

  // Of two quick taps the first answer takes away what the second would change: what that one says is shown all the
  // same, and the page is asked for as it stands.
  let late = false;
  function say(page) {
    const said = new DOMParser().parseFromString(page, "text/html").getElementById("said");
    // Both answers tell what was said by one cookie: the other may have told it already.
    if (said && said.children.length) document.getElementById("said").replaceChildren(...said.childNodes);
  }
  document.addEventListener("htmx:beforeSend", (event) => {
    if (asksByItself(event.detail)) return;
    const { elt, xhr } = event.detail;
    taps += 1;
    xhr.addEventListener("readystatechange", () => {
      if (xhr.readyState !== XMLHttpRequest.DONE || elt.isConnected) return;
      late = true;
      say(xhr.responseText);
      elt.addEventListener("htmx:beforeOnLoad", (answer) => answer.preventDefault(), { once: true });
    });
    xhr.addEventListener("loadend", () => {
      taps -= 1;
      const page = document.querySelector("[data-quiet]");
      if (taps > 0 || !late) return;
      late = false;
      if (page) window.htmx.trigger(page, "renew");
    });
  });

  // A message comes instead of the page, not instead of its part.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (taps > 0 && asksByItself(event.detail)) event.detail.shouldSwap = false;
    if (event.detail.xhr.status < 400 || event.detail.xhr.status === 422) return;
    event.detail.target = document.getElementById("main");
    event.detail.selectOverride = "#main";
    event.detail.swapOverride = "outerHTML";
  });

  // A page that asks for news by itself keeps nobody signed in.
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.target.hasAttribute("data-quiet")) event.detail.headers["Offing-Quiet"] = "1";
  });

  const dialog = document.getElementById("idle-lock");
  if (!dialog) return;
  const form = document.getElementById("idle-lock-form");
  const password = document.getElementById("idle-lock-password");
  const error = document.getElementById("idle-lock-error");
  let lastActive = Date.now();
  let lastTold = Date.now();
  let goesTo = null;

  function lock() {
    if (dialog.open) return;
    document.documentElement.classList.add("is-locked");
    error.textContent = "";
    password.value = "";
    dialog.showModal();
    password.focus();
  }

  function unlock() {
    dialog.close();
    document.documentElement.classList.remove("is-locked");
    lastActive = lastTold = Date.now();
    if (goesTo) goesTo.focus();
  }

  function active(event) {
    if (dialog.open) return;
    lastActive = Date.now();
    if (event && event.target instanceof HTMLElement) goesTo = document.activeElement;
    if (lastActive - lastTold < tellServerEveryMs) return;
    lastTold = lastActive;
    fetch("/here", { redirect: "manual" }).then((answer) => {
      if (answer.status !== 204) lock();
    }, () => {});
  }

  for (const kind of ["keydown", "pointerdown", "pointermove", "wheel", "touchstart"]) {
    document.addEventListener(kind, active, { passive: true });
  }
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    fetch("/locked", { method: "POST", redirect: "manual", body: new URLSearchParams(new FormData(form)) }).then((answer) => {
      if (answer.type === "opaqueredirect") return unlock();
      if (answer.status === 422) error.textContent = "That is neither your password nor a code.";
      else if (answer.status === 429) error.textContent = "Too many tries. Wait some minutes.";
      else window.location.assign("/sign-in");
      password.value = "";
      password.focus();
    }, () => { error.textContent = "The console can't be reached. Try again."; });
  });
  setInterval(() => { if (Date.now() - lastActive >= idleMs) lock(); }, 1000);
})();
