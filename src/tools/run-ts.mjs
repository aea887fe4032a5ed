/**
 * Runs a TypeScript file of the project: `node src/tools/run-ts.mjs src/cli/sim.ts [arguments]`.
 * Node 20 cannot read TypeScript, so the file is bundled into .cache/ first; packages stay outside the bundle.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { requireNode, requirePackages, root } from './setup.mjs';

const [entry, ...args] = process.argv.slice(2);
if (entry === undefined) {
  console.error('Which file? Usage: node src/tools/run-ts.mjs src/cli/NAME.ts [arguments]');
  process.exit(2);
}

requireNode();
await requirePackages();

const folder = `${root}.cache/run/${basename(entry, '.ts')}-${process.pid}`;
mkdirSync(folder, { recursive: true });
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const { build } = await import('vite');
await build({
  root,
  configFile: false,
  logLevel: 'error',
  publicDir: false,
  build: {
    ssr: resolve(entry),
    outDir: folder,
    emptyOutDir: false,
    minify: false,
    target: 'node20',
    rolldownOptions: { output: { entryFileNames: 'entry.mjs' } },
  },
});

// The program sees the command line it would see if Node ran it directly.
process.argv = [process.argv[0], resolve(entry), ...args];
await import(pathToFileURL(`${folder}/entry.mjs`).href);
