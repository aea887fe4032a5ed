/** What became of played transcripts, for people. */
import { maskedText } from './mask-text.ts';
import type { PlayedStep } from './play-transcripts.ts';

export function stepId({ session, index }: PlayedStep): string {
  return `${session} ${index + 1}`;
}

/** One line per session; with `verbose` what differs. */
export function transcriptReport(played: readonly PlayedStep[], verbose: boolean): readonly string[] {
  const sessions = [...new Set(played.map(({ session }) => session))];
  return sessions.flatMap((session) => {
    const steps = played.filter((step) => step.session === session);
    const wrong = steps.filter(({ equal }) => !equal);
    const head = `${wrong.length === 0 ? 'same  ' : 'DIFFER'} kubectl/${session}: ${steps.length - wrong.length}/${steps.length} commands`;
    return [head, ...wrong.flatMap((step) => difference(step, verbose))];
  });
}

function difference(played: PlayedStep, verbose: boolean): readonly string[] {
  const { step, exit, stdout, stderr } = played;
  const head = `         ${played.index + 1}: ${step.run.slice(0, 120)}`;
  if (!verbose) return [head];
  return [
    head,
    ...(exit === step.exit ? [] : [`             exit ${step.exit} expected, ${exit} found`]),
    ...lines('stdout', step.stdout, stdout),
    ...lines('stderr', step.stderr, stderr),
  ];
}

function lines(name: string, expected: string, found: string): readonly string[] {
  const [a, b] = [maskedText(expected).split('\n'), maskedText(found).split('\n')];
  const [missing, more] = [a.filter((one) => !b.includes(one)), b.filter((one) => !a.includes(one))];
  if (missing.length === 0 && more.length === 0)
    return a.join('\n') === b.join('\n')
      ? []
      : [`             ${name}: the same lines in another order or number`];
  return [
    ...missing.map((one) => `             ${name} - ${one}`),
    ...more.map((one) => `             ${name} + ${one}`),
  ];
}

export function transcriptSum(played: readonly PlayedStep[]): string {
  const sessions = [...new Set(played.map(({ session }) => session))];
  const whole = sessions.filter((session) => played.every((step) => step.session !== session || step.equal));
  const equal = played.filter((step) => step.equal).length;
  return `fidelity: kubectl sessions ${whole.length}/${sessions.length} commands ${equal}/${played.length}`;
}
