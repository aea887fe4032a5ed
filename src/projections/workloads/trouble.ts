/** Why a workload needs somebody, from what its controller wrote into its conditions, and what else will not mend itself. */
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
  { name, conditions, details }: Pick<WorkloadView, 'name' | 'conditions' | 'details'>,
  pods: readonly PodRow[],
): TroubleModel | null {
  for (const { type, status, reason, word } of TROUBLES) {
    const found = conditions.find(
      (one) => one.type === type && one.status === status && (reason === undefined || one.reason === reason),
    );
    if (found !== undefined)
      return {
        word,
        text: word === 'refused' ? refusal(found.message) : [...podTroubles(pods), found.reason].join(' · '),
        sentence: found.message,
      };
  }
  if (details?.kind === 'StatefulSet' && details.stuck >= 0)
    return {
      word: 'stuck',
      text: `${name}-${details.stuck} is not ready, and only ready pods are replaced`,
      sentence: `OrderedReady waits for ${name}-${details.stuck} to be ready before anything else, also before it would replace it by the new revision. Delete the pod to go on.`,
    };
  if (details?.kind === 'CronJob' && details.problem !== '')
    return { word: 'no schedule', text: details.problem, sentence: details.problem };
  return null;
}

/** What stands behind `pods "web-x2kzp" is forbidden: `. */
function refusal(message: string): string {
  return message.replace(/^.*? is (forbidden|invalid): /, '');
}

/** 'ImagePullBackOff', 'exit 1': what ails pods that do not come up, each once. */
function podTroubles(pods: readonly PodRow[]): readonly string[] {
  const ailing = pods.filter(({ goneAt, api }) => goneAt === 0 && AILING.has(api));
  return [...new Set(ailing.map(({ api, reason }) => (reason === '' ? api : reason)))].slice(0, 2);
}
