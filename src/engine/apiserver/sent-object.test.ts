import { describe, expect, it } from 'vitest';
import { readSent } from './sent-object.ts';

const pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p' },
  spec: { containers: [{ name: 'app', image: 'a', imagee: 'x' }] },
};

describe('readSent', () => {
  it('API-17 fills in kind, version and namespace from the URL', () => {
    expect(readSent('Pod', { metadata: { name: 'p' } }, { namespace: 'shop' })).toMatchObject({
      ok: true,
      value: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace: 'shop' } },
    });
  });

  it.each([
    [
      { ...pod, kind: 'Service' },
      'Service in version "v1" cannot be handled as a Pod: converting (v1.Service) to (core.Pod): unknown conversion',
    ],
    [
      { ...pod, kind: 'Poddd' },
      'Poddd in version "v1" cannot be handled as a Pod: no kind "Poddd" is registered for version "v1" in scheme "pkg/runtime/scheme.go:111"',
    ],
    [
      { ...pod, spec: { containers: 'none' } },
      'Pod in version "v1" cannot be handled as a Pod: json: cannot unmarshal string into Go struct field PodSpec.spec.containers of type []v1.Container',
    ],
    [
      { ...pod, metadata: { name: 'p', namespace: 'other' } },
      'the namespace of the provided object does not match the namespace sent on the request',
    ],
  ])('API-17 refuses what is not of the URL: %#', (body, message) => {
    expect(readSent('Pod', body, { namespace: 'shop' })).toMatchObject({
      ok: false,
      error: { code: 400, reason: 'BadRequest', message },
    });
  });

  it('API-18 names unknown fields, drops them in silence, or refuses', () => {
    const heard: string[] = [];
    const warn = (text: string): void => void heard.push(text);
    expect(readSent('Pod', pod, { warn })).toMatchObject({
      ok: true,
      value: { spec: { containers: [{ name: 'app', image: 'a' }] } },
    });
    expect(heard).toEqual(['unknown field "spec.containers[0].imagee"']);
    expect(readSent('Pod', pod, { warn, fieldValidation: 'Ignore' }).ok).toBe(true);
    expect(heard).toHaveLength(1);
    expect(readSent('Pod', pod, { fieldValidation: 'Strict' })).toMatchObject({
      error: {
        message:
          'Pod in version "v1" cannot be handled as a Pod: strict decoding error: unknown field "spec.containers[0].imagee"',
      },
    });
  });
});
