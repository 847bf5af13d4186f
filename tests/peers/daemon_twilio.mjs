// Twilio's own package signs webhooks and the running daemon answers them: the genuine are taken and stored, all others 403.
// usage: node daemon_twilio.mjs PUBLIC_ADDRESS PUBLIC_BASE TOKEN [HOW_MANY]

import { createRequire } from 'node:module';
import http from 'node:http';

const require = createRequire(import.meta.url);
const { getExpectedTwilioSignature, getExpectedBodyHash, validateRequest, validateRequestWithBody } = require('twilio/lib/webhooks/webhooks');
const [address, base, token, howMany = '200'] = process.argv.slice(2);
const agent = new http.Agent({ keepAlive: true, maxSockets: 4 });

function post(path, headers, body) {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(address);
    // The path as it was signed: an address given whole would be spelt anew.
    const request = http.request({ hostname, port, path, method: 'POST', agent, timeout: 20000,
      headers: { ...headers, 'Content-Length': Buffer.byteLength(body) } }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve(answer.statusCode));
    });
    request.on('error', reject);
    request.on('timeout', () => request.destroy(new Error('no answer in 20 s')));
    request.end(body);
  });
}

const queries = ['', "?who=It's+her", '?a=1&b=2&a=3', '?empty=&bare', '?q=%22quoted%22'];
const spellings = [(url) => url, (url) => url.replace(/^(https:\/\/[^/:]+)/, '$1:443')];
let genuine = 0, forged = 0;
const wrong = [];

for (let n = 0; n < Number(howMany); n += 1) {
  const isJson = n % 3 === 2;
  const params = { MessageSid: `SM${String(n).padStart(32, '0')}`, From: '+447700900001', To: '+447700900000',
    Body: ["cant do tues, after drop off thurs?", "it's 100% & more", 'Llŷr 🙂'][n % 3], NumMedia: '0',
    AccountSid: `AC${'0'.repeat(32)}` };
  if (n % 4 === 0) params.Tag = ['z', 'a', 'a'];
  const target = '/webhooks/twilio' + queries[n % queries.length];
  const body = isJson ? JSON.stringify(params)
    : Object.entries(params).flatMap(([key, value]) => [value].flat().map((one) => `${encodeURIComponent(key)}=${encodeURIComponent(one)}`)).join('&');
  const hashed = isJson ? target + (target.includes('?') ? '&' : '?') + 'bodySHA256=' + getExpectedBodyHash(body) : target;
  const signed = isJson ? {} : params;
  const isForged = n % 5 === 4;
  const signature = getExpectedTwilioSignature(isForged ? 'a-stranger' : token, spellings[n % 2](base + hashed), signed);
  const status = await post(hashed, { 'Content-Type': isJson ? 'application/json' : 'application/x-www-form-urlencoded',
    'X-Twilio-Signature': signature, Host: isForged ? 'evil.example' : new URL(address).host }, body);
  // Their own validator is the judge of what is genuine.
  const isGenuine = isJson ? validateRequestWithBody(token, signature, base + hashed, body)
    : validateRequest(token, signature, base + hashed, params);
  isGenuine ? genuine += 1 : forged += 1;
  // Texts in JSON are not Twilio's form: a genuine one may be refused as unreadable, but never as forged.
  const right = !isGenuine ? status === 403 : isJson ? status !== 403 : status === 200 || status === 204;
  if (!right) wrong.push(`${n}: ${isGenuine ? 'genuine' : 'forged'} ${isJson ? 'JSON' : 'form'} was answered ${status}`);
}
console.log(`${genuine} genuine, ${forged} forged`);
for (const line of wrong.slice(0, 10)) console.log(line);
process.exit(wrong.length === 0 ? 0 : 1);
