// What the flows of the console share: a browser, signing in, pages looked at for faults of access and of layout.
// Waits on what a page shows, never on time alone.
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const wcag = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
export const patience = Number(process.env.OFFING_BROWSER_PATIENCE_MS || 30_000);

export function check(holds, otherwise) {
  if (!holds) throw new Error(otherwise);
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
    console.log(`${name}: all steps passed, ${staff.looked} pages looked at. Screenshots in ${folder}.`);
  } catch (error) {
    console.error(`${name} failed where staff ${staff.step}: ${error.stack || error.message}`);
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

export class Console {
  constructor(browser, base, sign, folder) {
    Object.assign(this, { browser, base, sign, folder, step: "start", looked: 0 });
  }

  /// A page of its own in a fresh browser profile. `options`: width, dark, script (false: JavaScript is off).
  async open({ width = 1280, dark = false, script = true, signedIn = true } = {}) {
    const context = await this.browser.newContext({
      viewport: { width, height: 900 }, colorScheme: dark ? "dark" : "light", javaScriptEnabled: script,
    });
    const page = await context.newPage();
    page.setDefaultTimeout(patience);
    page.faults = [];
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
  /// screen, no target smaller than 24 pixels, no script fault. `prepare(page)` opens what is to be seen.
  async look(path, name, prepare = async () => {}) {
    for (const dark of [false, true]) {
      const page = await this.lookingPage(dark);
      for (const width of [1280, 320]) {
        await page.setViewportSize({ width, height: width === 320 ? 640 : 900 });
        await this.goto(page, path);
        await prepare(page);
        await this.screenshot(page, `${name}-${width}-${dark ? "dark" : "light"}`);
        await this.accept(page, `${path} at ${width} in ${dark ? "dark" : "light"}`);
      }
    }
    this.looked += 1;
  }

  /// The page as it stands now is without fault.
  async accept(page, where) {
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

  async lookingPage(dark) {
    const key = dark ? "darkPage" : "lightPage";
    if (!this[key]) {
      this[key] = await this.open({ dark });
    } else if (new URL(this[key].url()).pathname === "/locked") {
      await this.signIn(this[key]);
    }
    return this[key];
  }

  /// Reaches something by the Tab key alone, and says so when it can't be reached.
  async tabTo(page, locator, most = 80) {
    for (let presses = 0; presses < most; presses += 1) {
      if (await locator.evaluate((element) => element === document.activeElement)) return;
      await page.keyboard.press("Tab");
    }
    throw new Error(`the Tab key never reaches ${locator}`);
  }
}
