/**
 * Defaults of references that containers and volumes share: to images and to fields of the pod.
 *
 * Upstream: pkg/apis/core/v1/defaults.go (v1.37).
 */
import type { ObjectFieldSelector } from '../core-v1-pod.ts';
import { fill } from './fill.ts';

/** Always when the tag is `latest` or when there is neither tag nor digest. */
export function defaultPullPolicy(image: string | undefined): 'Always' | 'IfNotPresent' {
  const [withoutDigest = '', ...digest] = (image ?? '').split('@');
  const lastPart = withoutDigest.slice(withoutDigest.lastIndexOf('/') + 1);
  const colon = lastPart.indexOf(':');
  if (colon < 0) return digest.length > 0 ? 'IfNotPresent' : 'Always';
  return lastPart.slice(colon + 1) === 'latest' ? 'Always' : 'IfNotPresent';
}

export function defaultFieldRef(ref: ObjectFieldSelector): ObjectFieldSelector {
  return fill(ref, { apiVersion: 'v1' });
}
