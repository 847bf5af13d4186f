// What she texts, on the demo's phone; and where the diary then has her.
import { check, iso } from "./console_support.mjs";

/// Texts as the `who`th of the demo's women; what we answer last.
export async function texts(staff, who, ...words) {
  const page = await staff.open({ script: true });
  await staff.goto(page, "/handset");
  await page.locator("#who option").nth(1).waitFor({ state: "attached" });
  await page.getByLabel("Whose phone is this?").selectOption({ index: who });
  await page.waitForSelector("#texts[data-ready]", { state: "attached" });
  const ours = page.locator("#texts li[data-way=ours]");
  for (const each of words) {
    const before = await ours.count();
    await page.getByLabel("Text message").fill(each);
    await page.getByRole("button", { name: "Send" }).click();
    await ours.nth(before).waitFor();
  }
  const answer = (await ours.allInnerTexts()).at(-1);
  await page.context().close();
  return answer;
}

/// The address of a session on which somebody is booked, in this week or one of the next two.
export async function bookedSession(staff, page) {
  for (const weeks of [0, 1, 2]) {
    const day = new Date();
    day.setDate(day.getDate() + 7 * weeks);
    await staff.goto(page, `/diary?date=${iso(day)}`);
    const taken = page.locator(".session").filter({ hasText: /[1-9]\d* of \d+ booked/ });
    if (await taken.count()) return taken.first().locator(".session__name").getAttribute("href");
  }
  check(false, "the diary doesn't show a booked time");
}
