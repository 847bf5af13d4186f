// What the checks share: a printed seed, random choices, and a program that answers JSON lines.

import { spawn } from 'node:child_process';

export const seed = Number(process.env.OFFING_SEED ?? Date.now() % 2 ** 31);
console.log(`seed ${seed} (OFFING_SEED=${seed} runs this again)`);

let state = seed >>> 0;
/** Mulberry32: small, and the same on every machine. */
export function random() {
  state = (state + 0x6d2b79f5) >>> 0;
  let t = Math.imul(state ^ (state >>> 15), state | 1);
  t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
}
export const below = (n) => Math.floor(random() * n);
export const pick = (list) => list[below(list.length)];
export const digits = (n) => Array.from({ length: n }, () => below(10)).join('');

/** Asks `program` every question, a line each, and returns its answers in order. */
export function ask(program, args, questions) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    const chunks = [];
    child.on('error', reject);
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.on('close', (code) => {
      const lines = Buffer.concat(chunks).toString().split('\n').filter(Boolean);
      if (code !== 0 || lines.length !== questions.length)
        return reject(new Error(`${program}: exit ${code}, ${lines.length} answers to ${questions.length} questions`));
      resolve(lines.map((line) => JSON.parse(line)));
    });
    child.stdin.on('error', () => {});
    child.stdin.end(questions.map((question) => JSON.stringify(question) + '\n').join(''));
  });
}

/** Prints the first mistakes and ends the program with the right status. */
export function finish(name, checked, mistakes) {
  for (const mistake of mistakes.slice(0, 20)) console.error(mistake);
  console.log(`${name}: ${checked - mistakes.length} of ${checked} agree`);
  process.exit(mistakes.length === 0 && checked > 0 ? 0 : 1);
}
