/** Prints what a visitor downloads, compressed as a file server would: on the first load, and later on demand. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { gzipSync } from 'node:zlib';
import { root } from './setup.mjs';

const FIRST_LOAD_LIMIT_KB = 230;

const dist = `${root}dist/`;
if (!existsSync(`${dist}index.html`)) {
  console.error('There is no build to weigh; run npm run build first.');
  process.exit(1);
}

const files = readdirSync(`${dist}assets`).map((name) => `assets/${name}`);
const html = readFileSync(`${dist}index.html`, 'utf8');
const gzipped = (file) => gzipSync(readFileSync(dist + file)).length;
const sum = (list) => list.reduce((total, file) => total + gzipped(file), 0);
const isScript = (file) => file.endsWith('.js');

// index.html names the entry and preloads all that the entry imports at once.
const first = files.filter((file) => html.includes(file));
const workers = files.filter((file) => /[.-]worker-[^/]*\.js$/.test(file));
const engine = workers.filter((file) =>
  first.some((js) => isScript(js) && readFileSync(dist + js, 'utf8').includes(basename(file))),
);
// The engine's worker imports its other parts by name.
const engineParts = [];
const follow = (file) => {
  const text = readFileSync(dist + file, 'utf8');
  for (const part of files.filter((other) => text.includes(`"./${basename(other)}"`))) {
    if (engine.includes(part) || engineParts.includes(part)) continue;
    engineParts.push(part);
    follow(part);
  }
};
engine.forEach(follow);
const fonts = files.filter((file) => /\.woff2?$/.test(file));
const later = files.filter((file) => ![...first, ...engine, ...engineParts, ...fonts].includes(file));

const rows = [
  ['first load, scripts', first.filter(isScript)],
  ['first load, styles', first.filter((file) => file.endsWith('.css'))],
  ["engine worker's own file", engine],
  ['engine worker with all its parts', [...engine, ...engineParts]],
  ['fonts', fonts],
  ['on demand (editor and other lazy parts)', later],
];

console.log('\nSizes, gzip:');
for (const [label, list] of rows) {
  console.log(
    `${(sum(list) / 1024).toFixed(1).padStart(9)} KB  ${label} (${list.length} ${list.length === 1 ? 'file' : 'files'})`,
  );
}
const firstKb = sum(first.filter(isScript)) / 1024;
if (firstKb > FIRST_LOAD_LIMIT_KB) {
  console.log(
    `The first load is over its budget of ${FIRST_LOAD_LIMIT_KB} KB: load something of it on demand.`,
  );
}
