// The diary, clinics and school calendars as staff use them: by mouse, by keyboard alone, and with JavaScript off.
import { join } from "node:path";
import { check, runFlow } from "./console_support.mjs";

const two = (number) => String(number).padStart(2, "0");
const iso = (date) => `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;

/// The first date from two weeks on that is a `weekday` (0: Sunday), as the evening clinic has it on Tuesdays.
function nextDate(weekday, weeks = 2) {
  const date = new Date();
  date.setDate(date.getDate() + 7 * weeks);
  while (date.getDay() !== weekday) date.setDate(date.getDate() + 1);
  return iso(date);
}

async function said(page) { return (await page.locator("#said").innerText()).trim(); }

const plan = "h1:has-text('Before this is saved')";
/// A form was sent: it is saved, refused, or its plan is shown.
async function answered(page) { await page.locator(`#said .said, #wrong, ${plan}`).first().waitFor(); }
async function plans(page) { return (await page.locator(plan).count()) > 0; }

async function readsTheDiary(staff) {
  staff.step = "reads the diary";
  const page = await staff.open();
  await staff.goto(page, "/diary");
  check((await page.locator(".day").count()) === 7, "a week has seven days");
  await page.getByLabel("Worker").selectOption({ label: "Jo" });
  await page.getByRole("button", { name: "Show" }).click();
  await page.waitForURL(/worker=jo/);
  await page.getByRole("link", { name: "See one day" }).click();
  await page.waitForURL(/view=day/);
  check((await page.locator(".day").count()) === 1, "a day is one day");
  await page.context().close();
}

/// No mouse: to the session, to the form, other hours, what would happen, saved.
async function movesByKeyboard(staff) {
  staff.step = "moves a session with the keyboard alone";
  const date = nextDate(2), next = nextDate(3);
  const page = await staff.open();
  await staff.goto(page, `/diary/evening/${date}`);
  await staff.tabTo(page, page.getByRole("link", { name: "Move, or other hours" }));
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/move$/);
  await staff.tabTo(page, page.getByLabel("Date"));
  // The order of day and month is the browser's own.
  const [year, month, day] = next.split("-");
  for (const typed of [month + day + year, day + month + year]) {
    if ((await page.getByLabel("Date").inputValue()) === next) break;
    await page.getByLabel("Date").blur();
    await page.getByLabel("Date").focus();
    await page.keyboard.type(typed);
  }
  check((await page.getByLabel("Date").inputValue()) === next, "a date can be typed");
  await staff.tabTo(page, page.getByLabel("Opens"));
  await page.keyboard.type("0600PM");
  check((await page.getByLabel("Opens").inputValue()) === "18:00", "a time can be typed");
  await staff.tabTo(page, page.getByRole("button", { name: "See who is affected" }));
  await page.keyboard.press("Enter");
  await answered(page);
  if (await plans(page)) {
    await staff.tabTo(page, page.getByRole("button", { name: /^Save/ }));
    await page.keyboard.press("Enter");
    await page.waitForURL((url) => url.pathname.endsWith(next));
  }
  check((await said(page)).startsWith("Saved"), "it says that it was saved");
  await page.getByText("extra date").first().waitFor();
  await page.context().close();
}

async function cancelsWithAPlan(staff) {
  staff.step = "cancels a date on which a woman is booked";
  const page = await staff.open();
  await staff.goto(page, "/handset");
  await page.getByLabel("Text message").fill("can i come one morning next week");
  await page.getByRole("button", { name: "Send" }).click();
  const ours = page.locator("#texts li[data-way=ours]");
  await ours.first().waitFor();
  await page.getByLabel("Text message").fill("1");
  await page.getByRole("button", { name: "Send" }).click();
  await ours.nth(1).waitFor();
  let path = null;
  for (const weeks of [0, 1, 2]) {
    const monday = new Date();
    monday.setDate(monday.getDate() + 7 * weeks);
    await staff.goto(page, `/diary?date=${iso(monday)}`);
    const taken = page.locator(".session").filter({ hasText: /[1-9]\d* of \d+ booked/ });
    if (await taken.count()) { path = await taken.first().locator(".session__name").getAttribute("href"); break; }
  }
  check(path, "the diary shows the booked time");
  await staff.goto(page, path);
  await staff.screenshot(page, "session-booked");
  await page.getByRole("button", { name: "Cancel this date" }).click();
  await page.getByRole("heading", { name: /Before this is saved/ }).waitFor();
  check((await page.locator(".rows .row").count()) >= 1, "the plan says who is affected");
  await staff.screenshot(page, "plan-1280");
  await staff.accept(page, "the plan");
  await page.getByRole("link", { name: "Leave it as it was" }).click();
  await page.getByText(/[1-9]\d* of \d+ booked/).first().waitFor();
  await page.getByRole("button", { name: "Cancel this date" }).click();
  await page.getByRole("button", { name: "Save, and tell them" }).click();
  await page.getByText("It doesn't run on this date").waitFor();
  check((await said(page)).startsWith("Saved"), "it says what was done");
  await page.context().close();
}

async function changesAClinic(staff) {
  staff.step = "changes a clinic";
  const page = await staff.open();
  await staff.goto(page, "/clinics/cafe");
  await page.getByLabel("Nickname, as texts call it").fill("the clinic walk");
  await page.getByLabel("Opens").fill("");
  await page.getByRole("button", { name: "Save" }).click();
  await page.locator("#wrong").waitFor();
  check((await page.getByLabel("Nickname, as texts call it").inputValue()) === "the clinic walk", "what was typed is kept");
  await staff.screenshot(page, "clinic-wrong-1280");
  await staff.accept(page, "a clinic's form that was refused");
  await page.getByLabel("Nickname, as texts call it").fill("a walk");
  await page.getByLabel("Opens").fill("10:30");
  await page.getByLabel("On some weekday of the month").check();
  await page.getByLabel("Friday").check();
  await page.getByLabel("Tuesday").uncheck();
  await page.getByLabel("2nd", { exact: true }).check();
  await page.getByRole("button", { name: "Save" }).click();
  await answered(page);
  if (await plans(page)) await page.getByRole("button", { name: /^Save/ }).click();
  await page.locator("#said .said").waitFor();
  await staff.goto(page, "/clinics");
  await page.getByText("2nd Friday of the month").waitFor();
  await page.context().close();
}

/// Two people at one clinic: the second is shown the difference.
async function twoChangeTheSame(staff) {
  staff.step = "changes what somebody else changes";
  const [one, other] = [await staff.open(), await staff.open()];
  for (const page of [one, other]) await staff.goto(page, "/clinics/video");
  await one.getByLabel("Nickname, as texts call it").fill("a screen chat");
  await one.getByRole("button", { name: "Save" }).click();
  await answered(one);
  if (await plans(one)) await one.getByRole("button", { name: /^Save/ }).click();
  await one.locator("#said .said").waitFor();
  await other.getByLabel("Nickname, as texts call it").fill("a face chat");
  await other.getByRole("button", { name: "Save" }).click();
  await other.getByText("Somebody else changed this while you did").waitFor();
  await other.getByRole("cell", { name: "a screen chat" }).waitFor();
  await staff.screenshot(other, "overtaken-1280");
  await staff.accept(other, "the page for who came second");
  for (const page of [one, other]) await page.context().close();
}

async function worksWithoutScript(staff) {
  staff.step = "imports school dates with JavaScript off, at 320 pixels";
  const page = await staff.open({ script: false, width: 320 });
  await staff.goto(page, "/schools/st-hildas/import");
  await page.getByLabel("Or paste the dates").fill("INSET day: Monday 1 February 2027");
  await page.getByRole("button", { name: "See what would change" }).click();
  await page.getByText("+ INSET day 2027-02-01").waitFor();
  await page.screenshot({ path: join(staff.folder, "import-320.png"), fullPage: true });
  await page.getByRole("button", { name: "Save" }).click();
  await staff.goto(page, "/schools?school=st-hildas&date=2027-02-01");
  await page.getByText("is no school day: INSET day").waitFor();
  await staff.goto(page, "/diary/new?clinic=phone&date=2027-02-05");
  await page.getByRole("button", { name: "Add this date" }).click();
  await answered(page);
  if (await plans(page)) await page.getByRole("button", { name: /^Save/ }).click();
  await page.getByText("extra date").first().waitFor();
  await page.context().close();
}

async function draws(staff) {
  staff.step = "drags in the grid";
  const page = await staff.open();
  await staff.goto(page, "/diary");
  await page.getByRole("button", { name: "As a grid, to drag" }).click();
  await page.locator(".ec-event").first().waitFor();
  await staff.screenshot(page, "grid-1280");
  const event = page.locator(".ec-event").first();
  const box = await event.boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + 12);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2, box.y + 40, { steps: 4 });
  await page.mouse.move(box.x + box.width / 2, box.y + 60, { steps: 4 });
  await page.mouse.up();
  await page.waitForURL(/\/move\?date=/);
  check(page.faults.length === 0, `the grid reported: ${page.faults.join("; ")}`);
  await page.context().close();
}

await runFlow("calendars", async (staff) => {
  await readsTheDiary(staff);
  await movesByKeyboard(staff);
  await cancelsWithAPlan(staff);
  await changesAClinic(staff);
  await twoChangeTheSame(staff);
  await worksWithoutScript(staff);
  await draws(staff);
  staff.step = "looks at each page";
  for (const [path, name] of [["/diary", "diary"], ["/diary?view=day", "day"], [`/diary/open-door/${nextDate(5)}`, "session"],
    [`/diary/evening/${nextDate(2, 3)}/move`, "move"], ["/diary/new", "extra-date"], ["/clinics", "clinics"], ["/clinics/evening", "clinic"],
    ["/clinics/new", "clinic-new"], ["/clinics/evening/end", "clinic-end"], ["/sites/mill-lane", "site"], ["/sites/mill-lane/close", "site-close"],
    ["/workers/jo", "worker"], ["/workers/jo/away", "absence"], ["/schools", "schools"], ["/schools/saltmere-primary", "school-year"],
    ["/schools/st-hildas/import", "school-import"], ["/schools/new", "school-new"], ["/keys", "keys"], ["/calendars", "feeds"]]) {
    await staff.look(path, name);
  }
});
