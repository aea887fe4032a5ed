import { describe, expect, it } from 'vitest';
import { decode, decodeFailure } from './decode.ts';
import { unreadable } from './testing/recordings.ts';

const pod = (spec: object, metadata: object = { name: 'p' }) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata,
  spec,
});

const failure = (value: unknown, strict = true, apiVersion = 'v1', kind = 'Pod') => {
  const version = apiVersion.slice(apiVersion.indexOf('/') + 1);
  return decodeFailure(version, kind, decode(apiVersion, kind, value).problems, strict);
};

describe('decode', () => {
  it.each(unreadable)('NOUN-01 refuses in the words of the real server: $name', ({ send, message }) => {
    expect(failure(send, true, send.apiVersion, send.kind)).toBe(message);
  });

  it('NOUN-02 drops unknown fields when not strict', () => {
    const sent = pod({ containers: [{ name: 'a', imagee: 'x' }] });
    expect(failure(sent, false)).toBeUndefined();
    expect(decode('v1', 'Pod', sent).object).toEqual({
      kind: 'Pod',
      apiVersion: 'v1',
      metadata: { name: 'p' },
      spec: { containers: [{ name: 'a', resources: {} }] },
      status: {},
    });
  });

  it('NOUN-03 reports each problem with its path', () => {
    const { problems } = decode('v1', 'Pod', pod({ containers: [{ name: 'a', tty: 'yes' }], x: 1 }));
    expect(problems.map(({ path, code }) => [path, code])).toEqual([
      ['spec.containers[0].tty', 'decode/wrong-type'],
      ['spec.x', 'decode/unknown-field'],
    ]);
  });

  it('NOUN-04 leaves out zeros that Go does not write and keeps those behind pointers', () => {
    const sent = pod({
      containers: [],
      hostNetwork: false,
      terminationGracePeriodSeconds: 0,
      nodeName: '',
      tolerations: [],
    });
    expect(decode('v1', 'Pod', sent).object['spec']).toEqual({
      containers: [],
      terminationGracePeriodSeconds: 0,
    });
  });

  it('NOUN-05 writes quantities in canonical form, resources in whole thousandths', () => {
    const limits = { cpu: 0.0001, memory: '1024Mi', 'example.com/x': 2 };
    const { object } = decode('v1', 'Pod', pod({ containers: [{ name: 'a', resources: { limits } }] }));
    expect(object).toMatchObject({
      spec: { containers: [{ resources: { limits: { cpu: '1m', memory: '1Gi', 'example.com/x': '2' } } }] },
    });
  });

  it('NOUN-06 takes keys such as __proto__ for plain keys', () => {
    const labels: unknown = JSON.parse('{"__proto__": "x", "constructor": "y"}');
    const { object, problems } = decode('v1', 'Pod', pod({ containers: [] }, { name: 'p', labels }));
    expect(problems).toEqual([]);
    expect(JSON.stringify(object)).toContain('"labels":{"__proto__":"x","constructor":"y"}');
    expect(decode('v1', 'Pod', JSON.parse('{"__proto__": {"a": 1}}')).problems).toHaveLength(1);
    expect(Object.hasOwn(Object.prototype, 'a')).toBe(false);
  });

  it.each([null, undefined, 7, 'text', [], { metadata: [] }, { spec: { containers: 'x' } }])(
    'NOUN-07 never throws: %j',
    (value) => {
      expect(decode('v1', 'Pod', value).object).toMatchObject({ kind: 'Pod', apiVersion: 'v1' });
    },
  );

  it('NOUN-07 names at most a hundred unknown fields', () => {
    const many = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`x${index}`, 1]));
    expect(decode('v1', 'Pod', many).problems).toHaveLength(100);
  });

  it('NOUN-08 does not know other kinds', () => {
    expect(failure({}, true, 'v1', 'Poddd')).toBe(
      'Poddd in version "v1" cannot be handled as a Poddd: no kind "Poddd" is registered for version "v1" in scheme "pkg/runtime/scheme.go:111"',
    );
  });
});
