import { describe, expect, it } from 'vitest';
import type { WhyStep } from '../protocol/requests.ts';
import { sentenceText } from './sentences.ts';
import { happening } from './testing/samples.ts';
import { toldSteps } from './why-story.ts';

function step(change: Parameters<typeof happening>[0], command = -1): WhyStep {
  return { happening: happening(change), mentions: [], command };
}

const MADE = step({
  id: 2,
  actor: 'you',
  verb: 'create',
  kind: 'Deployment',
  name: 'web',
  uid: '',
  causes: [1],
});
const POD_MADE = step({ id: 3, causes: [2], text: 'wanted 3 and counted 0' });

const POD = { kind: 'Pod', namespace: 'default', name: POD_MADE.happening.name };

function told(steps: readonly WhyStep[]): string[] {
  return toldSteps(steps, POD).map((one) => `${sentenceText(one.happening)} ${one.command}`);
}

describe('the chain of causes', () => {
  it('PROJ-23 tells an applied manifest and what it made as one deed', () => {
    const applied = step(
      {
        id: 1,
        actor: 'you',
        verb: 'apply-manifest',
        kind: 'Manifest',
        name: '',
        uid: '',
        text: 'You applied a manifest',
      },
      4,
    );
    expect(told([POD_MADE, MADE, applied]).slice(1)).toEqual(['You applied Deployment web. 4']);
  });

  it('PROJ-23 tells other commands in their own words, and not what they came down to', () => {
    const scaled = step(
      {
        id: 1,
        actor: 'you',
        verb: 'scale',
        kind: 'Deployment',
        name: 'web',
        uid: '',
        text: 'You scaled Deployment web to 5',
      },
      0,
    );
    const updated = step({
      id: 2,
      actor: 'you',
      verb: 'update',
      kind: 'Deployment',
      name: 'web',
      uid: '',
      causes: [1],
    });
    expect(told([updated, scaled])).toEqual(['You scaled Deployment web to 5. 0']);
  });

  it('PROJ-23 says nothing of other pods that were made', () => {
    const sibling = step({ id: 4, name: 'web-7c9f4d-other' });
    expect(toldSteps([sibling, POD_MADE], POD)).toEqual([POD_MADE]);
    expect(toldSteps([sibling], { kind: 'ReplicaSet', namespace: 'default', name: 'web-7c9f4d' })).toEqual([
      sibling,
    ]);
  });

  it('PROJ-23 leaves alone what stands alone', () => {
    expect(toldSteps([POD_MADE, MADE], POD)).toEqual([POD_MADE, MADE]);
  });
});
