import { describe, expect, it } from 'vitest';
import { fieldText, matchesFieldSelector, parseFieldSelector } from './field-selectors.ts';
import { parseSelector, printSelector } from './selector-text.ts';
import {
  matchesLabels,
  matchesLabelSelector,
  matchesSelector,
  selectorOf,
  selectorOfLabels,
} from './selectors.ts';

const objects = {
  m0: { set: 'm', n: '0' },
  m1: { set: 'm', n: '1' },
  m2: { set: 'm', n: '2' },
  other: { app: 'x' },
};

function names(text: string): string[] {
  const selector = parseSelector(text);
  if (!selector.ok) throw new Error(selector.error);
  return Object.entries(objects)
    .filter(([, labels]) => matchesSelector(selector.value, labels))
    .map(([name]) => name);
}

describe('parseSelector', () => {
  it.each([
    ['n=1', ['m1']],
    ['n==1', ['m1']],
    ['n in (0,2)', ['m0', 'm2']],
    ['set=m,n notin (0,2)', ['m1']],
    ['n', ['m0', 'm1', 'm2']],
    ['!n', ['other']],
    ['n>0', ['m1', 'm2']],
    ['n<1', ['m0']],
    ['n!=1', ['m0', 'm2', 'other']],
    ['', ['m0', 'm1', 'm2', 'other']],
    ['app in ()', []],
  ])('NOUN-23 %s picks %j', (text, picked) => {
    expect(names(text)).toEqual(picked);
  });

  it.each([
    ['a in', "unable to parse requirement: found '' expected: '('"],
    ['a=b=c', "found '=', expected: ',' or 'end of string'"],
    ['a b=c', "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"],
    [
      'n>x',
      "unable to parse requirement: values[0]: Invalid value: \"x\": for 'Gt', 'Lt' operators, the value must be an integer",
    ],
    [',', "found ',', expected: !, identifier, or 'end of string'"],
    ['a,', "found '', expected: identifier after ','"],
  ])('NOUN-24 complains about %s', (text, error) => {
    expect(parseSelector(text)).toEqual({ ok: false, error });
  });

  it('NOUN-24 complains about keys that no label can have', () => {
    const selector = parseSelector('a~b');
    expect(!selector.ok && selector.error).toMatch(
      /^unable to parse requirement: <nil>: Invalid value: "a~b": name part must consist/,
    );
  });

  it('NOUN-25 prints selectors sorted by key', () => {
    const selector = selectorOf({
      matchLabels: { b: '1', a: '2' },
      matchExpressions: [
        { key: 'c', operator: 'NotIn', values: ['y', 'x'] },
        { key: 'd', operator: 'DoesNotExist' },
        { key: 'e', operator: 'Exists' },
      ],
    });
    expect(printSelector(selector)).toBe('a=2,b=1,c notin (x,y),!d,e');
    expect(printSelector(selectorOfLabels({ z: '1', y: '2' }))).toBe('y=2,z=1');
  });
});

describe('matchesLabelSelector', () => {
  it.each([
    [undefined, {}, false],
    [{}, { a: 'b' }, true],
    [{ matchLabels: { a: 'b' } }, { a: 'b', c: 'd' }, true],
    [{ matchLabels: { a: 'b' } }, undefined, false],
    [{ matchExpressions: [{ key: 'a', operator: 'NotIn', values: ['b'] }] }, {}, true],
    [{ matchExpressions: [{ key: 'a', operator: 'Is', values: ['b'] }] }, { a: 'b' }, false],
    [{ matchLabels: { toString: 'x' } }, {}, false],
  ])('NOUN-26 %j against %j: %s', (selector, labels, matches) => {
    expect(matchesLabelSelector(selector, labels)).toBe(matches);
  });

  it('NOUN-26 no pairs at all match nothing in a Service', () => {
    expect([matchesLabels({}, { a: 'b' }), matchesLabels({ a: 'b' }, { a: 'b' })]).toEqual([false, true]);
  });
});

describe('field selectors', () => {
  const pod = {
    metadata: { name: 'p' },
    spec: { nodeName: 'n1', hostNetwork: true },
    status: { phase: 'Running' },
  };
  it.each([
    ['metadata.name=p', true],
    ['metadata.name!=p', false],
    ['spec.nodeName==n1,status.phase!=Failed', true],
    ['spec.nodeName=', false],
    ['status.nominatedNodeName=', true],
    ['', true],
  ])('NOUN-27 %s: %s', (text, matches) => {
    const selector = parseFieldSelector(text);
    expect(selector.ok && matchesFieldSelector(selector.value, pod)).toBe(matches);
  });

  it('NOUN-27 complains about other operators', () => {
    const text = 'metadata.name in (a)';
    expect(parseFieldSelector(text)).toEqual({
      ok: false,
      error: `invalid selector: '${text}'; can't understand '${text}'`,
    });
  });

  it('NOUN-27 reads plain values only', () => {
    expect([
      fieldText(pod, 'spec.hostNetwork'),
      fieldText(pod, 'spec'),
      fieldText(pod, 'a.__proto__'),
    ]).toEqual(['true', '', '']);
  });
});
