// What an examiner of rules doesn't see: what moves after it was painted, focus that doesn't show, messages that
// nobody hears. Each function runs in the page and uses nothing from outside itself.

/// Sums up, from before the page begins, by how much what was painted moved without anybody having touched it.
export function sumShifts() {
  const shifts = { sum: 0, what: [] };
  const take = (entries) => {
    for (const entry of entries) {
      if (entry.hadRecentInput) continue;
      shifts.sum += entry.value;
      for (const { node } of entry.sources) {
        const element = node instanceof Element ? node : node?.parentElement;
        shifts.what.push(element ? `${element.localName}#${element.id}.${element.className}` : "what is gone");
      }
    }
  };
  const observer = new PerformanceObserver((list) => take(list.getEntries()));
  observer.observe({ type: "layout-shift", buffered: true });
  const painted = () => new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)); });
  window.shiftsUntilNow = async () => {
    await painted();
    await painted();
    take(observer.takeRecords());
    return shifts;
  };
}

/// The page stands on the screen, whatever its scripts will still do.
export function firstPainted() {
  return new Promise((resolve) => {
    new PerformanceObserver((list) => {
      if (list.getEntriesByName("first-contentful-paint").length) resolve();
    }).observe({ type: "paint", buffered: true });
  });
}

/// What takes the focus and looks as it did before.
export function faultsOfFocus() {
  const reached = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  const clear = /^(transparent|rgba\(.*, 0\))$/;
  // The design system draws a box of its own before the label of what is checked.
  const drawn = (element) => (["radio", "checkbox"].includes(element.type) && element.labels[0]
    ? getComputedStyle(element.labels[0], "::before") : getComputedStyle(element));
  const look = (element) => {
    const style = drawn(element);
    const outline = style.outlineStyle === "none" || clear.test(style.outlineColor) ? "" : `${style.outlineWidth} ${style.outlineColor}`;
    return [outline, style.boxShadow, style.backgroundColor, style.borderColor].join(" / ");
  };
  const before = document.activeElement;
  const unseen = [];
  for (const element of document.querySelectorAll(reached)) {
    if (element.disabled || !element.checkVisibility({ visibilityProperty: true })) continue;
    element.blur();
    const plain = look(element);
    element.focus({ focusVisible: true, preventScroll: true });
    if (document.activeElement === element && look(element) === plain) unseen.push(element.outerHTML.slice(0, 160));
  }
  if (before instanceof HTMLElement) before.focus({ preventScroll: true });
  return unseen;
}

/// What is said or wrong and would not be announced, or leads nowhere.
export function faultsOfSaying() {
  const faults = [];
  if (document.querySelectorAll("#said[role=status]").length !== 1) faults.push("there is no one place where what was done is announced");
  if (document.querySelectorAll("h1").length !== 1) faults.push(`${document.querySelectorAll("h1").length} headings of the first level`);
  const wrong = document.getElementById("wrong");
  if (wrong && !wrong.querySelector("[role=alert]")) faults.push("what is wrong isn't announced");
  if (wrong && !document.title.startsWith("Error: ") && wrong.querySelector(".nhsuk-error-summary__list")) faults.push("the title doesn't say that something is wrong");
  for (const link of document.querySelectorAll("#wrong a[href^='#']")) {
    const field = document.getElementById(link.getAttribute("href").slice(1));
    if (!field) faults.push(`"${link.textContent}" leads nowhere`);
  }
  return faults;
}
