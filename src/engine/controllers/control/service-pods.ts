/**
 * Pods behind a Service, as the endpoint controllers see them.
 *
 * **Upstream:** pkg/controller/util/endpoint/controller_utils.go (v1.37).
 */
import { deepEqual } from '../../../base/json.ts';
import type { Service, ServicePort } from '../../api/core-v1.ts';
import type { Pod } from '../../api/core-v1-pod.ts';
import { matchesLabels } from '../../api/selectors.ts';
import type { ApiClient, ChangeOf } from '../../apiserver/client.ts';
import { keyOf, namespaceOf } from './keys.ts';
import { isReady, isTerminal } from './pod-state.ts';

/** A pod has an endpoint while it has an address and has not ended; one being deleted only where that is asked for. */
export function belongsInEndpoints(pod: Pod, includeTerminating: boolean): boolean {
  if (isTerminal(pod) || addressesOf(pod).length === 0) return false;
  return includeTerminating || pod.metadata.deletionTimestamp === undefined;
}

export function addressesOf(pod: Pod): readonly string[] {
  const { podIPs, podIP } = pod.status ?? {};
  if (podIPs !== undefined && podIPs.length > 0) return podIPs.map(({ ip }) => ip);
  return podIP === undefined || podIP === '' ? [] : [podIP];
}

/** The pod's host name, when the Service is the subdomain that makes it one. */
export function hostnameIn(service: Service, pod: Pod): string | undefined {
  const { hostname = '', subdomain = '' } = pod.spec;
  const named =
    hostname !== '' && subdomain === service.metadata.name && namespaceOf(pod) === namespaceOf(service);
  return named ? hostname : undefined;
}

/** The number behind a Service's target port in this pod; undefined when no container has a port of that name. */
export function findPort(pod: Pod, port: ServicePort): number | undefined {
  const target = port.targetPort ?? port.port;
  if (typeof target === 'number') return target === 0 ? port.port : target;
  const sidecars = (pod.spec.initContainers ?? []).filter(
    (container) => container.restartPolicy === 'Always',
  );
  const ports = [...pod.spec.containers, ...sidecars].flatMap((container) => container.ports ?? []);
  return ports.find(({ name, protocol = 'TCP' }) => name === target && protocol === (port.protocol ?? 'TCP'))
    ?.containerPort;
}

/** Keys of the Services whose endpoints a change of a pod may alter. */
export function servicesOf(api: ApiClient, { type, object, before }: ChangeOf<'Pod'>): readonly string[] {
  const relabelled = before !== undefined && !deepEqual(before.metadata.labels, object.metadata.labels);
  if (type === 'MODIFIED' && before !== undefined && !relabelled && !endpointChanged(before, object))
    return [];
  const services = api.inNamespace('Service', namespaceOf(object));
  const selects = ({ spec }: Service): boolean =>
    matchesLabels(spec.selector, object.metadata.labels) ||
    (relabelled && matchesLabels(spec.selector, before.metadata.labels));
  return services.filter(selects).map(keyOf);
}

function endpointChanged(before: Pod, now: Pod): boolean {
  if (before.metadata.deletionTimestamp !== now.metadata.deletionTimestamp) return true;
  if (isReady(before) !== isReady(now) || isTerminal(before) !== isTerminal(now)) return true;
  return !deepEqual(before.status?.podIPs, now.status?.podIPs);
}
