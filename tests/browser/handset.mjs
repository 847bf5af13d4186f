// Drives the handset page as a woman would use it: asks, chooses, is reminded, moves, misses, is offered again.
// node handset.mjs http://127.0.0.1:8081 [folder for screenshots]
// Needs a running demo and Debian's chromium (another by OFFING_CHROMIUM). Waits on what the page shows, never
// on time alone.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";

const [base, folder = "screenshots"] = process.argv.slice(2);
if (!base) {
  console.error("Say where the daemon's internal listener is: node handset.mjs http://127.0.0.1:8081 [folder]");
  process.exit(2);
}
mkdirSync(folder, { recursive: true });

const patience = Number(process.env.OFFING_BROWSER_PATIENCE_MS || 30_000);
const ourTexts = "#texts li[data-way=ours]";
let step = "start";
let shots = 0;

class Phone {
  constructor(page) { this.page = page; }

  async screenshot(name) {
    shots += 1;
    await this.page.screenshot({ path: join(folder, `${String(shots).padStart(2, "0")}-${name}.png`) });
  }

  async bodies() { return this.page.locator(`${ourTexts} .bubble`).allTextContents(); }
  async count() { return this.page.locator(ourTexts).count(); }

  /// The first text that is new since `before`.
  async textAfter(before, timeout = patience) {
    // Locators only: the page's policy allows no evaluated script, and the test doesn't lift it.
    await this.page.locator(ourTexts).nth(before).waitFor({ timeout });
    return (await this.bodies())[before];
  }

  async send(words) {
    const before = await this.count();
    await this.page.getByLabel("Text message").fill(words);
    await this.page.getByRole("button", { name: "Send" }).click();
    const answer = await this.textAfter(before);
    const last = this.page.locator("#texts li[data-way=hers]").last();
    await this.page.locator("#texts li[data-state=sending]").waitFor({ state: "detached" });
    check((await last.getAttribute("data-state")) === "taken", `"${words}" was not taken`);
    return answer;
  }

  async press(name) {
    await this.page.getByRole("button", { name }).click();
    await this.page.locator("#notice:not(:empty)").waitFor({ timeout: patience });
    return this.page.locator("#notice").textContent();
  }
}

function check(holds, otherwise) {
  if (!holds) throw new Error(otherwise);
}

/// { 1: "Thu 26 Nov 9:30am", ... } of an offer's numbered times.
function timesIn(text) {
  const times = {};
  for (const [, number, words] of text.matchAll(/(?:^|[\s:,;])([123])[ .:)]+((?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b[^\n,;]*?\d(?:am|pm))/g)) {
    times[number] = words.trim();
  }
  return times;
}

function minutesOf(time) {
  const [, hour, minute = "0", half] = time.match(/(\d{1,2})(?:[:.](\d{2}))?(am|pm)$/);
  return ((Number(hour) % 12) + (half === "pm" ? 12 : 0)) * 60 + Number(minute);
}

const clockIn = (time) => time.match(/\d{1,2}(?:[:.]\d{2})?(?:am|pm)$/)[0];

async function asks(phone) {
  const offer = await phone.send("cant do tues, after drop off thurs?");
  const times = timesIn(offer);
  await phone.screenshot("offered");
  check(times[1] && times[2], `no numbered times in: ${offer}`);
  for (const time of Object.values(times)) {
    check(!time.startsWith("Tue"), `a Tuesday was offered: ${time}`);
    check(minutesOf(time) >= 9 * 60, `a time in the school run was offered: ${time}`);
  }
  return times;
}

async function books(phone, times) {
  const answer = await phone.send("2");
  await phone.screenshot("booked");
  check(answer.includes(clockIn(times[2])), `the answer to "2" doesn't say ${times[2]}: ${answer}`);
  return times[2];
}

async function isReminded(phone, booked) {
  const before = await phone.count();
  const notice = await phone.press("To the next reminder");
  const reminder = await phone.textAfter(before).catch(() => {
    throw new Error(`no reminder came for ${booked}; the page said: ${notice}`);
  });
  await phone.screenshot("reminded");
  check(/\b2\b/.test(reminder), `the reminder has no choice 2: ${reminder}`);
}

async function moves(phone, booked) {
  const offer = await phone.send("2");
  const times = timesIn(offer);
  await phone.screenshot("other-times");
  check(times[1], `no other times after "2" to the reminder: ${offer}`);
  check(!Object.values(times).includes(booked), `the time she has was offered again: ${booked}`);
  const answer = await phone.send("1");
  await phone.screenshot("moved");
  check(answer.includes(clockIn(times[1])), `the answer to "1" doesn't say ${times[1]}: ${answer}`);
}

async function misses(phone) {
  const before = await phone.count();
  const notice = await phone.press("Miss the next time");
  check(!/Nothing is booked/.test(notice), `nothing was booked after moving: ${notice}`);
  // The offer waits for a time that is safe for her: if that isn't now, go there.
  const offer = await phone.textAfter(before, 5_000).catch(async () => {
    const moved = await phone.press("To the next reminder");
    return phone.textAfter(before).catch(() => {
      throw new Error(`no offer came after the missed time; the page said: ${moved}`);
    });
  });
  await phone.screenshot("offered-again");
  check(/\b1\b/.test(offer), `the text after a missed time offers nothing: ${offer}`);
  check(!/missed (your|an|the) appointment|failed|did not attend|DNA/i.test(offer), `it blames her: ${offer}`);
}

async function fitsASmallScreen(phone) {
  await phone.page.setViewportSize({ width: 320, height: 640 });
  const width = await phone.page.evaluate(() => document.documentElement.scrollWidth);
  await phone.screenshot("at-320-pixels");
  check(width <= 320, `the page is ${width} pixels wide on a screen of 320`);
}

const browser = await chromium.launch({
  executablePath: process.env.OFFING_CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});
try {
  const page = await browser.newPage({ viewport: { width: 1100, height: 900 } });
  page.setDefaultTimeout(patience);
  const faults = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
  const phone = new Phone(page);

  step = "opens the page";
  await page.goto(`${base}/handset`);
  const who = page.getByLabel("Whose phone is this?");
  await page.locator("#who option").nth(1).waitFor({ state: "attached" });
  await who.selectOption({ index: 0 });
  await page.waitForSelector("#texts[data-ready]", { state: "attached" });
  await phone.screenshot("phone");

  step = "asks for a time";
  const times = await asks(phone);
  step = "books by number";
  const booked = await books(phone, times);
  step = "is reminded";
  await isReminded(phone, booked);
  step = "moves it";
  await moves(phone, booked);
  step = "misses it and is offered again";
  await misses(phone);
  step = "fits a small screen";
  await fitsASmallScreen(phone);
  step = "shows no fault";
  check(faults.length === 0, `the page reported: ${faults.join("; ")}`);
  console.log(`The handset page: asked, booked, reminded, moved, missed, offered again. Screenshots in ${folder}.`);
} catch (error) {
  const [page] = browser.contexts().flatMap((context) => context.pages());
  const shown = page ? await page.locator("#texts .bubble").allTextContents().catch(() => []) : [];
  await page?.screenshot({ path: join(folder, "failed.png") }).catch(() => {});
  console.error(`The handset page failed where she ${step}: ${error.message}`);
  console.error(`On the phone:\n${shown.map((text) => `  ${text.replaceAll("\n", "\n    ")}`).join("\n") || "  nothing"}`);
  process.exitCode = 1;
} finally {
  await browser.close();
}
