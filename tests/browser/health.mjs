// How the service stands, as an administrator sees it: the doctor's findings, a test text, and the same with
// JavaScript off.
import { check, runFlow } from "./console_support.mjs";

async function seesHowItStands(staff, page) {
  await staff.goto(page, "/health");
  const main = await page.locator("main").innerText();
  for (const words of ["Texts on their way out", "Accounts with SMS companies", "Copies of the store", "What is kept, and for how long"]) {
    check(main.includes(words), `the page doesn't say "${words}"`);
  }
  await page.getByRole("link", { name: "Look at the deployment now" }).click();
  await page.getByRole("heading", { name: "The deployment" }).waitFor();
  const found = await page.locator("main").innerText();
  check(found.includes("database") && found.includes("ports"), `the doctor's findings are not there: ${found.slice(0, 400)}`);
}

async function sendsATest(staff, page) {
  await staff.goto(page, "/health");
  await page.getByLabel("To which number of your own").fill("0113 496 0000");
  await page.getByRole("button", { name: "Send it" }).click();
  check((await page.locator("#wrong").innerText()).includes("no UK mobile number"), "a landline was taken");
  check((await page.getByLabel("To which number of your own").inputValue()) === "0113 496 0000", "what was typed is gone");
  await staff.accept(page, "the form that came back");
  await page.getByLabel("To which number of your own").fill("07700 900999");
  await page.getByRole("button", { name: "Send it" }).click();
  check((await page.locator("#said").innerText()).includes("The company took it"), "the test text didn't go");
}

await runFlow("health", async (staff) => {
  const page = await staff.open();
  for (const step of [seesHowItStands, sendsATest]) {
    staff.step = step.name;
    await step(staff, page);
  }
  check(page.faults.length === 0, `the pages reported: ${page.faults.join("; ")}`);
  await page.context().close();
  staff.step = "looks in light and dark";
  await staff.look("/health", "health");
  await staff.look("/health/findings", "health-findings");
});
