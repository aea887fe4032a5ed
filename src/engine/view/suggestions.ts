/**
 * What would change this? A few concrete changes that would have led, or would lead, to another outcome. Computed from the object and its
 * surroundings, never guessed.
 */
import { stringify } from 'yaml';
import type { Json } from '../../base/json.ts';
import type { Deployment } from '../api/apps-v1.ts';
import type { StoredObject } from '../apiserver/client.ts';
import type { ObjectRef, Suggestion } from './answers.ts';
import { podState } from './pod-state.ts';
import type { ViewContext } from './view-context.ts';
import { workloadSuggestions } from './workload-suggestions.ts';

const UNREACHABLE = 'node.kubernetes.io/unreachable';
const SHORTER_PATIENCE_SECONDS = 30;
const SUGGESTIONS_MAX = 3;

export function suggestions(context: ViewContext, ref: ObjectRef): Suggestion[] {
  const found =
    ref.kind === 'Pod'
      ? podSuggestions(context, ref)
      : ref.kind === 'Node'
        ? nodeSuggestions(context, ref.name)
        : workloadSuggestions(context, ref);
  return found.slice(0, SUGGESTIONS_MAX);
}

function nodeSuggestions({ engine, api }: ViewContext, name: string): Suggestion[] {
  const machine = engine.world.machine(name);
  const node = api.get('Node', '', name);
  const found: Suggestion[] = [];
  if (machine?.power === 'off')
    found.push({ text: `Switch ${name} on again`, command: { kind: 'power-on', machine: name } });
  if (machine?.link === 'cut')
    found.push({ text: `Heal the network of ${name}`, command: { kind: 'heal-network', machine: name } });
  if (machine?.kubelet === 'stopped' && machine.power === 'on')
    found.push({ text: `Start the kubelet of ${name}`, command: { kind: 'start-kubelet', machine: name } });
  if (node?.spec.unschedulable === true)
    found.push({ text: `Uncordon ${name}`, command: { kind: 'uncordon', node: name } });
  return found;
}

function podSuggestions(context: ViewContext, ref: ObjectRef): Suggestion[] {
  const pod = context.api.get('Pod', ref.namespace, ref.name);
  if (pod === undefined) return [];
  const { state } = podState(pod);
  const onNode = pod.spec.nodeName ? nodeSuggestions(context, pod.spec.nodeName) : [];
  if (state === 'unscheduled') return [...roomSuggestions(context, pod), ...onNode];
  const deployment = deploymentOf(context, pod);
  return [...onNode, ...(deployment === undefined ? [] : patienceSuggestion(context, deployment))];
}

/** A pod that fits nowhere: another machine, or a node that is cordoned. */
function roomSuggestions({ api }: ViewContext, pod: StoredObject<'Pod'>): Suggestion[] {
  const cordoned = api.list('Node').find(({ spec }) => spec.unschedulable === true);
  const found: Suggestion[] = [{ text: 'Add a node', command: { kind: 'add-node' } }];
  if (cordoned !== undefined)
    found.unshift({
      text: `Uncordon ${cordoned.metadata.name}`,
      command: { kind: 'uncordon', node: cordoned.metadata.name },
    });
  if (pod.spec.schedulingGates !== undefined) return [];
  return found;
}

function deploymentOf(
  { api }: ViewContext,
  pod: StoredObject<'Pod'>,
): StoredObject<'Deployment'> | undefined {
  const namespace = pod.metadata.namespace ?? '';
  const set = pod.metadata.ownerReferences?.find(({ kind }) => kind === 'ReplicaSet');
  const owner =
    set === undefined
      ? undefined
      : api
          .get('ReplicaSet', namespace, set.name)
          ?.metadata.ownerReferences?.find(({ kind }) => kind === 'Deployment');
  return owner === undefined ? undefined : api.get('Deployment', namespace, owner.name);
}

/** Pods that bear a silent node for a shorter time are replaced sooner. */
function patienceSuggestion(context: ViewContext, deployment: StoredObject<'Deployment'>): Suggestion[] {
  const template = deployment.spec.template;
  const given = template.spec?.tolerations ?? [];
  if (given.some(({ key }) => key === UNREACHABLE)) return [];
  const { unreachableTolerationSeconds: usual } = context.engine.settings.admission;
  const toleration = {
    key: UNREACHABLE,
    operator: 'Exists' as const,
    effect: 'NoExecute' as const,
    tolerationSeconds: SHORTER_PATIENCE_SECONDS,
  };
  const after = {
    ...deployment,
    spec: {
      ...deployment.spec,
      template: { ...template, spec: { ...template.spec, tolerations: [...given, toleration] } },
    },
  };
  const { namespace = '', name, uid } = deployment.metadata;
  return [
    {
      text: `Wait ${SHORTER_PATIENCE_SECONDS} s instead of ${usual} s`,
      edit: {
        ref: { kind: 'Deployment', namespace, name, uid },
        before: manifestText(deployment),
        after: manifestText(after as Deployment),
      },
    },
  ];
}

/** The object as somebody would write it: without what the server fills in by itself. */
export function manifestText(object: Deployment): string {
  const { apiVersion, kind, metadata, spec } = object;
  const annotations = Object.entries(metadata.annotations ?? {}).filter(
    ([key]) => !key.startsWith('kubectl.kubernetes.io/') && !key.startsWith('deployment.kubernetes.io/'),
  );
  const kept = {
    name: metadata.name,
    ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
    ...(metadata.labels === undefined ? {} : { labels: metadata.labels }),
    ...(annotations.length === 0 ? {} : { annotations: Object.fromEntries(annotations) }),
  };
  return stringify({ apiVersion, kind, metadata: kept, spec } as object as Json);
}
