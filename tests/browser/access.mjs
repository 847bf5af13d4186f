// Letting somebody in: an account and a password to give, her first sign-in, one-time codes, a recovery code, and the
// lock after two idle minutes with what was typed still there.
import { createHmac } from "node:crypto";
import { check, runFlow } from "./console_support.mjs";

/// The six digits that an app shows now (RFC 6238).
function codeNow(secret) {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret.replace(/\s/g, "")].map((letter) => letters.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const hash = createHmac("sha1", key).update(step).digest();
  return String((hash.readUInt32BE(hash[19] & 15) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

async function enters(staff, page, password) {
  await staff.goto(page, "/sign-in");
  await page.getByLabel("Account name").fill("robin.vale");
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

async function addsSomebody(staff) {
  staff.step = "adds somebody";
  const page = await staff.open();
  await staff.goto(page, "/staff");
  await page.getByRole("link", { name: "Add somebody" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Robin Vale");
  await page.getByLabel("Account name").fill("Robin Vale");
  await page.getByRole("button", { name: "Add" }).click();
  await page.locator("#wrong").waitFor();
  await staff.accept(page, "an account that was refused");
  check((await page.getByLabel("Name", { exact: true }).inputValue()) === "Robin Vale", "what was typed is kept");
  await page.getByLabel("Account name").fill("robin.vale");
  await page.getByLabel("Worker", { exact: true }).check();
  await page.getByRole("button", { name: "Add" }).click();
  const given = await page.locator("#given").innerText();
  await staff.accept(page, "the password to give");
  await page.context().close();
  return given;
}

async function signsInFirst(staff, given) {
  staff.step = "signs in for the first time";
  const page = await staff.open({ signedIn: false });
  await enters(staff, page, "not that one at all");
  await page.locator("#wrong, .nhsuk-error-message:visible").first().waitFor();
  await enters(staff, page, given);
  await page.waitForURL(/\/account\/password$/);
  await staff.accept(page, "choosing a password");
  await page.getByLabel("The password you have now").fill(given);
  await page.getByLabel("New password").fill("short");
  await page.getByRole("button", { name: "Save" }).click();
  await page.locator("#wrong").waitFor();
  await page.getByLabel("The password you have now").fill(given);
  await page.getByLabel("New password").fill("sea tide lantern");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Your password is changed").waitFor();
  staff.step = "turns on one-time codes";
  await staff.goto(page, "/account/codes");
  const secret = await page.locator("#secret").innerText();
  await staff.accept(page, "setting up codes");
  await page.getByLabel("Code from the app").fill(codeNow(secret));
  await page.getByRole("button", { name: "Turn on" }).click();
  await page.getByRole("heading", { name: "One-time codes are on" }).waitFor();
  const recovery = await page.locator("li.secret").allInnerTexts();
  check(recovery.length === 8, "eight recovery codes are shown");
  await staff.accept(page, "the recovery codes");
  await page.context().close();
  return recovery;
}

async function comesBackWithoutHerPhone(staff, recovery) {
  for (const [step, opens] of [["uses a recovery code", true], ["uses it once more", false]]) {
    staff.step = step;
    const page = await staff.open({ signedIn: false, script: false });
    await enters(staff, page, "sea tide lantern");
    await page.getByLabel("Code").fill(recovery[0]);
    await page.getByRole("button", { name: "Sign in" }).click();
    if (opens) await page.getByRole("link", { name: "Robin Vale" }).waitFor();
    else await page.locator("#code-error").waitFor();
    await page.context().close();
  }
}

async function isLockedWhenIdle(staff) {
  staff.step = "leaves her screen for two minutes";
  const page = await staff.open({ signedIn: false });
  await page.clock.install();
  await staff.signIn(page);
  await staff.goto(page, "/clinics/new");
  await page.getByLabel("Nickname, as texts call it").fill("a late chat");
  await page.clock.runFor(115_000);
  const dialog = page.getByRole("dialog", { name: "Locked" });
  check(!(await dialog.isVisible()), "not before two minutes");
  await page.clock.runFor(10_000);
  await dialog.waitFor();
  check(!(await page.getByLabel("Nickname, as texts call it").isVisible()), "what stood there is out of sight");
  await staff.screenshot(page, "idle-lock-1280");
  await dialog.getByLabel(/^Your password/).fill("not that one at all");
  await dialog.getByRole("button", { name: "Unlock" }).click();
  await dialog.getByText("neither your password nor a code").waitFor();
  await dialog.getByLabel(/^Your password/).fill(staff.sign.password);
  await dialog.getByRole("button", { name: "Unlock" }).click();
  await dialog.waitFor({ state: "hidden" });
  check((await page.getByLabel("Nickname, as texts call it").inputValue()) === "a late chat", "what was typed is still there");
  await page.getByRole("button", { name: "Lock", exact: true }).click();
  await page.getByRole("heading", { name: "Locked" }).waitFor();
  await staff.accept(page, "the page of the lock");
  await page.getByLabel(/^Password of/).fill(staff.sign.password);
  await page.getByRole("button", { name: "Unlock" }).click();
  await page.waitForURL((url) => url.pathname !== "/locked");
  await page.context().close();
}

await runFlow("access", async (staff) => {
  const given = await addsSomebody(staff);
  const recovery = await signsInFirst(staff, given);
  await comesBackWithoutHerPhone(staff, recovery);
  await isLockedWhenIdle(staff);
  staff.step = "looks at each page";
  for (const [path, name] of [["/staff", "staff"], ["/staff/new", "staff-new"], ["/account", "account"], ["/account/password", "password"],
    ["/account/codes", "codes"], ["/help", "help"]]) await staff.look(path, name);
});
