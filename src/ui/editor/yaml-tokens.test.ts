import { describe, expect, it } from 'vitest';
import { yamlTokens } from './yaml-tokens.ts';

const shown = (line: string): string =>
  yamlTokens(line)
    .map(({ kind, text }) => `${kind[0]}(${text})`)
    .join('');

describe('yamlTokens', () => {
  it.each([
    ['apiVersion: apps/v1', 'k(apiVersion)p(:)s( apps/v1)'],
    ['  replicas: 3', 'p(  )k(replicas)p(:)n( 3)'],
    ['    - name: web # one', 'p(    - )k(name)p(:)s( web )c(# one)'],
    ['  - "a: b"', 'p(  - )s("a: b")'],
    ['---', 'c(---)'],
    ['# all of it', 'c(# all of it)'],
    ['  image: nginx#1', 'p(  )k(image)p(:)s( nginx#1)'],
    ['', ''],
  ])('FRAME-18 colours %j', (line, tokens) => {
    expect(shown(line)).toBe(tokens);
  });

  it('FRAME-19 loses no character of any line', () => {
    for (const line of [
      'a',
      ' - - x: {y: [1, "#"]}',
      "k: 'it''s'",
      '\t: :',
      '- ',
      'node.kubernetes.io/unreachable: x',
    ])
      expect(
        yamlTokens(line)
          .map(({ text }) => text)
          .join(''),
      ).toBe(line);
  });
});
