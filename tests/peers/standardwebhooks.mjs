// The standardwebhooks package signs for us and checks what we sign.
// usage: node standardwebhooks.mjs JUDGE

import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { ask, below, digits, finish, pick } from './common.mjs';

const { Webhook } = createRequire(import.meta.url)('standardwebhooks');
const [judge] = process.argv.slice(2);

const secrets = [24, 48].map((size) => 'whsec_' + randomBytes(size).toString('base64'));
const stranger = 'whsec_' + randomBytes(32).toString('base64');
const settings = { kind: 'generic', name: 'bridge', sender: '+447700900000', public_base: 'https://texts.example.org', secrets, options: { url: 'https://bridge.example.org' } };
const nowMs = Math.floor(Date.now() / 1000) * 1000;
const now = new Date(nowMs).toISOString().replace('.000', '');

const questions = [];
const expected = [];
for (let i = 0; i < 600; i++) {
  const kind = below(2) ? 'genuine' : pick(['stranger', 'stale', 'future', 'body', 'id', 'time', 'v2']);
  const id = 'msg_' + digits(12);
  const at = new Date(nowMs + (kind === 'stale' ? -301000 - below(1e6) : kind === 'future' ? 301000 + below(1e6) : (below(600) - 300) * 1000));
  const message = { type: 'text', id: digits(9), from: '+4477009' + digits(5), to: '+447700900000', body: pick(['ok', 'ŵ 🙂', '', '"\\u0000']) };
  const body = JSON.stringify(message);
  let signature = new Webhook(kind === 'stranger' ? stranger : pick(secrets)).sign(id, at, body);
  if (kind === 'v2') signature = signature.replace('v1', 'v2');
  const signatures = [signature, new Webhook(stranger).sign(id, at, body), 'v1,', 'nonsense'].sort(() => below(3) - 1).join(' ');
  const headers = { 'webhook-id': kind === 'id' ? id + '1' : id, 'webhook-timestamp': String(Math.floor(at / 1000) + (kind === 'time' ? 1 : 0)), 'webhook-signature': below(2) ? signature : signatures };
  questions.push({ settings, now, request: { target: '/webhooks/bridge', headers, body: kind === 'body' ? body + ' ' : body } });
  expected.push({ kind, message, id });
}
const sends = [1, 2, 3].map((n) => ({ settings, now, text: { id: 'id' + n, to: '+44770090000' + n, body: 'Still ok? £ŵ', valid_for: 60 } }));

const answers = await ask(judge, [], [...questions, ...sends]);
const mistakes = [];
expected.forEach(({ kind, message, id }, at) => {
  const ours = answers[at];
  const right = kind === 'genuine' ? ours.status === 200 && ours.replay === 'id:' + id && ours.events[0]?.text.body === message.body : ours.status === 403 && ours.events.length === 0;
  if (!right) mistakes.push(`${kind}: ${JSON.stringify(ours)}`);
});
for (const { request } of answers.slice(questions.length)) {
  try {
    const said = new Webhook(secrets[0]).verify(request.body, request.headers);
    if (said.body !== 'Still ok? £ŵ' || said.id !== request.headers['webhook-id']) mistakes.push(`we sent ${request.body}`);
  } catch (error) {
    mistakes.push(`standardwebhooks refuses what we sign: ${error.message}`);
  }
}
finish('standardwebhooks', answers.length, mistakes);
