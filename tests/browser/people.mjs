// People: found, written down with her, asked about other times, and erased; by mouse, by keyboard, and with
// JavaScript off.
import { check, runFlow } from "./console_support.mjs";
import { bookedSession, texts } from "./her_phone.mjs";

const said = "#said .said";
const id = (page) => new URL(page.url()).pathname.split("/")[2];

async function optsIn(staff) {
  staff.step = "writes down somebody new, with the keyboard alone";
  const page = await staff.open();
  await staff.goto(page, "/people/new");
  await staff.tabTo(page, page.getByLabel("Her mobile number"));
  await page.keyboard.type("020 7946 0123");
  await staff.tabTo(page, page.getByLabel("First name, as she agreed to it"));
  await page.keyboard.type("Nell");
  await staff.tabTo(page, page.getByRole("button", { name: "Show her the texts" }));
  await page.keyboard.press("Enter");
  await page.locator("#wrong").waitFor();
  check((await page.getByLabel("First name, as she agreed to it").inputValue()) === "Nell", "what was typed is kept");
  await staff.accept(page, "a refused form");
  await page.getByLabel("Her mobile number").fill("07700 900 555");
  await page.getByRole("button", { name: "Show her the texts" }).click();
  await page.getByRole("heading", { name: "Before she says yes" }).waitFor();
  await page.getByText("this is the number you asked for").waitFor();
  await staff.screenshot(page, "preview-1280");
  await staff.accept(page, "the preview");
  await page.getByRole("button", { name: "She said yes" }).click();
  await page.locator(said).getByText("She is in touch").waitFor();
  const hers = id(page);
  await page.context().close();
  return hers;
}

async function finds(staff, hers) {
  staff.step = "finds her with JavaScript off";
  const page = await staff.open({ script: false, width: 320 });
  await staff.goto(page, "/people");
  await page.getByLabel("Her number, or the first name she gave").fill("nell");
  await page.getByRole("button", { name: "Find her" }).click();
  await page.getByRole("link", { name: /^Her page/ }).click();
  check(id(page) === hers, "her name leads to her page");
  check(!/555|Nell/i.test(page.url()), "neither stands in the address");
  check(!/900555|Nell/.test(await page.locator("main").innerText()), "both are hidden");
  await page.getByRole("button", { name: "Show number and name" }).click();
  await page.getByText("+447700900555").waitFor();
  await page.context().close();
}

async function changesHerTimes(staff, hers) {
  staff.step = "changes when she can't";
  const [one, other] = [await staff.open(), await staff.open()];
  for (const page of [one, other]) await staff.goto(page, `/people/${hers}/times`);
  await one.getByLabel("When she can't").fill("weekends");
  await one.getByRole("button", { name: "Save" }).click();
  await one.getByRole("link", { name: /Line 1 is no window/ }).waitFor();
  await staff.screenshot(one, "times-wrong-1280");
  await staff.accept(one, "a window that can't be read");
  await one.getByLabel("When she can't").fill("mon-fri 08:15-09:20 term");
  await one.getByRole("button", { name: "Save" }).click();
  await one.getByText("Monday to Friday, 8:15am to 9:20am, on school days").waitFor();
  await other.getByLabel("Minutes she needs on the way").fill("20");
  await other.getByRole("button", { name: "Save" }).click();
  await other.getByText("Somebody else changed this while you did").waitFor();
  await staff.accept(other, "the form of who came second");
  for (const page of [one, other]) await page.context().close();
}

/// She texts from another phone first; then both numbers are hers, and what she texted comes along.
async function changesHerNumber(staff, hers) {
  staff.step = "writes down that her number has changed";
  const page = await staff.open();
  await staff.goto(page, `/people/${hers}/number`);
  await page.getByLabel("Her new mobile number").fill("07700 900 556");
  await page.getByRole("button", { name: "Show both numbers" }).click();
  await page.locator("#wrong").waitFor();
  check((await page.getByLabel("Her new mobile number").inputValue()) === "07700 900 556", "what was typed is kept");
  await staff.accept(page, "a changed number without saying how it is known");
  await page.getByLabel("In person").check();
  await page.getByRole("button", { name: "Show both numbers" }).click();
  await page.getByText("+447700900555").waitFor();
  await page.getByText("+447700900556").waitFor();
  await staff.screenshot(page, "both-numbers");
  await staff.accept(page, "both numbers");
  await page.getByRole("button", { name: "Change her number" }).click();
  await page.locator(said).getByText("Her number is changed. Her place in line and her times are as they were.").waitFor();
  await staff.goto(page, "/people");
  await page.getByLabel("Her number, or the first name she gave").fill("07700 900556");
  await page.getByRole("button", { name: "Find her" }).click();
  await page.waitForURL(/\/people\/[^/]+$/);
  check(id(page) === hers, "her new number leads to her page");
  staff.step = "is told that a number is another woman's";
  await staff.goto(page, `/people/${hers}/number`);
  await page.getByLabel("Her new mobile number").fill(await demoNumber(staff));
  await page.getByLabel("In person").check();
  await page.getByRole("button", { name: "Show both numbers" }).click();
  await page.getByText("Another woman in touch has the new number. Nothing is changed.").waitFor();
  check((await page.getByRole("button", { name: "Change her number" }).count()) === 0, "two women can't be made one");
  await page.context().close();
}

/// Of one of the demo's women, as the phone to try it on lists them.
async function demoNumber(staff) {
  const page = await staff.open({ script: true });
  await staff.goto(page, "/handset");
  const option = page.locator("#who option").first();
  await option.waitFor({ state: "attached" });
  const number = await option.getAttribute("value");
  await page.context().close();
  return number;
}

async function changesSafeContact(staff, hers) {
  staff.step = "goes through safe contact with her";
  const page = await staff.open();
  await staff.goto(page, `/people/${hers}/contact`);
  await page.getByLabel("When a text is safe").fill("mon-thu 10:00-14:00");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("link", { name: /A text alone changes nothing here/ }).waitFor();
  await staff.accept(page, "safe contact without saying how it was checked");
  await page.getByLabel("In person").check();
  await page.getByRole("button", { name: "Save" }).click();
  await page.locator(said).getByText("Saved. Texts keep to it from now on.").waitFor();
  await page.getByText(/Wednesday and Thursday, 10/).first().waitFor();
  await page.context().close();
}

async function offersTimes(staff, hers) {
  staff.step = "asks her about times";
  const page = await staff.open();
  await staff.goto(page, `/people/${hers}/offer`);
  const boxes = page.getByRole("group", { name: "Times that fit her" }).getByRole("checkbox");
  check((await boxes.count()) >= 2, "some times fit her");
  await boxes.nth(0).check();
  await boxes.nth(1).check();
  await page.getByRole("button", { name: "Ask her by text" }).click();
  await page.locator(said).getByText("She is asked by text").waitFor();
  await page.getByText("On offer to her").waitFor();
  await staff.screenshot(page, "person-offered");
  await staff.accept(page, "her page with times on offer");
  await page.context().close();
}

/// From a time that somebody has, to the page that offers her others.
async function looksForOtherTimes(staff) {
  staff.step = "offers other times for one that is booked";
  await texts(staff, 0, "can i come one morning next week", "1");
  const page = await staff.open();
  await staff.goto(page, await bookedSession(staff, page));
  await page.getByRole("link", { name: /^Her page/ }).first().click();
  const link = page.getByRole("link", { name: /^Offer other times/ }).first();
  const path = await link.getAttribute("href");
  await link.click();
  await page.getByRole("group", { name: "Times that fit her" }).waitFor();
  await page.context().close();
  await staff.look(path, "person-move");
}

async function erases(staff, hers) {
  staff.step = "erases her";
  const page = await staff.open();
  await staff.goto(page, `/people/${hers}/erase`);
  await page.getByRole("button", { name: "Erase her" }).click();
  await page.locator("#wrong").waitFor();
  await staff.accept(page, "erasing without having said why");
  await page.getByLabel("She is here, and asked for it herself").check();
  await page.getByRole("button", { name: "Erase her" }).click();
  await page.locator(said).getByText("She is erased").waitFor();
  await page.goto(`${staff.base}/people/${hers}`);
  await page.getByRole("heading", { name: "There is nothing here" }).waitFor();
  await page.context().close();
}

await runFlow("people", async (staff) => {
  const hers = await optsIn(staff);
  await finds(staff, hers);
  await changesHerTimes(staff, hers);
  await changesSafeContact(staff, hers);
  await changesHerNumber(staff, hers);
  await offersTimes(staff, hers);
  await looksForOtherTimes(staff);
  staff.step = "looks at each page";
  for (const [path, name] of [["/people", "people"], ["/people/new", "person-new"], [`/people/${hers}`, "person"],
    [`/people/${hers}/times`, "person-times"], [`/people/${hers}/contact`, "person-contact"], [`/people/${hers}/number`, "person-number"],
    [`/people/${hers}/offer`, "person-offer"], [`/people/${hers}/erase`, "person-erase"]]) await staff.look(path, name);
  await erases(staff, hers);
});
