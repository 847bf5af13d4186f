// What the flows of the console share: a browser, signing in, pages looked at for faults of access and of layout.
// Waits on what a page shows, never on time alone.
//
// A flow runs in three ways (OFFING_BROWSER_WAY): wide (1280 pixels; every page is looked at, too), narrow (320
// pixels) and plain (JavaScript off, but where a step is about a script).
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";
import { faultsOfFocus, faultsOfSaying, firstPainted, sumShifts } from "./page_faults.mjs";

export const way = process.env.OFFING_BROWSER_WAY || "wide";
export const isWide = way === "wide";
export const hasScript = way !== "plain";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const mostShift = 0.01;
const wcag = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
export const patience = Number(process.env.OFFING_BROWSER_PATIENCE_MS || 30_000);

export function check(holds, otherwise) {
  if (!holds) throw new Error(otherwise);
}

const two = (number) => String(number).padStart(2, "0");
export const iso = (date) => `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;

/// The first `weekday` (0: Sunday; 2 to 4 are no bank holidays) at least `weeks` ahead, around no turn of the year.
export function dateAhead(weekday, weeks) {
  const date = new Date();
  date.setDate(date.getDate() + 7 * weeks);
  const isHoliday = () => (date.getMonth() === 11 && date.getDate() > 17) || (date.getMonth() === 0 && date.getDate() < 8);
  while (date.getDay() !== weekday || isHoliday()) date.setDate(date.getDate() + 1);
  return iso(date);
}

/// Runs `flow(console)` against the console at `base`, with a browser of its own; says where it failed.
export async function runFlow(name, flow) {
  const [base, sign, folder = "screenshots"] = process.argv.slice(2);
  if (!base || !sign) {
    console.error(`node ${name}.mjs http://127.0.0.1:8081 account:password [folder for screenshots]`);
    process.exit(2);
  }
  mkdirSync(folder, { recursive: true });
  const browser = await chromium.launch({
    executablePath: process.env.OFFING_CHROMIUM || "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
  const at = sign.indexOf(":");
  const staff = new Console(browser, base, { account: sign.slice(0, at), password: sign.slice(at + 1) }, folder);
  try {
    await flow(staff);
    writeLookedAt(name, staff.lookedAt);
    console.log(`${name} (${way}): all steps passed, ${staff.looked} pages looked at. Screenshots in ${folder}.`);
  } catch (error) {
    console.error(`${name} (${way}) failed where staff ${staff.step}: ${error.stack || error.message}`);
    for (const page of browser.contexts().flatMap((context) => context.pages())) {
      await page.screenshot({ path: join(folder, "failed.png"), fullPage: true }).catch(() => {});
      const seen = await page.locator("main").innerText().catch(() => "");
      console.error(`On ${page.url()}:\n${seen.slice(0, 1500)}`);
    }
    process.exitCode = 1;
  } finally {
    await browser.close();
  }
}

/// For all_looked_at.py, which knows the console's table of pages.
function writeLookedAt(name, paths) {
  const folder = process.env.OFFING_BROWSER_LOOKED;
  if (!folder || !isWide) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), [...paths].map((path) => `${path}\n`).join(""));
}

export class Console {
  constructor(browser, base, sign, folder) {
    Object.assign(this, { browser, base, sign, folder, step: "start", looked: 0, lookedAt: new Set() });
  }

  /// A page of its own in a fresh browser profile. `options`: width, dark, script (false: JavaScript is off).
  async open({ width = way === "narrow" ? 320 : 1280, dark = false, script = hasScript, signedIn = true } = {}) {
    const context = await this.browser.newContext({
      viewport: { width, height: 900 }, colorScheme: dark ? "dark" : "light", javaScriptEnabled: script,
    });
    await context.addInitScript(sumShifts);
    const page = await context.newPage();
    page.setDefaultTimeout(patience);
    page.faults = [];
    page.hasScript = script;
    page.on("pageerror", (error) => page.faults.push(error.message));
    // The browser itself reports every 4xx of a page as an error; those are answers of ours, and checked as such.
    page.on("console", (message) => {
      if (message.type() === "error" && !/Failed to load resource/.test(message.text())) page.faults.push(message.text());
    });
    if (signedIn) await this.signIn(page);
    return page;
  }

  async signIn(page, sign = this.sign) {
    await page.goto(`${this.base}/sign-in`);
    await page.getByLabel("Account name").fill(sign.account);
    await page.getByLabel("Password").fill(sign.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
  }

  async goto(page, path) { await page.goto(this.base + path); }

  async screenshot(page, name) {
    await page.screenshot({ path: join(this.folder, `${name}.png`), fullPage: true });
  }

  /// Looks at `path` in light and dark, at 1280 and 320 pixels: no fault of WCAG 2.2 A/AA, nothing wider than the
  /// screen, no target smaller than 24 pixels, nothing that moves after it was painted, focus to be seen wherever it
  /// goes, a place where what was done is announced, no script fault. `prepare(page)` opens what is to be seen.
  async look(path, name, prepare = async () => {}, signedIn = true) {
    if (!isWide) return;
    for (const dark of [false, true]) {
      const page = await this.lookingPage(dark, signedIn);
      for (const width of [1280, 320]) {
        const where = `${path} at ${width} in ${dark ? "dark" : "light"}`;
        await page.setViewportSize({ width, height: width === 320 ? 640 : 900 });
        await this.paint(page, path, where);
        await prepare(page);
        await this.screenshot(page, `${name}-${width}-${dark ? "dark" : "light"}`);
        await this.accept(page, where);
        const unseen = await page.evaluate(faultsOfFocus);
        check(unseen.length === 0, `${where}: focus isn't seen on ${unseen.join("\n  ")}`);
      }
    }
    this.looked += 1;
  }

  /// Scripts come after the page was painted, as on a slow line: what they do then must move nothing.
  async paint(page, path, where) {
    let letScriptsIn;
    const painted = new Promise((resolve) => { letScriptsIn = resolve; });
    const hold = async (route) => { await painted; await route.continue(); };
    await page.route(/\.js$/, hold);
    await page.goto(this.base + path, { waitUntil: "commit" });
    await page.evaluate(firstPainted);
    letScriptsIn();
    await page.waitForLoadState("load");
    await page.unroute(/\.js$/, hold);
    const { sum, what } = await page.evaluate(() => window.shiftsUntilNow());
    check(sum <= mostShift, `${where} moves by ${sum.toFixed(3)} after it was painted: ${what.join(", ")}`);
  }

  /// The page as it stands now is without fault.
  async accept(page, where) {
    this.lookedAt.add(new URL(page.url()).pathname);
    if (!page.hasScript) return;  // whoever examines is a script
    const silent = await page.evaluate(faultsOfSaying);
    check(silent.length === 0, `${where}: ${silent.join("; ")}`);
    // The page's policy lets nobody evaluate; the browser's own world is where the examiner lives.
    const faults = await page.evaluate(async ({ source, tags }) => {
      if (!window.axe) (0, eval)(source);
      const found = await window.axe.run(document, { runOnly: { type: "tag", values: tags }, rules: { "target-size": { enabled: true } } });
      return found.violations.map((fault) => `${fault.id}: ${fault.nodes.slice(0, 3).map((node) => `${node.html.slice(0, 160)} (${node.failureSummary?.split("\n")[1]?.trim()})`).join(" | ")}`);
    }, { source: axeSource, tags: wcag });
    check(faults.length === 0, `${where}: ${faults.join("\n  ")}`);
    const { wide, screen } = await page.evaluate(() => ({ wide: document.documentElement.scrollWidth, screen: window.innerWidth }));
    check(wide <= screen, `${where} is ${wide} pixels wide on a screen of ${screen}`);
    check(page.faults.length === 0, `${where} reported: ${page.faults.join("; ")}`);
  }

  async lookingPage(dark, signedIn) {
    const key = `${dark ? "dark" : "light"}Page${signedIn ? "" : "Outside"}`;
    if (!this[key]) {
      this[key] = await this.open({ dark, signedIn });
    } else if (new URL(this[key].url()).pathname === "/locked") {
      await this.signIn(this[key]);
    }
    return this[key];
  }

  /// Reaches something by the Tab key alone, and says so when it can't be reached.
  async tabTo(page, locator, most = 120) {
    for (let presses = 0; presses < most; presses += 1) {
      if (await locator.evaluate((element) => element === document.activeElement)) return;
      await page.keyboard.press("Tab");
    }
    throw new Error(`the Tab key never reaches ${locator}`);
  }

  /// Goes to a button or a link and presses it.
  async press(page, role, name) {
    await this.tabTo(page, page.getByRole(role, { name }).first());
    await page.keyboard.press("Enter");
  }

  async typeInto(page, label, words) {
    await this.tabTo(page, page.getByLabel(label, { exact: true }));
    await page.keyboard.press("Control+A");
    await page.keyboard.type(words);
  }

  /// "2026-12-03" or "18:00" into a field of parts, whose order is the browser's own.
  async typeMoment(page, label, value) {
    const field = page.getByLabel(label, { exact: true });
    await this.tabTo(page, field);
    const [first, second, third] = value.split(/[-:]/);
    const hour = Number(first) % 12 || 12;
    const ways = third ? [second + third + first, third + second + first]
      : [`${String(hour).padStart(2, "0")}${second}${Number(first) < 12 ? "AM" : "PM"}`, first + second];
    for (const typed of ways) {
      for (let part = 0; part < 4; part += 1) await page.keyboard.press("ArrowLeft");
      await page.keyboard.type(typed);
      if ((await field.inputValue()) === value) return;
    }
    throw new Error(`"${label}" can't be typed: it is ${await field.inputValue()}, not ${value}`);
  }

  /// One of a group, which the Tab key enters and arrows walk through.
  async choose(page, label) {
    const wanted = page.getByLabel(label, { exact: true });
    const group = await wanted.evaluate((radio) => radio.name);
    const inGroup = () => page.evaluate((name) => document.activeElement.name === name, group);
    for (let presses = 0; !(await inGroup()); presses += 1) {
      check(presses < 120, `the Tab key never reaches the choice of "${label}"`);
      await page.keyboard.press("Tab");
    }
    for (let presses = 0; !(await wanted.isChecked()); presses += 1) {
      check(presses < 12, `arrows never reach "${label}"`);
      await page.keyboard.press("ArrowDown");
    }
  }

  async tick(page, label, ticked = true) {
    const box = page.getByLabel(label, { exact: true });
    await this.tabTo(page, box);
    if ((await box.isChecked()) !== ticked) await page.keyboard.press("Space");
  }

  /// From a list that is closed: its letters choose.
  async select(page, label, words) {
    const list = page.getByLabel(label, { exact: true });
    await this.tabTo(page, list);
    await page.keyboard.type(words);
    const chosen = await list.evaluate((element) => element.selectedOptions[0].textContent);
    check(chosen.startsWith(words), `letters chose "${chosen}", not "${words}"`);
  }
}
