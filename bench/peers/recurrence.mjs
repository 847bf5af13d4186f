// A weekly rule of Europe/London over six weeks, by npm's rrule and rrule-temporal: nanoseconds a question, as JSON.
// Each is asked as its documentation has it, warm, for a stretch that lies six years after the rule began.

import 'temporal-polyfill/global';
import rrule from 'rrule';
import { RRuleTemporal } from 'rrule-temporal';

const { rrulestr } = rrule;
const from = '2026-03-02T00:00:00';
const until = '2026-04-13T00:00:00';

function measure(question, expected) {
  if (question().length !== expected) throw new Error(`${question().length} times, not ${expected}`);
  const first = process.hrtime.bigint();
  question();
  const batch = Number(process.hrtime.bigint() - first) < 1e6 ? 20 : 1;
  const took = [];
  const stop = performance.now() + 2000;
  while (performance.now() < stop) {
    const began = process.hrtime.bigint();
    for (let n = 0; n < batch; ++n) question();
    took.push(Number(process.hrtime.bigint() - began) / batch);
  }
  took.sort((a, b) => a - b);
  return Math.round(took[took.length >> 1]);
}

const rule = rrulestr('DTSTART;TZID=Europe/London:20200107T100000\nRRULE:FREQ=WEEKLY;BYDAY=TU', { cache: false });
const temporal = new RRuleTemporal({ rruleString: 'DTSTART;TZID=Europe/London:20200107T100000\nRRULE:FREQ=WEEKLY;BYDAY=TU' });
const zone = '[Europe/London]';
const begin = Temporal.ZonedDateTime.from(from + zone);
const end = Temporal.ZonedDateTime.from(until + zone);

console.log(
  JSON.stringify({
    rrule: measure(() => rule.between(new Date(`${from}Z`), new Date(`${until}Z`), true), 6),
    'rrule-temporal': measure(() => temporal.between(begin, end, true), 6),
  }),
);
