/**
 * The Pod Security Standards as a table of checks.
 *
 * **Upstream:** staging/src/k8s.io/pod-security-admission/policy (v1.37), latest version of each check.
 * **Simplified:** pods for Windows and pods in user namespaces are judged like all others; AppArmor annotations are not read.
 */
import { compareStrings } from '../../../../base/compare.ts';
import type { Container, PodSpec, SecurityContext } from '../../../api/core-v1-pod.ts';
import type { Volume } from '../../../api/core-v1-volume.ts';

export type Level = 'privileged' | 'baseline' | 'restricted';

interface Check {
  /** Violations are reported in the order of these. */
  readonly id: string;
  readonly level: 'baseline' | 'restricted';
  /** The check of the lower level that this one makes needless. */
  readonly instead?: string;
  /** `reason (detail)`, or undefined when the pod passes. */
  judge(spec: PodSpec): string | undefined;
}

/** What the pod does that the level forbids, as the server words it. */
export function violations(spec: PodSpec, level: Level): readonly string[] {
  if (level === 'privileged') return [];
  const asked = CHECKS.filter((check) => level === 'restricted' || check.level === 'baseline');
  const replaced = new Set(asked.flatMap(({ instead }) => instead ?? []));
  return asked
    .filter(({ id }) => !replaced.has(id))
    .sort((a, b) => compareStrings(a.id, b.id))
    .flatMap((check) => check.judge(spec) ?? []);
}

type Named = Pick<Container, 'name' | 'ports' | 'securityContext'>;

function containersOf(spec: PodSpec): readonly Named[] {
  return [...(spec.initContainers ?? []), ...spec.containers, ...(spec.ephemeralContainers ?? [])];
}

function namesOf(
  spec: PodSpec,
  isBad: (context: SecurityContext, container: Named) => boolean,
): readonly string[] {
  return containersOf(spec)
    .filter((container) => isBad(container.securityContext ?? {}, container))
    .map(({ name }) => name);
}

function quoted(words: readonly string[]): string {
  return words.map((word) => JSON.stringify(word)).join(', ');
}

/** `container "a"`, `containers "a", "b"`. */
function counted(noun: string, names: readonly string[]): string {
  return `${noun}${names.length === 1 ? '' : 's'} ${quoted(names)}`;
}

function violation(reason: string, details: readonly string[]): string | undefined {
  return details.length === 0 ? undefined : `${reason} (${details.join('; ')})`;
}

/** Pod and containers that set something to a forbidden value. */
function setters(onPod: boolean, names: readonly string[], what: string): readonly string[] {
  const who = [...(onPod ? ['pod'] : []), ...(names.length === 0 ? [] : [counted('container', names)])];
  return who.length === 0 ? [] : [`${who.join(' and ')} ${what}`];
}

function sorted(words: Iterable<string>): readonly string[] {
  return [...new Set(words)].sort(compareStrings);
}

const BASELINE_CAPABILITIES: readonly string[] = [
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
];

function addedBeyond(spec: PodSpec, allowed: readonly string[]): readonly string[] {
  const beyond = ({ capabilities }: SecurityContext): readonly string[] =>
    (capabilities?.add ?? []).filter((one) => !allowed.includes(one));
  const names = namesOf(spec, (context) => beyond(context).length > 0);
  const added = sorted(containersOf(spec).flatMap(({ securityContext }) => beyond(securityContext ?? {})));
  return names.length === 0
    ? []
    : [
        `${counted('container', names)} must not include ${quoted(added)} in securityContext.capabilities.add`,
      ];
}

const SAFE_SYSCTLS: readonly string[] = [
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.ping_group_range',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_wmem',
];

const SELINUX_TYPES: readonly string[] = [
  '',
  'container_t',
  'container_init_t',
  'container_kvm_t',
  'container_engine_t',
];

const RESTRICTED_VOLUMES: readonly string[] = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
];

function sourceOf(volume: Volume): string {
  return Object.keys(volume).find((key) => key !== 'name') ?? 'emptyDir';
}

function seLinuxDetails(spec: PodSpec): readonly string[] {
  const isBad = (options: SecurityContext['seLinuxOptions']): boolean =>
    options !== undefined &&
    (!SELINUX_TYPES.includes(options.type ?? '') ||
      (options.user ?? '') !== '' ||
      (options.role ?? '') !== '');
  const names = namesOf(spec, ({ seLinuxOptions }) => isBad(seLinuxOptions));
  const onPod = isBad(spec.securityContext?.seLinuxOptions);
  const all = [
    spec.securityContext?.seLinuxOptions,
    ...containersOf(spec).map(({ securityContext }) => securityContext?.seLinuxOptions),
  ];
  const types = sorted(
    all.flatMap((one) => (SELINUX_TYPES.includes(one?.type ?? '') ? [] : (one?.type ?? []))),
  );
  const what = [
    ...(types.length === 0 ? [] : [`type${types.length === 1 ? '' : 's'} ${quoted(types)}`]),
    ...(all.some((one) => (one?.user ?? '') !== '') ? ['user may not be set'] : []),
    ...(all.some((one) => (one?.role ?? '') !== '') ? ['role may not be set'] : []),
  ];
  return setters(onPod, names, `set forbidden securityContext.seLinuxOptions: ${what.join('; ')}`);
}

const CHECKS: readonly Check[] = [
  {
    id: 'allowPrivilegeEscalation',
    level: 'restricted',
    judge(spec) {
      const names = namesOf(spec, ({ allowPrivilegeEscalation }) => allowPrivilegeEscalation !== false);
      return violation(
        'allowPrivilegeEscalation != false',
        setters(false, names, 'must set securityContext.allowPrivilegeEscalation=false'),
      );
    },
  },
  {
    id: 'appArmorProfile',
    level: 'baseline',
    judge(spec) {
      const isBad = (context: Pick<SecurityContext, 'appArmorProfile'> | undefined): boolean =>
        context?.appArmorProfile?.type === 'Unconfined';
      const what = 'must not set AppArmor profile type to "Unconfined"';
      return violation(
        'forbidden AppArmor profile',
        setters(isBad(spec.securityContext), namesOf(spec, isBad), what),
      );
    },
  },
  {
    id: 'capabilities_baseline',
    level: 'baseline',
    judge: (spec) => violation('non-default capabilities', addedBeyond(spec, BASELINE_CAPABILITIES)),
  },
  {
    id: 'capabilities_restricted',
    level: 'restricted',
    instead: 'capabilities_baseline',
    judge(spec) {
      const keeps = namesOf(spec, ({ capabilities }) => capabilities?.drop?.includes('ALL') !== true);
      return violation('unrestricted capabilities', [
        ...setters(false, keeps, 'must set securityContext.capabilities.drop=["ALL"]'),
        ...addedBeyond(spec, ['NET_BIND_SERVICE']),
      ]);
    },
  },
  {
    id: 'hostNamespaces',
    level: 'baseline',
    judge(spec) {
      const set = (['hostNetwork', 'hostPID', 'hostIPC'] as const).filter((one) => spec[one] === true);
      return violation(
        'host namespaces',
        set.length === 0 ? [] : [set.map((one) => `${one}=true`).join(', ')],
      );
    },
  },
  {
    id: 'hostPathVolumes',
    level: 'baseline',
    judge(spec) {
      const names = (spec.volumes ?? [])
        .filter(({ hostPath }) => hostPath !== undefined)
        .map(({ name }) => name);
      return violation('hostPath volumes', names.length === 0 ? [] : [counted('volume', names)]);
    },
  },
  {
    id: 'hostPorts',
    level: 'baseline',
    judge(spec) {
      const of = ({ ports }: Named): readonly number[] =>
        (ports ?? []).flatMap(({ hostPort = 0 }) => (hostPort === 0 ? [] : [hostPort]));
      const names = namesOf(spec, (_context, container) => of(container).length > 0);
      const ports = sorted(containersOf(spec).flatMap((one) => of(one).map(String)));
      const verb = names.length === 1 ? 'uses' : 'use';
      return violation(
        'hostPort',
        names.length === 0
          ? []
          : [
              `${counted('container', names)} ${verb} hostPort${ports.length === 1 ? '' : 's'} ${ports.join(', ')}`,
            ],
      );
    },
  },
  {
    id: 'privileged',
    level: 'baseline',
    judge(spec) {
      const names = namesOf(spec, ({ privileged }) => privileged === true);
      return violation('privileged', setters(false, names, 'must not set securityContext.privileged=true'));
    },
  },
  {
    id: 'procMount',
    level: 'baseline',
    judge(spec) {
      const isBad = ({ procMount = 'Default' }: SecurityContext): boolean => procMount !== 'Default';
      const values = sorted(
        containersOf(spec).flatMap(({ securityContext = {} }) =>
          isBad(securityContext) ? [securityContext.procMount ?? ''] : [],
        ),
      );
      const what = `must not set securityContext.procMount to ${quoted(values)}`;
      return violation('procMount', setters(false, namesOf(spec, isBad), what));
    },
  },
  {
    id: 'restrictedVolumes',
    level: 'restricted',
    instead: 'hostPathVolumes',
    judge(spec) {
      const bad = (spec.volumes ?? []).filter((volume) => !RESTRICTED_VOLUMES.includes(sourceOf(volume)));
      const names = bad.map(({ name }) => name);
      const types = sorted(bad.map(sourceOf));
      const verb = names.length === 1 ? 'uses' : 'use';
      const noun = `restricted volume type${types.length === 1 ? '' : 's'}`;
      return violation(
        'restricted volume types',
        names.length === 0 ? [] : [`${counted('volume', names)} ${verb} ${noun} ${quoted(types)}`],
      );
    },
  },
  {
    id: 'runAsNonRoot',
    level: 'restricted',
    judge(spec) {
      const reason = 'runAsNonRoot != true';
      const onPod = spec.securityContext?.runAsNonRoot;
      const against = namesOf(spec, ({ runAsNonRoot }) => runAsNonRoot === false);
      const forbidden = setters(onPod === false, against, 'must not set securityContext.runAsNonRoot=false');
      if (forbidden.length > 0) return violation(reason, forbidden);
      const silent = onPod === true ? [] : namesOf(spec, ({ runAsNonRoot }) => runAsNonRoot !== true);
      return violation(
        reason,
        silent.length === 0
          ? []
          : [`pod or ${counted('container', silent)} must set securityContext.runAsNonRoot=true`],
      );
    },
  },
  {
    id: 'runAsUser',
    level: 'restricted',
    judge(spec) {
      const names = namesOf(spec, ({ runAsUser }) => runAsUser === 0);
      return violation(
        'runAsUser=0',
        setters(spec.securityContext?.runAsUser === 0, names, 'must not set runAsUser=0'),
      );
    },
  },
  {
    id: 'seLinuxOptions',
    level: 'baseline',
    judge: (spec) => violation('seLinuxOptions', seLinuxDetails(spec)),
  },
  {
    id: 'seccompProfile_baseline',
    level: 'baseline',
    judge(spec) {
      const isBad = (context: Pick<SecurityContext, 'seccompProfile'> | undefined): boolean =>
        context?.seccompProfile?.type === 'Unconfined';
      const what = 'must not set securityContext.seccompProfile.type to "Unconfined"';
      return violation('seccompProfile', setters(isBad(spec.securityContext), namesOf(spec, isBad), what));
    },
  },
  {
    id: 'seccompProfile_restricted',
    level: 'restricted',
    instead: 'seccompProfile_baseline',
    judge(spec) {
      const isBad = (context: Pick<SecurityContext, 'seccompProfile'> | undefined): boolean =>
        context?.seccompProfile?.type === 'Unconfined';
      const forbidden = setters(
        isBad(spec.securityContext),
        namesOf(spec, isBad),
        'must not set securityContext.seccompProfile.type to "Unconfined"',
      );
      if (forbidden.length > 0) return violation('seccompProfile', forbidden);
      const onPod = spec.securityContext?.seccompProfile !== undefined;
      const silent = onPod ? [] : namesOf(spec, ({ seccompProfile }) => seccompProfile === undefined);
      const what = 'must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"';
      return violation(
        'seccompProfile',
        silent.length === 0 ? [] : [`pod or ${counted('container', silent)} ${what}`],
      );
    },
  },
  {
    id: 'sysctls',
    level: 'baseline',
    judge(spec) {
      const names = (spec.securityContext?.sysctls ?? [])
        .map(({ name }) => name)
        .filter((name) => !SAFE_SYSCTLS.includes(name));
      return violation('forbidden sysctls', names.length === 0 ? [] : [names.join(', ')]);
    },
  },
  {
    id: 'windowsHostProcess',
    level: 'baseline',
    judge(spec) {
      const names = namesOf(spec, ({ windowsOptions }) => windowsOptions?.hostProcess === true);
      const onPod = spec.securityContext?.windowsOptions?.hostProcess === true;
      const what = 'must not set securityContext.windowsOptions.hostProcess=true';
      return violation('hostProcess', setters(onPod, names, what));
    },
  },
];
