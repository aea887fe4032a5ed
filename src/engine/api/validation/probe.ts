/**
 * Rules of probes and lifecycle hooks.
 *
 * Upstream: validateProbe, validateHandler, validateLifecycle in pkg/apis/core/validation/validation.go (v1.37).
 */
import type { Container, LifecycleHandler, Probe } from '../core-v1-pod.ts';
import { portNameProblems, portNumberProblems } from '../names.ts';
import type { IntOrString } from '../scalars.ts';
import {
  forbidden,
  invalid,
  invalidEach,
  noErrors,
  notNegative,
  oneOf,
  positive,
  required,
  type FieldErrors,
} from './field-error.ts';

export function checkPort(port: IntOrString, path: string): FieldErrors {
  return invalidEach(
    path,
    port,
    typeof port === 'number' ? portNumberProblems(port) : portNameProblems(port),
  );
}

type Handler = Pick<Probe, 'exec' | 'httpGet' | 'tcpSocket' | 'grpc'> & Pick<LifecycleHandler, 'sleep'>;

/** Exactly one way to act. The second one given is the one refused. */
function checkHandler(handler: Handler, path: string, gracePeriodSeconds: number | undefined): FieldErrors {
  const given = (['exec', 'httpGet', 'tcpSocket', 'grpc', 'sleep'] as const).filter(
    (name) => handler[name] !== undefined,
  );
  if (given.length === 0) return [required(path, 'must specify a handler type')];
  return given.flatMap((name, index) =>
    index > 0
      ? [forbidden(`${path}.${name}`, 'may not specify more than 1 handler type')]
      : checkOneHandler(handler, path, gracePeriodSeconds),
  );
}

function checkOneHandler(
  handler: Handler,
  path: string,
  gracePeriodSeconds: number | undefined,
): FieldErrors {
  const { exec, httpGet, tcpSocket, grpc, sleep } = handler;
  if (exec !== undefined) {
    return (exec.command ?? []).length === 0 ? [required(`${path}.exec.command`)] : noErrors;
  }
  if (httpGet !== undefined) return checkHttpGet(httpGet, `${path}.httpGet`);
  if (tcpSocket !== undefined) return checkPort(tcpSocket.port, `${path}.tcpSocket.port`);
  if (grpc !== undefined) return checkPort(grpc.port, `${path}.grpc.port`);
  return sleep === undefined ? noErrors : checkSleep(sleep.seconds, `${path}.sleep`, gracePeriodSeconds);
}

function checkHttpGet(action: NonNullable<Probe['httpGet']>, path: string): FieldErrors {
  return [
    ...((action.path ?? '') === '' ? [required(`${path}.path`)] : []),
    ...checkPort(action.port, `${path}.port`),
    ...oneOf(`${path}.scheme`, action.scheme, ['HTTP', 'HTTPS']),
  ];
}

function checkSleep(seconds: number, path: string, gracePeriodSeconds = 30): FieldErrors {
  if (seconds >= 0 && seconds <= gracePeriodSeconds) return noErrors;
  const detail = `must be non-negative and less than terminationGracePeriodSeconds (${gracePeriodSeconds})`;
  return [invalid(path, seconds, detail)];
}

function checkProbe(probe: Probe | undefined, path: string): FieldErrors {
  if (probe === undefined) return noErrors;
  return [
    ...checkHandler(probe, path, undefined),
    ...notNegative(`${path}.initialDelaySeconds`, probe.initialDelaySeconds),
    ...notNegative(`${path}.timeoutSeconds`, probe.timeoutSeconds),
    ...notNegative(`${path}.periodSeconds`, probe.periodSeconds),
    ...notNegative(`${path}.successThreshold`, probe.successThreshold),
    ...notNegative(`${path}.failureThreshold`, probe.failureThreshold),
    ...positive(`${path}.terminationGracePeriodSeconds`, probe.terminationGracePeriodSeconds),
  ];
}

/** One success must be enough for probes that kill. */
function checkSingleSuccess(probe: Probe | undefined, path: string): FieldErrors {
  const threshold = probe?.successThreshold ?? 1;
  return [
    ...checkProbe(probe, path),
    ...(threshold === 1 ? [] : [invalid(`${path}.successThreshold`, threshold, 'must be 1')]),
  ];
}

function checkReadiness(probe: Probe | undefined, path: string): FieldErrors {
  const seconds = probe?.terminationGracePeriodSeconds;
  if (seconds === undefined) return checkProbe(probe, path);
  const field = `${path}.terminationGracePeriodSeconds`;
  return [...checkProbe(probe, path), invalid(field, seconds, 'must not be set for readinessProbes')];
}

/** The hooks and probes of one container. */
export function checkLifecycleAndProbes(
  container: Container,
  path: string,
  gracePeriodSeconds: number | undefined,
): FieldErrors {
  const { lifecycle, livenessProbe, readinessProbe, startupProbe } = container;
  const hooks = (['postStart', 'preStop'] as const).flatMap((name) => {
    const hook = lifecycle?.[name];
    return hook === undefined ? [] : checkHandler(hook, `${path}.lifecycle.${name}`, gracePeriodSeconds);
  });
  return [
    ...hooks,
    ...checkSingleSuccess(livenessProbe, `${path}.livenessProbe`),
    ...checkReadiness(readinessProbe, `${path}.readinessProbe`),
    ...checkSingleSuccess(startupProbe, `${path}.startupProbe`),
  ];
}

/** Only init containers that keep running may have hooks and probes. */
export function forbidLifecycleAndProbes(container: Container, path: string): FieldErrors {
  return (['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const)
    .filter((name) => container[name] !== undefined)
    .map((name) =>
      forbidden(`${path}.${name}`, 'may not be set for init containers without restartPolicy=Always'),
    );
}
