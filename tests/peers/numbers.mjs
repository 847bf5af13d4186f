// `offing number` and libphonenumber-js (its largest metadata) on random numbers of the UK and the islands.
// usage: node numbers.mjs OFFING [HOW_MANY]

import { createRequire } from 'node:module';
import { ask, below, digits, finish, pick } from './common.mjs';

const { parsePhoneNumberFromString: parse } = createRequire(import.meta.url)('libphonenumber-js/max');
const [offing, howMany = '100000'] = process.argv.slice(2);

const kinds = {
  MOBILE: 'mobile', FIXED_LINE: 'fixed_line', FIXED_LINE_OR_MOBILE: 'fixed_or_mobile', PERSONAL_NUMBER: 'personal',
  PAGER: 'pager', VOIP: 'voip', TOLL_FREE: 'toll_free', SHARED_COST: 'shared_cost', PREMIUM_RATE: 'premium_rate', UAN: 'uan',
};
const islands = { JE: ['1534', '7509', '7797', '7937', '7700', '7829'], GG: ['1481', '7781', '7839', '7911'], IM: ['1624', '7624', '7524', '7457'] };

function national() {
  const shape = below(10);
  if (shape < 3) return '7' + digits(9);
  if (shape < 6) return '1' + digits(pick([8, 9, 9, 9]));
  if (shape === 6) return pick(Object.values(islands).flat()) + digits(6);
  if (shape === 7) return pick(['2', '3', '5', '8', '9']) + digits(9);
  if (shape === 8) return pick(['8', '800', '845', '11', '14']) + digits(pick([4, 6, 7, 8]));
  return String(1 + below(9)) + digits(pick([5, 7, 8, 9, 9, 9, 10, 11]));
}

/** Spaces, dots, dashes and brackets where people put them. */
function spaced(text) {
  const gap = pick(['', '', ' ', '-', '.', '\u00a0', ' - ']);
  if (gap === '') return text;
  const at = pick([3, 4, 5]);
  const parts = [text.slice(0, at), text.slice(at, at + 3), text.slice(at + 3)].filter(Boolean);
  return parts.join(gap);
}

const fullWidth = (text) => text.replace(/[0-9]/g, (d) => String.fromCharCode(0xff10 + Number(d)));

function spelling(number) {
  const local = spaced('0' + number);
  const written = pick([
    () => local, () => '(0' + number.slice(0, 4) + ') ' + number.slice(4), () => '+44' + number, () => '+44 ' + spaced(number),
    () => '+44 (0) ' + spaced(number), () => '+44(0)' + number, () => '+440' + number, () => '0044' + number, () => '00 44 ' + spaced(number),
    () => '0044 (0)' + number, () => number, () => (number.length >= 9 ? '44' + number : '+44' + number), () => 'tel:+44' + number,
  ])();
  return below(20) === 0 ? fullWidth(written) : written;
}

/** Ofcom's numbers for stories: to us mobiles, on which the demo lives; to them no numbers. */
const isApart = (number) => number.startsWith('7700900');

const questions = [];
while (questions.length < Number(howMany)) {
  const number = national();
  if (isApart(number)) continue;
  questions.push({ text: spelling(number), region: pick(['GB', 'GB', 'GB', 'JE', 'GG', 'IM']) });
}
for (const region of Object.keys(islands)) for (let i = 0; i < 200; i++) questions.push({ text: digits(6).replace(/^11[68]/, '212'), region });

const answers = await ask(offing, ['number', '--jsonl'], questions);
const mistakes = [];
const seen = {};
questions.forEach(({ text, region }, at) => {
  const theirs = parse(text, region);
  const valid = theirs?.isValid() ?? false;
  const expected = valid ? { e164: theirs.number, kind: kinds[theirs.getType()] } : null;
  const ours = answers[at];
  seen[expected?.kind ?? 'no number'] = (seen[expected?.kind ?? 'no number'] ?? 0) + 1;
  const same = expected ? ours.e164 === expected.e164 && ours.kind === expected.kind : ours.error !== undefined || ours.kind === 'foreign' || ours.kind === 'short_code';
  const textable = ours.textable === (expected?.kind === 'mobile');
  if (!same || (expected && !textable))
    mistakes.push(`${JSON.stringify(text)} (${region}): we say ${JSON.stringify(ours)}, they say ${JSON.stringify(expected)}`);
});
console.log(JSON.stringify(seen));
finish('libphonenumber-js', questions.length, mistakes);
