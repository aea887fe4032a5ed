import { describe, expect, it } from 'vitest';
import { openingElement, openingPicture } from './opening-picture.ts';

interface Asset {
  readonly type: 'asset';
  source: string;
}

async function written(page: string): Promise<string> {
  const bundle: Record<string, Asset> = { 'index.html': { type: 'asset', source: page } };
  const { generateBundle } = openingPicture() as object as {
    readonly generateBundle: { readonly handler: (options: unknown, bundle: object) => Promise<void> };
  };
  await generateBundle.handler({}, bundle);
  return bundle['index.html']?.source ?? '';
}

describe('the first picture of the page', () => {
  it('HOST-41 is written into the page by its build', async () => {
    const page = await written('<body><div id="root"></div></body>');
    const [, text = ''] =
      /id="opening-frame" data-scenario="three-copies-of-web">([^<]*)<\/script>/.exec(page) ?? [];
    expect(JSON.parse(text)).toMatchObject({ seq: 1, full: true, clock: { now: 0 } });
  });

  it('HOST-41 stays data, whatever is in it', () => {
    const element = openingElement('one', JSON.stringify({ name: '</script><b>' }));
    expect(element.match(/<\/script>/g)).toHaveLength(1);
    const [, text = ''] = /data-scenario="one">(.*)<\/script>$/.exec(element) ?? [];
    expect(JSON.parse(text)).toEqual({ name: '</script><b>' });
  });
});
