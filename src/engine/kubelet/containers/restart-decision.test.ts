import { describe, expect, it } from 'vitest';
import { aContainer } from '../testing/build.ts';
import { restartsAfter } from './restart-decision.ts';
import type { ContainerKind } from './container-specs.ts';

describe('restart after an exit', () => {
  it.each<
    [kind: ContainerKind, podPolicy: string, own: string | undefined, exitCode: number, expected: boolean]
  >([
    ['app', 'Always', undefined, 0, true],
    ['app', 'OnFailure', undefined, 0, false],
    ['app', 'OnFailure', undefined, 1, true],
    ['app', 'Never', undefined, 1, false],
    ['app', 'Never', 'Always', 1, true],
    ['app', 'Always', 'Never', 1, false],
    ['init', 'Always', undefined, 0, false],
    ['init', 'Always', undefined, 1, true],
    ['init', 'Never', undefined, 1, false],
    ['init', 'Always', 'Never', 1, false],
    ['sidecar', 'Never', 'Always', 0, true],
    ['ephemeral', 'Always', undefined, 1, false],
  ])(
    'KUBELET-14 %s in a pod with %s, own policy %s, exit %i: %s',
    (kind, podPolicy, own, exitCode, expected) => {
      const container = aContainer('c', own === undefined ? {} : { restartPolicy: own });
      expect(restartsAfter({ kind, container }, podPolicy, exitCode)).toBe(expected);
    },
  );

  it.each([
    ['In', 42, true],
    ['In', 43, false],
    ['NotIn', 42, false],
    ['NotIn', 43, true],
  ])('KUBELET-14 a rule %s [42] over restartPolicy Never, exit %i: %s', (operator, exitCode, expected) => {
    const rule = { action: 'Restart', exitCodes: { operator, values: [42] } };
    const container = aContainer('c', { restartPolicy: 'Never', restartPolicyRules: [rule] });
    expect(restartsAfter({ kind: 'app', container }, 'Never', exitCode)).toBe(expected);
  });
});
