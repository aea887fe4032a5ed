import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../base/json.ts';
import type { Command } from '../../../commands/command.ts';
import type { Run } from '../../../run/run.ts';
import { aDeployment, aPod, aRun, manifest, wait } from '../../../testing/run-builders.ts';
import { View } from '../../../view/view.ts';
import type { LoadRequestView } from '../../../view/traffic-view.ts';
import { why } from '../../../why/why.ts';
import { addCounts } from './fates.ts';
import type { FateCounts } from './fates.ts';

const SECOND = 1000;

function aService(name: string, spec: { readonly [field: string]: Json } = {}): Json {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name },
    spec: { selector: { app: name }, ports: [{ port: 80 }], ...spec },
  };
}

type Load = Omit<Extract<Command, { readonly kind: 'set-load-generator' }>, 'kind'>;

function load(changes: Partial<Load> = {}): Command {
  return {
    kind: 'set-load-generator',
    name: 'users',
    namespace: 'default',
    service: 'web',
    requestsPerSecond: 4,
    ...changes,
  };
}

/** `web` with two ready pods and a client beside it, a minute old. */
function aShop(...others: readonly Json[]): Run {
  const text = manifest(aDeployment('web', 2), aService('web'), aPod('client'), ...others);
  const run = aRun({ opening: [{ kind: 'apply-manifest', text }] });
  wait(run, 60 * SECOND);
  return run;
}

function fatesOf(run: Run, service = 'web'): FateCounts {
  return new View(run).ask
    .availability({ namespace: 'default', name: service }, 0, run.now + 1)
    .reduce<FateCounts>((sum, { fates }) => addCounts(sum, fates), {});
}

function requestsOf(run: Run): readonly LoadRequestView[] {
  return new View(run).frame(true, 0).traffic?.generators[0]?.requests ?? [];
}

function lastFailure(run: Run): LoadRequestView | undefined {
  return requestsOf(run).findLast(({ fate }) => fate !== 'ok' && fate !== 'pending');
}

describe('load generators', () => {
  it('TRAFFIC-01 send evenly to the pods of a Service, from a pod, through a node port and through the entry', () => {
    for (const way of [
      { fromPod: 'client' },
      { through: 'node-port' as const, service: 'open' },
      { through: 'entry' as const },
    ]) {
      const run = aShop(aService('open', { type: 'NodePort', selector: { app: 'web' } }));
      run.give(load(way));
      wait(run, 10 * SECOND - 1);
      wait(run, 100);
      run.give({ kind: 'remove-load-generator', name: 'users' });
      wait(run, 10 * SECOND);
      const { service = 'web' } = way as { readonly service?: string };
      expect(fatesOf(run, service)).toEqual({ ok: 41 });
    }
  });

  it('TRAFFIC-01 sends nothing while its pod does not run', () => {
    const run = aShop();
    run.give(load({ fromPod: 'nobody' }));
    wait(run, 10 * SECOND);
    expect(fatesOf(run)).toEqual({});
    expect(new View(run).frame(true, 0).traffic?.generators).toMatchObject([{ sending: false, fromUid: '' }]);
  });

  it('TRAFFIC-01 changes its rate at once', () => {
    const run = aShop();
    run.give(load({ requestsPerSecond: 1 }));
    wait(run, 9.5 * SECOND);
    run.give(load({ requestsPerSecond: 8 }));
    wait(run, 9.95 * SECOND);
    expect(fatesOf(run)).toEqual({ ok: 10 + 80 });
  });

  it('TRAFFIC-02 no endpoints, a broken server, a server that hangs, and one that refuses', () => {
    const run = aShop();
    run.give(load({ timeoutMs: 1000 }));
    const [pod] = run.engine.reader().list('Pod', { labelSelector: 'app=web' });
    const target = { namespace: 'default', pod: pod?.metadata.name ?? '', container: 'app' };
    for (const [mode, fate] of [
      ['fail', 'http-error'],
      ['hang', 'timeout'],
      ['refuse', 'refused'],
    ] as const) {
      const before = fatesOf(run)[fate] ?? 0;
      const { entry } = run.give({ kind: 'break-probe', mode, ...target });
      wait(run, 10 * SECOND);
      expect(fatesOf(run)[fate] ?? 0).toBeGreaterThan(before + 8);
      expect(requestsOf(run).findLast((one) => one.fate === fate)).toMatchObject({ cause: entry });
      run.give({ kind: 'mend-probe', ...target });
      wait(run, 5 * SECOND);
    }
    run.give({ kind: 'scale', objectKind: 'Deployment', namespace: 'default', name: 'web', replicas: 0 });
    wait(run, 30 * SECOND);
    expect(lastFailure(run)).toMatchObject({
      fate: 'no-endpoints',
      text: 'Service web has no ready endpoints',
      toPod: '',
    });
  });

  it('TRAFFIC-02 a machine without power answers nothing, a Service that is not there has no address', () => {
    const run = aShop();
    const [pod] = run.engine.reader().list('Pod', { labelSelector: 'app=web' });
    const { entry } = run.give({ kind: 'power-off', machine: pod?.spec.nodeName ?? '' });
    run.give(load({ timeoutMs: 500 }));
    wait(run, 10 * SECOND);
    expect(lastFailure(run)).toMatchObject({
      fate: 'timeout',
      cause: entry,
      text: `${pod?.spec.nodeName} has no power`,
    });
    run.give(load({ service: 'nothing' }));
    wait(run, SECOND);
    expect(lastFailure(run)).toMatchObject({ fate: 'dns-failure', address: '' });
  });

  it('TRAFFIC-02 a container that is killed resets what it has not answered', () => {
    const run = aShop();
    run.give({ kind: 'scale', objectKind: 'Deployment', namespace: 'default', name: 'web', replicas: 1 });
    wait(run, 30 * SECOND);
    const [pod] = run.engine.reader().list('Pod', { labelSelector: 'app=web' });
    const target = { namespace: 'default', pod: pod?.metadata.name ?? '', container: 'app' };
    run.give({ kind: 'set-behaviour', ...target, name: 'answer-delay', value: '2s' });
    run.give(load());
    wait(run, 5 * SECOND);
    const { entry } = run.give({ kind: 'kill-process', ...target });
    wait(run, 5 * SECOND);
    // Those of the two seconds before, and one that nginx was still busy with.
    expect(fatesOf(run)).toMatchObject({ reset: 9 });
    const reset = requestsOf(run).find(({ fate }) => fate === 'reset');
    expect(run.engine.sim.entry(reset?.cause ?? 0)?.causes).toEqual([entry]);
  });

  it('TRAFFIC-03 tells once that requests fail, and the chain of causes leads to the deed', () => {
    const run = aShop();
    run.give(load());
    wait(run, 5 * SECOND);
    run.give({ kind: 'scale', objectKind: 'Deployment', namespace: 'default', name: 'web', replicas: 0 });
    wait(run, 60 * SECOND);
    const told = Array.from({ length: run.engine.sim.trace.length }, (_, i) =>
      run.engine.sim.entry(i + 1),
    ).filter((entry) => entry?.verb === 'fail' && entry.text.includes('no ready endpoints'));
    expect(told).toHaveLength(1);
    const chain = why(
      run.engine.sim,
      { kind: 'Service', namespace: 'default', name: 'web', id: '' },
      run.engine.sim.now,
      'traffic',
    );
    expect(chain[0]).toMatchObject({ rule: 'TRAFFIC-03', actor: 'load/users' });
    expect(chain.at(-1)?.text).toBe('You scaled Deployment web to 0');
  });

  it('TRAFFIC-04 retries on new connections, and counts a request once', () => {
    const run = aShop();
    const [pod] = run.engine.reader().list('Pod', { labelSelector: 'app=web' });
    run.give({
      kind: 'break-probe',
      mode: 'fail',
      namespace: 'default',
      pod: pod?.metadata.name ?? '',
      container: 'app',
    });
    run.give(load({ retries: 10 }));
    wait(run, 20 * SECOND - 50);
    expect(fatesOf(run)).toEqual({ ok: 80 });
    expect(requestsOf(run).some(({ tries }) => tries > 1)).toBe(true);
  });

  it('TRAFFIC-05 keeps a bounded number of buckets that add up', () => {
    const run = aShop();
    run.give(load({ requestsPerSecond: 1 }));
    wait(run, 40 * 60 * SECOND);
    const ask = (): readonly { readonly at: number; readonly lengthMs: number; readonly sent: number }[] =>
      new View(run).ask.availability({ namespace: 'default', name: 'web' }, 0, run.now + 1);
    const buckets = ask();
    expect(buckets.reduce((sum, { sent }) => sum + sent, 0)).toBe(40 * 60 + 1);
    for (const [i, { at, lengthMs }] of buckets.entries())
      expect(at + lengthMs).toBeLessThanOrEqual(buckets[i + 1]?.at ?? at + lengthMs);
    expect(buckets.length).toBeLessThan(300 + 360);
    wait(run, 2 * 3600 * SECOND);
    expect(ask().length).toBeLessThan(300 + 360 + 288);
    expect(ask().reduce((sum, { sent }) => sum + sent, 0)).toBe(40 * 60 + 2 * 3600 + 1);
  });

  it('TRAFFIC-06 refuses generators that could not be', () => {
    const run = aShop();
    const refusal = (changes: Partial<Load>): string | undefined =>
      run.give(load(changes)).outcomes[0]?.message;
    expect(refusal({ through: 'service' })).toBe(
      'A cluster IP cannot be reached from outside: send through a node port or the entry.',
    );
    expect(refusal({ requestsPerSecond: 0 })).toBe('A load generator sends 1 to 100000 requests per second.');
    expect(refusal({ through: 'node-port', node: 'node-z' })).toBe('There is no machine node-z.');
    expect(refusal({ name: 'Users' })).toMatch(/no name/);
    expect(run.give({ kind: 'remove-load-generator', name: 'users' }).outcomes[0]?.message).toBe(
      'There is no load generator users.',
    );
  });

  it('TRAFFIC-07 asks pods that left a headless Service until the TTL is over', () => {
    const run = aShop(aService('crowd', { clusterIP: 'None', selector: { app: 'web' } }));
    run.give(load({ service: 'crowd', fromPod: 'client', timeoutMs: 4000 }));
    wait(run, 5 * SECOND);
    run.give({
      kind: 'request',
      verb: 'delete',
      objectKind: 'Deployment',
      namespace: 'default',
      name: 'web',
    });
    wait(run, 20 * SECOND);
    expect(fatesOf(run, 'crowd')).toMatchObject({ unreachable: expect.any(Number) as number });
    wait(run, 30 * SECOND);
    expect(lastFailure(run)).toMatchObject({ fate: 'dns-failure' });
  });

  it('TRAFFIC-08 tells where each request went, and rates that die away', () => {
    const run = aShop();
    run.give(load({ fromPod: 'client' }));
    const view = new View(run);
    view.frame(true, 0);
    wait(run, 20 * SECOND + 20);
    const traffic = view.frame(false, 0).traffic;
    const names = run.engine
      .reader()
      .list('Pod', { labelSelector: 'app=web' })
      .map(({ metadata }) => metadata.name);
    expect(traffic?.generators).toMatchObject([{ sending: true, counted: false, recentSent: 40 }]);
    for (const { toPod, fate, at, endedAt } of traffic?.generators[0]?.requests ?? []) {
      expect(names).toContain(toPod);
      expect(fate).toBe('ok');
      expect(endedAt - at).toBeLessThan(10);
    }
    expect(traffic?.services).toMatchObject([{ service: 'web', requestsPerSecond: 4 }]);
    run.give({ kind: 'remove-load-generator', name: 'users' });
    expect(view.frame(false, 0).traffic).toEqual({ generators: [], services: [] });
  });
});
