/**
 * Build plugin: starts the engine's worker from the page itself, before any script of the page has arrived, where nothing can be drawn without
 * it: a link is opened, or a visit goes on. What the worker says until somebody listens is kept. A new visit has its first picture without
 * the engine (`opening-picture.ts`), and its scripts come first. Development is left alone: there the page starts the worker.
 */
import type { Plugin } from 'vite';

const ENGINE = /(^|\/)engine\.worker-[^/]*\.js$/;

/** The worker's other parts, as it imports them. */
const partsOf = (source: string): string[] => [
  ...new Set([...source.matchAll(/from\s*["']\.\/(engine-[^"']+\.js)["']/g)].map(([, part = '']) => part)),
];

/** `podariumEngine` is what `early-worker.ts` of the page takes over. */
const script = (worker: string, parts: readonly string[]): string => `<script>
      (() => {
        const [visit] = performance.getEntriesByType('navigation');
        if (location.hash === '' && visit?.type === 'navigate') return;
        const worker = new Worker('./${worker}', { type: 'module', name: 'engine' });
        const heard = [];
        worker.onmessage = ({ data }) => heard.push(data);
        worker.onerror = ({ message }) => (window.podariumEngine.failed = message || 'The engine could not be loaded.');
        window.podariumEngine = { worker, heard };
        // The worker asks for its parts only when it has come itself and this thread is free; by then they are here.
        for (const part of ${JSON.stringify(parts)}) fetch('./assets/' + part).then((it) => it.arrayBuffer()).catch(() => undefined);
      })();
    </script>
    `;

export const earlyEngine = (): Plugin => ({
  name: 'podarium:early-engine',
  apply: 'build',
  enforce: 'post',
  generateBundle: {
    order: 'post',
    handler(_options, bundle) {
      const page = bundle['index.html'];
      if (page?.type !== 'asset' || typeof page.source !== 'string') return; // A command-line tool is being bundled.
      const worker = Object.values(bundle).find(({ fileName }) => ENGINE.test(fileName));
      if (worker === undefined) throw new Error('The build holds no worker of the engine to start early.');
      const code = worker.type === 'chunk' ? worker.code : String(worker.source);
      const early = script(worker.fileName, partsOf(code));
      page.source = page.source.replace('<script type="module"', () => `${early}<script type="module"`);
    },
  },
});
