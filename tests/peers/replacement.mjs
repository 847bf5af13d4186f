// Placing many at once, against HiGHS: replacement.mjs OFFING [INSTANCES]. As many are placed as can be; nobody
// who waited longer could have had a place beside those before her; and no choice of places costs less.

import highsLoader from 'highs';
import { ask, below, finish, random } from './common.mjs';

const [program, instances = '200'] = process.argv.slice(2);
const highs = await highsLoader();

function made_up() {
  const places = Array.from({ length: 1 + below(25) }, (_, n) => ({ id: `s${n}`, capacity: below(4) === 0 ? 2 : 1 }));
  const dense = 0.05 + random() * 0.4;
  const people = Array.from({ length: 1 + below(30) }, (_, n) => ({
    id: `p${n}`,
    waiting_since: `2026-0${1 + below(9)}-${String(1 + below(28)).padStart(2, '0')}T${String(below(24)).padStart(2, '0')}:${String(below(60)).padStart(2, '0')}`,
    places: places.filter(() => random() < dense).map((place) => ({ id: place.id, cost: below(500) })),
  }));
  return { people, places };
}

/** The best value of placing people, each at most once or exactly once: an LP, whose corners are whole numbers here. */
function solve({ people, places }, sense, weight, exactly) {
  const terms = [];
  const by_person = new Map();
  const by_place = new Map();
  for (const person of people)
    for (const choice of person.places) {
      const name = `x_${person.id}_${choice.id}`;
      terms.push(`${weight(choice)} ${name}`);
      by_person.set(person.id, [...(by_person.get(person.id) ?? []), name]);
      by_place.set(choice.id, [...(by_place.get(choice.id) ?? []), name]);
    }
  if (exactly.some((id) => !by_person.has(id))) return null;
  if (terms.length === 0) return 0;
  const rows = [];
  for (const [id, names] of by_person) rows.push(` w_${id}: ${names.join(' + ')} ${exactly.includes(id) ? '=' : '<='} 1`);
  for (const place of places)
    if (by_place.has(place.id)) rows.push(` c_${place.id}: ${by_place.get(place.id).join(' + ')} <= ${place.capacity}`);
  const answer = highs.solve(`${sense}\n obj: ${terms.join(' + ')}\nSubject To\n${rows.join('\n')}\nEnd\n`);
  return answer.Status === 'Optimal' ? Math.round(answer.ObjectiveValue) : null;
}

function judge(problem, answer) {
  if (answer.error) return answer.error;
  const place_of = new Map(answer.placed.map((one) => [one.id, one.place]));
  const most = solve(problem, 'Maximize', () => 1, []);
  if (place_of.size !== most) return `${place_of.size} placed, and ${most} can be`;
  const line = [...problem.people].sort((a, b) => (a.waiting_since < b.waiting_since ? -1 : a.waiting_since > b.waiting_since ? 1 : 0));
  const before = [];
  for (const person of line) {
    const can = person.places.length > 0 && solve(problem, 'Maximize', () => 0, [...before, person.id]) !== null;
    if (can !== place_of.has(person.id)) return `${person.id} ${can ? 'has no place and could have one' : 'has a place that is not hers'}`;
    if (can) before.push(person.id);
  }
  const placed = { people: problem.people.filter((one) => place_of.has(one.id)), places: problem.places };
  const least = solve(placed, 'Minimize', (choice) => choice.cost, placed.people.map((one) => one.id));
  const cost = placed.people.reduce((sum, one) => sum + one.places.find((choice) => choice.id === place_of.get(one.id)).cost, 0);
  return cost === least ? null : `it costs ${cost}, and ${least} would do`;
}

const problems = Array.from({ length: Number(instances) }, made_up);
const answers = await ask(program, ['replace', '--jsonl'], problems);
const mistakes = [];
for (const [n, problem] of problems.entries()) {
  const wrong = judge(problem, answers[n]);
  if (wrong) mistakes.push(`instance ${n}: ${wrong}`);
}
finish('replacement', problems.length, mistakes);
