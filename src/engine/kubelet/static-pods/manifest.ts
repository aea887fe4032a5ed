/**
 * Static pods: pods made from the files of a folder on the machine.
 *
 * Upstream: pkg/kubelet/config/file_linux.go, common.go (v1.37).
 * **Simplified:** a file is one YAML or JSON document; a pod that names API objects is ignored without a word, as upstream only logs it.
 */
import { parseDocument } from 'yaml';
import { hashHex, hashText } from '../../../base/hash.ts';
import { isJsonObject } from '../../../base/json.ts';
import type { JsonObject } from '../../../base/json.ts';
import { decode, isFatal } from '../../api/decode.ts';
import { defaultPod } from '../../api/defaulting/pod.ts';
import { qosClassOf } from '../../api/qos.ts';
import { formatTime } from '../../api/time.ts';
import type { Container, Pod, PodSpec } from '../../api/core-v1-pod.ts';
import { ConfigHashAnnotation, ConfigSourceAnnotation } from '../../api/well-known.ts';

const SEEN_ANNOTATION = 'kubernetes.io/config.seen';

/** The pod of a manifest file with all defaults, or undefined when the file holds none that may be static. */
export function podOfManifest(
  machine: string,
  file: string,
  content: string,
  nowMs: number,
): Pod | undefined {
  if (file.startsWith('.')) return undefined;
  const document = parseDocument(content);
  if (document.errors.length > 0) return undefined;
  const parsed: unknown = document.toJS();
  if (
    !isJsonObject(parsed) ||
    parsed.kind !== 'Pod' ||
    !isJsonObject(parsed.metadata) ||
    !isJsonObject(parsed.spec)
  )
    return undefined;
  const decoded = decode('v1', 'Pod', parsed);
  if (
    decoded.problems.some(isFatal) ||
    typeof parsed.metadata.name !== 'string' ||
    !Array.isArray(parsed.spec.containers)
  )
    return undefined;
  const pod = defaultPod(decoded.object as JsonObject & Pod);
  return refersToApi(pod.spec) ? undefined : staticPod(machine, file, content, pod, nowMs);
}

function staticPod(
  machine: string,
  file: string,
  content: string,
  { metadata, spec }: Pod,
  nowMs: number,
): Pod {
  const uid =
    hashHex(hashText(`${machine} ${file}\n${content}`)) + hashHex(hashText(`${content} ${file} ${machine}`));
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...metadata,
      name: `${metadata.name}-${machine}`,
      namespace: metadata.namespace ?? 'default',
      uid,
      annotations: {
        ...metadata.annotations,
        [ConfigHashAnnotation]: uid,
        [SEEN_ANNOTATION]: formatTime(nowMs),
        [ConfigSourceAnnotation]: 'file',
      },
    },
    spec: {
      ...spec,
      nodeName: machine,
      tolerations: [...(spec.tolerations ?? []), { effect: 'NoExecute', operator: 'Exists' }],
    },
    status: { phase: 'Pending', qosClass: qosClassOf(spec) },
  };
}

function refersToApi(spec: PodSpec): boolean {
  if (
    spec.serviceAccountName !== undefined ||
    spec.serviceAccount !== undefined ||
    (spec.resourceClaims ?? []).length > 0
  )
    return true;
  if (
    (spec.volumes ?? []).some(
      (volume) =>
        volume.configMap ??
        volume.secret ??
        volume.persistentVolumeClaim ??
        volume.projected ??
        volume.ephemeral,
    )
  )
    return true;
  return [...(spec.initContainers ?? []), ...(spec.containers ?? [])].some(namesApiObjects);
}

function namesApiObjects(container: Container): boolean {
  if ((container.envFrom ?? []).length > 0) return true;
  return (container.env ?? []).some(
    ({ valueFrom }) => valueFrom?.configMapKeyRef !== undefined || valueFrom?.secretKeyRef !== undefined,
  );
}
