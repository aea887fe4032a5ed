/**
 * The small files a runtime and the kubelet put into every container: /etc/hosts, /etc/hostname, /etc/resolv.conf.
 * They are made from the tree's id when read, so an untouched file costs nothing.
 *
 * Upstream: pkg/kubelet/kubelet_pods.go nodeHostsFileContent, managedHostsFileContent (v1.37).
 */
import type { SandboxRecord } from '../contract.ts';
import type { FileTree } from '../filesystem/file-tree.ts';
import type { Mount } from '../filesystem/mount-table.ts';
import { fileVolume } from '../filesystem/volume-content.ts';

const PREFIX = 'sandbox-file/';
const NAMES = ['hostname', 'hosts', 'resolv.conf'] as const;

export function runtimeFiles(sandbox: SandboxRecord): readonly Mount[] {
  return NAMES.map((name) => ({
    path: `/etc/${name}`,
    volume: `${PREFIX}${sandbox.id}/${name}`,
    readOnly: false,
  }));
}

/** Content of a file nobody has written to; undefined for other ids. */
export function runtimeFileTree(
  treeId: string,
  sandboxOf: (id: string) => SandboxRecord | undefined,
): FileTree | undefined {
  if (!treeId.startsWith(PREFIX)) return undefined;
  const [sandboxId = '', name = ''] = treeId.slice(PREFIX.length).split('/');
  const sandbox = sandboxOf(sandboxId);
  return sandbox === undefined ? undefined : fileVolume(contentOf(name, sandbox));
}

function contentOf(name: string, sandbox: SandboxRecord): string {
  if (name === 'hostname') return `${sandbox.hostname}\n`;
  if (name === 'resolv.conf') {
    const { namespace } = sandbox;
    if (sandbox.resolvConf !== undefined) return sandbox.resolvConf;
    return `search ${namespace}.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.96.0.10\noptions ndots:5\n`;
  }
  const { hostname, hostDomain, hostNetwork } = sandbox;
  const names = hostDomain === undefined ? hostname : `${hostname}.${hostDomain}\t${hostname}`;
  if (hostNetwork)
    return `# Kubernetes-managed hosts file (host network).\n127.0.0.1\tlocalhost\n${aliases(sandbox)}`;
  const own = sandbox.ips.map((ip) => `${ip}\t${names}\n`).join('');
  return `# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\nfe00::0\tip6-localnet\nfe00::0\tip6-mcastprefix\nfe00::1\tip6-allnodes\nfe00::2\tip6-allrouters\n${own}${aliases(sandbox)}`;
}

function aliases({ hostAliases = [] }: SandboxRecord): string {
  if (hostAliases.length === 0) return '';
  const lines = hostAliases.map(({ ip, hostnames }) => `${ip}\t${hostnames.join('\t')}\n`);
  return `\n# Entries added by HostAliases.\n${lines.join('')}`;
}
