// The diary and the forms of clinics with the keyboard alone: made, changed, moved, cancelled, taken back, ended. No
// mouse, and nothing typed but what keys type.
import { check, dateAhead, hasScript, runFlow } from "./console_support.mjs";
import { bookedSession, texts } from "./her_phone.mjs";

const plan = "h1:has-text('Before this is saved')";

/// What was asked for is saved, after its plan where there is one.
async function saved(staff, page) {
  // Not for what is wrong: without JavaScript that still stands on the page that is being left.
  await page.locator(`#said .said, ${plan}`).first().waitFor();
  if (await page.locator(plan).count()) await staff.press(page, "button", /^Save/);
  await page.locator("#said .said").getByText(/^Saved/).waitFor();
  if (hasScript) await page.locator("#said .said:focus").waitFor();
}

async function findsItsWay(staff, page) {
  staff.step = "skips to what matters and goes by the diary's links";
  await staff.goto(page, "/today");
  await page.keyboard.press("Tab");
  check((await page.evaluate(() => document.activeElement.textContent)) === "Skip to main content", "the first stop skips the frame");
  await page.keyboard.press("Enter");
  await page.locator("#main:focus").waitFor();
  await staff.goto(page, "/today");
  await staff.press(page, "link", "Diary");
  await page.getByRole("heading", { name: /^Week of/ }).waitFor();
  await staff.press(page, "link", "Week after");
  await page.waitForURL(/date=/);
  await staff.select(page, "Clinic", "a coffee");
  await staff.press(page, "button", "Show");
  await page.waitForURL(/clinic=cafe/);
}

async function makesAClinic(staff, page) {
  staff.step = "makes a clinic";
  await staff.goto(page, "/clinics");
  await staff.press(page, "link", "New clinic");
  await page.getByRole("heading", { name: "A new clinic" }).waitFor();
  await staff.typeInto(page, "Short name, for staff", "phone-hour");
  await staff.typeInto(page, "Nickname, as texts call it", "a phone hour");
  await staff.choose(page, "Women only");
  await staff.choose(page, "By phone");
  await staff.tick(page, "Wednesday");
  await staff.typeMoment(page, "Opens", "17:00");
  await staff.press(page, "button", "Add this clinic");
  await page.locator("#wrong:focus").or(page.locator(hasScript ? "#nothing" : "#wrong")).first().waitFor();
  check((await page.getByLabel("Nickname, as texts call it").inputValue()) === "a phone hour", "what was typed is kept");
  check(await page.getByLabel("Wednesday", { exact: true }).isChecked(), "what was ticked is kept");
  // From the list of what is wrong to the field: one key.
  await staff.press(page, "link", /./);
  await staff.typeMoment(page, "Closes", "19:00");
  await staff.tick(page, "Jo");
  await staff.typeInto(page, "Minutes of one booked time", "30");
  await staff.press(page, "button", "Add this clinic");
  await saved(staff, page);
  await page.getByRole("heading", { level: 1, name: "a phone hour" }).waitFor();
}

async function changesIt(staff, page) {
  staff.step = "changes the clinic";
  await staff.goto(page, "/clinics");
  await staff.press(page, "link", "a phone hour");
  await page.getByRole("heading", { level: 1, name: "a phone hour" }).waitFor();
  await staff.choose(page, "On some weekday of the month");
  await staff.tick(page, "Wednesday", false);
  await staff.tick(page, "Thursday");
  await staff.tick(page, "2nd");
  await staff.press(page, "button", "Save");
  await saved(staff, page);
  await staff.goto(page, "/clinics");
  await page.getByText("2nd Thursday of the month").waitFor();
}

async function addsADate(staff, page) {
  staff.step = "adds a date";
  const date = dateAhead(3, 3);
  await staff.goto(page, "/diary");
  await staff.press(page, "link", "Add an extra date");
  await page.getByRole("heading", { name: "An extra date" }).waitFor();
  await staff.select(page, "Clinic", "a phone hour");
  await staff.typeMoment(page, "Date", date);
  await staff.typeMoment(page, "Opens", "13:00");
  await staff.typeMoment(page, "Closes", "15:00");
  await staff.press(page, "button", "Add this date");
  await saved(staff, page);
  await page.getByText("extra date").first().waitFor();
  return date;
}

async function movesIt(staff, page, date) {
  staff.step = "moves the date";
  const next = dateAhead(2, 3);
  await staff.goto(page, `/diary?date=${date}`);
  await staff.press(page, "link", new RegExp("^a phone hour"));
  await page.waitForURL(/\/diary\/phone-hour\//);
  await staff.press(page, "link", "Move, or other hours");
  await page.waitForURL(/\/move$/);
  await staff.typeMoment(page, "Date", next);
  await staff.typeMoment(page, "Opens", "17:15");
  await staff.typeMoment(page, "Closes", "18:00");
  await staff.press(page, "button", "See who is affected");
  await saved(staff, page);
  check(page.url().endsWith(next), "the date that it moved to is shown");
  await page.getByText("5:15pm to 6pm").first().waitFor();
  return next;
}

async function cancelsIt(staff, page, date) {
  staff.step = "cancels the date, and takes that back";
  await staff.goto(page, `/diary/phone-hour/${date}`);
  await staff.press(page, "button", "Cancel this date");
  await saved(staff, page);
  await page.getByText("It doesn't run on this date").waitFor();
  // One of its pattern: cancelled, and back to the pattern.
  await staff.goto(page, "/clinics/phone-hour");
  const listed = page.locator("section[aria-labelledby=dates] a").first();
  await staff.tabTo(page, listed);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/diary\/phone-hour\//);
  await staff.press(page, "button", "Cancel this date");
  await saved(staff, page);
  await staff.press(page, "button", "Back to the pattern");
  await saved(staff, page);
  await page.getByRole("button", { name: "Cancel this date" }).waitFor();
}

async function readsThePlan(staff, page) {
  staff.step = "reads a plan, changes it again, leaves it, and saves it after all";
  await texts(staff, 0, "can i come one morning next week", "1");
  const address = await bookedSession(staff, page);
  await staff.goto(page, `${address}/move`);
  const opens = await page.getByLabel("Opens", { exact: true }).inputValue();
  await staff.typeMoment(page, "Opens", "11:00");
  await staff.press(page, "button", "See who is affected");
  await page.locator(plan).waitFor();
  await staff.press(page, "button", "Change it again");
  await page.getByLabel("Date", { exact: true }).waitFor();
  check((await page.getByLabel("Opens", { exact: true }).inputValue()) === "11:00", `the form comes back as it was typed, not with ${opens}`);
  await staff.press(page, "button", "See who is affected");
  await page.locator(plan).waitFor();
  await staff.press(page, "link", "Leave it as it was");
  await page.waitForURL((url) => !url.pathname.endsWith("/move"));
  await page.getByText(/[1-9]\d* of \d+ booked/).first().waitFor();
  await staff.press(page, "button", "Cancel this date");
  await page.locator(plan).waitFor();
  check((await page.locator(".rows .row").count()) >= 1, "the plan says who is affected");
  await saved(staff, page);
  await page.getByText("It doesn't run on this date").waitFor();
}

async function endsIt(staff, page) {
  staff.step = "ends the clinic";
  await staff.goto(page, "/clinics/phone-hour");
  await staff.press(page, "link", "End this clinic");
  await page.waitForURL(/\/end$/);
  await staff.typeMoment(page, "Last date", dateAhead(0, 12));
  await staff.press(page, "button", "See who is affected");
  await saved(staff, page);
}

await runFlow("keyboard", async (staff) => {
  const page = await staff.open();
  await findsItsWay(staff, page);
  await makesAClinic(staff, page);
  await changesIt(staff, page);
  const date = await addsADate(staff, page);
  const next = await movesIt(staff, page, date);
  await cancelsIt(staff, page, next);
  await readsThePlan(staff, page);
  await endsIt(staff, page);
  check(page.faults.length === 0, `the pages reported: ${page.faults.join("; ")}`);
});
