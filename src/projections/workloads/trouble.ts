/** Why a workload needs somebody, from what its controller wrote into its conditions. */
import type { PodRow } from '../../protocol/pod-row.ts';
import type { WorkloadView } from '../../protocol/views.ts';
import type { TroubleModel } from './ticket-model.ts';

/** Conditions that say so, the gravest first. */
const TROUBLES: readonly {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly word: string;
}[] = [
  { type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded', word: 'stuck' },
  { type: 'ReplicaFailure', status: 'True', word: 'refused' },
  { type: 'Failed', status: 'True', word: 'failed' },
  { type: 'FailureTarget', status: 'True', word: 'failing' },
];

const AILING: ReadonlySet<string> = new Set<PodRow['api']>([
  'crash-loop',
  'image-backoff',
  'failed',
  'unscheduled',
]);

/** `pods`: those of the newest revision, which say what the controller cannot know. */
export function troubleOf(
  { conditions }: Pick<WorkloadView, 'conditions'>,
  pods: readonly PodRow[],
): TroubleModel | null {
  for (const { type, status, reason, word } of TROUBLES) {
    const found = conditions.find(
      (one) => one.type === type && one.status === status && (reason === undefined || one.reason === reason),
    );
    if (found !== undefined)
      return { word, text: [...podTroubles(pods), found.reason].join(' · '), sentence: found.message };
  }
  return null;
}

/** 'ImagePullBackOff', 'exit 1': what ails pods that do not come up, each once. */
function podTroubles(pods: readonly PodRow[]): readonly string[] {
  const ailing = pods.filter(({ goneAt, api }) => goneAt === 0 && AILING.has(api));
  return [...new Set(ailing.map(({ api, reason }) => (reason === '' ? api : reason)))].slice(0, 2);
}
