/**
 * The init part of a sync's decision: which init container or sidecar starts next, and whether init is over.
 *
 * Upstream: pkg/kubelet/kuberuntime/kuberuntime_container.go computeInitContainerActions (v1.37).
 */
import type { Pod } from '../../api/core-v1-pod.ts';
import type { ContainerRecord } from '../../world/contract.ts';
import type { RuntimeStatus } from '../pod-workers/pod-worker.ts';
import { containerHash } from './container-hash.ts';
import { anyAppCreated, initSpecs, newestRun } from './container-specs.ts';
import type { ContainerSpec } from './container-specs.ts';
import type { ActionFacts, ContainerKill } from './pod-actions.ts';
import { podPolicyOf, restartsAfter } from './restart-decision.ts';

export interface InitActions {
  readonly done: boolean;
  readonly killPod: boolean;
  readonly toStart: readonly string[];
  readonly toKill: readonly ContainerKill[];
}

interface InitDraft {
  done: boolean;
  killPod: boolean;
  readonly toStart: string[];
  readonly toKill: ContainerKill[];
}

/**
 * Init containers are judged from the last to the first: the newest one that has run decides what is next, all before it are done, and of
 * those only sidecars still matter.
 */
export function initActions(pod: Pod, runtime: RuntimeStatus, facts: ActionFacts): InitActions {
  const specs = initSpecs(pod.spec);
  const over = specs.length === 0 || anyAppCreated(pod, runtime);
  const draft: InitDraft = { done: over, killPod: false, toStart: [], toKill: [] };
  let onlySidecars = over;
  for (const [i, spec] of [...specs.entries()].reverse()) {
    const run = newestRun(runtime, spec.container.name);
    if (run === undefined) {
      if (over && spec.kind === 'sidecar') draft.toStart.push(spec.container.name);
      continue;
    }
    if (spec.kind === 'sidecar')
      judgeSidecar(spec, run, facts, draft, onlySidecars ? undefined : nextAfter(specs, i));
    else if (!onlySidecars) judgeInit(spec, run, pod, draft, nextAfter(specs, i));
    onlySidecars = true;
    if (draft.killPod) return { done: false, killPod: true, toStart: [], toKill: [] };
  }
  if (!onlySidecars && specs[0] !== undefined) draft.toStart.push(specs[0].container.name);
  return { ...draft, toStart: draft.toStart.reverse() };
}

/** What comes when a container of the init sequence is through: the next one, or nothing more. */
type Next = { readonly name: string } | 'end';

function nextAfter(specs: readonly ContainerSpec[], index: number): Next {
  const next = specs[index + 1];
  return next === undefined ? 'end' : { name: next.container.name };
}

function goOn(draft: InitDraft, next: Next | undefined): void {
  if (next === undefined) return;
  if (next === 'end') draft.done = true;
  else draft.toStart.push(next.name);
}

function judgeInit(spec: ContainerSpec, run: ContainerRecord, pod: Pod, draft: InitDraft, next: Next): void {
  if (run.state !== 'exited') return;
  if (run.exitCode === 0) return goOn(draft, next);
  if (restartsAfter(spec, podPolicyOf(pod), run.exitCode)) draft.toStart.push(spec.container.name);
  else draft.killPod = true;
}

function judgeSidecar(
  spec: ContainerSpec,
  run: ContainerRecord,
  facts: ActionFacts,
  draft: InitDraft,
  next: Next | undefined,
): void {
  const { name } = spec.container;
  if (run.state === 'exited') {
    draft.toStart.push(name);
    return;
  }
  if (run.state !== 'running') return;
  const kill = sidecarKill(spec, run, facts);
  if (kill !== undefined) {
    draft.toKill.push(kill);
    draft.toStart.push(name);
    return;
  }
  if (spec.container.startupProbe === undefined || facts.startup(name, run.id) === 'success')
    goOn(draft, next);
}

function sidecarKill(
  spec: ContainerSpec,
  run: ContainerRecord,
  facts: ActionFacts,
): ContainerKill | undefined {
  const { name, image } = spec.container;
  const kill = (reason: ContainerKill['reason'], what: string): ContainerKill => ({
    containerId: run.id,
    name,
    reason,
    message: `Init container ${name} ${what}`,
  });
  if (run.specHash !== containerHash(name, image ?? ''))
    return kill('definition-changed', 'definition changed');
  if (facts.startup(name, run.id) === 'failure') return kill('startup', 'failed startup probe');
  if (facts.liveness(name, run.id) === 'failure') return kill('liveness', 'failed liveness probe');
  if (facts.resizeNeedsRestart(name)) return kill('resize', 'resize requires restart');
  return undefined;
}
