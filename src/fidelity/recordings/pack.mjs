/**
 * Packs recordings for the project: `node src/fidelity/recordings/pack.mjs FOLDER`, where FOLDER holds noisy.json and one folder of
 * NAME.case.yaml and NAME.trace.json per kind of case. cluster.json beside it says what the recordings were made on.
 */
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const [source] = process.argv.slice(2);
if (source === undefined) {
  process.stderr.write('Usage: node src/fidelity/recordings/pack.mjs FOLDER\n');
  process.exit(2);
}

const target = new URL('.', import.meta.url).pathname;
for (const folder of readdirSync(source).sort()) {
  if (!statSync(join(source, folder)).isDirectory()) continue;
  const cases = {};
  for (const file of readdirSync(join(source, folder)).sort()) {
    const name = file.replace(/\.case\.yaml$/, '');
    const trace = join(source, folder, `${name}.trace.json`);
    if (name === file || !existsSync(trace)) continue;
    cases[name] = {
      case: readFileSync(join(source, folder, file), 'utf8'),
      trace: JSON.parse(readFileSync(trace, 'utf8')),
    };
  }
  if (Object.keys(cases).length > 0)
    writeFileSync(
      join(target, `${folder}.json.gz`),
      gzipSync(JSON.stringify({ folder, cases }), { level: 9 }),
    );
}
const transcripts = join(source, 'kubectl');
if (existsSync(transcripts)) {
  const texts = Object.fromEntries(
    readdirSync(transcripts)
      .filter((name) => name.endsWith('.yaml'))
      .sort()
      .map((name) => [name.replace(/\.yaml$/, ''), readFileSync(join(transcripts, name), 'utf8')]),
  );
  writeFileSync(join(target, 'kubectl.transcripts.gz'), gzipSync(JSON.stringify(texts), { level: 9 }));
}
const noisy = Object.entries(JSON.parse(readFileSync(join(source, 'noisy.json'), 'utf8')));
const lines = noisy.map(
  ([id, levels]) => `  ${JSON.stringify(id)}: ${JSON.stringify(levels).replaceAll(',', ', ')}`,
);
writeFileSync(join(target, 'noisy.json'), `{\n${lines.join(',\n')}\n}\n`);
