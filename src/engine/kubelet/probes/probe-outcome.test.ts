import { describe, expect, it } from 'vitest';
import type { Json } from '../../../base/json.ts';
import type { RequestSpec } from '../../world/contract.ts';
import { aContainer } from '../testing/build.ts';
import { execOutcome, requestOutcome, sameHostRedirect } from './probe-outcome.ts';
import { portNumber, probeRequest } from './probe-request.ts';

function request(protocol: RequestSpec['protocol']): RequestSpec {
  return { protocol, fromMachine: 'node-1', ip: '10.244.1.2', port: 8080, path: '/ok', timeoutMs: 1000 };
}

describe('answers to probes', () => {
  it.each<[RequestSpec['protocol'], Json, string, string]>([
    ['http', { outcome: 'response', status: 200, body: 'fine' }, 'success', 'fine'],
    [
      'http',
      { outcome: 'response', status: 500, body: '' },
      'failure',
      'HTTP probe failed with statuscode: 500',
    ],
    [
      'http',
      { outcome: 'response', status: 302, body: 'x' },
      'warning',
      'Probe terminated redirects, Response body: x',
    ],
    [
      'http',
      { outcome: 'refused' },
      'failure',
      'Get "http://10.244.1.2:8080/ok": dial tcp 10.244.1.2:8080: connect: connection refused',
    ],
    [
      'http',
      { outcome: 'timeout' },
      'failure',
      'Get "http://10.244.1.2:8080/ok": context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
    ],
    ['tcp', { outcome: 'response', status: 0, body: '' }, 'success', ''],
    ['tcp', { outcome: 'refused' }, 'failure', 'dial tcp 10.244.1.2:8080: connect: connection refused'],
    ['tcp', { outcome: 'timeout' }, 'failure', 'dial tcp 10.244.1.2:8080: i/o timeout'],
    ['grpc', { outcome: 'response', status: 1, body: 'SERVING' }, 'success', 'service healthy'],
    [
      'grpc',
      { outcome: 'response', status: 2, body: 'NOT_SERVING' },
      'failure',
      'service unhealthy (responded with "NOT_SERVING")',
    ],
    [
      'grpc',
      { outcome: 'refused' },
      'failure',
      'timeout: failed to connect service "10.244.1.2:8080" within 1s: context deadline exceeded',
    ],
  ])('KUBELET-41 %s %o', (protocol, result, verdict, text) => {
    expect(requestOutcome(request(protocol), result)).toEqual({ verdict, text });
  });

  it.each<[Json, string, string]>([
    [{ exitCode: 0, output: 'ok\n', timedOut: false }, 'success', 'ok\n'],
    [{ exitCode: 1, output: 'no\n', timedOut: false }, 'failure', 'no\n'],
    [
      { exitCode: 137, output: '', timedOut: true },
      'failure',
      'command timed out: "cat /up" timed out after 2s',
    ],
    [{ exitCode: 126, output: '', timedOut: false, error: 'rpc error' }, 'error', 'rpc error'],
  ])('KUBELET-41 exec %o', (result, verdict, text) => {
    expect(execOutcome({ exec: { command: ['cat', '/up'] }, timeoutSeconds: 2 }, result)).toEqual({
      verdict,
      text,
    });
  });

  it('KUBELET-41 redirects are followed on the same host only', () => {
    expect(sameHostRedirect(request('http'), '/there')).toBe('/there');
    expect(sameHostRedirect(request('http'), 'http://10.244.1.2:9090/there')).toBe('/there');
    expect(sameHostRedirect(request('http'), 'http://example.com/there')).toBeUndefined();
  });
});

describe('requests of probes', () => {
  const container = aContainer('app', { ports: [{ name: 'web', containerPort: 8080 }] });

  it('KUBELET-41 find ports by name or number', () => {
    expect(portNumber('web', container)).toBe(8080);
    expect(portNumber('81', container)).toBe(81);
    expect(portNumber('nope', container)).toBeUndefined();
  });

  it('KUBELET-41 go to the pod with the header of a probe', () => {
    expect(
      probeRequest({ httpGet: { port: 'web' }, timeoutSeconds: 3 }, container, 'node-1', '10.244.1.2'),
    ).toEqual({
      protocol: 'http',
      fromMachine: 'node-1',
      ip: '10.244.1.2',
      port: 8080,
      path: '/',
      method: 'GET',
      timeoutMs: 3000,
      headers: [{ name: 'User-Agent', value: 'kube-probe/1.37' }],
    });
  });
});
