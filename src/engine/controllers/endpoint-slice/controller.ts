/**
 * The EndpointSlice controller: lists the pods behind each Service.
 *
 * **Upstream:** pkg/controller/endpointslice/endpointslice_controller.go (v1.37).
 * **Simplified:** no limit on retries; hints of the annotation `topology-mode: Auto` are not worked out.
 */
import { deepEqual } from '../../../base/json.ts';
import type { Service } from '../../api/core-v1.ts';
import type { EndpointSlice } from '../../api/discovery-v1.ts';
import type { Pod } from '../../api/core-v1-pod.ts';
import { matchesLabels } from '../../api/selectors.ts';
import type { Time } from '../../api/scalars.ts';
import {
  EndpointsLastChangeTriggerTime,
  LabelHeadlessService,
  LabelManagedBy,
  LabelServiceName,
} from '../../api/well-known.ts';
import type { ChangeOf, NewObject } from '../../apiserver/client.ts';
import type { Component, ComponentContext } from '../../apiserver/component.ts';
import type { Because } from '../../sim/trace.ts';
import type { SyncOutcome } from '../../sim/work-queue.ts';
import { controllerComponent, DONE, FAILED } from '../control/component.ts';
import type { Wake } from '../control/component.ts';
import { isBeingDeleted, keyOf, namespaceOf, splitKey, subjectOf, uidOf } from '../control/keys.ts';
import { controllerRefOf, controllerRefTo } from '../control/owner.ts';
import { controllerKey } from '../control/owner-watch.ts';
import { isNamespaceTerminating } from '../control/pod-from-template.ts';
import { PodNotes } from '../control/pod-notes.ts';
import { isReady } from '../control/pod-state.ts';
import { servicesOf } from '../control/service-pods.ts';
import { ADDRESS_TYPES, desiredEndpoints, notesKey } from './endpoints.ts';
import type { AddressType, Desired, PodPart } from './endpoints.ts';
import { planSlices } from './placement.ts';
import type { SliceContent, SlicePlan } from './placement.ts';
import { CONTROLLER_NAME, FAILED_TO_UPDATE } from './reasons.ts';
import { DEFAULT_ENDPOINT_SLICE } from './settings.ts';
import type { EndpointSliceSettings } from './settings.ts';
import { computeTrigger, SEEN_TIMES } from './trigger-time.ts';

export function createEndpointSliceController(
  ctx: ComponentContext,
  settings: EndpointSliceSettings = DEFAULT_ENDPOINT_SLICE,
): Component {
  const notes = new PodNotes<PodPart>();
  return controllerComponent(ctx, {
    name: 'endpoint-slice-controller',
    queue: {
      latencyMs: settings.reactionMs,
      backoffMsMin: settings.backoffMsMin,
      backoffMsMax: settings.backoffMsMax,
    },
    watches: {
      Service: ({ object }) => [keyOf(object)],
      Pod: (change) => servicesOf(ctx.api, change),
      EndpointSlice: (change) => foreignChange(ctx, settings, change),
    },
    reconcile: (key) => syncService(ctx, settings, notes, key),
  });
}

/** A slice of ours that somebody else touched is put right a second later. */
function foreignChange(
  ctx: ComponentContext,
  settings: EndpointSliceSettings,
  { object, entry, type }: ChangeOf<'EndpointSlice'>,
): readonly Wake[] {
  if (type === 'ADDED' || object.metadata.labels?.[LabelManagedBy] !== CONTROLLER_NAME) return [];
  if (ctx.sim.entry(entry)?.actor === ctx.api.name) return [];
  const key = controllerKey(ctx.api, 'Service', object);
  return key === undefined ? [] : [{ key, afterMs: settings.foreignChangeDelayMs }];
}

function syncService(
  ctx: ComponentContext,
  settings: EndpointSliceSettings,
  notes: PodNotes<PodPart>,
  key: string,
): SyncOutcome {
  const { namespace, name } = splitKey(key);
  const service = ctx.api.get('Service', namespace, name);
  if (service === undefined) {
    ctx.sim.table(SEEN_TIMES).delete(key);
    for (const addressType of ADDRESS_TYPES) notes.forget(notesKey(key, addressType));
    return DONE;
  }
  const { selector, type } = service.spec;
  if (type === 'ExternalName' || Object.keys(selector ?? {}).length === 0) return DONE;
  const pods = ctx.api
    .inNamespace('Pod', namespace)
    .filter((pod) => matchesLabels(selector, pod.metadata.labels));
  const trigger = computeTrigger(ctx.sim.table(SEEN_TIMES).get(key), service, pods);
  if (!deepEqual(ctx.sim.table(SEEN_TIMES).get(key), trigger.seen))
    ctx.sim.table(SEEN_TIMES).put(key, trigger.seen);
  const slices = ctx.api.ownedBy('EndpointSlice', uidOf(service)).filter(isManaged);
  const failures = familiesOf(service).flatMap((addressType) =>
    syncFamily(ctx, settings, notes, { service, pods, slices, addressType, triggerTime: trigger.time }),
  );
  if (failures.length === 0) return DONE;
  ctx.events.record(
    subjectOf(service),
    'Warning',
    FAILED_TO_UPDATE,
    `Error updating Endpoint Slices for Service ${key}: ${failures.join(', ')}`,
  );
  return FAILED;
}

function isManaged(slice: EndpointSlice): boolean {
  return slice.metadata.labels?.[LabelManagedBy] === CONTROLLER_NAME && !isBeingDeleted(slice);
}

function familiesOf(service: Service): readonly AddressType[] {
  const families = (service.spec.ipFamilies ?? []).filter((family) => family !== '');
  return families.length === 0 ? ['IPv4'] : families;
}

interface Family {
  readonly service: Service;
  readonly pods: readonly Pod[];
  readonly slices: readonly EndpointSlice[];
  readonly addressType: AddressType;
  readonly triggerTime: Time | undefined;
}

/** Returns what went wrong, in words. */
function syncFamily(
  ctx: ComponentContext,
  settings: EndpointSliceSettings,
  notes: PodNotes<PodPart>,
  family: Family,
): readonly string[] {
  const { service, pods, addressType } = family;
  const desired = desiredEndpoints(
    service,
    pods,
    addressType,
    (name) => ctx.api.get('Node', '', name),
    notes,
  );
  const plan = planSlices({
    addressType,
    groups: desired.groups,
    existing: family.slices.filter((slice) => slice.addressType === addressType),
    capacity: settings.maxEndpointsPerSlice,
    relabel: (slice) => !deepEqual(slice.metadata.labels, labelsFor(service)),
  });
  const idle = plan.create.length + plan.update.length + plan.remove.length === 0;
  const refused = idle ? [] : carryOut(ctx, family, plan, becauseEndpoints(family, desired));
  const missing = desired.withoutNode.map(
    (pod) =>
      `skipping Pod ${pod.metadata.name} for Service ${keyOf(service)}: Node ${pod.spec.nodeName ?? ''} Not Found`,
  );
  return [...missing, ...refused];
}

function carryOut(
  ctx: ComponentContext,
  family: Family,
  plan: SlicePlan,
  because: Because,
): readonly string[] {
  const { service, triggerTime } = family;
  const failures: string[] = [];
  for (const content of isBeingDeleted(service) ? [] : plan.create) {
    const created = ctx.api.create('EndpointSlice', newSlice(service, content, triggerTime), because);
    if (!created.ok && !isNamespaceTerminating(created.error))
      failures.push(`failed to create EndpointSlice for Service ${keyOf(service)}: ${created.error.message}`);
  }
  for (const { slice, content } of plan.update) {
    const updated = ctx.api.update(
      'EndpointSlice',
      filledSlice(service, slice, content, triggerTime),
      because,
    );
    if (!updated.ok)
      failures.push(
        `failed to update ${slice.metadata.name} EndpointSlice for Service ${keyOf(service)}: ${updated.error.message}`,
      );
  }
  for (const slice of plan.remove) {
    const removed = ctx.api.delete('EndpointSlice', namespaceOf(slice), slice.metadata.name, {}, because);
    if (!removed.ok && removed.error.reason !== 'NotFound')
      failures.push(
        `failed to delete ${slice.metadata.name} EndpointSlice for Service ${keyOf(service)}: ${removed.error.message}`,
      );
  }
  return failures;
}

function newSlice(
  service: Service,
  content: SliceContent,
  triggerTime: Time | undefined,
): NewObject<'EndpointSlice'> {
  const annotations =
    triggerTime === undefined ? {} : { annotations: { [EndpointsLastChangeTriggerTime]: triggerTime } };
  const metadata = {
    generateName: `${service.metadata.name}-`,
    namespace: namespaceOf(service),
    labels: labelsFor(service),
    ownerReferences: [controllerRefTo(service)],
    ...annotations,
  };
  return { metadata, addressType: content.addressType, endpoints: content.endpoints, ports: content.ports };
}

function filledSlice(
  service: Service,
  slice: EndpointSlice,
  { endpoints, ports }: SliceContent,
  triggerTime: Time | undefined,
): EndpointSlice {
  const { [EndpointsLastChangeTriggerTime]: _before, ...others } = slice.metadata.annotations ?? {};
  const annotations =
    triggerTime === undefined ? others : { ...others, [EndpointsLastChangeTriggerTime]: triggerTime };
  const { annotations: _all, ...metadata } = slice.metadata;
  const owner =
    controllerRefOf(metadata) === undefined ? { ownerReferences: [controllerRefTo(service)] } : {};
  const kept = Object.keys(annotations).length === 0 ? metadata : { ...metadata, annotations };
  return { ...slice, metadata: { ...kept, ...owner, labels: labelsFor(service) }, endpoints, ports };
}

/** The Service's own labels and those that mark the slice. */
function labelsFor(service: Service): Readonly<Record<string, string>> {
  const { [LabelHeadlessService]: _headless, ...own } = service.metadata.labels ?? {};
  const headless = service.spec.clusterIP === 'None' ? { [LabelHeadlessService]: '' } : {};
  return {
    ...own,
    ...headless,
    [LabelServiceName]: service.metadata.name,
    [LabelManagedBy]: CONTROLLER_NAME,
  };
}

function becauseEndpoints({ service, pods }: Family, desired: Desired): Because {
  const listed = desired.groups.reduce((sum, group) => sum + group.endpoints.length, 0);
  const ready = pods.filter((pod) => isReady(pod) && !isBeingDeleted(pod)).length;
  return {
    rule: 'EPS-01',
    text: `the selector of ${service.metadata.name} matches ${pods.length} pods: ${listed} have an address and have not ended, ${ready} are ready`,
  };
}
