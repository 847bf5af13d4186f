// What needs a person: crisis first, taken by somebody; a text read and answered; two people at one task.
import { check, runFlow } from "./console_support.mjs";
import { texts } from "./her_phone.mjs";

const said = "#said .said";

async function takesTheAlarm(staff) {
  staff.step = "takes an alarm";
  await texts(staff, 0, "problem at the chemist again");
  await texts(staff, 1, "ive taken too many tablets");
  const page = await staff.open();
  await staff.goto(page, "/tasks");
  const titles = await page.locator(".row__what .target").allInnerTexts();
  check(titles[0].startsWith("May be in danger"), `crisis comes first, not ${titles[0]}`);
  check(!/tablets|chemist/.test(await page.locator("main").innerText()), "the list has no words of hers");
  await staff.screenshot(page, "tasks-crisis-1280");
  await staff.accept(page, "the list with an alarm");
  await page.getByRole("button", { name: /^I have it/ }).click();
  await page.locator(said).getByText("You have it").waitFor();
  await page.getByRole("heading", { name: /May be in danger/ }).waitFor();
  await page.getByText("ive taken too many tablets").waitFor();
  await staff.accept(page, "an alarm's page");
  await page.context().close();
}

/// With JavaScript off, too: it is a plain form.
async function answers(staff) {
  staff.step = "answers a text with JavaScript off";
  const page = await staff.open({ script: false });
  const second = await staff.open();
  await staff.goto(page, "/tasks");
  await page.getByRole("link", { name: /^Trouble at the pharmacy/ }).click();
  const path = new URL(page.url()).pathname;
  await staff.goto(second, path);
  await page.getByText("problem at the chemist again").waitFor();
  await page.getByRole("button", { name: "Send, and close this" }).click();
  await page.getByRole("link", { name: "Choose what she is sent" }).waitFor();
  await page.getByLabel("Thanks. Say a day that suits, or what you need.").check();
  await page.getByRole("button", { name: "Send, and close this" }).click();
  await page.locator(said).getByText("Answered").waitFor();
  staff.step = "comes second to a task";
  await second.getByLabel("Spoke with her by phone").check();
  await second.getByRole("button", { name: "Close", exact: true }).click();
  await second.getByText("Somebody else was first").waitFor();
  await second.getByText(/Answered by text, .*by Demo/).waitFor();
  await staff.screenshot(second, "task-second-1280");
  await staff.accept(second, "the page for who came second");
  for (const each of [page, second]) await each.context().close();
}

/// Lint reads words of her own as it reads every text.
async function writesAnAnswer(staff) {
  staff.step = "answers in words of her own";
  await texts(staff, 2, "problem at the chemist again");
  const page = await staff.open();
  await staff.goto(page, "/tasks");
  await page.getByRole("link", { name: /^Trouble at the pharmacy/ }).first().click();
  await page.getByRole("radio", { name: "Words of your own" }).check();
  const words = page.getByRole("textbox", { name: "Words of your own" });
  await words.fill("You missed your slot at the clinic.");
  await page.getByRole("button", { name: "Send, and close this" }).click();
  await page.locator("#wrong").waitFor();
  check((await words.inputValue()) === "You missed your slot at the clinic.", "what was typed is kept");
  await staff.screenshot(page, "answer-refused");
  await staff.accept(page, "an answer that lint refused");
  await words.fill("It is sorted, see you soon.");
  await page.getByRole("button", { name: "Send, and close this" }).click();
  await page.locator(said).getByText("Answered").waitFor();
  await page.context().close();
}

await runFlow("tasks", async (staff) => {
  await takesTheAlarm(staff);
  await answers(staff);
  await writesAnAnswer(staff);
  staff.step = "looks at the pages";
  await staff.look("/tasks", "tasks");
  await staff.look("/tasks", "task", async (page) => {
    await page.locator(".row__what .target").first().click();
    await page.getByRole("heading", { name: "Close without a text" }).waitFor();
  });
});
