// GOV.UK Notify's own client and ours ask for the same, with tokens that each other's key opens.
// usage: node notify.mjs JUDGE

import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { ask, finish, pick } from './common.mjs';

const require = createRequire(import.meta.url);
const jwt = require('jsonwebtoken');
const { NotifyClient } = require('notifications-node-client');
const [judge] = process.argv.slice(2);

const now = new Date(Math.floor(Date.now() / 1000) * 1000).toISOString().replace('.000', '');
const questions = [];
const theirs = [];
for (let i = 0; i < 50; i++) {
  const apiKey = `${pick(['key', 'a-name-with-dashes', 'x'])}-${randomUUID()}-${randomUUID()}`;
  const template = randomUUID();
  const smsSenderId = pick([undefined, randomUUID()]);
  const text = { id: randomUUID(), to: '+447700900123', body: pick(['Still ok? £', 'Tŷ 🙂', '"quoted" \\ \n']), valid_for: 60 };
  const settings = { kind: 'notify', name: 'notify', sender: '+447700900000', public_base: 'https://texts.example.org', secrets: ['made-up-token'], options: { api_key: apiKey, template_id: template, ...(smsSenderId && { sms_sender_id: smsSenderId }) } };
  questions.push({ settings, now, text });
  // The client's transport, replaced by one that only looks.
  const client = new NotifyClient(apiKey);
  let seen;
  client.apiClient.restClient = (options) => { seen = options; return Promise.resolve({ data: {} }); };
  await client.sendSms(template, text.to, { personalisation: { body: text.body }, reference: text.id, smsSenderId });
  theirs.push({ seen, apiKey });
}

const sorted = (value) => (value && typeof value === 'object' ? JSON.stringify(Object.fromEntries(Object.entries(value).sort().map(([k, v]) => [k, sorted(v)]))) : value);
const token = (headers) => headers.Authorization.replace(/^Bearer /, '');
const answers = await ask(judge, [], questions);
const mistakes = [];
answers.forEach(({ request }, at) => {
  const { seen, apiKey } = theirs[at];
  if (request.method !== seen.method.toUpperCase() || request.target !== seen.url) mistakes.push(`${request.method} ${request.target}`);
  if (sorted(JSON.parse(request.body)) !== sorted(JSON.parse(JSON.stringify(seen.data)))) mistakes.push(`${request.body} is not ${JSON.stringify(seen.data)}`);
  const secret = apiKey.slice(-36);
  const ours = jwt.verify(token(request.headers), secret, { algorithms: ['HS256'] });
  const their = jwt.verify(token(seen.headers), secret, { algorithms: ['HS256'] });
  if (ours.iss !== their.iss || Math.abs(ours.iat - their.iat) > 30) mistakes.push(`claims ${JSON.stringify(ours)} and ${JSON.stringify(their)}`);
});
finish('notifications-node-client', answers.length, mistakes);
