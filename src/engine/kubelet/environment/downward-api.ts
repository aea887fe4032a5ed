/**
 * Values a pod may ask for about itself: fieldRef and resourceFieldRef, in env and in volumes.
 *
 * Upstream: pkg/fieldpath, pkg/api/v1/resource/helpers.go (v1.37).
 */
import { fail, ok } from '../../../base/result.ts';
import type { Result } from '../../../base/result.ts';
import { sortedKeys } from '../../../base/compare.ts';
import type { ResourceFieldSelector } from '../../api/core-v1-pod.ts';
import type { Container, EphemeralContainer, Pod } from '../../api/core-v1-pod.ts';
import { milliValue, wholeValue } from '../../api/quantity.ts';

/** What of a pod is not in its object yet when a container starts. */
export interface PodPlace {
  readonly hostIps: readonly string[];
  readonly podIps: readonly string[];
  readonly allocatable: Readonly<Record<string, string>>;
}

export function fieldValue(pod: Pod, path: string, place: PodPlace): Result<string, string> {
  const { metadata, spec } = pod;
  const subscript = /^metadata\.(labels|annotations)\['(.*)'\]$/.exec(path);
  if (subscript !== null)
    return ok(
      (subscript[1] === 'labels' ? metadata.labels : metadata.annotations)?.[subscript[2] ?? ''] ?? '',
    );
  switch (path) {
    case 'metadata.name':
      return ok(metadata.name);
    case 'metadata.namespace':
      return ok(metadata.namespace ?? 'default');
    case 'metadata.uid':
      return ok(metadata.uid ?? '');
    case 'metadata.labels':
      return ok(formatMap(metadata.labels ?? {}));
    case 'metadata.annotations':
      return ok(formatMap(metadata.annotations ?? {}));
    case 'spec.nodeName':
      return ok(spec.nodeName ?? '');
    case 'spec.serviceAccountName':
      return ok(spec.serviceAccountName ?? '');
    case 'spec.restartPolicy':
      return ok(spec.restartPolicy ?? 'Always');
    case 'status.hostIP':
      return ok(place.hostIps[0] ?? '');
    case 'status.hostIPs':
      return ok(place.hostIps.join(','));
    case 'status.podIP':
      return ok(place.podIps[0] ?? '');
    case 'status.podIPs':
      return ok(place.podIps.join(','));
    default:
      return fail(`unsupported fieldPath: ${path}`);
  }
}

/** `key="value"` lines by key, as the downward API writes labels and annotations. */
function formatMap(map: Readonly<Record<string, string>>): string {
  return sortedKeys(map)
    .map((key) => `${key}=${JSON.stringify(map[key])}`)
    .join('\n');
}

export function resourceValue(
  selector: ResourceFieldSelector,
  container: Container | EphemeralContainer,
  place: PodPlace,
): Result<string, string> {
  const [kind, name = ''] = selector.resource.split('.');
  const { limits = {}, requests = {} } = container.resources ?? {};
  const amount = kind === 'limits' ? (limits[name] ?? place.allocatable[name]) : (requests[name] ?? '0');
  if (kind !== 'limits' && kind !== 'requests')
    return fail(`unsupported container resource : ${selector.resource}`);
  const divisor = selector.divisor === undefined || selector.divisor === '0' ? '1' : selector.divisor;
  if (name === 'cpu') return ok(String(Math.ceil(milliValue(amount) / milliValue(divisor))));
  return ok(String(Math.ceil(wholeValue(amount) / wholeValue(divisor))));
}
