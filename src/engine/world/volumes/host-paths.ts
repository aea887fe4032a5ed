/**
 * What is on the disk of a freshly installed machine, for the types of hostPath volumes.
 *
 * **Simplified:** a list of the paths that manifests usually name.
 */

export type HostPathKind = 'directory' | 'file' | 'socket' | 'absent';

const SOCKETS: readonly string[] = ['/run/containerd/containerd.sock', '/var/run/containerd/containerd.sock'];
const FILES: readonly string[] = [
  '/etc/hostname',
  '/etc/hosts',
  '/etc/machine-id',
  '/etc/os-release',
  '/etc/passwd',
  '/etc/resolv.conf',
  '/etc/localtime',
];
const DIRECTORIES: readonly string[] = [
  '/',
  '/bin',
  '/boot',
  '/dev',
  '/etc',
  '/etc/cni/net.d',
  '/etc/kubernetes',
  '/etc/kubernetes/manifests',
  '/etc/kubernetes/pki',
  '/etc/ssl',
  '/etc/ssl/certs',
  '/home',
  '/lib',
  '/lib/modules',
  '/mnt',
  '/opt',
  '/opt/cni/bin',
  '/proc',
  '/root',
  '/run',
  '/sbin',
  '/srv',
  '/sys',
  '/sys/fs/cgroup',
  '/tmp',
  '/usr',
  '/usr/local',
  '/usr/share',
  '/usr/share/ca-certificates',
  '/var',
  '/var/lib',
  '/var/lib/kubelet',
  '/var/lib/kubelet/pods',
  '/var/lib/containerd',
  '/var/lib/etcd',
  '/var/log',
  '/var/log/containers',
  '/var/log/pods',
  '/var/run',
  '/var/tmp',
];

/** What a freshly installed machine has. */
export function kindOnDisk(path: string): HostPathKind {
  const plain = path.length > 1 ? path.replace(/\/+$/, '') : path;
  if (SOCKETS.includes(plain)) return 'socket';
  if (FILES.includes(plain)) return 'file';
  return DIRECTORIES.includes(plain) ? 'directory' : 'absent';
}
