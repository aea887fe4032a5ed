/**
 * Build plugin: writes the first frame of the scenario that a visitor meets into the page. The engine itself makes it while the page is
 * built; the page draws it while its own engine is still on its way. Development is left alone: there the page waits for its engine.
 */
import { runnerImport, type Plugin } from 'vite';
import type * as OpeningText from './opening-text.ts';

/** As a script that is data: what reads like the end of it is written otherwise. */
export const openingElement = (scenario: string, text: string): string =>
  `<script type="application/json" id="opening-frame" data-scenario="${scenario}">${text.replaceAll('<', '\\u003c')}</script>`;

export const openingPicture = (): Plugin => ({
  name: 'podarium:opening-picture',
  apply: 'build',
  enforce: 'post',
  generateBundle: {
    order: 'post',
    async handler(_options, bundle) {
      const page = bundle['index.html'];
      if (page?.type !== 'asset' || typeof page.source !== 'string') return; // A command-line tool is being bundled.
      // Node before version 22 cannot read TypeScript; Vite does it.
      const { module } = await runnerImport<typeof OpeningText>(
        new URL('./opening-text.ts', import.meta.url).pathname,
        { configFile: false, logLevel: 'error' },
      );
      const { scenario, text } = module.openingText();
      page.source = page.source.replace('</body>', () => `${openingElement(scenario, text)}\n  </body>`);
    },
  },
});
