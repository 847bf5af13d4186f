// jsonwebtoken signs as Vonage does; @vonage/jwt and jsonwebtoken check what we sign.
// usage: node vonage.mjs JUDGE

import { createHash, generateKeyPairSync } from 'node:crypto';
import { createRequire } from 'node:module';
import { ask, below, digits, finish, pick } from './common.mjs';

const require = createRequire(import.meta.url);
const jwt = require('jsonwebtoken');
const { verifySignature } = require('@vonage/jwt');
const [judge] = process.argv.slice(2);

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } });
const secrets = ['made-up-signature-secret-today-00', 'made-up-signature-secret-before-0'];
const application = 'aaaaaaaa-bbbb-cccc-dddd-0123456789ab';
const settings = { kind: 'vonage', name: 'vonage', sender: '+447700900000', public_base: 'https://texts.example.org', secrets, options: { application_id: application, api_key: 'abcd1234', private_key: privateKey } };
const nowSeconds = Math.floor(Date.now() / 1000);
const now = new Date(nowSeconds * 1000).toISOString().replace('.000', '');

const spoil = {
  none: () => ({}),
  'another key': () => ({ key: 'x'.repeat(32) }),
  'our public key for a secret': () => ({ key: publicKey }),
  HS384: () => ({ algorithm: 'HS384' }),
  'RS256 with a key of theirs': () => ({ key: privateKey, algorithm: 'RS256' }),
  'another body': () => ({ claims: { payload_hash: createHash('sha256').update('other').digest('hex') } }),
  stale: () => ({ claims: { iat: nowSeconds - 301 - below(9999) } }),
  'in the future': () => ({ claims: { iat: nowSeconds + 301 + below(9999) } }),
  'another issuer': () => ({ claims: { iss: 'Nexmo' } }),
  'another account': () => ({ claims: { api_key: 'abcd1235' } }),
};

const questions = [];
const expected = [];
for (let i = 0; i < 600; i++) {
  const kind = below(2) ? 'none' : pick(Object.keys(spoil));
  const { key = pick(secrets), algorithm = 'HS256', claims = {} } = spoil[kind]();
  const message = { channel: 'sms', message_uuid: digits(12), from: '4477009' + digits(5), to: '447700900000', message_type: 'text', text: pick(['ok', 'ŵ 🙂', '']) };
  const body = JSON.stringify(message);
  const all = { iat: nowSeconds, jti: digits(20), iss: 'Vonage', payload_hash: createHash('sha256').update(body).digest('hex'), api_key: 'abcd1234', ...claims };
  const token = jwt.sign(all, key, { algorithm, allowInsecureKeySizes: true });
  questions.push({ settings, now, request: { target: '/webhooks/vonage', headers: { Authorization: 'Bearer ' + token }, body } });
  expected.push({ kind, message, jti: all.jti });
}
const sends = [1, 2, 3].map((n) => ({ settings, now, text: { id: 'id' + n, to: '+44770090000' + n, body: 'Still ok? £ŵ', valid_for: 60 } }));

const answers = await ask(judge, [], [...questions, ...sends]);
const mistakes = [];
expected.forEach(({ kind, message, jti }, at) => {
  const ours = answers[at];
  const right = kind === 'none' ? ours.status === 200 && ours.replay === 'jti:' + jti && ours.events[0]?.text.body === message.text : ours.status === 401 && ours.events.length === 0;
  if (!right) mistakes.push(`${kind}: ${JSON.stringify(ours)}`);
});
const seen = new Set();
for (const { request } of answers.slice(questions.length)) {
  const token = request.headers.Authorization.replace(/^Bearer /, '');
  const claims = jwt.verify(token, publicKey, { algorithms: ['RS256'] });
  if (!verifySignature(token, publicKey)) mistakes.push('@vonage/jwt refuses our token');
  if (claims.application_id !== application || claims.exp <= claims.iat || seen.has(claims.jti)) mistakes.push(`claims ${JSON.stringify(claims)}`);
  seen.add(claims.jti);
}
finish('@vonage/jwt and jsonwebtoken', answers.length, mistakes);
