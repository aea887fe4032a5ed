import { it } from 'vitest';
import { readFileSync, writeFileSync } from 'node:fs';
import { sh } from './testing/sandbox.ts';
it('compares', () => {
  const cases = JSON.parse(readFileSync(process.env['ORACLE'] ?? '', 'utf8')) as { script: string; out: string; err: string; exit: number; timeout?: boolean }[];
  let bad = 0; let text = '';
  for (const c of cases) {
    let r: { out: string; err: string; exit: number | null };
    try { const box = sh(c.script).run(60000); r = { out: box.out, err: box.err, exit: box.exitCode }; } catch (e) { r = { out: '', err: String((e as Error).stack), exit: -1 }; }
    const norm = (s: string): string => s.replace(/BusyBox v[^\n]*/g, 'BB').replace(/Usage:[\s\S]*?(?=\n[a-z]+: |$)/g, 'USAGE');
    if (r.out !== c.out || norm(r.err) !== norm(c.err) || r.exit !== c.exit) { bad++; text += `--- ${c.script}\n want ${JSON.stringify([c.out, c.err, c.exit, c.timeout])}\n got  ${JSON.stringify([r.out, r.err, r.exit])}\n`; }
  }
  writeFileSync('/root/oracle/diff.txt', `${bad} of ${cases.length} differ\n${text}`);
}, 60000);
