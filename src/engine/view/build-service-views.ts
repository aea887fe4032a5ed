/** Services with the endpoints that their EndpointSlices list. */
import type { StoredObject } from '../apiserver/client.ts';
import type { ViewContext } from './view-context.ts';
import type { EndpointView, ServiceView } from './views.ts';

const SERVICE_NAME = 'kubernetes.io/service-name';

export function buildServiceViews({ api }: ViewContext): ServiceView[] {
  const slices = api.list('EndpointSlice');
  return api
    .list('Service')
    .filter(({ metadata }) => metadata.name !== 'kubernetes' || metadata.namespace !== 'default')
    .map((service) => serviceView(service, slices));
}

function serviceView(
  service: StoredObject<'Service'>,
  slices: readonly StoredObject<'EndpointSlice'>[],
): ServiceView {
  const { metadata, spec } = service;
  const own = slices.filter(
    (slice) =>
      slice.metadata.namespace === metadata.namespace &&
      slice.metadata.labels?.[SERVICE_NAME] === metadata.name,
  );
  const endpoints = new Map<string, EndpointView>();
  for (const { targetRef, conditions } of own.flatMap((slice) => slice.endpoints ?? [])) {
    const podUid = targetRef?.uid ?? '';
    if (podUid !== '' && !endpoints.has(podUid))
      endpoints.set(podUid, {
        podUid,
        ready: conditions?.ready ?? false,
        serving: conditions?.serving ?? false,
        terminating: conditions?.terminating ?? false,
      });
  }
  return {
    uid: metadata.uid,
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    type: spec?.type ?? 'ClusterIP',
    clusterIp: spec?.clusterIP ?? '',
    ports: (spec?.ports ?? []).map(({ port, targetPort }) =>
      targetPort === undefined || targetPort === port ? String(port) : `${port}→${targetPort}`,
    ),
    selector: spec?.selector ?? {},
    endpoints: [...endpoints.values()],
  };
}
