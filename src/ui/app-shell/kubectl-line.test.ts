import { describe, expect, it } from 'vitest';
import type { Command } from '../stores/engine-words.ts';
import { commandSentence } from './command-sentence.ts';
import { kubectlLine, outcomeLine } from './kubectl-line.ts';

const target = { namespace: 'shop', pod: 'web-0', container: 'web' };
const rows: readonly (readonly [Command, string, string])[] = [
  [
    { kind: 'scale', objectKind: 'Deployment', namespace: 'default', name: 'web', replicas: 5 },
    'kubectl scale deployment web --replicas=5',
    'Deployment web scaled to 5',
  ],
  [{ kind: 'cordon', node: 'node-a' }, 'kubectl cordon node-a', 'node-a takes no new pods'],
  [
    { kind: 'request', verb: 'delete', objectKind: 'Pod', namespace: 'shop', name: 'web-0' },
    'kubectl delete pod web-0 -n shop',
    'Pod web-0 asked to go',
  ],
  [
    {
      kind: 'request',
      verb: 'delete',
      objectKind: 'Pod',
      namespace: 'default',
      name: 'web-0',
      options: { gracePeriodSeconds: 0 },
    },
    'kubectl delete pod web-0 --grace-period=0 --force',
    'Pod web-0 asked to go',
  ],
  [
    { kind: 'kill-process', ...target },
    'kubectl exec web-0 -n shop -c web -- kill -KILL 1',
    'Process of web in web-0 killed',
  ],
  [{ kind: 'power-off', machine: 'node-b' }, '(node-b: power off)', 'node-b switched off'],
  [
    { kind: 'stop-kubelet', machine: 'node-b' },
    'ssh node-b systemctl stop kubelet',
    'kubelet of node-b stopped',
  ],
];

describe('commands in words', () => {
  it.each(rows)('FRAME-38 says %o as one would type it, and as a sentence', (command, line, sentence) => {
    expect(kubectlLine(command)).toBe(line);
    expect(commandSentence(command)).toBe(sentence);
  });

  it('FRAME-39 answers as kubectl does', () => {
    expect(outcomeLine({ result: 'configured', kind: 'Deployment', namespace: 'default', name: 'web' })).toBe(
      'deployment/web configured',
    );
    expect(
      outcomeLine({
        result: 'refused',
        kind: 'Pod',
        namespace: 'default',
        name: 'a',
        message: 'pods "a" is forbidden',
      }),
    ).toBe('Error: pods "a" is forbidden');
  });
});
