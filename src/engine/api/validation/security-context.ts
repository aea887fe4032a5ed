/**
 * Rules of security contexts.
 *
 * Upstream: ValidateSecurityContext and validatePodSpecSecurityContext in pkg/apis/core/validation/validation.go
 * (v1.37).
 * **Simplified:** sysctls, SELinux, seccomp and AppArmor profiles are taken as they are.
 */
import type { PodSpec } from '../core-v1-pod.ts';
import { checkEach, forbidden, invalid, noErrors, type FieldErrors } from './field-error.ts';

const idMax = 2_147_483_647;

function checkId(id: number | undefined, path: string): FieldErrors {
  if (id === undefined || (id >= 0 && id <= idMax)) return noErrors;
  return [invalid(path, id, `must be between 0 and ${idMax}, inclusive`)];
}

export function checkUserIds(
  context: { readonly runAsUser?: number; readonly runAsGroup?: number },
  path: string,
): FieldErrors {
  return [
    ...checkId(context.runAsUser, `${path}.runAsUser`),
    ...checkId(context.runAsGroup, `${path}.runAsGroup`),
  ];
}

export function checkPodSecurity(spec: PodSpec, path: string): FieldErrors {
  const context = spec.securityContext;
  const at = `${path}.securityContext`;
  const sharing = spec.shareProcessNamespace === true && spec.hostPID === true;
  return [
    ...checkId(context?.fsGroup, `${at}.fsGroup`),
    ...checkUserIds(context ?? {}, at),
    ...checkEach(`${at}.supplementalGroups`, context?.supplementalGroups, checkId),
    ...(sharing
      ? [
          invalid(
            `${path}.shareProcessNamespace`,
            true,
            'ShareProcessNamespace and HostPID cannot both be enabled',
          ),
        ]
      : []),
    ...(context?.windowsOptions === undefined || spec.os?.name === 'windows'
      ? []
      : [forbidden(`${at}.windowsOptions`, 'windows options cannot be set for a linux pod')]),
  ];
}
