// `offing segments` and Twilio's sms-segments-calculator on random texts. What we count is what we send: the `text` of
// our answer, which theirs must count alike; and without our plain spellings, theirs counts the very text.
// usage: node segments.mjs OFFING [HOW_MANY]

import { createRequire } from 'node:module';
import { ask, below, finish, pick } from './common.mjs';

const { SegmentedMessage } = createRequire(import.meta.url)('sms-segments-calculator');
const [offing, howMany = '20000'] = process.argv.slice(2);

const plain = [...'@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCXYZÄÖÑÜ§¿abcxyzäöñüà'];
const wide = [...'^{}\\[~]|€'];
const letters = [...'ŵŷÂâêîôûçáíóúžšąęłőűğıθпривет你好नمश'];
const typed = [...'“”‘’–—…•\u00a0\u200b\u2009'];
const emoji = ['🙂', '👍🏽', '👩‍👧‍👦', '🇬🇧', '🏴󠁧󠁢󠁷󠁬󠁳󠁿', '❤️', '1️⃣', '🤷‍♀️'];
const scripts = [[0x20, 0x7e], [0xa0, 0x24f], [0x250, 0x2af], [0x370, 0x3ff], [0x400, 0x4ff], [0x5d0, 0x5ea], [0x620, 0x64a], [0x904, 0x939], [0x1e00, 0x1eff], [0x3041, 0x3096], [0x4e00, 0x9fd5], [0xac00, 0xd7a3], [0x1f300, 0x1f5ff], [0x1f600, 0x1f64f], [0x10330, 0x1034a], [0x1d400, 0x1d433]];
// No joiner here: their clusters are those of Unicode 10, which binds fewer pairs of pictures than today's.
const marks = ['\u0301', '\u0302', '\u0308', '\u0323', '\ufe0f', '\u0941'];

function character() {
  const [from, to] = pick(scripts);
  return String.fromCodePoint(from + below(to - from + 1));
}
const mixtures = [
  () => pick(plain), () => (below(8) ? pick(plain) : pick(wide)), () => (below(30) ? pick(plain) : pick(letters)),
  () => pick([plain, plain, wide, letters].flat()), () => (below(4) ? pick(letters) : pick(emoji)), character,
  () => (below(3) ? character() : pick(marks)), () => (below(6) ? pick(plain) : pick(typed)), () => (below(3) ? pick(plain) : '\r\n'),
];
const lengths = [1, 10, 66, 67, 68, 69, 70, 71, 134, 152, 153, 154, 159, 160, 161, 306, 307, 400];

const questions = [];
while (questions.length < Number(howMany)) {
  const mixture = pick(mixtures);
  const length = below(2) ? pick(lengths) : below(500);
  questions.push({ text: Array.from({ length }, mixture).join(''), smart: below(2) === 0 });
}

function count(text) {
  const counted = new SegmentedMessage(text, 'auto', false);
  const bits = counted.messageSize;
  return { encoding: counted.encodingName, parts: counted.segmentsCount, units: counted.encodingName === 'GSM-7' ? bits / 7 : bits / 16 };
}

const answers = await ask(offing, ['segments', '--jsonl'], questions);
const mistakes = [];
const seen = {};
questions.forEach(({ text, smart }, at) => {
  const ours = answers[at];
  const expected = count(ours.text);
  seen[ours.encoding] = (seen[ours.encoding] ?? 0) + 1;
  const same = ours.encoding === expected.encoding && ours.parts === expected.parts && ours.units === expected.units;
  const kept = smart || ours.text === text.normalize('NFC');
  if (!same || !kept) mistakes.push(`${JSON.stringify(text)} smart=${smart}: we say ${JSON.stringify({ ...ours, text: undefined })}, they say ${JSON.stringify(expected)}${kept ? '' : '; the text was changed'}`);
});
console.log(JSON.stringify(seen));
finish('sms-segments-calculator', questions.length, mistakes);
