// Twilio's own package signs webhooks of every shape; Offing takes the genuine ones and no others.
// usage: node twilio.mjs JUDGE [HOW_MANY]

import { createRequire } from 'node:module';
import { ask, below, digits, finish, pick } from './common.mjs';

const require = createRequire(import.meta.url);
const { getExpectedTwilioSignature, getExpectedBodyHash, validateRequest, validateRequestWithBody } = require('twilio/lib/webhooks/webhooks');
const [judge, howMany = '4000'] = process.argv.slice(2);

const tokens = ['made-up-token-of-today', 'made-up-token-of-before'];
const bases = ['https://texts.example.org', 'https://texts.example.org:8443', 'http://texts.example.org', 'https://user:pass@texts.example.org', 'https://texts.example.org/behind/a/proxy', 'http://127.0.0.1:8080', 'http://[::1]:8080'];
const queries = ['', '?id=01k0', "?who=It's+her", '?who=It%27s+her', '?a=1&b=2&a=3', '?empty=&bare', '?plus=a%2Bb+c', '?q="quoted"', '?t=(a)*!', '?u=caf%C3%A9', '?x=~._-'];
const bodies = ['cant do tues', 'ok', '', 'Llŷr £5 🙂', "it's 100% & = + ?", 'שלום', '\u0000', 'line\nline'];

const encode = (text) => encodeURIComponent(text).replace(/%20/g, () => pick(['+', '%20'])).replace(/'/g, () => pick(["'", '%27']));
function formOf(params) {
  const fields = Object.entries(params).flatMap(([key, value]) => [value].flat().map((one) => `${encode(key)}=${encode(one)}`));
  for (let i = fields.length - 1; i > 0; i--) { const j = below(i + 1); [fields[i], fields[j]] = [fields[j], fields[i]]; }
  return fields.join('&');
}

function message() {
  const params = { MessageSid: 'SM' + digits(8), From: '+4477009' + digits(5), To: '+447700900000', Body: pick(bodies), NumMedia: '0', AccountSid: 'AC' + digits(32) };
  if (below(3) === 0) params.Tag = Array.from({ length: 1 + below(4) }, () => pick(['z', 'a', 'b', 'Z', '😀', '\uff5e', '']));
  if (below(4) === 0) params[pick(['Extra[0]', 'extra key', 'É', 'a&b'])] = pick(bodies);
  return params;
}

/** The same address as a signer may spell it: as it is, without its port, or with the usual one. */
function spelled(url) {
  const [, front, port, rest] = /^(\w+:\/\/(?:[^/@]*@)?(?:\[[^\]]*\]|[^:/?]*))(:\d+)?(.*)$/.exec(url);
  return pick([url, front + rest, front + (port ?? (url.startsWith('https:') ? ':443' : ':80')) + rest]);
}

const questions = [];
const expected = [];
while (questions.length < Number(howMany)) {
  const base = pick(bases);
  const target = '/webhooks/twilio' + pick(queries);
  const settings = { kind: 'twilio', name: 'twilio', sender: '+447700900000', public_base: base, secrets: tokens, options: { account_sid: 'AC' + '0'.repeat(32) } };
  const params = message();
  const isJson = below(4) === 0;
  const body = isJson ? JSON.stringify({ ...params, Tag: undefined }) : formOf(params);
  const hashed = isJson ? target + (target.includes('?') ? '&' : '?') + 'bodySHA256=' + getExpectedBodyHash(body) : target;
  const request = { method: 'POST', target: hashed, headers: { 'Content-Type': isJson ? 'application/json' : 'application/x-www-form-urlencoded' }, body };
  const signed = isJson ? {} : params;
  const token = pick(tokens);
  let signature = getExpectedTwilioSignature(token, spelled(base + hashed), signed);
  switch (below(8)) {
    case 0: signature = getExpectedTwilioSignature('a-stranger', base + hashed, signed); break;
    case 1: signature = getExpectedTwilioSignature(token, 'https://evil.example' + hashed, signed); request.headers.Host = 'evil.example'; break;
    case 2: request.body += isJson ? ' ' : '&OptOutType=STOP'; break;
    case 3: request.target += (request.target.includes('?') ? '&' : '?') + 'x=1'; break;
    default: break;
  }
  request.headers['X-Twilio-Signature'] = signature;
  // Their own validator is the judge of what is genuine.
  const url = base + request.target;
  const fields = {};
  for (const [key, value] of new URLSearchParams(request.body)) fields[key] = key in fields ? [fields[key], value].flat() : value;
  const genuine = tokens.some((each) => (isJson ? validateRequestWithBody(each, signature, url, request.body) : validateRequest(each, signature, url, fields)));
  questions.push({ settings, request });
  expected.push({ genuine, params });
}

const answers = await ask(judge, [], questions);
const mistakes = [];
let genuine = 0;
answers.forEach((ours, at) => {
  const { genuine: isGenuine, params } = expected[at];
  genuine += isGenuine ? 1 : 0;
  const text = ours.events[0]?.text;
  const right = isGenuine ? ours.status === 200 && text?.body === params.Body && text?.provider_id === params.MessageSid && text?.from === params.From : ours.status === 403 && ours.events.length === 0;
  if (!right) mistakes.push(`${isGenuine ? 'genuine' : 'forged'}: ${JSON.stringify(questions[at].settings.public_base)} ${JSON.stringify(questions[at].request)} -> ${JSON.stringify(ours)}`);
});
console.log(`${genuine} genuine, ${answers.length - genuine} forged`);
if (genuine < answers.length / 3 || genuine > (answers.length * 9) / 10) mistakes.push('too few of one kind to mean anything');
finish('twilio', answers.length, mistakes);
