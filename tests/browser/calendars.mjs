// The diary, clinics and school calendars as staff use them; keyboard.mjs does without a mouse.
import { check, dateAhead, isWide, runFlow } from "./console_support.mjs";
import { bookedSession, texts } from "./her_phone.mjs";

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

async function cancelsWithAPlan(staff) {
  staff.step = "cancels a date on which a woman is booked";
  const page = await staff.open();
  await texts(staff, 0, "can i come one morning next week", "1");
  const path = await bookedSession(staff, page);
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

async function importsDates(staff) {
  staff.step = "imports school dates";
  const page = await staff.open();
  await staff.goto(page, "/schools/st-hildas/import");
  await page.getByLabel("Or paste the dates").fill("INSET day: Monday 1 February 2027");
  await page.getByRole("button", { name: "See what would change" }).click();
  await page.getByText("+ INSET day 2027-02-01").waitFor();
  await staff.screenshot(page, "import");
  await staff.accept(page, "the preview of an import");
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

/// A worker's fortnight away, and a day on which a site is closed; both are taken back.
async function sendsAWorkerAway(staff) {
  staff.step = "writes down that a worker is away";
  const page = await staff.open();
  page.on("dialog", (dialog) => dialog.accept());
  for (const [path, dates, button] of [["/workers/jo/away", { "First day away": dateAhead(2, 8), "Last day away": dateAhead(4, 9) }, "See who is affected"],
    ["/sites/mill-lane/close", { Day: dateAhead(3, 9) }, "See who is affected"]]) {
    await staff.goto(page, path);
    for (const [label, date] of Object.entries(dates)) await page.getByLabel(label, { exact: true }).fill(date);
    await page.getByRole("button", { name: button }).click();
    await answered(page);
    if (await plans(page)) {
      await staff.accept(page, `the plan of ${path}`);
      await page.getByRole("button", { name: /^Save/ }).click();
    }
    await page.locator("#said .said").waitFor();
    await page.getByRole("button", { name: /^Take away/ }).first().click();
    await answered(page);
    if (await plans(page)) await page.getByRole("button", { name: /^Save/ }).click();
    await page.locator("#said .said").waitFor();
  }
  await page.context().close();
}

async function addsASchool(staff) {
  staff.step = "adds a school";
  const page = await staff.open();
  await staff.goto(page, "/schools/new");
  await page.getByRole("button", { name: "Add it" }).click();
  await page.locator("#wrong").waitFor();
  await staff.accept(page, "a school without a name");
  await page.locator("#id").fill("quay-primary");
  await page.locator("#name").fill("Quay Primary");
  await page.getByRole("button", { name: "Add it" }).click();
  await answered(page);
  if (await plans(page)) await page.getByRole("button", { name: /^Save/ }).click();
  await page.locator("#said .said").waitFor();
  await staff.goto(page, "/schools");
  await page.getByText("Quay Primary").first().waitFor();
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
  await cancelsWithAPlan(staff);
  await changesAClinic(staff);
  await twoChangeTheSame(staff);
  await importsDates(staff);
  await sendsAWorkerAway(staff);
  await addsASchool(staff);
  if (isWide) await draws(staff);
  staff.step = "looks at each page";
  for (const [path, name] of [["/diary", "diary"], ["/diary?view=day", "day"], [`/diary/open-door/${dateAhead(5, 2)}`, "session"],
    [`/diary/evening/${dateAhead(2, 3)}/move`, "move"], ["/diary/new", "extra-date"], ["/clinics", "clinics"], ["/clinics/evening", "clinic"],
    ["/clinics/new", "clinic-new"], ["/clinics/evening/end", "clinic-end"], ["/sites/mill-lane", "site"], ["/sites/new", "site-new"], ["/workers/new", "worker-new"], ["/sites/mill-lane/close", "site-close"],
    ["/workers/jo", "worker"], ["/workers/jo/away", "absence"], ["/schools", "schools"], ["/schools/saltmere-primary", "school-year"],
    ["/schools/st-hildas/import", "school-import"], ["/schools/new", "school-new"], ["/keys", "keys"], ["/calendars", "feeds"]]) {
    await staff.look(path, name);
  }
});
