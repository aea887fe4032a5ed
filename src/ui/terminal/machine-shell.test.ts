import { describe, expect, it } from 'vitest';
import { createInterrupter } from '../../kubectl/interruption.ts';
import { fileShelf } from '../../kubectl/file-shelf.ts';
import type { ProgramIo } from '../../kubectl/shell/program.ts';
import { EMPTY_MIRROR } from '../../projections/mirror.ts';
import type { MirrorState } from '../../projections/mirror.ts';
import { sshProgram } from './machine-shell.ts';

/** A machine that notes what is done to it. */
function machine(node: object = {}) {
  const done: string[] = [];
  const manifests = [{ file: 'a.yaml', content: 'a' }];
  const view = { name: 'node-a', hasMachine: true, power: 'on', link: 'up', kubelet: 'running', ...node };
  const state = { ...EMPTY_MIRROR, nodes: [view] } as object as MirrorState;
  const pod = {
    metadata: { name: 'web', namespace: 'default', uid: '11111111-2222-3333-4444-555555555555' },
    status: {
      containerStatuses: [
        {
          name: 'app',
          image: 'nginx',
          restartCount: 1,
          containerID: 'containerd://0123456789abcdef',
          state: { running: { startedAt: '2026-01-01T00:00:00Z' } },
        },
      ],
    },
  };
  const program = sshProgram({
    cluster: {
      command: async ({ kind, ...rest }) => void done.push(`${kind} ${JSON.stringify(rest)}`) as undefined,
      list: async () => [pod] as object as [],
    },
    client: { ask: async () => manifests as never },
    mirror: { getState: () => state, getInitialState: () => state, subscribe: () => () => undefined },
    time: { now: () => Date.parse('2026-01-01T00:01:00Z'), sleep: async () => undefined },
  });
  const texts: string[] = [];
  const sink = { push: (text: string) => void texts.push(text) };
  const run = async (words: readonly string[], lines: readonly string[] = []): Promise<string> => {
    const left = [...lines];
    const io: ProgramIo = {
      stdin: {
        next: async () => undefined,
        keyboard: {
          readLine: async () => left.shift(),
          onInterrupt: () => () => undefined,
          interrupt: () => undefined,
        },
      },
      stdout: sink,
      stderr: sink,
      files: fileShelf(),
      env: {},
      interruption: createInterrupter(),
      sleep: async () => undefined,
      run: async () => 0,
    };
    const exit = await program(['ssh', ...words], io);
    return texts.splice(0).join('') + (exit === 0 ? '' : `[${exit}]`);
  };
  return { run, done };
}

describe('ssh', () => {
  it('TERMINAL-15 stops and starts the kubelet', async () => {
    const { run, done } = machine();
    expect(await run(['node-a', 'systemctl', 'is-active', 'kubelet'])).toBe('active\n');
    expect(await run(['node-a', 'systemctl', 'stop', 'kubelet'])).toBe('');
    expect(done).toEqual(['stop-kubelet {"machine":"node-a"}']);
  });

  it('TERMINAL-15 has the static pods as files', async () => {
    const { run, done } = machine();
    const folder = '/etc/kubernetes/manifests';
    expect(
      await run(
        ['node-a'],
        [`ls ${folder}`, `cat ${folder}/a.yaml; echo b > ${folder}/b.yaml; rm ${folder}/a.yaml`],
      ),
    ).toBe('a.yaml\nalogout\nConnection to node-a closed.\n');
    expect(done).toEqual([
      'write-static-manifest {"machine":"node-a","file":"a.yaml","content":null}',
      'write-static-manifest {"machine":"node-a","file":"b.yaml","content":"b\\n"}',
    ]);
  });

  it('TERMINAL-15 lists containers', async () => {
    expect(await machine().run(['node-a', 'crictl', 'ps'])).toMatch(
      /^CONTAINER +IMAGE .*\n0123456789abc +nginx +60s ago +Running +app +1 +1111111122223 +web +default\n$/,
    );
  });

  it.each([
    [{ power: 'off' }, 'node-a', 'ssh: connect to host node-a port 22: No route to host\n[255]'],
    [{ link: 'cut' }, 'root@node-a', 'ssh: connect to host node-a port 22: Connection timed out\n[255]'],
    [{}, 'node-z', 'ssh: Could not resolve hostname node-z: Name or service not known\n[255]'],
  ])('TERMINAL-15 a machine that does not answer: %j', async (node, name, text) => {
    expect(await machine(node).run([name])).toBe(text);
  });
});
