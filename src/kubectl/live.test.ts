/** What goes on while time passes: watches, logs that are followed, a person at the keyboard. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { ExecStream, ExecView, LogLine } from './cluster-access.ts';
import { completion } from './completion.ts';
import { fileShelf } from './file-shelf.ts';
import { createInterrupter } from './interruption.ts';
import type { Keyboard } from './keyboard.ts';
import { kubectl } from './kubectl.ts';
import { EPOCH_MS, apiOnly } from './testing/api-only.ts';
import type { TestCluster } from './testing/api-only.ts';

const POD =
  'apiVersion: v1\nkind: Pod\nmetadata: {name: web, labels: {app: web}}\nspec: {nodeName: n1, containers: [{name: app, image: nginx}, {name: side, image: busybox}]}\n';

let cluster: TestCluster;

beforeEach(async () => {
  cluster = apiOnly();
  await cluster.run('apply -f -', POD);
});

async function turns(count = 50): Promise<void> {
  for (let i = 0; i < count; i++) await Promise.resolve();
}

function setStatus(pod: string, status: object) {
  return cluster.access.patch('Pod', 'default', pod, 'merge', { status: { ...status } }, 'status');
}

describe('watching', () => {
  async function watched(words: string, deeds: readonly (() => Promise<unknown>)[]): Promise<string> {
    const interrupter = createInterrupter();
    const access = {
      ...cluster.access,
      watch: (...asked: Parameters<typeof cluster.access.watch>) => {
        const watch = cluster.access.watch(...asked);
        const left = [...deeds];
        return {
          stop: () => watch.stop(),
          next: async () => {
            const deed = left.shift();
            if (deed === undefined) interrupter.interrupt();
            await deed?.();
            return watch.next(cluster.access.now());
          },
        };
      },
    };
    const { stdout, exit } = await kubectl(words.split(' '), { cluster: access, interruption: interrupter });
    return `${stdout}[${exit}]`;
  }

  it('KUBECTL-10 one row per change, and 130 when it is interrupted', async () => {
    const text = await watched('get pods -w', [
      () => setStatus('web', { phase: 'Running', reason: 'ALongerWordThanBefore' }),
      () => cluster.run('delete pod web --wait=false --grace-period=0 --force'),
    ]);
    expect(text.split('\n')).toEqual([
      'NAME   READY   STATUS    RESTARTS   AGE',
      'web    0/2     Pending   0          0s',
      'web    0/2     ALongerWordThanBefore   0          0s',
      'web    0/2     Terminating             0          0s',
      'web    0/2     Terminating             0          0s',
      '[130]',
    ]);
  });

  it('KUBECTL-10 says what happened', async () => {
    const text = await watched('get pods -w --output-watch-events --no-headers', [
      () => cluster.run('run more --image=nginx').then(() => cluster.run('label pod web a=b')),
    ]);
    expect(text).toMatch(/^ADDED\s+web .*\n(ADDED\s+more .*\n)?MODIFIED\s+web/);
  });

  it('KUBECTL-10 watches one kind only', async () => {
    expect((await cluster.run('get pods,services -w')).stderr).toBe(
      'error: you may only specify a single resource type\n',
    );
  });
});

describe('logs that are followed', () => {
  it('KUBECTL-11 go on until the container ends, line by line', async () => {
    const lines: LogLine[] = [
      { atMs: EPOCH_MS, text: 'one' },
      { atMs: EPOCH_MS, text: 'two' },
    ];
    cluster.logs.set('web/app', lines);
    const running = {
      name: 'app',
      state: { running: {} },
      ready: true,
      restartCount: 0,
      image: 'x',
      imageID: '',
    };
    await setStatus('web', { phase: 'Running', containerStatuses: [running] });
    const later = [
      () => lines.push({ atMs: EPOCH_MS, text: 'three' }, { atMs: EPOCH_MS + 5, text: 'four' }),
      () =>
        setStatus('web', {
          containerStatuses: [{ ...running, state: { terminated: { exitCode: 0, containerID: 'c' } } }],
        }),
    ];
    const access = { ...cluster.access, sleep: async () => void (await later.shift()?.()) };
    const { stdout, exit } = await kubectl(['logs', '-f', 'web', '-c', 'app'], { cluster: access });
    expect([stdout, exit]).toEqual(['one\ntwo\nthree\nfour\n', 0]);
  });
});

it('KUBECTL-12 an interrupted wait ends with 130', async () => {
  const status = {
    name: 'app',
    state: { running: {} },
    ready: true,
    restartCount: 0,
    image: 'x',
    imageID: '',
  };
  await setStatus('web', { phase: 'Running', containerStatuses: [status] });
  const interruption = createInterrupter();
  const access = { ...cluster.access, sleep: () => new Promise<void>(() => undefined) };
  const waiting = kubectl(['logs', '-f', 'web', '-c', 'app'], { cluster: access, interruption });
  await turns();
  interruption.interrupt();
  expect((await waiting).exit).toBe(130);
});

describe('talking', () => {
  const view = (changes: Partial<ExecView>): ExecView => ({
    running: true,
    output: '',
    printed: 0,
    waits: false,
    cwd: '/',
    program: 'sh',
    exitCode: 0,
    error: '',
    ...changes,
  });

  it('KUBECTL-13 lines in, signals and the end', async () => {
    const done: string[] = [];
    const states = [
      view({ waits: true }),
      view({ output: 'hi\n', printed: 3 }),
      view({ output: 'hi\n', printed: 3, waits: true, cwd: '/tmp' }),
      view({ running: false, output: 'hi\nbye\n', printed: 7, exitCode: 2 }),
    ];
    const listeners: (() => void)[] = [];
    const stream: ExecStream = {
      look: async () => states.shift(),
      type: async (text) => void done.push(`type ${JSON.stringify(text)}`),
      end: async () => void done.push('end'),
      signal: async (name) => void done.push(name),
      wait: async () => {
        for (const listener of listeners) listener();
      },
    };
    const answers = ['echo hi', undefined];
    const keyboard: Keyboard = {
      readLine: async (prompt) => {
        done.push(`asked ${prompt}`);
        return answers.shift();
      },
      onInterrupt: (listener) => {
        listeners.push(listener);
        return () => void listeners.splice(0);
      },
      interrupt: () => undefined,
    };
    await setStatus('web', { phase: 'Running' });
    const { stdout, stderr, exit } = await kubectl(['exec', '-it', 'web', '-c', 'app', '--', 'sh'], {
      cluster: { ...cluster.access, openExec: async () => stream },
      keyboard,
    });
    expect(done).toEqual(['asked / # ', 'type "echo hi\\n"', 'INT', 'asked /tmp # ', 'end']);
    expect([stdout, stderr, exit]).toEqual(['hi\nbye\n', 'command terminated with exit code 2\n', 2]);
    expect(listeners).toEqual([]);
  });
});

describe('files', () => {
  const map = (name: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`;

  it('KUBECTL-14 a directory in the order of names, a file, and what is not there', async () => {
    const files = fileShelf({
      'all/b.yaml': map('b'),
      'all/a.yml': map('a'),
      'all/c.txt': 'x',
      'd.yaml': map('d'),
    });
    files.makeDirectory('empty');
    const apply = (path: string) => kubectl(['apply', '-f', path], { cluster: cluster.access, files });
    expect((await apply('all')).stdout).toBe('configmap/a created\nconfigmap/b created\n');
    expect((await apply('./d.yaml')).stdout).toBe('configmap/d created\n');
    expect((await apply('none.yaml')).stderr).toBe('error: the path "none.yaml" does not exist\n');
    expect((await apply('empty')).stderr).toBe(
      'error: error reading [empty]: recognized file extensions are [.json .yaml .yml]\n',
    );
  });
});

describe('completion', () => {
  it.each([
    ['kubec', ['kubectl']],
    ['kubectl ro', ['rollout']],
    ['kubectl rollout st', ['status']],
    ['kubectl get nod', ['nodes']],
    ['kubectl get pods,serv', ['pods,serviceaccounts', 'pods,services']],
    ['kubectl get po w', ['web']],
    ['kubectl logs w', ['web']],
    ['kubectl logs web -c s', ['side']],
    ['kubectl describe pod/w', ['pod/web']],
    ['kubectl get pods -n oth', ['other']],
    ['kubectl apply -f w', ['web.yaml']],
    ['kubectl get pods -o js', ['json', 'jsonpath=']],
    ['kubectl scale --rep', ['--replicas=']],
    ['kubectl get pods | he', ['head']],
    ['cat w', ['web.yaml']],
    ['kubectl exec web -- l', []],
  ])('KUBECTL-15 %s', async (text, candidates) => {
    const found = await completion(text, text.length, {
      cluster: cluster.access,
      namespace: 'default',
      files: fileShelf({ 'web.yaml': '' }),
      programs: ['kubectl', 'cat', 'head'],
    });
    expect(found.candidates).toEqual(candidates);
  });
});
