/** Packs replies of an API server for the project: `node src/fidelity/api/pack.mjs FOLDER`. */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parse } from 'yaml';

const [source] = process.argv.slice(2);
if (source === undefined) {
  process.stderr.write('Usage: node src/fidelity/api/pack.mjs FOLDER\n');
  process.exit(2);
}

/** What a terminal printed is compared elsewhere. */
function withoutTerminal(entries) {
  return entries.map(({ kubectl: _kubectl, about: _about, ...entry }) => entry);
}

function read(prefix) {
  const names = readdirSync(source).filter((name) => name.startsWith(prefix) && name.endsWith('.yaml'));
  return Object.fromEntries(
    names
      .sort()
      .map((name) => [
        name.slice(0, -'.yaml'.length),
        withoutTerminal(parse(readFileSync(join(source, name), 'utf8'))),
      ]),
  );
}

const corpus = { creates: read('create-'), updates: read('update-') };
const target = new URL('./corpus.json.gz', import.meta.url).pathname;
writeFileSync(target, gzipSync(JSON.stringify(corpus), { level: 9 }));
