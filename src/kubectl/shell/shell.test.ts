import { describe, expect, it } from 'vitest';
import { fileShelf } from '../file-shelf.ts';
import { createInterrupter } from '../interruption.ts';
import { FILE_TOOLS } from './file-tools.ts';
import type { Programs } from './program.ts';
import { sed } from './sed.ts';
import { Shell, isUnfinished } from './shell.ts';
import { TEXT_TOOLS } from './text-tools.ts';

const ENDLESS: Programs = {
  endless: async (_, io) => {
    for (let i = 0; !io.interruption.happened && i < 10_000; i++) {
      io.stdout.push(`${i}\n`);
      await Promise.resolve();
    }
    return 0;
  },
};

async function told(line: string, files: Readonly<Record<string, string>> = {}): Promise<string> {
  const shelf = fileShelf(files);
  const texts: string[] = [];
  const sink = { push: (text: string) => void texts.push(text) };
  const shell = new Shell({
    programs: { ...FILE_TOOLS, ...TEXT_TOOLS, ...ENDLESS, sed },
    files: shelf,
    sleep: () => new Promise((resolve) => setImmediate(resolve)),
  });
  const exit = await shell.run(line, { stdout: sink, stderr: sink, interruption: createInterrupter() });
  return texts.join('') + (exit === 0 ? '' : `[${exit}]`);
}

describe('the shell', () => {
  it.each([
    ['echo a; echo b && false || echo c', 'a\nb\nc\n'],
    ['false; echo $?', '1\n'],
    ['X=5; echo "$X" $X\'$X\' ${Y:-none}', '5 5$X none\n'],
    ['echo $(echo one two | cut -d" " -f2) $((2 * 3 + 1))', 'two 7\n'],
    ['for i in a b $(seq 2); do echo "<$i>"; done', '<a>\n<b>\n<1>\n<2>\n'],
    ['for i in 1 2 3; do [ $i = 2 ] && break; echo $i; done', '1\n'],
    ['if test -f x; then echo yes; else echo no; fi', 'no\n'],
    ['echo one > f; echo two >> f; cat f | wc -l', '2\n'],
    ['cat <<E\nfor ${X:-you}\nE', 'for you\n'],
    ["cat <<'E'\nfor $X\nE", 'for $X\n'],
    ['cat <<< text', 'text\n'],
    ['(echo in; exit 3); echo $?', 'in\n3\n'],
    ['nope 2>/dev/null; nope 2>&1 | cat', 'bash: nope: command not found\n'],
    ['exit 4; echo never', '[4]'],
    ['(sleep 1; echo later) & echo first; wait', 'first\nlater\n'],
    ['while true; do echo x; break; done', 'x\n'],
    ['! true', '[1]'],
    ['cat nofile', 'cat: nofile: No such file or directory\n[1]'],
    ['cat < nofile', 'bash: nofile: No such file or directory\n[1]'],
  ])('KUBECTL-20 %s', async (line, text) => {
    expect(await told(line)).toBe(text);
  });

  it('KUBECTL-21 a reader that has enough ends the writer', async () => {
    expect(await told('endless | head -2')).toBe('0\n1\n');
  });

  it('KUBECTL-21 a command is ended when its time is up', async () => {
    expect(await told('timeout -s INT 1 sleep 100 | cat; timeout 1 echo a')).toBe('a\n');
  });

  it('KUBECTL-23 an unknown program', async () => {
    expect(await told('gett pods')).toBe('bash: gett: command not found\n[127]');
  });

  it.each([
    ["echo 'open", true],
    ['cat <<E\na', true],
    ['cat <<E\na\nE', false],
    ['for i in a; do', true],
    ['echo done', false],
    ['echo \\', true],
    ['kubectl get pods |', true],
  ])('TERMINAL-05 %s', (text, open) => {
    expect(isUnfinished(text)).toBe(open);
  });
});

const TABLE = 'NAME   READY\nweb-1  1/1\nweb-2  0/1\ndb     1/1\n';

describe('the programs', () => {
  it.each([
    ['grep web t', 'web-1  1/1\nweb-2  0/1\n'],
    ['grep -v web t | grep -c .', '2\n'],
    ['grep -i -A1 WEB-1 t', 'web-1  1/1\nweb-2  0/1\n'],
    ['grep -E "web-(1|3)|^db" t', 'web-1  1/1\ndb     1/1\n'],
    ['grep "web-[0-9]\\+" t | wc -l', '2\n'],
    ['grep -q nothing t', '[1]'],
    ['grep -on "1/1" t', '2:1/1\n4:1/1\n'],
    ['head -1 t', 'NAME   READY\n'],
    ['head -n -2 t', 'NAME   READY\nweb-1  1/1\n'],
    ['tail -1 t', 'db     1/1\n'],
    ['tail -n +3 t', 'web-2  0/1\ndb     1/1\n'],
    ['wc -w t', '8 t\n'],
    ['tail -n +2 t | sort -r', 'web-2  0/1\nweb-1  1/1\ndb     1/1\n'],
    ['tail -n +2 t | sort -k2 | head -1', 'web-2  0/1\n'],
    ['seq 11 | sort -n | tail -1', '11\n'],
    ['tail -n +2 t | cut -c1-3 | uniq -c', '      2 web\n      1 db \n'],
    ['echo a:b:c | cut -d: -f2-', 'b:c\n'],
    ['echo hello | tr a-z A-Z', 'HELLO\n'],
    ['awk "NR>1 {print \\$2, \\$1}" t | head -1', '1/1 web-1\n'],
    ["awk '/web/{print $1}' t", 'web-1\nweb-2\n'],
    ['sed "s/web-\\([12]\\)/w\\1/" t | grep ^w', 'w1  1/1\nw2  0/1\n'],
    ['sed -n "/web-1/,/web-2/p" t', 'web-1  1/1\nweb-2  0/1\n'],
    ['sed "/web/d;1d" t', 'db     1/1\n'],
    ['sed -i s/db/pg/ t; tail -1 t', 'pg     1/1\n'],
    ['echo a b | xargs echo got', 'got a b\n'],
    ['echo a b | xargs -n1 echo got', 'got a\ngot b\n'],
    ['echo x | tee y | cat; cat y', 'x\nx\n'],
    ['printf "%s-%s\\n" a b', 'a-b\n'],
    ['mkdir -p d; cp t d/; ls d; ls', 't\nd\nt\n'],
  ])('KUBECTL-22 %s', async (line, text) => {
    expect(await told(line, { t: TABLE })).toBe(text);
  });
});
