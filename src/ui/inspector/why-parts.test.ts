import { describe, expect, it } from 'vitest';
import { linkMentions } from './why-parts.ts';

const ref = (kind: string, name: string) => ({ kind, namespace: 'default', name });
const shown = (text: string, mentions: ReturnType<typeof ref>[]) =>
  linkMentions(text, mentions)
    .map((part) => (part.ref === null ? part.text : `[${part.text}]`))
    .join('');

describe('linkMentions', () => {
  it('FRAME-16 links the objects a sentence names, pods by the part of their name that differs', () => {
    expect(
      shown('Taint eviction deleted web-7c9f4d-x2kzp on node-b.', [
        ref('Pod', 'web-7c9f4d-x2kzp'),
        ref('Node', 'node-b'),
      ]),
    ).toBe('Taint eviction deleted […x2kzp] on [node-b].');
  });

  it('FRAME-17 never cuts a name inside a longer one', () => {
    expect(
      shown('ReplicaSet web-7c9f4d of web wanted 3.', [
        ref('Deployment', 'web'),
        ref('ReplicaSet', 'web-7c9f4d'),
      ]),
    ).toBe('ReplicaSet [web-7c9f4d] of [web] wanted 3.');
    expect(shown('node-b1 is silent.', [ref('Node', 'node-b')])).toBe('node-b1 is silent.');
  });
});
