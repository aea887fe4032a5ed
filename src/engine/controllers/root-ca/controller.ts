/**
 * The root certificate publisher: every namespace has the ConfigMap `kube-root-ca.crt`, and it says what it should.
 *
 * **Upstream:** pkg/controller/certificates/rootcacertpublisher/publisher.go (v1.37).
 * **Simplified:** the certificate is a placeholder text; nothing in the cluster speaks TLS.
 */
import { deepEqual } from '../../../base/json.ts';
import type { Component, ComponentContext } from '../../apiserver/component.ts';
import type { SyncOutcome } from '../../sim/work-queue.ts';
import { controllerComponent, DONE, FAILED } from '../control/component.ts';
import { namespaceOf } from '../control/keys.ts';

const CONFIG_MAP = 'kube-root-ca.crt';
const DESCRIPTION_ANNOTATION = 'kubernetes.io/description';
const DESCRIPTION =
  'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. ' +
  'No other usage is guaranteed across distributions of Kubernetes clusters.';
const DATA = {
  'ca.crt': '-----BEGIN CERTIFICATE-----\nc2ltdWxhdGVkIGNsdXN0ZXI=\n-----END CERTIFICATE-----\n',
};

export function createRootCaController(ctx: ComponentContext): Component {
  return controllerComponent(ctx, {
    name: 'root-ca-certificate-publisher',
    watches: {
      Namespace: ({ type, object }) => (type === 'DELETED' ? [] : [object.metadata.name]),
      ConfigMap: ({ type, object }) =>
        type !== 'ADDED' && object.metadata.name === CONFIG_MAP ? [namespaceOf(object)] : [],
    },
    reconcile: (namespace) => syncNamespace(ctx, namespace),
  });
}

function syncNamespace(ctx: ComponentContext, name: string): SyncOutcome {
  const namespace = ctx.api.get('Namespace', '', name);
  if (namespace === undefined || namespace.status?.phase === 'Terminating') return DONE;
  const present = ctx.api.get('ConfigMap', name, CONFIG_MAP);
  if (present === undefined) {
    const metadata = {
      name: CONFIG_MAP,
      namespace: name,
      annotations: { [DESCRIPTION_ANNOTATION]: DESCRIPTION },
    };
    const created = ctx.api.create(
      'ConfigMap',
      { metadata, data: DATA },
      { rule: 'SA-02', text: `namespace ${name} has no ConfigMap ${CONFIG_MAP}` },
    );
    return created.ok || created.error.reason === 'AlreadyExists' ? DONE : FAILED;
  }
  const annotations = { ...present.metadata.annotations, [DESCRIPTION_ANNOTATION]: DESCRIPTION };
  if (deepEqual(present.data, DATA) && deepEqual(annotations, present.metadata.annotations)) return DONE;
  const repaired = { ...present, data: DATA, metadata: { ...present.metadata, annotations } };
  return ctx.api.update('ConfigMap', repaired, { rule: 'SA-02', text: `${CONFIG_MAP} had been changed` }).ok
    ? DONE
    : FAILED;
}
