import { describe, expect, it } from 'vitest';
import { wireForm } from './wire-form.ts';

describe('wireForm', () => {
  it('NOUN-51 writes null for times and lists that Go never leaves out', () => {
    const slice = {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { name: 's' },
      addressType: 'IPv4',
      endpoints: [],
    };
    expect(wireForm(slice.apiVersion, slice.kind, slice)).toMatchObject({ endpoints: null, ports: null });
    const pod = { status: { conditions: [{ type: 'Ready', status: 'True' }] } };
    expect(wireForm('v1', 'Pod', pod)).toEqual({
      status: {
        conditions: [{ type: 'Ready', lastProbeTime: null, lastTransitionTime: null, status: 'True' }],
      },
    });
  });

  it('NOUN-51 puts fields in the order of the Go structs', () => {
    const pod = {
      spec: { restartPolicy: 'Always', containers: [{ image: 'x', name: 'a' }] },
      kind: 'Pod',
      apiVersion: 'v1',
    };
    expect(JSON.stringify(wireForm('v1', 'Pod', pod))).toBe(
      '{"kind":"Pod","apiVersion":"v1","spec":{"containers":[{"name":"a","image":"x"}],"restartPolicy":"Always"}}',
    );
  });
});
