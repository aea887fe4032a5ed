/**
 * Build plugin: makes the built playground work without a network after its first load. It writes `sw.js` from
 * `service-worker.js` next to this file and lets the page register it. Development is left alone.
 */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Plugin, Rolldown } from 'vite';

const REGISTER = `if ('serviceWorker' in navigator && isSecureContext)
  addEventListener('load', () => navigator.serviceWorker.register('./sw.js').catch(() => undefined));`;

const template = new URL('./service-worker.js', import.meta.url);

export const offline = (): Plugin => {
  let publicDir = '';
  return {
    name: 'podarium:offline',
    apply: 'build',
    enforce: 'post',
    configResolved: (config) => {
      publicDir = config.publicDir;
    },
    transformIndexHtml: () => [{ tag: 'script', children: REGISTER, injectTo: 'body' }],
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        if (bundle['index.html'] === undefined) return; // Not the page: a command-line tool is being bundled.
        // Pictures are for those who read about the page, not for the page.
        const publicFiles = readdirSync(publicDir, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile() && !entry.name.endsWith('.webp'))
          .map((entry) => join(entry.parentPath, entry.name))
          .toSorted();
        const firstLoad = [
          './',
          ...publicFiles.map((path) => path.slice(publicDir.length + 1)),
          ...firstLoadFiles(bundle),
        ];
        const version = versionOf(bundle, publicFiles);
        const source = readFileSync(template, 'utf8')
          .replace('__VERSION__', version)
          .replace('__FIRST_LOAD__', JSON.stringify(firstLoad));
        this.emitFile({ type: 'asset', fileName: 'sw.js', source });
      },
    },
  };
};

/** The entry, all it imports at once, their styles and fonts, and the workers they start with their parts: the engine's. */
const firstLoadFiles = (bundle: Rolldown.OutputBundle): string[] => {
  const wanted = new Set<string>();
  const parts = new Set<string>();
  const visit = (fileName: string): void => {
    const chunk = bundle[fileName];
    if (chunk?.type !== 'chunk' || wanted.has(fileName)) return;
    wanted.add(fileName);
    for (const file of chunk.viteMetadata?.importedCss ?? []) wanted.add(file);
    for (const file of chunk.viteMetadata?.importedAssets ?? []) wanted.add(file);
    for (const file of Object.keys(bundle))
      if (isWorker(file) && chunk.code.includes(basename(file))) addWorker(file);
    chunk.imports.forEach(visit);
  };
  // The parts a worker imports are written after this bundle, so they are read off the worker's own text.
  const addWorker = (fileName: string): void => {
    wanted.add(fileName);
    const output = bundle[fileName];
    const source = output?.type === 'asset' ? output.source : (output?.code ?? '');
    const text = typeof source === 'string' ? source : Buffer.from(source).toString();
    for (const [, part] of text.matchAll(/(?:from|import)"\.\/([^"]+\.js)"/g))
      parts.add(join(dirname(fileName), part ?? ''));
  };
  for (const output of Object.values(bundle))
    if (output.type === 'chunk' && output.isEntry) visit(output.fileName);
  return [...[...wanted].filter((file) => bundle[file] !== undefined), ...parts].toSorted();
};

const isWorker = (file: string): boolean => /[.-]worker-[^/]*\.js$/.test(file);

const versionOf = (bundle: Rolldown.OutputBundle, publicFiles: readonly string[]): string => {
  const hash = createHash('sha256');
  for (const fileName of Object.keys(bundle).toSorted()) {
    const output = bundle[fileName];
    hash.update(fileName).update(output?.type === 'chunk' ? output.code : (output?.source ?? ''));
  }
  for (const path of publicFiles) hash.update(readFileSync(path));
  return hash.digest('hex').slice(0, 12);
};
