import { describe, expect, it } from 'vitest';
import type { PodSpec, SecurityContext } from '../../../api/core-v1-pod.ts';
import { violations } from './checks.ts';

const good: SecurityContext = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
};

function spec(securityContext: SecurityContext, changes: Partial<PodSpec> = {}): PodSpec {
  return { containers: [{ name: 'app', image: 'a', securityContext }], ...changes };
}

describe('violations', () => {
  it('API-20 a careful pod passes every level, a careless one only the lowest', () => {
    expect(violations(spec(good), 'restricted')).toEqual([]);
    expect(violations(spec({ privileged: true }), 'privileged')).toEqual([]);
    expect(violations(spec({}), 'baseline')).toEqual([]);
    expect(violations(spec({}), 'restricted')).toEqual([
      'allowPrivilegeEscalation != false (container "app" must set securityContext.allowPrivilegeEscalation=false)',
      'unrestricted capabilities (container "app" must set securityContext.capabilities.drop=["ALL"])',
      'runAsNonRoot != true (pod or container "app" must set securityContext.runAsNonRoot=true)',
      'seccompProfile (pod or container "app" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")',
    ]);
  });

  const rows: readonly (readonly [string, PodSpec])[] = [
    ['host namespaces (hostNetwork=true, hostPID=true)', spec(good, { hostNetwork: true, hostPID: true })],
    ['hostPath volumes (volume "v")', spec(good, { volumes: [{ name: 'v', hostPath: { path: '/' } }] })],
    [
      'privileged (container "app" must not set securityContext.privileged=true)',
      spec({ ...good, privileged: true }),
    ],
    [
      'non-default capabilities (container "app" must not include "NET_ADMIN", "SYS_TIME" in securityContext.capabilities.add)',
      spec({ ...good, capabilities: { add: ['SYS_TIME', 'NET_ADMIN', 'CHOWN'] } }),
    ],
    [
      'hostPort (containers "a", "b" use hostPorts 80, 81)',
      {
        containers: ['a', 'b'].map((name, i) => ({
          name,
          image: 'i',
          ports: [{ containerPort: 80, hostPort: 80 + i }],
        })),
      },
    ],
    [
      'forbidden sysctls (kernel.msgmax)',
      spec(good, { securityContext: { sysctls: [{ name: 'kernel.msgmax', value: '1' }] } }),
    ],
    [
      'seccompProfile (pod must not set securityContext.seccompProfile.type to "Unconfined")',
      spec(good, { securityContext: { seccompProfile: { type: 'Unconfined' } } }),
    ],
  ];
  it.each(rows)('API-20 %s', (text, pod) => {
    expect(violations(pod, 'baseline')).toEqual([text]);
  });

  it('API-20 the stricter check of a thing takes the place of the laxer one', () => {
    const pod = spec(good, { volumes: [{ name: 'v', hostPath: { path: '/' } }] });
    expect(violations(pod, 'restricted')).toEqual([
      'restricted volume types (volume "v" uses restricted volume type "hostPath")',
    ]);
  });
});
