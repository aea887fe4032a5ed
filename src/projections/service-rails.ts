/** Services as rails with a tap for every pod behind them. */
import type { EndpointView, ServiceView } from '../protocol/views.ts';
import type { PodTileModel, ServiceRailModel, ServiceTapModel } from './view-model.ts';

export function serviceRails(
  services: readonly ServiceView[],
  tileOf: (uid: string) => PodTileModel | undefined,
): ServiceRailModel[] {
  return services.map(({ uid, namespace, name, clusterIp, ports, endpoints }) => ({
    uid,
    namespace,
    name,
    address:
      clusterIp === '' || clusterIp === 'None'
        ? ''
        : `${clusterIp}${ports[0] === undefined ? '' : `:${portOf(ports[0])}`}`,
    rate: '',
    taps: endpoints.flatMap((endpoint) => tap(endpoint, tileOf(endpoint.podUid))).sort(byPodName),
  }));
}

/** The Service's own side of `80→8080`. */
function portOf(port: string): string {
  return port.split('→')[0] ?? port;
}

function tap(
  { ready, serving, terminating }: EndpointView,
  pod: PodTileModel | undefined,
): ServiceTapModel[] {
  if (pod === undefined) return [];
  if (terminating)
    return [
      { pod, state: serving ? 'half' : 'open', reason: serving ? 'leaving, still serving' : 'leaving' },
    ];
  return [{ pod, state: ready ? 'closed' : 'open', reason: ready ? 'ready' : 'not ready' }];
}

function byPodName(a: ServiceTapModel, b: ServiceTapModel): number {
  return a.pod.name < b.pod.name ? -1 : a.pod.name > b.pod.name ? 1 : 0;
}
