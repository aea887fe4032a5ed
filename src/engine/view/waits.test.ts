import { describe, expect, it } from 'vitest';
import { aMachine, aPod, aRun, manifest, script } from '../testing/run-builders.ts';
import type { Run } from '../run/run.ts';
import { View } from './view.ts';

/** The pod is ready, and nothing but its probe is still to come. */
function quiet(
  pod = aPod('one', { readinessProbe: { httpGet: { path: '/', port: 80 }, periodSeconds: 5 } }),
): {
  readonly run: Run;
  readonly view: View;
} {
  const run = aRun({
    machines: ['node-a', 'node-b'].map((name) => aMachine(name)),
    opening: [{ kind: 'apply-manifest', text: manifest(pod) }],
    settleMs: 30_000,
  });
  return { run, view: new View(run) };
}

describe('what is waited for', () => {
  it('VIEW-06 names a routine probe when nothing else is due, for the moment at which it is made', () => {
    const { run, view } = quiet();
    const next = view.next();
    expect(next).toMatchObject({
      text: 'readiness probe of app in one',
      subject: { kind: 'Pod', name: 'one' },
      passing: false,
    });
    run.run((next?.at ?? 0) - 1);
    expect(view.next()).toEqual(next);
    run.run(next?.at ?? 0);
    expect(view.next()?.at).toBe((next?.at ?? 0) + 5000);
  });

  it('VIEW-06 names what may change something before what is only routine', () => {
    const { run, view } = quiet();
    run.give({ kind: 'power-off', machine: 'node-a' });
    run.give({ kind: 'power-off', machine: 'node-b' });
    const said = view.next();
    expect(said?.text).toMatch(/^node lifecycle gives node-[ab] up/);
    expect(said?.at).toBeGreaterThan(run.now + 30_000);
  });

  it('VIEW-06 names the try that ends a back-off', () => {
    const { run, view } = quiet(aPod('one', script('exit 1')));
    const pod = () => run.engine.reader().get('Pod', 'default', 'one')?.status?.containerStatuses?.[0];
    while (pod()?.state?.terminated === undefined || pod()?.restartCount !== 2) run.run(run.now + 100);
    const said = view.next();
    expect(said).toMatchObject({ text: 'the next try for one', subject: { kind: 'Pod', name: 'one' } });
    expect(said?.at).toBeGreaterThan(run.now + 5000);
    const before = pod()?.containerID;
    run.run((said?.at ?? 0) - 1);
    expect(pod()?.containerID).toBe(before);
    run.run((said?.at ?? 0) + 2000);
    expect(pod()?.containerID).not.toBe(before);
  });

  it('VIEW-06 names no probe of a container that does not run', () => {
    const { run, view } = quiet(
      aPod('one', {
        ...script('sleep 3; exit 1'),
        readinessProbe: { exec: { command: ['true'] }, periodSeconds: 1 },
      }),
    );
    const pod = () => run.engine.reader().get('Pod', 'default', 'one')?.status?.containerStatuses?.[0];
    while (pod()?.state?.waiting?.reason !== 'CrashLoopBackOff') run.run(run.now + 100);
    run.run(run.now + 3000);
    expect(pod()?.state?.waiting?.reason).toBe('CrashLoopBackOff');
    expect(view.next()?.text).toBe('the next try for one');
  });

  it('VIEW-07 says to the millisecond when a silent node will be given up', () => {
    for (const ms of [0, 1, 3333, 7001, 9999]) {
      const { run, view } = quiet();
      run.run(ms);
      run.give({ kind: 'power-off', machine: 'node-b' });
      const ready = (): string | undefined =>
        run.engine
          .reader()
          .get('Node', '', 'node-b')
          ?.status?.conditions?.find(({ type }) => type === 'Ready')?.status;
      const said = view.next();
      expect(said?.text).toBe('node lifecycle gives node-b up after 50 s of silence');
      run.run(ms + 20_000);
      expect(view.next()).toEqual(said);
      run.run((said?.at ?? 0) - 1);
      expect([ms, ready()]).toEqual([ms, 'True']);
      run.run(said?.at ?? 0);
      expect([ms, ready()]).toEqual([ms, 'Unknown']);
    }
  });
});
