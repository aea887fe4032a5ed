/** Which pod and container a command such as `exec` or `logs` means. */
import type { Pod } from '../engine/api/core-v1-pod.ts';
import { matchesSelector, selectorOf } from '../engine/api/selectors.ts';
import type { LabelSelector } from '../engine/api/meta-v1.ts';
import type { KubeObject } from '../engine/api/types.ts';
import { kindNamed } from './names.ts';
import { complaint } from './session.ts';
import type { Session } from './session.ts';
import { fetched, fieldOf } from './targets.ts';

const DEFAULT_CONTAINER = 'kubectl.kubernetes.io/default-container';

/** `web`, `pod/web`, or something that has pods: `deploy/web`. */
export async function podNamed(session: Session, word: string, tells = false): Promise<Pod> {
  const [type = '', name = ''] = word.includes('/') ? word.split('/') : ['pod', word];
  const kind = kindNamed(type);
  const object = await fetched(session, { kind, namespace: session.namespace, name });
  if (kind === 'Pod') return object as Pod;
  const pods = await podsOf(session, object);
  const chosen = [...pods].sort((a, b) => rank(b) - rank(a))[0];
  if (chosen === undefined) throw complaint(`timed out waiting for the condition`);
  if (tells && pods.length > 1)
    session.err.push(`Found ${pods.length} pods, using pod/${chosen.metadata.name}\n`);
  return chosen;
}

/** A pod that answers comes before one that does not. */
function rank(pod: Pod): number {
  const ready =
    pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') === true;
  return (
    (ready ? 4 : 0) +
    (pod.status?.phase === 'Running' ? 2 : 0) +
    (pod.metadata.deletionTimestamp === undefined ? 1 : 0)
  );
}

async function podsOf(session: Session, owner: KubeObject): Promise<readonly Pod[]> {
  const selector = fieldOf(owner, 'spec.selector');
  const plain = owner.kind === 'Service' || owner.kind === 'ReplicationController';
  const wanted = selectorOf((plain ? { matchLabels: selector } : (selector ?? {})) as LabelSelector);
  const pods = (await session.cluster.list('Pod', {
    namespace: owner.metadata.namespace ?? '',
  })) as readonly Pod[];
  return pods.filter((pod) => matchesSelector(wanted, pod.metadata.labels));
}

interface Named {
  readonly name: string;
  readonly role: '' | ' (init)' | ' (ephem)';
}

function containersOf(pod: Pod): readonly Named[] {
  const { containers, initContainers = [], ephemeralContainers = [] } = pod.spec ?? { containers: [] };
  return [
    ...containers.map(({ name }) => ({ name, role: '' }) as const),
    ...ephemeralContainers.map(({ name }) => ({ name, role: ' (ephem)' }) as const),
    ...initContainers.map(({ name }) => ({ name, role: ' (init)' }) as const),
  ];
}

/** The container asked for; without a name the pod's default one, and a word about the choice when there is one. */
export function containerOf(session: Session, pod: Pod, wanted: string | undefined): string {
  const all = containersOf(pod);
  const list = all.map(({ name, role }) => name + role).join(', ');
  if (wanted !== undefined) {
    if (!all.some(({ name }) => name === wanted))
      throw complaint(`container ${wanted} is not valid for pod ${pod.metadata.name} out of: ${list}`);
    return wanted;
  }
  const annotated = pod.metadata.annotations?.[DEFAULT_CONTAINER];
  const chosen = annotated ?? pod.spec?.containers[0]?.name ?? '';
  if (annotated === undefined && all.length > 1)
    session.err.push(`Defaulted container "${chosen}" out of: ${list}\n`);
  return chosen;
}
