import { parseAllDocuments } from 'yaml';
import { describe, expect, it } from 'vitest';
import { EXAMPLE_GROUPS, EXAMPLES } from './examples.ts';

describe('examples', () => {
  it('FRAME-52 offers at least twelve manifests, each in a group and each correct YAML with kind and name', () => {
    expect(EXAMPLES.length).toBeGreaterThanOrEqual(12);
    for (const { file, text, group } of EXAMPLES) {
      expect(EXAMPLE_GROUPS).toContain(group);
      const documents = parseAllDocuments(text);
      expect(Array.isArray(documents) && documents.length > 0, file).toBe(true);
      for (const document of Array.isArray(documents) ? documents : []) {
        expect(document.errors, file).toEqual([]);
        expect(document.getIn(['kind']), file).toEqual(expect.any(String));
        expect(document.getIn(['metadata', 'name']), file).toEqual(expect.any(String));
      }
    }
  });
});
