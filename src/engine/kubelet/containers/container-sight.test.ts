/** What a container sees of its pod: users, files, names, variables. Seen from inside, through its log. */
import { describe, expect, it } from 'vitest';
import { TEST } from '../testing/kubelet-fixture.ts';
import type { Fixture } from '../testing/kubelet-fixture.ts';
import { isReady, manifest, started } from '../testing/small-pods.ts';

function logOf(cluster: Fixture, pod: string, container = 'app'): string {
  const uid = cluster.pod(pod)?.metadata.uid ?? '';
  const record = cluster.world.containers('node-1', uid).find(({ name }) => name === container);
  return (cluster.world.log(record?.id ?? '') ?? []).map(({ text }) => text).join('\n');
}

/** Runs the script as a pod's container and returns what it wrote. */
function says(script: string, container = '', spec = ''): string {
  const cluster = started();
  cluster.create(
    manifest(
      'web',
      `{name: app, image: "busybox:1.36", command: [sh, -c, '${script.replaceAll("'", "''")}; sleep 3600']${container}}`,
      spec,
    ),
  );
  cluster.runUntil(() => isReady(cluster, 'web'), 30_000);
  cluster.run(5000);
  return logOf(cluster, 'web');
}

describe('users and files', () => {
  it('KUBELET-34 shows user, groups and the group of volumes', () => {
    const seen = says(
      'id; cd /data; echo x > f; stat -c "%a %u %g" . f',
      ', volumeMounts: [{name: data, mountPath: /data}]',
      'securityContext: {runAsUser: 1000, runAsGroup: 3000, fsGroup: 2000, supplementalGroups: [4000]}\n  volumes: [{name: data, emptyDir: {}}]',
    );
    expect(seen).toBe('uid=1000 gid=3000 groups=2000,3000,4000\n2777 0 2000\n644 1000 2000');
  });

  it('KUBELET-34 gives files the mode of their item, else the default of the volume', () => {
    const cluster = started();
    cluster.api.create(
      'Secret',
      { metadata: { name: 'keys', namespace: 'default' }, data: { a: 'eA==', b: 'eQ==' } },
      TEST,
    );
    const script = 'stat -Lc "%a %n" /s/a /s/other; sleep 3600';
    cluster.create(
      manifest(
        'web',
        `{name: app, image: "busybox:1.36", command: [sh, -c, '${script}'], volumeMounts: [{name: s, mountPath: /s}]}`,
        'volumes: [{name: s, secret: {secretName: keys, defaultMode: 256, items: [{key: a, path: a}, {key: b, path: other, mode: 511}]}}]',
      ),
    );
    cluster.runUntil(() => isReady(cluster, 'web'), 30_000);
    cluster.run(2000);
    expect(logOf(cluster, 'web')).toBe('400 /s/a\n777 /s/other');
  });

  it('KUBELET-37 a full memory volume takes no more', () => {
    const seen = says(
      'dd if=/dev/zero of=/m/a bs=1M count=3; echo $?; dd if=/dev/zero of=/m/b bs=1M count=3; echo $?',
      ', volumeMounts: [{name: m, mountPath: /m}]',
      'volumes: [{name: m, emptyDir: {medium: Memory, sizeLimit: 4Mi}}]',
    );
    expect(seen).toContain('No space left on device');
    expect(seen.split('\n').filter((line) => /^\d$/.test(line))).toEqual(['0', '1']);
  });

  it.each([
    ['BestEffort', '', '1000'],
    ['Burstable', ', resources: {requests: {memory: 4Gi}}', '500'],
    ['Guaranteed', ', resources: {limits: {cpu: 100m, memory: 64Mi}}', '-997'],
  ])('KUBELET-54 the OOM score of a %s pod', (_quality, resources, score) => {
    expect(says('cat /proc/1/oom_score_adj', resources)).toBe(score);
  });
});

describe('names', () => {
  it('KUBELET-38 /etc/hosts names the pod and its aliases', () => {
    const seen = says(
      'tail -n 4 /etc/hosts; hostname',
      '',
      'hostname: one\n  subdomain: sub\n  hostAliases: [{ip: 127.0.0.1, hostnames: [foo.local, bar.local]}]',
    );
    expect(seen.split('\n')).toEqual([
      'fd00:10:244:1::2\tone.sub.default.svc.cluster.local\tone',
      '',
      '# Entries added by HostAliases.',
      '127.0.0.1\tfoo.local\tbar.local',
      'one',
    ]);
  });

  it.each([
    [
      'ClusterFirst',
      '',
      'search default.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.96.0.10\noptions ndots:5',
    ],
    [
      'None with a configuration',
      'dnsPolicy: None\n  dnsConfig: {nameservers: [192.0.2.1], searches: [ns1.svc.cluster-domain.example, my.dns.search.suffix], options: [{name: ndots, value: "2"}, {name: edns0}]}',
      'search ns1.svc.cluster-domain.example my.dns.search.suffix\nnameserver 192.0.2.1\noptions ndots:2 edns0',
    ],
  ])('KUBELET-38 /etc/resolv.conf with policy %s', (_policy, spec, content) => {
    expect(says('cat /etc/resolv.conf', '', spec)).toBe(content);
  });
});

describe('variables', () => {
  it('KUBELET-39 come from a file that an init container wrote', () => {
    const seen = says(
      'echo $ADDRESS',
      ', env: [{name: ADDRESS, valueFrom: {fileKeyRef: {volumeName: conf, path: a.env, key: DB}}}]',
      `volumes: [{name: conf, emptyDir: {}}]
  initContainers:
  - {name: setup, image: "busybox:1.36", command: [sh, -c, 'echo "DB=''db one''" > /conf/a.env'], volumeMounts: [{name: conf, mountPath: /conf}]}`,
    );
    expect(seen).toBe('db one');
  });
});

describe('image volumes', () => {
  const mounting = ', volumeMounts: [{name: files, mountPath: /files}]';

  it('KUBELET-29 show the files of an image', () => {
    const seen = says(
      'ls /files/usr/share/nginx/html; touch /files/x',
      mounting,
      'volumes: [{name: files, image: {reference: "nginx:1.27", pullPolicy: IfNotPresent}}]',
    );
    expect(seen).toContain('index.html');
    expect(seen).toContain('Read-only file system');
  });

  it('KUBELET-29 a missing image holds back only the containers that mount it', () => {
    const cluster = started();
    const spec = 'volumes: [{name: files, image: {reference: "nginx:none"}}]';
    const other = '{name: free, image: "busybox:1.36", command: [sleep, "3600"]}';
    cluster.create(manifest('web', `{name: app, image: "busybox:1.36"${mounting}}\n  - ${other}`, spec));
    cluster.run(20_000);
    const [app, free] = cluster.pod('web')?.status?.containerStatuses ?? [];
    expect(app?.state?.waiting?.reason).toMatch(/^(ErrImagePull|ImagePullBackOff)$/);
    expect(free?.state?.running).toBeDefined();
    expect(cluster.events('web').join('\n')).toContain('Warning Failed Failed to pull image "nginx:none"');
  });
});
