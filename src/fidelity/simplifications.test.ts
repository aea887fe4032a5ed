import { describe, expect, it } from 'vitest';
import { simplificationsIn } from './testing/simplifications.ts';

const engine = new URL('../engine', import.meta.url).pathname;

describe('the list of simplifications', () => {
  it('TRUTH-04 says what the comments of the engine say; `npx vitest run src/fidelity/simplifications -u` writes it anew', async () => {
    const text = `${JSON.stringify(simplificationsIn(engine), undefined, 2)}\n`;
    await expect(text).toMatchFileSnapshot('./simplifications.json');
  });
});
