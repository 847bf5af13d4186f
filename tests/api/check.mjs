// Every answer of the API held against its own OpenAPI document, and every resource against FHIR R4.
// node check.mjs http://127.0.0.1:8081 KEY /feeds/SECRET.ics
import { Validator } from "@seriousme/openapi-schema-validator";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import fhir from "fhir";

const [base, key, feed] = process.argv.slice(2);
const problems = [];
let answers = 0, resources = 0;

const document = await (await fetch(`${base}/api/openapi.json`)).json();
const sound = await new Validator().validate(structuredClone(document));
if (!sound.valid) problems.push(`the document is no OpenAPI 3.1: ${JSON.stringify(sound.errors).slice(0, 500)}`);

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats(ajv);
ajv.addSchema(document, "api");
const pointer = (parts) => `api#/${parts.map((part) => part.replaceAll("~", "~0").replaceAll("/", "~1").replaceAll("{", "%7B").replaceAll("}", "%7D")).join("/")}`;

function resolved(value) {
  if (!value?.$ref) return { value, parts: null };
  const parts = value.$ref.slice(2).split("/");
  return { value: parts.reduce((node, part) => node[part], document), parts };
}

const validator = new fhir.Fhir();
if (validator.validate({ resourceType: "Appointment", status: "soon", participant: [] }).valid) problems.push("the examiner of FHIR finds nothing wrong with anything");
function checkFhir(resource, where) {
  resources += 1;
  const found = validator.validate(resource, { errorOnUnexpected: true });
  const wrong = found.messages.filter((message) => message.severity === "error" || message.severity === "fatal");
  if (wrong.length) problems.push(`${where}: no FHIR R4: ${JSON.stringify(wrong.slice(0, 3))}`);
}

async function ask(method, path, pattern, { headers = {}, body, expected, withKey = true } = {}) {
  const response = await fetch(base + path, { method, body, headers: { ...(withKey ? { Authorization: `Bearer ${key}` } : {}), ...headers } });
  const text = await response.text();
  const where = `${method} ${path}`;
  answers += 1;
  if (expected && response.status !== expected) problems.push(`${where}: ${response.status}, not ${expected}: ${text.slice(0, 200)}`);
  const described = document.paths[pattern][method.toLowerCase()].responses[response.status];
  if (!described) { problems.push(`${where}: ${response.status} isn't described`); return { response, text }; }
  const { value, parts } = resolved(described);
  if (!value.content) return { response, text };
  const type = response.headers.get("content-type").split(";")[0];
  if (!value.content[type]) { problems.push(`${where}: ${type} isn't described`); return { response, text }; }
  if (!type.endsWith("json")) return { response, text };
  const json = JSON.parse(text);
  const steps = parts ?? ["paths", pattern, method.toLowerCase(), "responses", String(response.status)];
  const validate = ajv.getSchema(pointer([...steps, "content", type, "schema"]));
  if (!validate(json)) problems.push(`${where}: ${ajv.errorsText(validate.errors).slice(0, 400)}`);
  if (type === "application/fhir+json") checkFhir(json, where);
  return { response, text, json };
}

const day = (ahead) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
const get = (path, pattern, options) => ask("GET", path, pattern, options);
const stretch = `from=${day(0)}&to=${day(42)}`;

await get("/api/openapi.json", "/api/openapi.json", { withKey: false, expected: 200 });
await get("/api/v1/service", "/api/v1/service", { expected: 200 });
for (const list of ["sites", "workers", "clinics", "schools", "warnings"]) {
  await get(`/api/v1/${list}`, `/api/v1/${list}`, { expected: 200 });
  await get(`/api/v1/${list}`, `/api/v1/${list}`, { withKey: false, expected: 401 });
}
const sessions = await get(`/api/v1/sessions?${stretch}&limit=200`, "/api/v1/sessions", { expected: 200 });
for (const each of sessions.json.items.slice(0, 20)) await get(`/api/v1/sessions/${each.clinic}/${each.date}`, "/api/v1/sessions/{clinic}/{date}", { expected: 200 });
const next = await get(`/api/v1/sessions?${stretch}&limit=3`, "/api/v1/sessions");
await get(`/api/v1/sessions?${stretch}&limit=3&after=${next.json.next}`, "/api/v1/sessions", { expected: 200 });
const appointments = await get(`/api/v1/appointments?${stretch}`, "/api/v1/appointments", { expected: 200 });
if (appointments.json.items.length === 0) problems.push("no booked time was there to be checked");
await get("/api/v1/schools/st-hildas/days", "/api/v1/schools/{id}/days", { expected: 200 });
await get("/api/v1/schools/nowhere/days", "/api/v1/schools/{id}/days", { expected: 404 });
await get("/api/v1/sessions?from=soon", "/api/v1/sessions", { expected: 400 });

const one = await get("/api/v1/clinics/cafe", "/api/v1/clinics/{id}", { expected: 200 });
const etag = one.response.headers.get("etag");
await get("/api/v1/clinics/cafe", "/api/v1/clinics/{id}", { headers: { "If-None-Match": etag }, expected: 304 });
await get("/api/v1/clinics/nowhere", "/api/v1/clinics/{id}", { expected: 404 });
const put = (body, headers, expected) => ask("PUT", "/api/v1/clinics/cafe", "/api/v1/clinics/{id}", { body: JSON.stringify(body), headers, expected });
await put(one.json, {}, 428);
await put(one.json, { "If-Match": "\"another\"" }, 412);
await put({ ...one.json, opens: "soon" }, { "If-Match": etag }, 422);
const changed = await put({ ...one.json, label: "a walk" }, { "If-Match": etag }, 200);
const tuesday = sessions.json.items.find((each) => each.clinic === "cafe" && each.date > day(14)).date;
const exception = `/api/v1/clinics/cafe/exceptions/${tuesday}`, pattern = "/api/v1/clinics/{id}/exceptions/{date}";
const off = await ask("PUT", exception, pattern, { body: '{"change":"cancelled"}', headers: { "If-Match": changed.response.headers.get("etag") }, expected: 200 });
await ask("DELETE", exception, pattern, { headers: { "If-Match": off.response.headers.get("etag") }, expected: 200 });

await get("/fhir/R4/metadata", "/fhir/R4/metadata", { expected: 200 });
for (const [path, type] of [["Schedule?_count=200", "Schedule"], [`Slot?start=ge${day(0)}&start=le${day(42)}&_count=200`, "Slot"], [`Appointment?date=ge${day(0)}&date=le${day(42)}`, "Appointment"]]) {
  const bundle = await get(`/fhir/R4/${path}`, `/fhir/R4/${type}`, { expected: 200 });
  for (const { resource } of bundle.json.entry ?? []) {
    checkFhir(resource, `${type}/${resource.id}`);
    if (!/^[A-Za-z0-9.-]{1,64}$/.test(resource.id)) problems.push(`${resource.id} can't be an id`);
  }
  const first = bundle.json.entry?.[0]?.resource;
  if (!first) { problems.push(`no ${type} was there to be checked`); continue; }
  await get(`/fhir/R4/${type}/${first.id}`, `/fhir/R4/${type}/{id}`, { expected: 200 });
  await get(`/fhir/R4/${type}/nothing`, `/fhir/R4/${type}/{id}`, { expected: 404 });
}
await get("/fhir/R4/Slot?start=soon", "/fhir/R4/Slot", { expected: 400 });

const calendar = await get(feed, "/feeds/{secret}.ics", { withKey: false, expected: 200 });
if (!calendar.text.startsWith("BEGIN:VCALENDAR\r\n")) problems.push("the feed is no calendar");
await get("/feeds/guessed.ics", "/feeds/{secret}.ics", { withKey: false, expected: 404 });

for (const problem of problems) console.error(problem);
console.log(`${answers} answers and ${resources} FHIR resources were checked, ${problems.length} faults`);
process.exit(problems.length === 0 ? 0 : 1);
