/** Plays the recorded terminal sessions and holds kubectl to what it could do before. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { maskedText, saysTheSame } from './transcripts/mask-text.ts';
import { transcriptsIn } from './transcripts/packed.ts';
import { playTranscripts } from './transcripts/play-transcripts.ts';
import { stepId, transcriptReport, transcriptSum } from './transcripts/report.ts';
import { grouped, isTranscript, readTranscript } from './transcripts/transcript.ts';

const PASSING = JSON.parse(
  readFileSync(new URL('transcripts/passing.json', import.meta.url), 'utf8'),
) as readonly string[];
const ALL = transcriptsIn([], new URL('recordings', import.meta.url).pathname);

describe('recordings of kubectl', () => {
  it('FIDELITY-40 the list of what agrees names commands that exist', () => {
    const known = ALL.flatMap(({ name, steps }) => steps.map((_, index) => `${name} ${index + 1}`));
    expect(PASSING.filter((id) => !known.includes(id))).toEqual([]);
    expect(PASSING.length).toBeGreaterThan(known.length / 2);
  });

  it.each(grouped(ALL).map((group) => [group[0]?.namespace ?? '', group] as const))(
    'FIDELITY-40 the sessions of %s still read as they did in a real terminal',
    async (_, group) => {
      const played = await playTranscripts(group, 1, (session, index) =>
        PASSING.includes(`${session} ${index + 1}`),
      );
      const lost = played.filter((step) => PASSING.includes(stepId(step)) && !step.equal);
      expect(lost.map(stepId), transcriptReport(lost, true).join('\n')).toEqual([]);
    },
    180_000,
  );
});

describe('reading transcripts', () => {
  const TEXT =
    'about: "x"\nnamespace: kc-web\nfiles:\n  a.yaml: "b"\nsteps:\n- run: "kubectl get pods"\n  exit: 0\n  stdout: |\n    NAME\n';

  it('FIDELITY-41 knows a transcript and its parts', () => {
    expect([isTranscript(TEXT), isTranscript('steps: []')]).toEqual([true, false]);
    expect(readTranscript('s', TEXT)).toEqual({
      name: 's',
      about: 'x',
      namespace: 'kc-web',
      files: { 'a.yaml': 'b' },
      steps: [{ run: 'kubectl get pods', exit: 0, stdout: 'NAME\n', stderr: '' }],
    });
  });

  it('FIDELITY-41 plays the sessions of a namespace in the order of the recording', () => {
    const names = ['watch', 'describe-b', 'scale', 'sick-pods-created'];
    const groups = grouped(names.map((name) => ({ ...readTranscript(name, TEXT), name })));
    expect(groups.map((group) => group.map(({ name }) => name))).toEqual([
      ['scale', 'watch', 'sick-pods-created', 'describe-b'],
    ]);
  });

  it.each([
    ['web-844d96c9dc-bblbm   1/1   Running   0   52s', 'web-<hash>-<rand>  1/1  Running  0  <age>'],
    ['IP:  10.98.11.168', 'IP:  <ip>'],
    ['delay=5s timeout=1s', 'delay=5s timeout=1s'],
    ['Started:  Mon, 23 Nov 2026 22:27:30 +0000', 'Started:  <time>'],
    ['7s (x10 over 5m46s)', '<age> (x<n> over <age>)'],
    ['default/web-frontend', 'default/web-frontend'],
  ])('FIDELITY-41 %s without what chance chose', (text, masked) => {
    expect(maskedText(text)).toBe(masked);
  });

  it('FIDELITY-41 lines with generated names may stand in another order, others not', () => {
    expect(saysTheSame('a-bcdfg  1\na-hjklm  2\n', 'a-xzxzx  2\na-vvvvv  1\n')).toBe(true);
    expect(saysTheSame('one\ntwo\n', 'two\none\n')).toBe(false);
  });

  it('FIDELITY-41 counts sessions and commands', () => {
    const step = { run: 'x', exit: 0, stdout: '', stderr: '' };
    const played = [true, false].map((equal, index) => ({ session: 's', index, step, ...step, equal }));
    expect(transcriptSum(played)).toBe('fidelity: kubectl sessions 0/1 commands 1/2');
    expect(transcriptReport(played, false)).toEqual(['DIFFER kubectl/s: 1/2 commands', '         2: x']);
  });
});
