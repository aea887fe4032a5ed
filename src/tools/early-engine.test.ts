import { afterEach, describe, expect, it, vi } from 'vitest';
import { takeEarlyWorker, type EarlyWorker } from '../host/client/early-worker.ts';
import { earlyEngine } from './early-engine.ts';

interface Asset {
  readonly type: 'asset';
  readonly fileName: string;
  source: string;
}

function built(files: Readonly<Record<string, string>>): Record<string, Asset> {
  return Object.fromEntries(
    Object.entries(files).map(([fileName, source]) => [fileName, { type: 'asset', fileName, source }]),
  );
}

function write(bundle: Record<string, Asset>): void {
  const { generateBundle } = earlyEngine() as object as {
    readonly generateBundle: { readonly handler: (options: unknown, bundle: object) => void };
  };
  generateBundle.handler({}, bundle);
}

afterEach(() => vi.unstubAllGlobals());

describe('the engine of the page', () => {
  it('HOST-40 is started by the page itself, before the first script of it, together with its parts', () => {
    const bundle = built({
      'index.html': '<head><script type="module" src="./assets/index-1.js"></script></head>',
      'assets/engine.worker-2.js':
        'import{a}from"./engine-base-3.js";import"x";export{b}from "./engine-yaml-4.js"',
    });
    write(bundle);
    const page = bundle['index.html']?.source ?? '';
    expect(page.indexOf('./assets/engine.worker-2.js')).toBeLessThan(page.indexOf('type="module" src'));
    expect(page).toContain('["engine-base-3.js","engine-yaml-4.js"]');
    // A new visit draws what the build has laid up; its own scripts come first.
    expect(page).toContain("if (location.hash === '' && visit?.type === 'navigate') return;");
  });

  it('HOST-40 is missed when it is not in the build', () => {
    expect(() => write(built({ 'index.html': '<script type="module"></script>' }))).toThrow('no worker');
  });

  it('HOST-40 is taken over once, with what it has said until then', () => {
    const early = { worker: {}, heard: [{ type: 'ready', version: 2 }] } as object as EarlyWorker;
    vi.stubGlobal('window', { podariumEngine: early });
    expect(takeEarlyWorker()?.heard).toEqual([{ type: 'ready', version: 2 }]);
    expect(takeEarlyWorker()).toBeNull();
  });
});
