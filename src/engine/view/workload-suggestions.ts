/** What would lead a workload on that does not get on by itself, each as the command that does it. */
import type { StoredObject } from '../apiserver/client.ts';
import type { ObjectRef, Suggestion } from './answers.ts';
import type { ViewContext } from './view-context.ts';
import { statefulSetDetails } from './workload-ordinals.ts';
import { replicaSetRevisions } from './workload-revisions.ts';

export function workloadSuggestions(
  context: ViewContext,
  { kind, namespace, name }: ObjectRef,
): Suggestion[] {
  const { api } = context;
  const target = { objectKind: kind, namespace, name };
  switch (kind) {
    case 'Deployment': {
      const deployment = api.get('Deployment', namespace, name);
      return deployment === undefined ? [] : deploymentSuggestions(context, deployment);
    }
    case 'StatefulSet': {
      const set = api.get('StatefulSet', namespace, name);
      return set === undefined ? [] : stuckSuggestion(context, set);
    }
    case 'Job':
    case 'CronJob': {
      const { suspend } = api.get(kind, namespace, name)?.spec ?? {};
      return suspend === true
        ? [{ text: `Let ${name} go on`, command: { kind: 'unsuspend', ...target } }]
        : [];
    }
    default:
      return [];
  }
}

function deploymentSuggestions(
  context: ViewContext,
  { metadata, spec, status }: StoredObject<'Deployment'>,
): Suggestion[] {
  const target = {
    objectKind: 'Deployment',
    namespace: metadata.namespace ?? '',
    name: metadata.name,
  };
  if (spec.paused === true)
    return [{ text: 'Resume the rollout', command: { kind: 'rollout-resume', ...target } }];
  const stuck = status?.conditions?.some(
    ({ type, reason }) => type === 'Progressing' && reason === 'ProgressDeadlineExceeded',
  );
  if (stuck !== true) return [];
  const back = replicaSetRevisions(context, metadata.uid).at(-2);
  return back === undefined
    ? []
    : [
        {
          text: `Roll back to revision ${back.revision}, ${back.hash}`,
          command: { kind: 'rollout-undo', toRevision: back.revision, ...target },
        },
      ];
}

/** Only a deletion by hand leads on: the set waits for a pod that will never be ready. */
function stuckSuggestion(context: ViewContext, set: StoredObject<'StatefulSet'>): Suggestion[] {
  const { stuck, ordinals } = statefulSetDetails(context, set);
  const place = ordinals.find(({ ordinal }) => ordinal === stuck);
  if (place === undefined) return [];
  return [
    {
      text: `Delete ${place.pod}, so that it is made anew`,
      command: {
        kind: 'request',
        verb: 'delete',
        objectKind: 'Pod',
        namespace: set.metadata.namespace ?? '',
        name: place.pod,
      },
    },
  ];
}
