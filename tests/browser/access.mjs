// Letting somebody in: an account and a password to give, her first sign-in, one-time codes, a recovery code, and the
// lock after two idle minutes with what was typed still there.
import { createHmac } from "node:crypto";
import { check, runFlow } from "./console_support.mjs";

/// The six digits that an app shows now, or `steps` half minutes later (RFC 6238).
function codeOf(secret, steps = 0) {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret.replace(/\s/g, "")].map((letter) => letters.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
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
  await page.getByLabel("Code from the app").fill(codeOf(secret));
  await page.getByRole("button", { name: "Turn on" }).click();
  await page.getByRole("heading", { name: "One-time codes are on" }).waitFor();
  const recovery = await page.locator("li.secret").allInnerTexts();
  check(recovery.length === 8, "eight recovery codes are shown");
  await staff.accept(page, "the recovery codes");
  await page.context().close();
  return { secret, recovery };
}

/// A clock that is half a minute fast is let in; each code counts once.
async function signsInWithACode(staff, secret) {
  staff.step = "signs in with a code";
  const page = await staff.open({ signedIn: false });
  await enters(staff, page, "sea tide lantern");
  await page.getByLabel("Code").waitFor();
  await staff.goto(page, "/sign-in/code");
  await staff.accept(page, "asking for a code");
  const code = codeOf(secret, 1);
  await page.getByLabel("Code").fill(code);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("link", { name: "Robin Vale" }).waitFor();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByText("You are signed out.").waitFor();
  await staff.goto(page, "/account");
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  staff.step = "uses a code once more";
  await enters(staff, page, "sea tide lantern");
  await page.getByLabel("Code").fill(code);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.locator("#code-error").waitFor();
  await staff.accept(page, "a code that was used before");
  await page.context().close();
}

/// Her session ends while she types: what she sends is carried past the door.
async function isSignedOutElsewhere(staff) {
  staff.step = "is signed out while she fills in a form";
  const [typing, elsewhere] = [await staff.open(), await staff.open()];
  await staff.goto(typing, "/sites/new");
  await typing.getByLabel("Short name, for staff").fill("quay");
  await typing.getByLabel("Nickname, as the women call it").fill("the long quay");
  await staff.goto(elsewhere, "/account");
  await elsewhere.getByRole("button", { name: "Sign out everywhere else" }).click();
  await elsewhere.locator("#said .said").waitFor();
  await typing.getByRole("button", { name: /^Add/ }).click();
  await typing.getByText("What you sent is kept").waitFor();
  await staff.accept(typing, "the door, with a form that waits");
  await typing.getByLabel("Account name").fill(staff.sign.account);
  await typing.getByLabel("Password").fill(staff.sign.password);
  await typing.getByRole("button", { name: "Sign in" }).click();
  await typing.locator("#said .said, h1:has-text('Before this is saved')").first().waitFor();
  if (await typing.getByRole("button", { name: /^Save/ }).count()) await typing.getByRole("button", { name: /^Save/ }).click();
  await staff.goto(typing, "/clinics");
  await typing.getByText("the long quay").waitFor();
  for (const page of [typing, elsewhere]) await page.context().close();
}

/// What she may do is changed, her password given anew, her account removed.
async function looksAfterAccounts(staff) {
  staff.step = "looks after somebody's account";
  const page = await staff.open();
  page.on("dialog", (dialog) => dialog.accept());
  await staff.goto(page, "/staff");
  await page.getByRole("link", { name: "Robin Vale" }).click();
  const path = new URL(page.url()).pathname;
  await staff.look(path, "staff-one");
  await page.getByLabel("Front desk", { exact: true }).check();
  await page.getByRole("button", { name: "Save" }).click();
  await page.locator("#said .said").getByText("Saved.").waitFor();
  await staff.goto(page, path);
  await page.getByRole("button", { name: "Give a new password" }).click();
  await page.locator("#given").waitFor();
  await staff.goto(page, path);
  await page.getByRole("button", { name: "Remove the account" }).click();
  await page.locator("#said .said").getByText("The account is removed").waitFor();
  await page.context().close();
}

/// A program's key, and a calendar's secret address: shown once, and taken back.
async function givesAndTakesBack(staff) {
  const page = await staff.open();
  page.on("dialog", (dialog) => dialog.accept());
  staff.step = "gives a program a key, and takes it back";
  await staff.goto(page, "/keys");
  await page.getByLabel("What it is for").fill("the wall screen");
  await page.getByRole("button", { name: "Make it" }).click();
  await page.locator(".secret").waitFor();
  await staff.accept(page, "a key that is shown once");
  await staff.goto(page, "/keys");
  await page.getByRole("button", { name: "Take back the wall screen" }).click();
  await page.getByText("No program has one.").waitFor();
  staff.step = "makes a calendar's address, and takes it back";
  await staff.goto(page, "/calendars");
  await page.getByLabel("Whose sessions").selectOption({ index: 1 });
  await page.getByRole("button", { name: "Make its address" }).click();
  const address = new URL((await page.locator(".secret").innerText()).trim(), staff.base);
  const read = () => page.request.get(staff.base + address.pathname);
  check((await (await read()).text()).startsWith("BEGIN:VCALENDAR"), "the address gives a calendar");
  await staff.goto(page, "/calendars");
  await page.getByRole("button", { name: /^Take back/ }).click();
  await page.getByText("None yet.").waitFor();
  check((await read()).status() === 404, "the address gives nothing any more");
  await page.context().close();
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
  const page = await staff.open({ signedIn: false, script: true });
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
  const { secret, recovery } = await signsInFirst(staff, given);
  await comesBackWithoutHerPhone(staff, recovery);
  await signsInWithACode(staff, secret);
  await isLockedWhenIdle(staff);
  await isSignedOutElsewhere(staff);
  await looksAfterAccounts(staff);
  await givesAndTakesBack(staff);
  staff.step = "looks at each page";
  for (const [path, name] of [["/staff", "staff"], ["/staff/new", "staff-new"], ["/account", "account"], ["/account/password", "password"],
    ["/account/codes", "codes"], ["/help", "help"]]) await staff.look(path, name);
  await staff.look("/sign-in", "sign-in", undefined, false);
});
