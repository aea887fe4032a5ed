import { describe, expect, it } from 'vitest';
import { ENGINE_DOOR } from '../../host/core/engine-door.ts';
import { createInlineClient } from '../../host/inline/inline-client.ts';
import { kubectl } from '../../kubectl/kubectl.ts';
import { aDeployment, aPod, aSetup, manifest } from '../../engine/testing/run-builders.ts';
import { createMirror } from '../stores/engine-mirror.ts';
import { PageCluster } from './page-cluster.ts';
import { RunWentElsewhere, createPageTime } from './page-time.ts';

const FRAME_MS = 16;

/** A run with a page's way to it; `pump` lets wall time pass until the work is done. */
async function page() {
  const wall = { now: 0 };
  const { client, tick } = createInlineClient({ door: ENGINE_DOOR, wallNow: () => wall.now });
  const mirror = createMirror(client);
  const touched: string[] = [];
  const pump = async <T>(work: Promise<T>): Promise<T> => {
    const state = { done: false };
    const note = (): void => void (state.done = true);
    work.then(note, note);
    for (let rounds = 0; !state.done && rounds < 4000; rounds++) {
      await new Promise((resolve) => setImmediate(resolve));
      wall.now += FRAME_MS;
      tick(8);
    }
    return work;
  };
  const text = manifest(aPod('solo'), aDeployment('web', 2));
  await pump(
    client.ask({
      ask: 'start',
      setup: aSetup({ opening: [{ kind: 'apply-manifest', text }], settleMs: 15_000 }),
    }),
  );
  await pump(new Promise<void>((resolve) => setImmediate(resolve)));
  const time = createPageTime(client, mirror);
  const cluster = new PageCluster({
    client,
    time,
    onTouched: ({ kind, name }) => touched.push(`${kind}/${name}`),
  });
  const run = (line: string) => pump(kubectl(line.split(' '), { cluster }));
  const commands = async (): Promise<number> => (await pump(client.ask({ ask: 'save' }))).log.length;
  return { client, cluster, run, commands, touched, pump, mirror };
}

describe('the cluster of the page', () => {
  it('TERMINAL-11 reads without a trace in the log, and writes one command each', async () => {
    const { run, commands, touched, cluster, client, pump } = await page();
    expect((await run('get pod solo -o name')).stdout).toBe('pod/solo\n');
    expect(await commands()).toBe(0);
    expect((await run('label pod solo a=b')).stdout).toBe('pod/solo labeled\n');
    expect([await commands(), touched]).toEqual([1, ['Pod/solo']]);
    cluster.ranAs('kubectl label pod solo b=c');
    await run('label pod solo b=c');
    const { log } = await pump(client.ask({ ask: 'save' }));
    expect(log.at(-1)?.command).toMatchObject({ verb: 'patch', typed: 'kubectl label pod solo b=c' });
    expect((await run('label pod none a=b')).stderr).toBe(
      'Error from server (NotFound): pods "none" not found\n',
    );
  });

  it('TERMINAL-11 answers from the moment that is shown', async () => {
    const { run, client, pump } = await page();
    await run('delete pod solo --wait=false --grace-period=0 --force');
    await pump(client.ask({ ask: 'seek', at: 5000 }));
    expect((await run('get pods -o name')).stdout).not.toContain('solo');
    await pump(client.ask({ ask: 'before-command', index: 0 }));
    expect((await run('get pods -o name')).stdout).toContain('pod/solo');
  });

  it('TERMINAL-12 waits with the run, and is left when the run goes elsewhere', async () => {
    const { run, client, pump, cluster } = await page();
    const deletion = kubectl(['delete', 'pod', 'solo'], { cluster });
    await pump(client.ask({ ask: 'play', playing: true, speed: 60 }));
    expect((await pump(deletion)).exit).toBe(0);
    expect((await run('get pods -o name')).stdout).not.toContain('solo');
    const left = kubectl(['get', 'pods', '-w'], { cluster }).catch((error: unknown) => error);
    await pump(client.ask({ ask: 'seek', at: 0 }));
    expect(await pump(left)).toBeInstanceOf(RunWentElsewhere);
  });

  it('TERMINAL-12 follows changes as they come', async () => {
    const { client, pump, cluster } = await page();
    const rows: string[] = [];
    const stop = kubectl(['get', 'pods', '-w', '-o', 'name'], {
      cluster,
      onOutput: (text) => void rows.push(text),
    });
    stop.catch(() => undefined);
    await pump(client.ask({ ask: 'play', playing: true, speed: 60 }));
    const begun = rows.length;
    await pump(kubectl(['delete', 'pod', 'solo'], { cluster }));
    expect(rows.slice(begun).filter((row) => row === 'pod/solo\n').length).toBeGreaterThan(1);
  });

  it('TERMINAL-14 a person at a first process: types, reads, ends', async () => {
    const { client, pump, cluster } = await page();
    await pump(client.ask({ ask: 'play', playing: true, speed: 10 }));
    const asked: string[] = [];
    const lines = ['echo hello', 'exit 3'];
    const said = await pump(
      kubectl(['run', 'box', '-it', '--rm', '--restart=Never', '--image=busybox:1.36', '--', 'sh'], {
        cluster,
        keyboard: {
          readLine: async (prompt) => {
            asked.push(prompt);
            return lines.shift();
          },
          onInterrupt: () => () => undefined,
          interrupt: () => undefined,
        },
      }),
    );
    expect(asked).toEqual(['/ # ', '/ # ']);
    expect(said.stdout).toBe('hello\npod "box" deleted from default namespace\n');
    expect(said.exit).toBe(3);
  });

  it('TERMINAL-12 runs a command in a container and hears what it printed', async () => {
    const { client, pump, cluster, commands } = await page();
    await pump(client.ask({ ask: 'play', playing: true, speed: 10 }));
    const said = await pump(kubectl(['exec', 'solo', '--', 'sh', '-c', 'echo hello; exit 3'], { cluster }));
    expect(said).toEqual({ exit: 3, stdout: 'hello\n', stderr: 'command terminated with exit code 3\n' });
    expect(await commands()).toBe(1);
  });
});
