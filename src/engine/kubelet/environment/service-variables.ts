/**
 * The variables that tell a container about the Services that exist when it starts.
 *
 * Upstream: pkg/kubelet/envvars/envvars.go, kubelet_pods.go getServiceEnvVarMap (v1.37).
 */
import type { Service } from '../../api/core-v1.ts';

/** Variables of these services, in their order. Headless ones give none. */
export function serviceVariables(
  services: readonly Service[],
): readonly (readonly [name: string, value: string])[] {
  return services.flatMap((service) => {
    const { clusterIP, ports = [] } = service.spec ?? {};
    if (clusterIP === undefined || clusterIP === 'None' || clusterIP === '' || ports[0] === undefined)
      return [];
    const prefix = variableName(service.metadata.name);
    const host = clusterIP.includes(':') ? `[${clusterIP}]` : clusterIP;
    const list: [string, string][] = [
      [`${prefix}_SERVICE_HOST`, clusterIP],
      [`${prefix}_SERVICE_PORT`, String(ports[0].port)],
    ];
    for (const port of ports)
      if (port.name) list.push([`${prefix}_SERVICE_PORT_${variableName(port.name)}`, String(port.port)]);
    list.push([`${prefix}_PORT`, `${(ports[0].protocol ?? 'TCP').toLowerCase()}://${host}:${ports[0].port}`]);
    for (const port of ports)
      list.push(...linkVariables(prefix, clusterIP, host, port.protocol ?? 'TCP', port.port));
    return list;
  });
}

function linkVariables(
  prefix: string,
  clusterIP: string,
  host: string,
  protocol: string,
  port: number,
): [string, string][] {
  const link = `${prefix}_PORT_${port}_${protocol.toUpperCase()}`;
  return [
    [link, `${protocol.toLowerCase()}://${host}:${port}`],
    [`${link}_PROTO`, protocol.toLowerCase()],
    [`${link}_PORT`, String(port)],
    [`${link}_ADDR`, clusterIP],
  ];
}

function variableName(name: string): string {
  return name.toUpperCase().replace(/-/g, '_');
}
