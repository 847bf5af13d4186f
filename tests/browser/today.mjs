// Today at the desk: she is outside, she is here, the visit runs over, a tap is taken back; by mouse and by keyboard.
import { check, hasScript, runFlow, way } from "./console_support.mjs";
import { texts } from "./her_phone.mjs";

process.env.TZ = "Europe/London";  // the demo's

const said = "#said .said";

/// "Thu 26 Nov 9:30am", as the service's wall clock has it.
function timeIn(words) {
  const [, date, month, hour, minute = "0", half] = words.match(/\b(\d{1,2}) (\w{3}) (\d{1,2})(?::(\d{2}))?(am|pm)/);
  const now = new Date();
  const at = new Date(`${date} ${month} ${now.getFullYear()}`);
  at.setHours((Number(hour) % 12) + (half === "pm" ? 12 : 0), Number(minute));
  if (at < now) at.setFullYear(at.getFullYear() + 1);
  return at;
}

async function moveClockTo(staff, page, at) {
  const { now } = await (await page.request.get(`${staff.base}/handset/phone`)).json();
  const answer = await page.request.post(`${staff.base}/handset/clock`, { data: { forward_minutes: Math.ceil((at - now) / 60_000) } });
  check(answer.ok(), "the demo's clock moves");
}

/// She books, waits outside when it is time, and her time begins.
async function comes(staff) {
  staff.step = "waits until somebody's time";
  const page = await staff.open();
  const booked = timeIn(await texts(staff, 0, "can i come one morning next week", "1"));
  await moveClockTo(staff, page, booked.getTime() - 10 * 60_000);
  await texts(staff, 0, "here");
  await moveClockTo(staff, page, booked.getTime() + 2 * 60_000);
  await page.context().close();
}

async function taps(staff) {
  staff.step = "taps";
  const page = await staff.open();
  await staff.goto(page, "/today");
  check(!/\bmissed\b.*\d|\d.*\bmissed\b/i.test(await page.locator("#today").innerText()), "nothing that was missed is counted");
  const outside = page.getByRole("list", { name: "Waiting outside" });
  await outside.getByText(/Waiting outside since/).waitFor();
  await staff.screenshot(page, `today-outside-${way}`);
  await staff.tabTo(page, outside.getByRole("button", { name: /^She is here|^Spoken to/ }));
  await page.keyboard.press("Enter");
  await page.locator(said).getByText(/she is here/).waitFor();
  const here = page.getByRole("list", { name: "Here now" }).or(page.getByRole("list", { name: "Done" }));
  const undo = here.getByRole("button", { name: /^Undo/ }).first();
  check(page.url().endsWith("/today"), "the page is where it was");
  // Her button is gone with its row, so reading goes on at what was said.
  if (hasScript) await page.locator(`${said}:focus`).waitFor();
  const over = here.getByRole("button", { name: /^15 minutes over/ });
  if (await over.count()) {
    await over.first().click();
    await page.locator(said).getByText(/^Noted: it runs until/).waitFor();
    await staff.accept(page, "a visit that runs over");
  }
  await undo.click();
  await page.locator(said).getByText("Taken back").waitFor();
  await outside.getByText(/Waiting outside since/).waitFor();
  check(page.faults.length === 0, `the page reported: ${page.faults.join("; ")}`);
  await page.context().close();
}

/// The page asks for news by itself: never in the way of a tap, and never taking anybody back to the top of the page.
async function renewsItself(staff) {
  staff.step = "has the page renewed while she taps and reads";
  const page = await staff.open();
  await staff.goto(page, "/today");
  const renewed = () => page.waitForResponse((answer) => answer.request().headers()["offing-quiet"] === "1");
  const renew = () => page.evaluate(() => window.htmx.trigger("#today", "renew"));
  let carryOn;
  const held = new Promise((resolve) => { carryOn = resolve; });
  await page.route("**/today/*/arrived", async (route) => { await held; await route.continue(); });
  const [early] = [renewed(), await renew()];
  await early;
  const came = page.getByRole("button", { name: /^She is here|^Spoken to/ });
  let asked = 0;
  page.on("request", (request) => { if (request.headers()["offing-quiet"] === "1") asked += 1; });
  await came.first().click();
  await renew();
  check(asked === 0, "the page was renewed while a tap was on its way");
  await page.getByRole("button", { name: /^Missed/ }).first().click();
  await page.locator(said).getByText(/is marked as missed/).waitFor();
  const afterwards = renewed();
  carryOn();
  await afterwards;  // the second tap came too late for its row: the page is asked for as it stands
  await page.locator(said).getByText(/Somebody was first/).waitFor();
  await page.locator(`${said}:focus`).waitFor();
  await page.evaluate(() => document.activeElement.blur());
  const again = renewed();
  await renew();
  await again;
  check((await page.locator(`${said}:focus`).count()) === 0, "what has been read is read once more");
  const undo = page.getByRole("button", { name: /^Undo/ });
  for (let left = await undo.count(); left > 0; left -= 1) {
    await undo.first().click();
    await undo.nth(left - 1).waitFor({ state: "detached" });
  }
  check(page.faults.length === 0, `the page reported: ${page.faults.join("; ")}`);
  await page.context().close();
}

async function misses(staff) {
  staff.step = "marks a missed time";
  const page = await staff.open();
  await staff.goto(page, "/today");
  await page.getByRole("button", { name: /^Missed/ }).first().click();
  await page.locator(said).getByText(/Her place is kept\./).waitFor();
  await staff.screenshot(page, "today-missed-1280");
  await staff.accept(page, "a missed time");
  await page.getByRole("button", { name: /^Undo/ }).first().click();
  await page.locator(said).getByText("Taken back").waitFor();
  await page.context().close();
}

async function showsNames(staff) {
  staff.step = "shows the names";
  const page = await staff.open();
  await staff.goto(page, "/today");
  const names = page.locator("#today .row strong:not(.nhsuk-tag)");
  check((await names.count()) === 0, "names are hidden at first");
  await page.getByRole("button", { name: "Show first names" }).click();
  await names.first().waitFor();
  check(!/name/i.test(new URL(page.url()).search), "no name is in the address");
  await page.getByRole("link", { name: "Hide the names" }).click();
  await page.getByRole("button", { name: "Show first names" }).waitFor();
  check((await names.count()) === 0, "names are hidden again");
  await page.context().close();
}

async function countsAnOpenSession(staff) {
  staff.step = "counts at an open session";
  const page = await staff.open();
  await staff.goto(page, "/today");
  const came = page.getByRole("button", { name: /^Came to/ });
  if (await came.count()) {
    await came.first().click();
    await page.locator(said).getByText("Somebody more waits.").waitFor();
    await page.getByRole("button", { name: /^Left/ }).first().click();
    await page.locator(said).getByText("One who waited has left.").waitFor();
  }
  await page.context().close();
}

await runFlow("today", async (staff) => {
  await comes(staff);
  await taps(staff);
  if (hasScript) await renewsItself(staff);
  await misses(staff);
  await showsNames(staff);
  await countsAnOpenSession(staff);
  staff.step = "looks at the day";
  await staff.look("/today", "today");
});
