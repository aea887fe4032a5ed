import { describe, expect, it } from 'vitest';
import type { Json } from '../../../base/json.ts';
import { applyMergePatch } from './json-merge-patch.ts';
import { applyJsonPatch } from './json-patch.ts';
import { applyStrategicMergePatch } from './strategic-merge.ts';

describe('applyMergePatch', () => {
  it.each([
    [
      { a: 1, b: 2 },
      { a: null, c: 3 },
      { b: 2, c: 3 },
    ],
    [{ a: { b: 1, c: 2 } }, { a: { b: null } }, { a: { c: 2 } }],
    [{ a: [1, 2] }, { a: [3] }, { a: [3] }],
    [{ a: 'x' }, { a: { b: { c: null } } }, { a: { b: {} } }],
    [[1], { a: 1 }, { a: 1 }],
    [{ a: 1 }, 'text', 'text'],
  ] satisfies [Json, Json, Json][])('NOUN-37 %j with %j is %j', (target, patch, result) => {
    expect(applyMergePatch(target, patch)).toEqual(result);
  });

  it('NOUN-38 defines __proto__ as a plain key', () => {
    const result = applyMergePatch({}, JSON.parse('{"__proto__": {"polluted": true}}'));
    expect(JSON.stringify(result)).toBe('{"__proto__":{"polluted":true}}');
    expect('polluted' in {}).toBe(false);
  });
});

describe('applyJsonPatch', () => {
  it.each([
    [
      { op: 'add', path: '/b', value: 1 },
      { a: [1, 2], b: 1 },
    ],
    [{ op: 'add', path: '/a/-', value: 3 }, { a: [1, 2, 3] }],
    [{ op: 'add', path: '/a/0', value: 0 }, { a: [0, 1, 2] }],
    [{ op: 'remove', path: '/a/0' }, { a: [2] }],
    [{ op: 'replace', path: '/a/1', value: 9 }, { a: [1, 9] }],
    [
      { op: 'replace', path: '/new', value: 9 },
      { a: [1, 2], new: 9 },
    ],
    [
      { op: 'move', from: '/a/0', path: '/b' },
      { a: [2], b: 1 },
    ],
    [
      { op: 'copy', from: '/a', path: '/b' },
      { a: [1, 2], b: [1, 2] },
    ],
    [{ op: 'test', path: '/a', value: [1, 2] }, { a: [1, 2] }],
    [
      { op: 'add', path: '/x~1y~0z', value: 1 },
      { a: [1, 2], 'x/y~z': 1 },
    ],
  ])('NOUN-39 %j gives %j', (operation, result) => {
    expect(applyJsonPatch({ a: [1, 2] }, [operation])).toEqual({ ok: true, value: result });
  });

  it.each([
    { op: 'remove', path: '/nope' },
    { op: 'add', path: '/x/y', value: 1 },
    { op: 'add', path: '/a/7', value: 1 },
    { op: 'test', path: '/a', value: 1 },
    { op: 'frob', path: '/a' },
    { op: 'add', path: 'a', value: 1 },
    { op: 'remove', path: '/__proto__/toString' },
    'text',
  ])('NOUN-40 refuses %j and changes nothing', (operation) => {
    const document = { a: [1, 2] };
    expect(applyJsonPatch(document, [{ op: 'add', path: '/b', value: 1 }, operation]).ok).toBe(false);
    expect(document).toEqual({ a: [1, 2] });
  });
});

describe('applyStrategicMergePatch', () => {
  const service = (ports: object[]) => ({ apiVersion: 'v1', kind: 'Service', spec: { ports } });
  const apply = (target: object, patch: object) => {
    const result = applyStrategicMergePatch(
      'v1',
      'Service',
      JSON.parse(JSON.stringify(target)),
      JSON.parse(JSON.stringify(patch)),
    );
    return result.ok ? result.value : result.error;
  };

  it.each([
    ['new elements first', { spec: { ports: [{ port: 81 }] } }, [{ port: 81 }, { port: 80, name: 'a' }]],
    [
      'a spelled-out order',
      { spec: { '$setElementOrder/ports': [{ port: 80 }, { port: 81 }], ports: [{ port: 81 }] } },
      [{ port: 80, name: 'a' }, { port: 81 }],
    ],
    ['delete', { spec: { ports: [{ port: 80, $patch: 'delete' }] } }, []],
    ['replace', { spec: { ports: [{ $patch: 'replace' }, { port: 9 }] } }, [{ port: 9 }]],
    ['retained keys', { spec: { ports: [{ port: 80, $retainKeys: ['port'] }] } }, [{ port: 80 }]],
    [
      'the same key',
      { spec: { ports: [{ port: 80, protocol: 'UDP' }] } },
      [{ port: 80, name: 'a', protocol: 'UDP' }],
    ],
  ])('NOUN-41 lists with a merge key: %s', (_name, patch, ports) => {
    expect(apply(service([{ port: 80, name: 'a' }]), patch)).toEqual(service(ports));
  });

  it('NOUN-42 names the merge key that an element lacks', () => {
    expect(apply(service([]), { spec: { ports: [{ name: 'x' }] } })).toBe(
      'map: map[name:x] does not contain declared merge key: port',
    );
  });

  it('NOUN-43 merges sets of plain values', () => {
    const target = { metadata: { finalizers: ['a', 'b'] } };
    expect(apply(target, { metadata: { finalizers: ['c', 'a'] } })).toEqual({
      metadata: { finalizers: ['c', 'a', 'b'] },
    });
    expect(apply(target, { metadata: { '$deleteFromPrimitiveList/finalizers': ['a'] } })).toEqual({
      metadata: { finalizers: ['b'] },
    });
  });
});
