// The texts as a wording panel uses them: looked at, flagged, written anew with lint at the elbow, taken to live
// through every gate; by mouse, by keyboard alone, and with JavaScript off.
import { check, hasScript, runFlow } from "./console_support.mjs";

const two = (number) => String(number).padStart(2, "0");
const ahead = (days) => {
  const date = new Date();
  date.setDate(date.getDate() + days);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
};
const month = ahead(0).slice(0, 7);
const said = async (page) => (await page.locator("#said").innerText()).trim();
const plain = (page) => page.getByLabel("Plain: day, time and worker");

async function looksAtTheQueue(staff, page) {
  await staff.goto(page, "/wording");
  check((await page.getByRole("link", { name: /^To look at \(\d+\)/ }).count()) === 1, "there is no queue");
  await page.getByLabel("Language").selectOption({ label: "Polish" });
  await page.getByRole("button", { name: "Show" }).click();
  await page.getByRole("link", { name: /^Drafts/ }).click();
  check((await page.locator(".row").count()) > 10, "the Polish drafts are not listed");
}

async function looksAtAText(staff, page) {
  await staff.goto(page, "/wording/en-GB/reminder");
  const main = await page.locator("main").innerText();
  for (const words of ["On the locked phone:", "Still ok for Tue 17 Mar 10am", "Knock: only whether she is free to talk", "Before it can go live"]) {
    check(main.includes(words), `the text's page doesn't say "${words}"`);
  }
}

/// Lint answers while she types, and her place in the box is not lost.
async function writesWithLintAtTheElbow(staff, page) {
  await staff.goto(page, "/wording/en-GB/arrived/edit");
  await plain(page).fill("You missed your slot.");
  await page.locator("#look .finding").first().waitFor();
  const found = await page.locator("#look").innerText();
  check(found.includes("T2-blame") && found.includes("slot"), `lint didn't speak while she typed: ${found}`);
  check((await page.locator("#look-said").innerText()).includes("to look at"), "what was found is not announced");
  check(await plain(page).evaluate((box) => box === document.activeElement), "she lost her place in the box");
  await plain(page).fill("Thanks, they know that you are here.");
  await page.locator("#look-said", { hasText: "Nothing found" }).waitFor();
  await page.getByRole("button", { name: "Save as a draft" }).click();
  check((await said(page)).includes("Saved as version 2"), `not saved: ${await said(page)}`);
  check((await page.locator("ins", { hasText: "that" }).count()) === 1, "the new word isn't marked beside version 1");
}

/// The same without a script: a button checks.
async function writesAndChecks(staff, page) {
  await staff.goto(page, "/wording/en-GB/arrived/edit");
  await plain(page).fill("You missed your slot.");
  await page.getByRole("button", { name: "Check these words" }).click();
  check((await page.locator("#look").innerText()).includes("T2-blame"), "the button doesn't check");
  check((await plain(page).inputValue()) === "You missed your slot.", "what was typed is gone");
  await plain(page).fill("Thanks, they know that you are here.");
  await page.getByRole("button", { name: "Save as a draft" }).click();
  check((await said(page)).includes("Saved as version 2"), `not saved: ${await said(page)}`);
}

/// The second of two who write at once is shown what the first one wrote; nothing of hers is lost.
async function writesAtOnceWithSomebody(staff, page) {
  const other = await staff.open();
  for (const each of [page, other]) await staff.goto(each, "/wording/en-GB/confirmed/edit");
  await plain(other).fill("Great, see you {when}.");
  await other.getByRole("button", { name: "Save as a draft" }).click();
  await other.waitForURL((url) => !url.pathname.endsWith("/edit"));
  await plain(page).fill("Good, see you {when}.");
  await page.getByRole("button", { name: "Save as a draft" }).click();
  await page.locator("h2:has-text('Somebody else changed this while you did')").waitFor();
  check((await plain(page).inputValue()) === "Good, see you {when}.", "what she wrote is gone");
  check((await page.locator("#wrong").innerText()).includes("Great, see you {when}."), "she isn't shown what the other wrote");
  await staff.accept(page, "the page of who came second");
  await staff.screenshot(page, "second-writer");
  await page.getByRole("button", { name: "Save as a draft" }).click();
  check((await said(page)).includes("Saved as version"), "having seen it, she can't save");
  await other.context().close();
}

async function review(page, role) {
  await page.getByLabel("Whose word it is").selectOption({ label: role });
  await page.getByLabel("Ok as it is").check();
  await page.getByLabel("In which month").fill(month);
  await page.getByRole("button", { name: "Keep it" }).click();
  await page.locator("#said .said").waitFor();
}

/// Through every gate.
async function takesItToLive(staff) {
  const page = await staff.open();
  await staff.goto(page, "/wording/en-GB/arrived");
  await page.getByRole("button", { name: "Put it forward" }).click();
  await page.getByLabel("To be looked at again by").fill(ahead(100));
  await page.getByRole("button", { name: "Let it go live" }).click();
  check((await page.locator("#wrong").innerText()).includes("Mother with living experience"), "a gate was open that should be shut");
  for (const role of ["Mother with living experience", "Safeguarding lead", "Caldicott guardian or information governance lead"]) {
    await review(page, role);
  }
  await page.getByLabel("To be looked at again by").fill(ahead(100));
  await page.getByRole("button", { name: "Let it go live" }).click();
  check((await said(page)).includes("It is live"), `it isn't live: ${await said(page)}`);
  check((await page.locator("ins", { hasText: "that" }).count()) === 1, "the live version isn't shown beside the one before");
  await page.getByRole("button", { name: "Flag these words" }).click();
  check((await said(page)).includes("A second one pauses"), "the flag isn't kept");
  await page.getByRole("button", { name: "Flag these words" }).click();
  check((await page.locator("#wrong").innerText()).includes("flagged this version already"), "one person flagged twice");
  await page.context().close();
}

/// From the list to a saved draft without a mouse.
async function writesByKeyboardAlone(staff) {
  const page = await staff.open();
  await staff.goto(page, "/wording/en-GB/late");
  await staff.tabTo(page, page.getByRole("link", { name: "Write other words" }));
  await page.keyboard.press("Enter");
  await plain(page).waitFor();
  await staff.tabTo(page, plain(page));
  await page.keyboard.press("Control+A");
  await page.keyboard.type("That is fine, come when you can.{also, select, anyone { Anyone with you is welcome.} bring { Bring who you like.} other {}}");
  if (hasScript) await page.locator("#look-said", { hasText: "Nothing found" }).waitFor();
  await staff.tabTo(page, page.getByRole("button", { name: "Save as a draft" }));
  await page.keyboard.press("Enter");
  await page.locator("#said .said").waitFor();
  check((await said(page)).includes("Saved as version 2"), "the keyboard alone can't save");
  await page.context().close();
}

await runFlow("wording", async (staff) => {
  const page = await staff.open();
  const steps = [looksAtTheQueue, looksAtAText, hasScript ? writesWithLintAtTheElbow : writesAndChecks, writesAtOnceWithSomebody];
  for (const step of steps) {
    staff.step = step.name;
    await step(staff, page);
  }
  check(page.faults.length === 0, `the pages reported: ${page.faults.join("; ")}`);
  for (const step of [takesItToLive, writesByKeyboardAlone]) {
    staff.step = step.name;
    await step(staff);
  }
  staff.step = "looks in light and dark";
  await staff.look("/wording", "wording");
  await staff.look("/wording/en-GB/reminder", "wording-text");
  await staff.look("/wording/en-GB/arrived", "wording-versions");
  await staff.look("/wording/ur/reminder", "wording-urdu");
  await staff.look("/wording/en-GB/offers/edit", "wording-edit");
});
