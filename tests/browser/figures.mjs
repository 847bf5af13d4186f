// Reads the figures as an auditor does: drawn, as a table, as files, with JavaScript off, and as PDF.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { check, runFlow } from "./console_support.mjs";

async function readsTheFigures(staff) {
  staff.step = "reads the figures";
  const page = await staff.open();
  await staff.goto(page, "/figures");
  await page.getByRole("heading", { level: 1, name: /^Figures for / }).waitFor();
  check((await page.locator(".kpi").count()) === 24, "every figure has a section");
  await page.locator(".chart--drawn canvas").first().waitFor();
  const drawn = await page.locator(".chart--drawn").count();
  check(drawn >= 4, `${drawn} drawings instead of four or more`);
  for (const plot of await page.locator(".chart__plot").all()) {
    check((await plot.getAttribute("aria-label")).length > 60, "a drawing says in words what it shows");
    check((await plot.locator("canvas").evaluate((canvas) => {
      const points = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
      return points.some((value) => value !== 0);
    })), "a drawing is empty");
  }
  check((await page.locator(".report").innerText()).includes("What it can't say"), "limits are said");
  await page.locator("details summary").first().press("Enter");
  await staff.accept(page, "the figures with a table open");
  return page;
}

async function takesThemAway(staff, page) {
  staff.step = "takes them away";
  for (const [name, ending, begins] of [["This quarter as CSV", ".csv", "quarter,from,to,figure"], ["as JSON", ".json", "{\"format\":\"offing-figures-1\""]]) {
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name }).click()]);
    check(file.suggestedFilename().endsWith(ending), `it is called ${file.suggestedFilename()}`);
    const text = readFileSync(await file.path(), "utf8");
    check(text.startsWith(begins), `${name} begins ${text.slice(0, 40)}`);
    check(!/woman-\d/.test(text), "nobody is in it");
  }
}

async function printsThem(staff, page) {
  staff.step = "prints them";
  const pdf = await page.pdf({ path: join(staff.folder, "figures.pdf"), format: "A4" });
  check(pdf.subarray(0, 5).toString() === "%PDF-" && pdf.length > 20_000, "a PDF comes out");
  await page.emulateMedia({ media: "print" });
  check(!(await page.locator(".places").isVisible()), "the frame isn't printed");
  check(await page.locator(".chart__drawing").first().isVisible(), "the drawings are");
  await staff.screenshot(page, "figures-print");
  await page.emulateMedia({ media: null });
  writeFileSync(join(staff.folder, "figures.txt"), await page.locator(".report").innerText());
}

async function worksWithoutScript(staff) {
  staff.step = "reads them with JavaScript off";
  const page = await staff.open({ script: false, width: 320 });
  await staff.goto(page, "/figures");
  check(await page.locator(".chart__drawing").first().isVisible(), "the drawing is there without a script");
  check((await page.locator(".chart__data tbody tr").count()) > 10, "and its table");
  check((await page.locator("canvas").count()) === 0, "no canvas without a script");
  await page.context().close();
}

await runFlow("figures", async (staff) => {
  const page = await readsTheFigures(staff);
  const quarter = await page.locator('a[href^="/figures/"].target:not([download])').first().getAttribute("href");
  await takesThemAway(staff, page);
  await printsThem(staff, page);
  await page.context().close();
  await worksWithoutScript(staff);
  staff.step = "looks at each page";
  await staff.look("/figures", "figures");
  await staff.look(quarter, "figures-quarter");
  await staff.look("/figures/dictionary", "figures-dictionary");
});
