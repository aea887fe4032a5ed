import { describe, expect, it } from 'vitest';
import { mainScene } from '../../gallery/sample-scenes.ts';
import { shareParts } from './map-store.ts';

describe('map store', () => {
  it('FRAME-46 leaves every part that did not change as it was', () => {
    const { model } = mainScene();
    const copy = structuredClone(model);
    expect(shareParts(model, copy)).toBe(model);
    const [first, ...rest] = copy.nodes;
    const changed = shareParts(model, { ...copy, nodes: [{ ...first!, cordoned: true }, ...rest] });
    expect(changed).not.toBe(model);
    expect(changed.owners).toBe(model.owners);
    expect(changed.nodes[0]).not.toBe(model.nodes[0]);
    expect(changed.nodes[1]).toBe(model.nodes[1]);
  });
});
