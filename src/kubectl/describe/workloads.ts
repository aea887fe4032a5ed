/** Workloads: what makes pods. Upstream: staging/src/k8s.io/kubectl/pkg/describe/describe.go (v1.37). */
import { isJsonObject } from '../../base/json.ts';
import type { JsonObject } from '../../base/json.ts';
import { timeMs } from '../../engine/api/time.ts';
import { humanDuration } from '../print/human-duration.ts';
import { writeReasons } from './events.ts';
import { at, controllerOf, listAt, longTime, numberAt, objectAt, selectorText, textAt } from './page.ts';
import type { Page } from './page.ts';
import { writeTemplate } from './pod-parts.ts';

/** What belongs to the object that is described. */
export interface Surroundings {
  /** Pods that its selector finds. */
  readonly pods: readonly JsonObject[];
  /** ReplicaSets of a Deployment. */
  readonly replicaSets: readonly JsonObject[];
}

function head(page: Page, object: JsonObject): void {
  page.field('Name', textAt(object, 'metadata.name'));
  page.field('Namespace', textAt(object, 'metadata.namespace'));
}

function marks(page: Page, object: JsonObject): void {
  page.labels('Labels', objectAt(object, 'metadata.labels'));
  page.annotations('Annotations', objectAt(object, 'metadata.annotations'));
}

function phases(pods: readonly JsonObject[]): string {
  const count = (phase: string): number => pods.filter((pod) => textAt(pod, 'status.phase') === phase).length;
  return `${count('Running')} Running / ${count('Pending')} Waiting / ${count('Succeeded')} Succeeded / ${count('Failed')} Failed`;
}

export function writeDeployment(page: Page, object: JsonObject, { replicaSets }: Surroundings): void {
  head(page, object);
  page.field('CreationTimestamp', longTime(at(object, 'metadata.creationTimestamp')));
  marks(page, object);
  page.field('Selector', selectorText(at(object, 'spec.selector')));
  const count = (path: string): number => numberAt(object, path) ?? 0;
  page.field(
    'Replicas',
    `${count('spec.replicas')} desired | ${count('status.updatedReplicas')} updated | ${count('status.replicas')} total | ${count('status.availableReplicas')} available | ${count('status.unavailableReplicas')} unavailable`,
  );
  page.field('StrategyType', textAt(object, 'spec.strategy.type'));
  page.field('MinReadySeconds', count('spec.minReadySeconds'));
  const rolling = at(object, 'spec.strategy.rollingUpdate');
  if (isJsonObject(rolling))
    page.field(
      'RollingUpdateStrategy',
      `${textAt(rolling, 'maxUnavailable')} max unavailable, ${textAt(rolling, 'maxSurge')} max surge`,
    );
  writeTemplate(page, objectAt(object, 'spec.template'));
  writeReasons(page, object);
  const newest = replicaSets.filter((one) => isNew(object, one));
  const old = replicaSets.filter((one) => !newest.includes(one));
  page.field('OldReplicaSets', setNames(old));
  page.field('NewReplicaSet', setNames(newest));
}

function isNew(deployment: JsonObject, set: JsonObject): boolean {
  const path = 'metadata.annotations';
  const key = 'deployment.kubernetes.io/revision';
  return objectAt(deployment, path)[key] === objectAt(set, path)[key];
}

function setNames(sets: readonly JsonObject[]): string {
  const texts = sets.map(
    (set) =>
      `${textAt(set, 'metadata.name')} (${numberAt(set, 'status.replicas') ?? 0}/${numberAt(set, 'spec.replicas') ?? 0} replicas created)`,
  );
  return texts.length === 0 ? '<none>' : texts.join(', ');
}

export function writeReplicaSet(page: Page, object: JsonObject, { pods }: Surroundings): void {
  head(page, object);
  page.field('Selector', selectorText(at(object, 'spec.selector')));
  marks(page, object);
  const owner = controllerOf(object);
  if (owner !== '') page.field('Controlled By', owner);
  page.field(
    'Replicas',
    `${numberAt(object, 'status.replicas') ?? 0} current / ${numberAt(object, 'spec.replicas') ?? 0} desired`,
  );
  page.field('Pods Status', phases(pods));
  writeTemplate(page, objectAt(object, 'spec.template'));
  writeReasons(page, object);
}

export function writeReplicationController(page: Page, object: JsonObject, { pods }: Surroundings): void {
  head(page, object);
  page.field('Selector', selectorText({ matchLabels: objectAt(object, 'spec.selector') }));
  marks(page, object);
  page.field(
    'Replicas',
    `${numberAt(object, 'status.replicas') ?? 0} current / ${numberAt(object, 'spec.replicas') ?? 0} desired`,
  );
  page.field('Pods Status', phases(pods));
  writeTemplate(page, objectAt(object, 'spec.template'));
  writeReasons(page, object);
}

export function writeStatefulSet(page: Page, object: JsonObject, { pods }: Surroundings): void {
  head(page, object);
  page.field('CreationTimestamp', longTime(at(object, 'metadata.creationTimestamp')));
  page.field('Selector', selectorText(at(object, 'spec.selector')));
  marks(page, object);
  page.field('Service Name', textAt(object, 'spec.serviceName'));
  page.field('Pod Management Policy', textAt(object, 'spec.podManagementPolicy'));
  page.field(
    'Replicas',
    `${numberAt(object, 'spec.replicas') ?? 0} desired | ${numberAt(object, 'status.replicas') ?? 0} total`,
  );
  page.field('Update Strategy', textAt(object, 'spec.updateStrategy.type'));
  const rolling = at(object, 'spec.updateStrategy.rollingUpdate');
  if (isJsonObject(rolling)) {
    page.field('Partition', numberAt(rolling, 'partition') ?? 0, 1);
    if (rolling['maxUnavailable'] !== undefined)
      page.field('MaxUnavailable', textAt(rolling, 'maxUnavailable'), 1);
  }
  page.write(0, 'Persistent Volume Claim Retention Policy:');
  page.field('WhenDeleted', textAt(object, 'spec.persistentVolumeClaimRetentionPolicy.whenDeleted'), 1);
  page.field('WhenScaled', textAt(object, 'spec.persistentVolumeClaimRetentionPolicy.whenScaled'), 1);
  page.field('Pods Status', phases(pods));
  writeTemplate(page, objectAt(object, 'spec.template'));
  writeClaims(page, listAt(object, 'spec.volumeClaimTemplates'));
}

function writeClaims(page: Page, claims: readonly JsonObject[]): void {
  if (claims.length === 0) return page.field('Volume Claims', '<none>');
  page.write(0, 'Volume Claims:');
  for (const claim of claims) {
    page.field('Name', textAt(claim, 'metadata.name'), 1);
    page.field('StorageClass', textAt(claim, 'spec.storageClassName'), 1);
    page.labels('  Labels', objectAt(claim, 'metadata.labels'));
    page.annotations('  Annotations', objectAt(claim, 'metadata.annotations'));
    page.field('Capacity', textAt(claim, 'spec.resources.requests.storage') || '<default>', 1);
    const modes = at(claim, 'spec.accessModes');
    page.field('Access Modes', `[${Array.isArray(modes) ? modes.join(' ') : ''}]`, 1);
  }
}

export function writeDaemonSet(page: Page, object: JsonObject, { pods }: Surroundings): void {
  head(page, object);
  page.field('Selector', selectorText(at(object, 'spec.selector')));
  const nodes = objectAt(object, 'spec.template.spec.nodeSelector');
  page.field('Node-Selector', selectorText({ matchLabels: nodes }));
  marks(page, object);
  const count = (path: string): number => numberAt(object, `status.${path}`) ?? 0;
  page.write(0, `Desired Number of Nodes Scheduled: ${count('desiredNumberScheduled')}`);
  page.write(0, `Current Number of Nodes Scheduled: ${count('currentNumberScheduled')}`);
  page.write(0, `Number of Nodes Scheduled with Up-to-date Pods: ${count('updatedNumberScheduled')}`);
  page.write(0, `Number of Nodes Scheduled with Available Pods: ${count('numberAvailable')}`);
  page.write(0, `Number of Nodes Misscheduled: ${count('numberMisscheduled')}`);
  page.field('Pods Status', phases(pods));
  writeTemplate(page, objectAt(object, 'spec.template'));
}

export function writeJob(page: Page, object: JsonObject): void {
  head(page, object);
  page.field('Selector', selectorText(at(object, 'spec.selector')));
  marks(page, object);
  const owner = controllerOf(object);
  if (owner !== '') page.field('Controlled By', owner);
  const given = (name: string, path: string, unit = ''): void => {
    const value = numberAt(object, path);
    if (value !== undefined) page.field(name, `${value}${unit}`);
  };
  given('Parallelism', 'spec.parallelism');
  if (numberAt(object, 'spec.completions') === undefined) page.field('Completions', '<unset>');
  given('Completions', 'spec.completions');
  const mode = textAt(object, 'spec.completionMode');
  if (mode !== '') page.field('Completion Mode', mode);
  page.field('Suspend', String(at(object, 'spec.suspend') === true));
  given('Backoff Limit', 'spec.backoffLimit');
  given('TTL Seconds After Finished', 'spec.ttlSecondsAfterFinished');
  writeSpan(page, object);
  given('Active Deadline Seconds', 'spec.activeDeadlineSeconds', 's');
  const count = (path: string): number => numberAt(object, `status.${path}`) ?? 0;
  page.field(
    'Pods Statuses',
    `${count('active')} Active (${count('ready')} Ready) / ${count('succeeded')} Succeeded / ${count('failed')} Failed`,
  );
  if (mode === 'Indexed')
    page.field('Completed Indexes', textAt(object, 'status.completedIndexes') || '<none>');
  writeTemplate(page, objectAt(object, 'spec.template'));
}

function writeSpan(page: Page, object: JsonObject): void {
  const [start, end] = [textAt(object, 'status.startTime'), textAt(object, 'status.completionTime')];
  if (start !== '') page.field('Start Time', longTime(start));
  if (end !== '') page.field('Completed At', longTime(end));
  if (start !== '' && end !== '')
    page.field('Duration', humanDuration((timeMs(end) ?? 0) - (timeMs(start) ?? 0)));
}

export function writeCronJob(page: Page, object: JsonObject): void {
  head(page, object);
  marks(page, object);
  const unset = (path: string): string => textAt(object, path) || '<unset>';
  page.field('Schedule', textAt(object, 'spec.schedule'));
  page.field('Concurrency Policy', textAt(object, 'spec.concurrencyPolicy'));
  page.field('Suspend', at(object, 'spec.suspend') === true ? 'True' : 'False');
  page.field('Time Zone', unset('spec.timeZone'));
  page.field('Successful Job History Limit', unset('spec.successfulJobsHistoryLimit'));
  page.field('Failed Job History Limit', unset('spec.failedJobsHistoryLimit'));
  const deadline = numberAt(object, 'spec.startingDeadlineSeconds');
  page.field('Starting Deadline Seconds', deadline === undefined ? '<unset>' : `${deadline}s`);
  const job = objectAt(object, 'spec.jobTemplate.spec');
  page.field('Selector', job['selector'] === undefined ? '<unset>' : selectorText(job['selector']));
  page.field('Parallelism', textAt(job, 'parallelism') || '<unset>');
  page.field('Completions', textAt(job, 'completions') || '<unset>');
  writeTemplate(page, objectAt(job, 'template'));
  const last = at(object, 'status.lastScheduleTime');
  page.field('Last Schedule Time', typeof last === 'string' ? longTime(last) : '<unset>');
  const active = listAt(object, 'status.active').map((one) => textAt(one, 'name'));
  page.field('Active Jobs', active.length === 0 ? '<none>' : active.join(', '));
}
