import { describe, expect, it } from 'vitest';
import type { Command } from '../commands/command.ts';
import { aDeployment, aRun, aSetup, aTemplate, manifest, wait } from '../testing/run-builders.ts';
import { Run } from './run.ts';
import { settingPaths, settingsWith } from './settings.ts';

const web: Command = { kind: 'apply-manifest', text: manifest(aDeployment('web', 2)) };
const off: Command = { kind: 'power-off', machine: 'node-a' };
const on: Command = { kind: 'power-on', machine: 'node-a' };

function power(run: Run): string | undefined {
  return run.engine.world.machine('node-a')?.power;
}

describe('a run', () => {
  it('RUN-08 begins when its opening has settled: nodes ready, opening commands done, time 0', () => {
    const run = aRun({ opening: [web], settleMs: 20_000 });
    const api = run.engine.reader();
    expect(run.now).toBe(0);
    expect(run.canUndo).toBe(false);
    expect(
      api.list('Node').map(({ status }) => status?.conditions?.find(({ type }) => type === 'Ready')?.status),
    ).toEqual(['True', 'True', 'True']);
    expect(api.get('Deployment', 'default', 'web')?.status?.readyReplicas).toBe(2);
    run.seek(-5000);
    expect(run.now).toBe(0);
  });

  it('CLUSTER-01 has the namespaces every cluster has, and the default service account', () => {
    const api = aRun().engine.reader();
    expect(api.list('Namespace').map(({ metadata }) => metadata.name)).toEqual([
      'default',
      'kube-node-lease',
      'kube-public',
      'kube-system',
    ]);
    expect(api.get('ServiceAccount', 'default', 'default')).toBeDefined();
  });

  it('CLUSTER-02 has the priority classes of system pods', () => {
    const classes = aRun().engine.reader().list('PriorityClass');
    expect(
      classes.map(({ metadata, value, globalDefault }) => [metadata.name, value, globalDefault]),
    ).toEqual([
      ['system-cluster-critical', 2_000_000_000, undefined],
      ['system-node-critical', 2_000_001_000, undefined],
    ]);
  });

  it('CLUSTER-03 offers the API server as a Service, to pods of every namespace', () => {
    const pod = 'apiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: kube-public}\n';
    const spec = 'spec: {containers: [{name: app, image: busybox, command: [sleep, "1000"]}]}\n';
    const run = aRun({ opening: [{ kind: 'apply-manifest', text: `${pod}${spec}` }], settleMs: 30_000 });
    const api = run.engine.reader();
    const service = api.get('Service', 'default', 'kubernetes');
    expect(service?.metadata.labels).toEqual({ component: 'apiserver', provider: 'kubernetes' });
    expect(service?.spec).toMatchObject({
      clusterIP: '10.96.0.1',
      ports: [{ name: 'https', protocol: 'TCP', port: 443, targetPort: 6443 }],
    });
    expect(api.get('Endpoints', 'default', 'kubernetes')?.subsets).toEqual([
      { addresses: [{ ip: '192.168.0.10' }], ports: [{ name: 'https', port: 6443, protocol: 'TCP' }] },
    ]);
    const slice = api.get('EndpointSlice', 'default', 'kubernetes');
    expect(slice?.metadata.labels).toEqual({ 'kubernetes.io/service-name': 'kubernetes' });
    expect(slice?.endpoints).toEqual([{ addresses: ['192.168.0.10'], conditions: { ready: true } }]);
    const { world } = run.engine;
    const uid = api.get('Pod', 'kube-public', 'p')?.metadata.uid ?? '';
    const [container] = world.machines().flatMap(({ name }) => world.containers(name, uid));
    expect(container?.env).toEqual(
      expect.arrayContaining([
        { name: 'KUBERNETES_SERVICE_HOST', value: '10.96.0.1' },
        { name: 'KUBERNETES_SERVICE_PORT_HTTPS', value: '443' },
      ]),
    );
  });

  it('RUN-09 takes back the last command and gives the moment before it', () => {
    const run = aRun();
    wait(run, 1000);
    run.give(off);
    wait(run, 60_000);
    expect(run.undo()).toBe('You switched node-a off');
    expect([run.now, power(run), run.timeline.log.length]).toEqual([1000, 'on', 0]);
    expect(run.undo()).toBeUndefined();
  });

  it('RUN-10 brings back what was undone, at the moment of the undo', () => {
    const run = aRun();
    run.give(off);
    wait(run, 60_000);
    const hash = run.engine.sim.stateHash();
    run.undo();
    expect(run.canRedo).toBe(true);
    expect(run.redo()).toBe('You switched node-a off');
    expect([run.now, run.engine.sim.stateHash(), run.canRedo]).toEqual([60_000, hash, false]);
    expect(run.redo()).toBeUndefined();
  });

  it('RUN-10 undoes several commands and brings them back one by one', () => {
    const run = aRun();
    run.give(web);
    wait(run, 5000);
    run.give(off);
    wait(run, 5000);
    const hash = run.engine.sim.stateHash();
    expect([run.undo(), run.undo()]).toEqual(['You switched node-a off', 'You applied a manifest']);
    expect(run.engine.reader().list('Deployment')).toEqual([]);
    expect([run.redo(), run.redo()]).toEqual(['You applied a manifest', 'You switched node-a off']);
    expect(run.engine.sim.stateHash()).toBe(hash);
  });

  it('RUN-11 forgets what could be brought back when something new is done, but keeps it as a branch', () => {
    const run = aRun();
    run.give(off);
    wait(run, 5000);
    const [hash, at] = [run.engine.sim.stateHash(), run.now];
    run.undo();
    run.give(web);
    wait(run, 5000);
    expect(run.canRedo).toBe(false);
    const branch = run.timeline.branches[0];
    expect(branch?.log.map(({ command }) => command)).toEqual([off]);
    run.timeline.switchTo(branch?.id ?? 0);
    expect([run.now, run.engine.sim.stateHash()]).toEqual([at, hash]);
  });

  it('RUN-12 keeps the known future while looking at the past, and leaves it as a branch when somebody acts there', () => {
    const run = aRun();
    wait(run, 1000);
    run.give(off);
    wait(run, 10_000);
    run.give(on);
    wait(run, 10_000);
    const hash = run.engine.sim.stateHash();
    run.seek(5000);
    expect([power(run), run.timeline.happened, run.timeline.log.length]).toEqual(['off', 1, 2]);
    run.seek(500);
    expect(power(run)).toBe('on');
    run.seek(21_000);
    expect(run.engine.sim.stateHash()).toBe(hash);
    run.seek(5000);
    run.give(web);
    expect([run.timeline.log.length, run.timeline.branches.length]).toEqual([2, 1]);
  });

  it('RUN-13 opens where its viewer stood', () => {
    const run = aRun({ opening: [web] });
    wait(run, 3000);
    run.give(off);
    wait(run, 4000);
    run.seek(3500);
    const opened = Run.open(run.save());
    expect([opened.now, opened.engine.sim.stateHash()]).toEqual([3500, run.engine.sim.stateHash()]);
    opened.seek(7000);
    run.seek(7000);
    expect(opened.engine.sim.stateHash()).toBe(run.engine.sim.stateHash());
  });

  it('RUN-14 stops within its budget and goes on from there', () => {
    const [run, other] = [aRun({ opening: [web] }), aRun({ opening: [web] })];
    let slices = 0;
    for (let out = run.run(60_000, 20); !out.reached; out = run.run(60_000, 20)) {
      expect(out.events).toBe(20);
      slices++;
    }
    other.run(60_000);
    expect(slices).toBeGreaterThan(2);
    expect(run.engine.sim.stateHash()).toBe(other.engine.sim.stateHash());
  });

  it('RUN-15 keeps answering with a Deployment of 100,000 replicas', () => {
    const run = aRun();
    run.give({ kind: 'apply-manifest', text: manifest(aDeployment('huge', 100_000)) });
    const pods: number[] = [];
    for (let slice = 0; slice < 20; slice++) {
      expect(run.run(60_000, 20)).toEqual({ reached: false, events: 20 });
      pods.push(run.engine.server.context.store.table('Pod').size);
    }
    const grown = pods.map((count, i) => count - (pods[i - 1] ?? 0));
    expect(Math.max(...grown)).toBeLessThanOrEqual(500);
    expect(pods.at(-1)).toBeGreaterThan(500);
    expect(run.undo()).toBe('You applied a manifest');
    expect(run.engine.reader().list('Pod')).toEqual([]);
  });
});

describe('a long run', () => {
  it('RUN-21 is crossed from checkpoint to checkpoint, forwards as well as backwards', () => {
    const probe = { readinessProbe: { httpGet: { path: '/', port: 80 }, periodSeconds: 1 } };
    const run = aRun({
      opening: [{ kind: 'apply-manifest', text: manifest(aDeployment('web', 6, aTemplate('web', probe))) }],
    });
    const { sim } = run.engine;
    run.run(20 * 60_000);
    const pop = sim.queue.pop.bind(sim.queue);
    let handled = 0;
    sim.queue.pop = () => {
      handled++;
      return pop();
    };
    expect(sim.processed).toBeGreaterThan(20_000);
    for (const minute of [1, 19, 10, 2, 18]) {
      handled = 0;
      run.seek(minute * 60_000);
      expect(run.now).toBe(minute * 60_000);
      expect(handled).toBeLessThan(2500);
    }
  });
});

describe('settings of a run', () => {
  it('RUN-16 change by path; what is no setting or no whole number is left alone', () => {
    const changed = settingsWith({
      'nodeLifecycle.monitorGracePeriodMs': 20_000,
      'nodeLifecycle.none': 1,
      'no.such.path': 2,
      'kubelet.statusWriteMs': 3,
      'nodeLifecycle.monitorPeriodMs': 0.5,
    });
    const plain = settingsWith({});
    expect(changed.nodeLifecycle).toEqual({ ...plain.nodeLifecycle, monitorGracePeriodMs: 20_000 });
    expect(changed.kubelet).toEqual(plain.kubelet);
  });

  it('RUN-16 are all listed with their defaults', () => {
    const paths = settingPaths();
    expect(paths).toContainEqual({
      path: 'nodeLifecycle.monitorGracePeriodMs',
      value: settingsWith({}).nodeLifecycle.monitorGracePeriodMs,
    });
    expect(new Set(paths.map(({ path }) => path)).size).toBe(paths.length);
  });

  it('RUN-16 take effect: a shorter grace period makes a silent node unready sooner', () => {
    const unreadyAt = (gracePeriodMs: number): number => {
      const run = new Run(aSetup({ settings: { 'nodeLifecycle.monitorGracePeriodMs': gracePeriodMs } }));
      run.give(off);
      while (
        run.engine
          .reader()
          .get('Node', '', 'node-a')
          ?.status?.conditions?.find(({ type }) => type === 'Ready')?.status === 'True'
      )
        wait(run, 1000);
      return run.now;
    };
    expect(unreadyAt(20_000)).toBeLessThan(unreadyAt(50_000) - 20_000);
  });
});
