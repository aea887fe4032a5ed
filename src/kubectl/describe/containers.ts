/** Containers of a pod or of a template. Upstream: staging/src/k8s.io/kubectl/pkg/describe/describe.go (v1.37). */
import { compareStrings, sortedBy, sortedKeys } from '../../base/compare.ts';
import { isJsonObject } from '../../base/json.ts';
import type { Json, JsonObject } from '../../base/json.ts';
import { at, listAt, longTime, numberAt, objectAt, orNone, textAt, textOf, textsAt } from './page.ts';
import type { Page } from './page.ts';

export interface ContainerWish {
  /** Blanks before everything: a template stands further to the right. */
  readonly space: '' | '  ';
  /** What the kubelet says of them; undefined for a template. */
  readonly statuses?: readonly JsonObject[];
  /** The pod's own fields, for what variables refer to. */
  readonly pod?: JsonObject;
}

export function writeContainers(
  page: Page,
  title: string,
  containers: readonly JsonObject[],
  wish: ContainerWish,
): void {
  page.write(0, containers.length === 0 ? `${wish.space}${title}: <none>` : `${wish.space}${title}:`);
  for (const container of containers) {
    const name = textAt(container, 'name');
    const status = wish.statuses?.find((one) => textAt(one, 'name') === name);
    page.write(1, `${wish.space === '' ? '' : ' '}${name}:`);
    if (status !== undefined) page.field('Container ID', textAt(status, 'containerID'), 2);
    page.field('Image', textAt(container, 'image'), 2);
    if (status !== undefined) page.field('Image ID', textAt(status, 'imageID'), 2);
    writePorts(page, container);
    writeWords(page, 'Command', textsAt(container, 'command'));
    writeWords(page, 'Args', textsAt(container, 'args'));
    if (status !== undefined) writeState(page, status);
    writeAmounts(page, 'Limits', objectAt(container, 'resources.limits'));
    writeAmounts(page, 'Requests', objectAt(container, 'resources.requests'));
    for (const kind of ['liveness', 'readiness', 'startup'] as const) {
      const probe = at(container, `${kind}Probe`);
      if (isJsonObject(probe)) page.field(kind.charAt(0).toUpperCase() + kind.slice(1), probeText(probe), 2);
    }
    writeSources(page, listAt(container, 'envFrom'));
    writeVariables(page, listAt(container, 'env'), container, wish.pod);
    writeMounts(page, container);
  }
}

function writePorts(page: Page, container: JsonObject): void {
  const ports = listAt(container, 'ports');
  const text = (number: string): string =>
    ports
      .map((port) => {
        const name = textAt(port, 'name');
        return `${numberAt(port, number) ?? 0}/${textAt(port, 'protocol') || 'TCP'}${name === '' ? '' : ` (${name})`}`;
      })
      .join(', ');
  page.field(ports.length > 1 ? 'Ports' : 'Port', orNone(text('containerPort')), 2);
  page.field(ports.length > 1 ? 'Host Ports' : 'Host Port', orNone(text('hostPort')), 2);
}

/** One word a line; a word of several lines is several. */
function writeWords(page: Page, title: string, words: readonly string[]): void {
  if (words.length === 0) return;
  page.write(2, `${title}:`);
  for (const word of words) for (const line of word.split('\n')) page.write(3, line);
}

function writeState(page: Page, status: JsonObject): void {
  writeOneState(page, 'State', objectAt(status, 'state'));
  if (isJsonObject(at(status, 'lastState.terminated')))
    writeOneState(page, 'Last State', objectAt(status, 'lastState'));
  page.field('Ready', at(status, 'ready') === true ? 'True' : 'False', 2);
  page.field('Restart Count', numberAt(status, 'restartCount') ?? 0, 2);
}

function writeOneState(page: Page, title: string, state: JsonObject): void {
  if (isJsonObject(state['running'])) {
    page.field(title, 'Running', 2);
    page.field('Started', longTime(at(state, 'running.startedAt')), 3);
    return;
  }
  const ended = state['terminated'];
  if (!isJsonObject(ended)) {
    page.field(title, 'Waiting', 2);
    const reason = textAt(state, 'waiting.reason');
    if (reason !== '') page.field('Reason', reason, 3);
    return;
  }
  page.field(title, 'Terminated', 2);
  for (const [name, path] of [
    ['Reason', 'reason'],
    ['Message', 'message'],
  ] as const)
    if (textAt(ended, path) !== '') page.field(name, textAt(ended, path), 3);
  page.field('Exit Code', numberAt(ended, 'exitCode') ?? 0, 3);
  if ((numberAt(ended, 'signal') ?? 0) > 0) page.field('Signal', numberAt(ended, 'signal') ?? 0, 3);
  page.field('Started', longTime(at(ended, 'startedAt')), 3);
  page.field('Finished', longTime(at(ended, 'finishedAt')), 3);
}

export function writeAmounts(page: Page, title: string, amounts: JsonObject): void {
  const names = sortedKeys(amounts);
  if (names.length === 0) return;
  page.write(2, `${title}:`);
  for (const name of names) page.field(name, textOf(amounts[name]), 3);
}

export function probeText(probe: JsonObject): string {
  const number = (path: string, usual: number): number => numberAt(probe, path) ?? usual;
  const attributes = `delay=${number('initialDelaySeconds', 0)}s timeout=${number('timeoutSeconds', 1)}s period=${number('periodSeconds', 10)}s successThreshold=${number('successThreshold', 1)} failureThreshold=${number('failureThreshold', 3)}`;
  return `${handlerText(probe)} ${attributes}`;
}

function handlerText(probe: JsonObject): string {
  if (isJsonObject(probe['exec'])) return `exec [${textsAt(probe, 'exec.command').join(' ')}]`;
  if (isJsonObject(probe['httpGet'])) {
    const scheme = (textAt(probe, 'httpGet.scheme') || 'HTTP').toLowerCase();
    const path = textAt(probe, 'httpGet.path').replace(/^(?!\/)/, '/');
    return `http-get ${scheme}://${textAt(probe, 'httpGet.host')}:${textAt(probe, 'httpGet.port')}${path}`;
  }
  if (isJsonObject(probe['tcpSocket']))
    return `tcp-socket ${textAt(probe, 'tcpSocket.host')}:${textAt(probe, 'tcpSocket.port')}`;
  if (isJsonObject(probe['grpc']))
    return `grpc <pod>:${textAt(probe, 'grpc.port')} ${textAt(probe, 'grpc.service')}`;
  return 'unknown';
}

function writeSources(page: Page, sources: readonly JsonObject[]): void {
  if (sources.length === 0) return;
  page.write(2, 'Environment Variables from:');
  for (const source of sources) {
    const isMap = isJsonObject(source['configMapRef']);
    const ref = objectAt(source, isMap ? 'configMapRef' : 'secretRef');
    const prefix = textAt(source, 'prefix');
    const with_ = prefix === '' ? '' : ` with prefix '${prefix}'`;
    page.write(
      3,
      `${textAt(ref, 'name')}\t${isMap ? 'ConfigMap' : 'Secret'}${with_}\tOptional: ${String(ref['optional'] === true)}`,
    );
  }
}

function writeVariables(
  page: Page,
  variables: readonly JsonObject[],
  container: JsonObject,
  pod: JsonObject | undefined,
): void {
  page.write(2, `Environment:${variables.length === 0 ? '\t<none>' : ''}`);
  for (const one of variables) {
    const name = textAt(one, 'name');
    const from = one['valueFrom'];
    if (isJsonObject(from)) page.write(3, `${name}:\t${fromText(from, container, pod)}`);
    else
      textAt(one, 'value')
        .split('\n')
        .forEach((line, index) => page.write(3, `${index === 0 ? `${name}:` : ''}\t${line}`));
  }
}

function fromText(from: JsonObject, container: JsonObject, pod: JsonObject | undefined): string {
  if (isJsonObject(from['fieldRef'])) {
    const path = textAt(from, 'fieldRef.fieldPath');
    return `${fieldText(path, pod)} (${textAt(from, 'fieldRef.apiVersion') || 'v1'}:${path})`;
  }
  if (isJsonObject(from['resourceFieldRef'])) {
    const resource = textAt(from, 'resourceFieldRef.resource');
    const [kind = '', name = ''] = resource.split('.');
    return `${amountText(objectAt(container, 'resources')[kind], name)} (${resource})`;
  }
  const isSecret = isJsonObject(from['secretKeyRef']);
  const ref = objectAt(from, isSecret ? 'secretKeyRef' : 'configMapKeyRef');
  const what = isSecret ? 'in secret' : 'of config map';
  return `<set to the key '${textAt(ref, 'key')}' ${what} '${textAt(ref, 'name')}'>\tOptional: ${String(ref['optional'] === true)}`;
}

function fieldText(path: string, pod: JsonObject | undefined): string {
  const key = /^metadata\.(labels|annotations)\['(.+)'\]$/.exec(path);
  if (key !== null) return textOf(objectAt(pod, `metadata.${key[1] ?? ''}`)[key[2] ?? '']);
  return path.startsWith('metadata.') ? textAt(pod, path) : '';
}

function amountText(amounts: Json | undefined, name: string): string {
  return textOf(isJsonObject(amounts) ? amounts[name] : undefined) || '0';
}

function writeMounts(page: Page, container: JsonObject): void {
  const mounts = sortedBy(listAt(container, 'volumeMounts'), (mount) => textAt(mount, 'mountPath'));
  page.write(2, `Mounts:${mounts.length === 0 ? '\t<none>' : ''}`);
  for (const mount of mounts) {
    const path = textAt(mount, 'subPath');
    const flags = [
      mount['readOnly'] === true ? 'ro' : 'rw',
      ...(path === '' ? [] : [`path=${JSON.stringify(path)}`]),
    ];
    page.write(3, `${textAt(mount, 'mountPath')} from ${textAt(mount, 'name')} (${flags.join(',')})`);
  }
  const devices = listAt(container, 'volumeDevices');
  if (devices.length === 0) return;
  page.write(2, 'Devices:');
  for (const device of [...devices].sort((a, b) =>
    compareStrings(textAt(a, 'devicePath'), textAt(b, 'devicePath')),
  ))
    page.write(3, `${textAt(device, 'devicePath')} from ${textAt(device, 'name')}`);
}
