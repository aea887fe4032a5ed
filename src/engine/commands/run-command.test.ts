import { describe, expect, it } from 'vitest';
import type { Json } from '../../base/json.ts';
import { aDeployment, aMachine, aPod, aRun, manifest, script, wait } from '../testing/run-builders.ts';
import type { Run } from '../run/run.ts';
import { METRICS } from '../sim/metrics.ts';
import type { Command } from './command.ts';
import { View } from '../view/view.ts';
import { describeCommand } from './describe.ts';

function runWith(...objects: readonly Json[]): Run {
  const run = aRun();
  run.give({ kind: 'apply-manifest', text: manifest(...objects) });
  wait(run, 10_000);
  return run;
}

/** What became of the command: `done`, or why it was refused. */
function answer(run: Run, command: Command): string {
  const [outcome] = run.give(command).outcomes;
  return outcome?.message ?? outcome?.result ?? '';
}

describe('commands on objects', () => {
  it('COMMAND-11 scales through the scale subresource', () => {
    const run = runWith(aDeployment('web', 1));
    expect(
      answer(run, {
        kind: 'scale',
        objectKind: 'Deployment',
        namespace: 'default',
        name: 'web',
        replicas: 3,
      }),
    ).toBe('configured');
    wait(run, 10_000);
    expect(run.engine.reader().get('Deployment', 'default', 'web')?.status?.readyReplicas).toBe(3);
  });

  for (const [objectKind, name, message] of [
    ['Deployment', 'none', 'deployments.apps "none" not found'],
    ['Castle', 'web', 'Castle has no replicas'],
  ] as const) {
    it(`COMMAND-11 refuses to scale ${objectKind} ${name}`, () => {
      expect(answer(aRun(), { kind: 'scale', objectKind, namespace: 'default', name, replicas: 3 })).toBe(
        message,
      );
    });
  }

  it('COMMAND-12 cordons and uncordons a node', () => {
    const run = aRun();
    const node = () => run.engine.reader().get('Node', '', 'node-a');
    expect(answer(run, { kind: 'cordon', node: 'node-a' })).toBe('configured');
    expect(node()?.spec.unschedulable).toBe(true);
    wait(run, 1000);
    expect(node()?.spec.taints).toMatchObject([
      { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' },
    ]);
    run.give({ kind: 'uncordon', node: 'node-a' });
    wait(run, 1000);
    expect([node()?.spec.unschedulable, node()?.spec.taints]).toEqual([undefined, undefined]);
    expect(answer(run, { kind: 'cordon', node: 'node-z' })).toBe('nodes "node-z" not found');
  });

  it('COMMAND-13 sends a request as a client does, and hands back the object or the refusal', () => {
    const run = aRun();
    const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'm', namespace: 'default' } };
    const request = { kind: 'request', objectKind: 'ConfigMap', namespace: 'default', name: 'm' } as const;
    const created = run.give({ ...request, verb: 'create', body });
    expect(created.outcomes).toMatchObject([{ result: 'created', object: { metadata: { name: 'm' } } }]);
    expect(run.give({ ...request, verb: 'create', body }).outcomes).toMatchObject([
      { result: 'refused', code: 409, reason: 'AlreadyExists' },
    ]);
    expect(run.give({ ...request, verb: 'delete' }).outcomes).toMatchObject([{ result: 'deleted' }]);
    expect(run.give({ ...request, objectKind: 'Castle', verb: 'delete' }).outcomes).toMatchObject([
      { result: 'refused', code: 404, message: 'the server could not find the requested resource' },
    ]);
  });
});

describe('commands on machines', () => {
  const POKES = [
    'power-off',
    'power-on',
    'cut-network',
    'heal-network',
    'stop-kubelet',
    'start-kubelet',
  ] as const;

  it('COMMAND-14 are refused for machines that are not there', () => {
    const run = aRun();
    for (const kind of POKES)
      expect(answer(run, { kind, machine: 'node-z' })).toBe('There is no machine node-z.');
    expect(answer(run, { kind: 'remove-node', machine: 'node-z' })).toBe('There is no machine node-z.');
    expect(
      answer(run, { kind: 'write-static-manifest', machine: 'node-z', file: 'a.yaml', content: '' }),
    ).toBe('There is no machine node-z.');
  });

  for (const [first, second, message] of [
    [undefined, 'power-on', 'node-a is on already.'],
    ['power-off', 'power-off', 'node-a is off already.'],
    ['power-off', 'stop-kubelet', 'No kubelet runs on node-a.'],
    ['power-off', 'start-kubelet', 'node-a has no power.'],
    [undefined, 'heal-network', 'The network of node-a is whole.'],
    ['cut-network', 'cut-network', 'The network of node-a is cut already.'],
    ['stop-kubelet', 'stop-kubelet', 'No kubelet runs on node-a.'],
    [undefined, 'start-kubelet', 'The kubelet of node-a runs already.'],
    ['power-off', 'power-on', 'done'],
    ['cut-network', 'heal-network', 'done'],
    ['stop-kubelet', 'start-kubelet', 'done'],
  ] as const) {
    it(`COMMAND-14 answers ${second} after ${first ?? 'nothing'} with: ${message}`, () => {
      const run = aRun();
      if (first !== undefined) run.give({ kind: first, machine: 'node-a' });
      expect(answer(run, { kind: second, machine: 'node-a' })).toBe(message);
    });
  }

  it('COMMAND-15 adds a machine under the next free name, whose kubelet registers a node', () => {
    const run = aRun({ machines: ['node-a', 'node-c'].map((name) => aMachine(name)) });
    expect(run.give({ kind: 'add-node' }).outcomes).toMatchObject([{ result: 'done', name: 'node-b' }]);
    expect(answer(run, { kind: 'add-node', name: 'node-a' })).toBe('There is a machine node-a already.');
    expect(answer(run, { kind: 'add-node', name: 'Big One' })).toBe(
      'Big One is no name for a machine: lower case letters, digits and hyphens only.',
    );
    wait(run, 30_000);
    const node = run.engine.reader().get('Node', '', 'node-b');
    expect(node?.status?.conditions?.find(({ type }) => type === 'Ready')?.status).toBe('True');
    expect(new Set(run.engine.world.machines().flatMap(({ addresses }) => addresses)).size).toBe(6);
  });

  it('COMMAND-16 takes a machine away with its node object', () => {
    const run = aRun();
    expect(answer(run, { kind: 'remove-node', machine: 'node-b' })).toBe('done');
    wait(run, 5000);
    expect(run.engine.reader().get('Node', '', 'node-b')).toBeUndefined();
    expect(run.engine.world.machine('node-b')).toBeUndefined();
  });

  it('COMMAND-17 writes static pods and takes them away', () => {
    const run = aRun();
    const content = manifest(aPod('standing', script('sleep 10000')));
    run.give({ kind: 'write-static-manifest', machine: 'node-a', file: 'standing.yaml', content });
    wait(run, 30_000);
    expect(run.engine.reader().get('Pod', 'default', 'standing-node-a')?.status?.phase).toBe('Running');
    run.give({ kind: 'write-static-manifest', machine: 'node-a', file: 'standing.yaml', content: null });
    wait(run, 120_000);
    expect(run.engine.reader().get('Pod', 'default', 'standing-node-a')).toBeUndefined();
  });
});

describe('commands on containers', () => {
  const target = { namespace: 'default', pod: 'web', container: 'app' };

  it('COMMAND-18 need a pod and a container that runs', () => {
    const run = runWith(aPod('web'));
    expect(answer(run, { kind: 'kill-process', ...target, pod: 'none' })).toBe(
      'There is no pod none in namespace default.',
    );
    expect(answer(run, { kind: 'kill-process', ...target, container: 'other' })).toBe(
      'Container other does not run.',
    );
    expect(answer(run, { kind: 'break-probe', mode: 'fail', ...target, container: 'other' })).toBe(
      'Container other does not run.',
    );
  });

  it('COMMAND-19 kills the first process, and the kubelet starts it again', () => {
    const run = runWith(aPod('web'));
    expect(answer(run, { kind: 'kill-process', ...target })).toBe('done');
    wait(run, 5000);
    expect(run.engine.reader().get('Pod', 'default', 'web')?.status?.containerStatuses?.[0]).toMatchObject({
      restartCount: 1,
      ready: true,
      lastState: { terminated: { exitCode: 137 } },
    });
  });

  it('COMMAND-20 breaks what a server answers, and mends it', () => {
    const run = runWith(
      aPod('web', {
        readinessProbe: { httpGet: { path: '/', port: 80 }, periodSeconds: 1, failureThreshold: 1 },
      }),
    );
    const ready = (): string | undefined =>
      run.engine
        .reader()
        .get('Pod', 'default', 'web')
        ?.status?.conditions?.find(({ type }) => type === 'Ready')?.status;
    const seen = [ready()];
    for (const mode of ['fail', 'refuse', 'hang'] as const) {
      run.give({ kind: 'break-probe', mode, ...target });
      wait(run, 5000);
      seen.push(ready());
      run.give({ kind: 'mend-probe', ...target });
      wait(run, 5000);
      seen.push(ready());
    }
    expect(seen).toEqual(['True', 'False', 'True', 'False', 'True', 'False', 'True']);
  });

  it('COMMAND-25 shapes how a program behaves, at once and in later runs', () => {
    const run = runWith(aPod('web', { resources: { limits: { memory: '64Mi' } } }));
    const shape = (name: string, value: string): string =>
      answer(run, { kind: 'set-behaviour', ...target, name, value });
    const restarts = (): number =>
      run.engine.reader().get('Pod', 'default', 'web')?.status?.containerStatuses?.[0]?.restartCount ?? 0;
    expect(shape('memory-growth', '32Mi')).toBe('done');
    wait(run, 6000);
    const status = run.engine.reader().get('Pod', 'default', 'web')?.status?.containerStatuses?.[0];
    expect(status?.lastState?.terminated?.reason ?? status?.state?.terminated?.reason).toBe('OOMKilled');
    wait(run, 60_000);
    expect(restarts()).toBeGreaterThan(1);
    expect(shape('memory-growth', '')).toBe('done');
    wait(run, 60_000);
    const calm = restarts();
    wait(run, 120_000);
    expect(restarts()).toBe(calm);
    expect(shape('crash-after', '3s')).toBe('done');
    wait(run, 6000);
    const ended = run.engine.reader().get('Pod', 'default', 'web')?.status?.containerStatuses?.[0];
    expect((ended?.state?.terminated ?? ended?.lastState?.terminated)?.exitCode).toBe(1);
  });

  it.each([
    ['colour', 'blue', 'There is no behaviour named colour.'],
    ['toString', '1', 'There is no behaviour named toString.'],
    ['crash-after', 'soon', 'soon is no duration for crash-after.'],
    ['memory', 'much', 'much is no quantity for memory.'],
  ])('COMMAND-25 refuses the behaviour %s = %s', (name, value, message) => {
    const run = runWith(aPod('web'));
    const reply = run.give({ kind: 'set-behaviour', ...target, name, value });
    expect(reply.outcomes[0]).toMatchObject({ result: 'refused', message });
  });

  it('COMMAND-21 runs a command in a container, and its effects stay', () => {
    const run = runWith(aPod('web', script('while true; do sleep 1; [ -e /tmp/stop ] && exit 7; done')));
    expect(answer(run, { kind: 'exec', ...target, argv: ['touch', '/tmp/stop'] })).toBe('done');
    wait(run, 5000);
    expect(
      run.engine.reader().get('Pod', 'default', 'web')?.status?.containerStatuses?.[0]?.lastState,
    ).toMatchObject({ terminated: { exitCode: 7 } });
  });
});

describe('a command in a container', () => {
  it('COMMAND-24 tells how it ended and what it printed', () => {
    const run = runWith(aPod('web', script('sleep 1000')));
    const heard: unknown[] = [];
    run.engine.onExecAnswered((entry, answer) => heard.push([entry, answer]));
    const { entry } = run.give({
      kind: 'exec',
      namespace: 'default',
      pod: 'web',
      container: 'app',
      argv: ['sh', '-c', 'echo hello; exit 3'],
    });
    wait(run, 1000);
    expect(heard).toEqual([
      [entry, { result: expect.objectContaining({ exitCode: 3, output: 'hello\n' }) as unknown }],
    ]);
  });
});

it('COMMAND-28 tells the line that was typed', () => {
  const request = { kind: 'request', verb: 'patch', objectKind: 'Node', namespace: '', name: 'n' } as const;
  expect(describeCommand(request).text).toBe('You asked the API server to patch Node n');
  expect(describeCommand({ ...request, typed: 'kubectl cordon n' }).text).toBe('You ran kubectl cordon n');
});

describe('a person at a container', () => {
  const at = { namespace: 'default', pod: 'web', container: 'app', session: 's1' } as const;

  function view(run: Run) {
    return new View(run).ask.session('s1');
  }

  it('COMMAND-26 reads what the command prints, while it runs and after it', () => {
    const run = runWith(aPod('web'));
    run.give({ kind: 'exec', ...at, argv: ['sh', '-c', 'echo one; sleep 5; echo two; exit 4'] });
    expect(view(run)).toBeNull();
    wait(run, 1000);
    expect(view(run)).toMatchObject({ running: true, output: 'one\n', printed: 4, waits: false });
    wait(run, 6000);
    expect(view(run)).toMatchObject({ running: false, output: 'one\ntwo\n', printed: 8, exitCode: 4 });
  });

  it('COMMAND-27 types into a shell, signals what it runs, and ends its input', () => {
    const run = runWith(aPod('web'));
    const type = (text: string): void => {
      run.give({ kind: 'exec-input', ...at, text });
      wait(run, 500);
    };
    run.give({ kind: 'exec', ...at, argv: ['sh'], open: true });
    wait(run, 500);
    expect(view(run)).toMatchObject({ running: true, waits: true, cwd: '/' });
    type('cd /tmp; x=5\n');
    type('echo $x in $PWD\n');
    expect(view(run)).toMatchObject({ output: '5 in /tmp\n', waits: true, cwd: '/tmp' });
    type('sleep 1000; echo woken\n');
    expect(view(run)).toMatchObject({ waits: false });
    run.give({ kind: 'exec-input', ...at, signal: 'INT' });
    wait(run, 500);
    expect(view(run)).toMatchObject({ waits: true });
    run.give({ kind: 'exec-input', ...at, end: true });
    wait(run, 500);
    expect(view(run)?.running).toBe(false);
  });

  it('COMMAND-27 is there again after going back in time', () => {
    const run = runWith(aPod('web'));
    run.give({ kind: 'exec', ...at, argv: ['sh'], open: true });
    wait(run, 500);
    run.give({ kind: 'exec-input', ...at, text: 'echo hi\n' });
    wait(run, 500);
    const end = run.now;
    run.seek(end - 700);
    expect(view(run)?.output ?? '').toBe('');
    run.seek(end);
    expect(view(run)?.output).toBe('hi\n');
  });
});

describe('the registry', () => {
  it('COMMAND-22 refuses pulls while it is down, and serves again when it is mended', () => {
    const run = aRun();
    run.give({ kind: 'set-registry', state: 'down' });
    run.give({ kind: 'apply-manifest', text: manifest(aPod('fresh', { image: 'redis:7' })) });
    wait(run, 8000);
    const waiting = (): string | undefined =>
      run.engine.reader().get('Pod', 'default', 'fresh')?.status?.containerStatuses?.[0]?.state?.waiting
        ?.reason;
    expect(['ErrImagePull', 'ImagePullBackOff']).toContain(waiting());
    run.give({ kind: 'set-registry', state: 'up' });
    wait(run, 60_000);
    expect(waiting()).toBeUndefined();
  });
});

describe('metrics', () => {
  for (const [value, result] of [
    ['21800m', 'done'],
    ['much', 'much is no quantity.'],
  ] as const) {
    it(`COMMAND-23 takes ${value}: ${result}`, () => {
      const run = aRun();
      expect(answer(run, { kind: 'set-metric', metrics: 'external', path: 'default/queue', value })).toBe(
        result,
      );
      expect(run.engine.sim.table(METRICS.external).get('default/queue')?.milli).toBe(
        result === 'done' ? 21_800 : undefined,
      );
    });
  }
});

describe('what commands are called', () => {
  for (const [command, text] of [
    [{ kind: 'power-off', machine: 'node-b' }, 'You switched node-b off'],
    [
      { kind: 'scale', objectKind: 'Deployment', namespace: 'default', name: 'web', replicas: 5 },
      'You scaled Deployment web to 5',
    ],
    [
      { kind: 'kill-process', namespace: 'default', pod: 'web', container: 'app' },
      'You killed the process of app in pod web',
    ],
    [{ kind: 'set-registry', state: 'slow' }, 'You made the image registry slow'],
    [
      { kind: 'set-metric', metrics: 'external', path: 'default/queue', value: '5' },
      'You set the metric default/queue to 5',
    ],
    [
      { kind: 'write-static-manifest', machine: 'node-a', file: 'a.yaml', content: null },
      'You removed a.yaml in the manifest folder of node-a',
    ],
  ] as readonly (readonly [Command, string])[]) {
    it(`COMMAND-01 ${text}`, () => {
      const run = aRun();
      expect(describeCommand(command).text).toBe(text);
      const { entry } = run.give(command);
      expect(run.engine.sim.entry(entry)).toMatchObject({
        actor: 'you',
        verb: command.kind,
        text,
        causes: [],
      });
    });
  }
});
