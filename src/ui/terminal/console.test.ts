import { describe, expect, it } from 'vitest';
import { Interrupted } from '../../kubectl/interruption.ts';
import type { Streams } from '../../kubectl/shell/shell.ts';
import { Console, commonStart, inColumns } from './console.ts';
import type { ConsoleParts } from './console.ts';
import { TinyScreen } from './testing/tiny-screen.ts';

interface Bench {
  readonly screen: TinyScreen;
  readonly console: Console;
  /** Lines that were run. */
  readonly ran: readonly string[];
  type(data: string): Promise<void>;
}

async function settled(): Promise<void> {
  for (let i = 0; i < 20; i++) await Promise.resolve();
}

function bench(
  run: (text: string, streams: Streams) => Promise<number>,
  parts: Partial<ConsoleParts> = {},
): Bench {
  const screen = new TinyScreen(60);
  const ran: string[] = [];
  const console = new Console({
    screen,
    history: ['kubectl get pods'],
    prompt: () => '$ ',
    complete: async () => ({ from: 0, candidates: [] }),
    explain: () => 'broken',
    run(text, streams) {
      ran.push(text);
      return run(text, streams);
    },
    ...parts,
  });
  void console.live();
  return {
    screen,
    console,
    ran,
    async type(data) {
      console.type(data);
      await settled();
    },
  };
}

const echoing = async (text: string, { stdout }: Streams): Promise<number> => {
  stdout.push(`ran ${text}\n`);
  return 0;
};

const waiting = (_: string, { interruption }: Streams): Promise<number> =>
  new Promise((__, reject) => interruption.listen(() => reject(new Interrupted())));

describe('the console', () => {
  it('TERMINAL-05 asks to go on until the line is whole', async () => {
    const { type, screen, ran } = bench(echoing);
    await type("kubectl apply -f - <<'E'\r");
    await type('a: 1\r');
    await type('E\r');
    expect(ran).toEqual(["kubectl apply -f - <<'E'\na: 1\nE"]);
    expect(screen.lines.slice(0, 3)).toEqual(["$ kubectl apply -f - <<'E'", '> a: 1', '> E']);
  });

  it('TERMINAL-06 drops the line being written', async () => {
    const { type, screen, ran } = bench(echoing);
    await type('rm all\x03');
    await type('ls\r');
    expect([ran, screen.lines[0]]).toEqual([['ls'], '$ rm all^C']);
  });

  it('TERMINAL-06 ends what runs and what was typed ahead', async () => {
    const { type, screen, ran } = bench(waiting);
    await type('kubectl get pods -w\r');
    await type('typed ahead\r');
    await type('\x03');
    expect(ran).toEqual(['kubectl get pods -w']);
    expect(screen.lines).toEqual(['$ kubectl get pods -w', '^C', '$']);
  });

  it('TERMINAL-07 prints above the line, which stays', async () => {
    const { type, console, screen } = bench(echoing);
    await type('kubectl g');
    console.announce('kubectl cordon node-a');
    expect(screen.lines).toEqual(['kubectl cordon node-a', '$ kubectl g']);
    await type('et');
    expect(screen.lines[1]).toBe('$ kubectl get');
  });

  it('TERMINAL-08 completes what is certain and lists what is possible', async () => {
    const { type, screen } = bench(echoing, {
      complete: async (text) => ({
        from: text.lastIndexOf(' ') + 1,
        candidates: ['web-1', 'web-2', 'wiki'].filter((name) =>
          name.startsWith(text.split(' ').at(-1) ?? ''),
        ),
      }),
    });
    await type('logs we\t');
    expect(screen.lines.at(-1)).toBe('$ logs web-');
    await type('\t');
    expect(screen.lines).toEqual(['web-1  web-2', '$ logs web-']);
    await type('2\t');
    expect([screen.lines.at(-1), screen.cursor[1]]).toEqual(['$ logs web-2', 13]);
  });

  it('TERMINAL-09 enters pasted lines one after the other', async () => {
    const { type, ran, screen } = bench(echoing);
    await type('\x1b[200~one\ntwo\nthr\x1b[201~');
    expect(ran).toEqual(['one', 'two']);
    expect(screen.lines.at(-1)).toBe('$ thr');
  });

  it('TERMINAL-10 lends the keyboard to what runs', async () => {
    const { type, screen } = bench(async (_, { stdin, stdout }) => {
      for (;;) {
        const line = await stdin?.next();
        if (line === undefined) break;
        stdout.push(`got ${line}`);
      }
      stdout.push('end\n');
      return 0;
    });
    await type('cat\r');
    await type('hello\r');
    await type('\x04');
    expect(screen.lines).toEqual(['$ cat', 'hello', 'got hello', '', 'end', '$']);
  });

  it('TERMINAL-10 keeps text without a newline before the next prompt', async () => {
    const { type, screen } = bench(async (_, { stdin, stdout }) => {
      stdout.push('name? ');
      stdout.push(`hello ${await stdin?.keyboard?.readLine('> ')}`);
      return 0;
    });
    await type('ask\r');
    expect(screen.lines.at(-1)).toBe('name? >');
    await type('you\r');
    expect(screen.lines).toEqual(['$ ask', 'name? > you', 'hello you', '$']);
  });

  it('TERMINAL-02 finds an earlier line by a part of it', async () => {
    const { type, ran } = bench(echoing);
    await type('\x12');
    await type('pods');
    await type('\r');
    expect(ran).toEqual(['kubectl get pods']);
  });

  it('TERMINAL-12 says what it was told to say of an error', async () => {
    const { type, screen } = bench(() => Promise.reject(new Error('x')));
    await type('boom\r');
    expect(screen.lines).toEqual(['$ boom', 'broken', '$']);
  });
});

it('TERMINAL-08 common beginnings and columns', () => {
  expect(commonStart(['web-1', 'web-2'])).toBe('web-');
  expect(inColumns(['aa', 'b', 'c'], 8)).toBe('aa  c\nb');
});
