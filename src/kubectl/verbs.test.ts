import { beforeEach, describe, expect, it } from 'vitest';
import { fileShelf } from './file-shelf.ts';
import { createInterrupter } from './interruption.ts';
import { renderGoTemplate } from './print/go-template.ts';
import { kyamlText } from './print/kyaml.ts';
import { aligned } from './print/tab-writer.ts';
import { unifiedDiff } from './print/unified-diff.ts';
import { Shell } from './shell/shell.ts';
import { workstationPrograms } from './shell/workstation.ts';
import { apiOnly } from './testing/api-only.ts';
import type { TestCluster } from './testing/api-only.ts';

const WEB = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, labels: {app: web}}
spec: {replicas: 2, selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: app, image: "nginx:1.27", ports: [{containerPort: 80, name: http}], env: [{name: A, value: b}], resources: {requests: {cpu: 10m}}}]}}}
`;
const POD = `apiVersion: v1
kind: Pod
metadata: {name: solo, labels: {app: solo}}
spec: {nodeName: n1, tolerations: [{key: k, operator: Exists, effect: NoExecute, tolerationSeconds: 5}], containers: [{name: app, image: nginx, command: [sh, -c, "echo a\\necho b"], livenessProbe: {exec: {command: [cat, /x]}}, volumeMounts: [{name: v, mountPath: /v, subPath: s, readOnly: true}]}], volumes: [{name: v, emptyDir: {}}]}
`;

let cluster: TestCluster;
let type: (line: string, env?: Readonly<Record<string, string>>) => Promise<string>;

beforeEach(async () => {
  cluster = apiOnly();
  const files = fileShelf({
    'web.yaml': WEB,
    'solo.yaml': POD,
    'cols.txt': 'N R\n.metadata.name .spec.replicas\n',
  });
  type = async (line, variables = {}) => {
    const texts: string[] = [];
    const sink = { push: (text: string) => void texts.push(text) };
    const shell = new Shell({
      programs: workstationPrograms({ cluster: cluster.access, namespace: () => 'default' }),
      files,
      sleep: (ms) => cluster.access.sleep(ms),
      variables,
    });
    const exit = await shell.run(line, { stdout: sink, stderr: sink, interruption: createInterrupter() });
    return texts.join('') + (exit === 0 ? '' : `[${exit}]`);
  };
  await type('kubectl apply -f web.yaml -f solo.yaml');
});

describe('descriptions', () => {
  it('KUBECTL-30 a deployment', async () => {
    expect(await type('kubectl describe deploy web')).toBe(
      [
        'Name:                   web',
        'Namespace:              default',
        'CreationTimestamp:      Tue, 24 Nov 2026 00:00:00 +0000',
        'Labels:                 app=web',
        'Annotations:            <none>',
        'Selector:               app=web',
        'Replicas:               2 desired | 0 updated | 0 total | 0 available | 0 unavailable',
        'StrategyType:           RollingUpdate',
        'MinReadySeconds:        0',
        'RollingUpdateStrategy:  25% max unavailable, 25% max surge',
        'Pod Template:',
        '  Labels:  app=web',
        '  Containers:',
        '   app:',
        '    Image:      nginx:1.27',
        '    Port:       80/TCP (http)',
        '    Host Port:  0/TCP (http)',
        '    Requests:',
        '      cpu:  10m',
        '    Environment:',
        '      A:           b',
        '    Mounts:        <none>',
        '  Volumes:         <none>',
        '  Node-Selectors:  <none>',
        '  Tolerations:     <none>',
        'OldReplicaSets:    <none>',
        'NewReplicaSet:     <none>',
        'Events:            <none>',
        '',
      ].join('\n'),
    );
  });

  it('KUBECTL-30 a pod: words of its command, probe, mounts, tolerations', async () => {
    const text = await type('kubectl describe pod so');
    for (const line of [
      '    Command:\n      sh\n      -c\n      echo a\n      echo b\n',
      'exec [cat /x] delay=0s timeout=1s period=10s successThreshold=1 failureThreshold=3',
      '      /v from v (ro,path="s")\n',
      "EmptyDir (a temporary directory that shares a pod's lifetime)",
      'k:NoExecute op=Exists for 5s',
      'QoS Class:',
    ])
      expect(text).toContain(line);
  });

  it.each([
    ['kubectl describe pod none', 'Error from server (NotFound): pods "none" not found\n[1]'],
    ['kubectl describe pods -l a=b', 'No resources found in default namespace.\n'],
    [
      'kubectl create cm c --from-literal=k=v >/dev/null; kubectl describe cm c | sed -n "/^Data/,/^v/p"',
      'Data\n====\nk:\n----\nv\n',
    ],
    [
      'kubectl create secret generic s --from-literal=p=four >/dev/null; kubectl describe secret s | tail -2',
      '====\np:  4 bytes\n',
    ],
    [
      'kubectl describe ns default | tail -4',
      'No resource quota.\n\nNo LimitRange resource.\n'
        .replace(/^/, 'Status:       Active\n\n')
        .split('\n')
        .slice(1)
        .join('\n'),
    ],
  ])('KUBECTL-30 %s', async (line, text) => {
    expect(await type(line)).toBe(text);
  });
});

describe('making objects', () => {
  it.each([
    [
      'kubectl run p --image=busybox -- sleep 5; kubectl get pod p -o jsonpath="{.metadata.labels}{.spec.containers[0].args}"',
      'pod/p created\n{"run":"p"}["sleep","5"]',
    ],
    [
      'kubectl run p --image=busybox --command -- sleep 5; kubectl get pod p -o jsonpath="{.spec.containers[0].command}"',
      'pod/p created\n["sleep","5"]',
    ],
    ['kubectl run p', 'error: required flag(s) "image" not set\n[1]'],
    [
      'kubectl run p --image="bad image"',
      'error: invalid image name "bad image": invalid reference format\n[1]',
    ],
    [
      'kubectl run p --image=x --restart=Sometimes',
      'error: invalid restart policy: Sometimes, valid values are: Always, OnFailure, Never\n[1]',
    ],
    ['kubectl run p --image=x --rm', 'error: --rm should only be used for attached containers\n[1]'],
    ['kubectl run p --image=x --dry-run=client', 'pod/p created (dry run)\n'],
    ['kubectl create cronjob c --image=busybox --schedule="* * * * *" -- date', 'cronjob.batch/c created\n'],
    [
      'kubectl create svc clusterip s --tcp=80:8080; kubectl get svc s -o jsonpath="{.spec.ports[0].name} {.spec.ports[0].targetPort}"',
      'service/s created\n80-8080 8080',
    ],
    [
      'kubectl create pdb b --selector=app=web',
      'error: one of min-available or max-unavailable must be specified\n[1]',
    ],
    ['kubectl create secret tls t', 'error: key and cert must be specified\n[1]'],
    ['kubectl create quota q --hard=pods=1', 'resourcequota/q created\n'],
    [
      'echo one > a.txt; kubectl create cm f --from-file=a.txt; kubectl get cm f -o jsonpath="{.data}"',
      'configmap/f created\n{"a.txt":"one\\n"}',
    ],
    [
      'kubectl create cm f --from-file=none.txt',
      'error: error reading none.txt: no such file or directory\n[1]',
    ],
    [
      'kubectl expose deploy web --port=80 --target-port=http; kubectl get svc web -o jsonpath="{.spec.selector}"',
      'service/web exposed\n{"app":"web"}',
    ],
    ['kubectl expose node n1', 'Error from server (NotFound): nodes "n1" not found\n[1]'],
    [
      'kubectl autoscale deploy web --min=1 --max=3 --cpu=80%; kubectl get hpa web --no-headers | cut -d" " -f1-7',
      'horizontalpodautoscaler.autoscaling/web autoscaled\nweb   Deployment/web   cpu:\n',
    ],
    [
      'kubectl autoscale deploy web --min=5 --max=3',
      'error: --max=MAXPODS must be larger or equal to --min=MINPODS, max: 3, min: 5\n[1]',
    ],
    [
      'kubectl set resources deploy web --limits=cpu=1; kubectl get deploy web -o jsonpath="{.spec.template.spec.containers[0].resources.limits}"',
      'deployment.apps/web resource requirements updated\n{"cpu":"1"}',
    ],
    ['kubectl set env deploy web --list', '# Deployment web, container app\nA=b\n'],
    ['kubectl set serviceaccount deploy web default', 'deployment.apps/web serviceaccount updated\n'],
    ['kubectl label deploy web --list', 'app=web\n'],
  ])('KUBECTL-31 %s', async (line, text) => {
    expect(await type(line)).toBe(text);
  });
});

describe('waiting and looking', () => {
  it.each([
    ['kubectl wait --for=jsonpath="{.spec.replicas}"=2 deploy/web', 'deployment.apps/web condition met\n'],
    [
      'kubectl wait --for=condition=Available deploy/web --timeout=1s',
      'error: timed out waiting for the condition on deployments/web\n[1]',
    ],
    ['kubectl wait --for=delete pod/gone', ''],
    [
      'kubectl wait --for=condition=Ready pod/gone',
      'Error from server (NotFound): pods "gone" not found\n[1]',
    ],
    ['kubectl wait --for=create cm/soon --timeout=2s', 'error: timed out waiting for the condition\n[1]'],
    ['kubectl wait --for=foo deploy/web', 'error: unrecognized condition: "foo"\n[1]'],
    ['kubectl wait deploy/web', 'error: unrecognized condition: []\n[1]'],
    ['kubectl wait --for=condition=Ready pod -l app=zzz', 'error: no matching resources found\n[1]'],
  ])('KUBECTL-32 %s', async (line, text) => {
    expect(await type(line)).toBe(text);
  });

  it('KUBECTL-33 events by time, about one object, of one type', async () => {
    for (const [name, minute, kind, level] of [
      ['late', '05', 'Pod', 'Warning'],
      ['early', '01', 'Deployment', 'Normal'],
    ] as const)
      await cluster.access.create('Event', 'default', {
        metadata: { name },
        involvedObject: { kind, name: 'web', namespace: 'default' },
        type: level,
        reason: 'R',
        message: `m ${name}`,
        firstTimestamp: `2026-11-23T23:${minute}:00Z`,
        lastTimestamp: `2026-11-23T23:${minute}:00Z`,
        count: 2,
      });
    expect(await type('kubectl events')).toBe(
      'LAST SEEN           TYPE      REASON   OBJECT           MESSAGE\n59m (x2 over 59m)   Normal    R        Deployment/web   m early\n55m (x2 over 55m)   Warning   R        Pod/web          m late\n',
    );
    expect(await type('kubectl events --for pod/web --no-headers | wc -l')).toBe('1\n');
    expect(await type('kubectl events --types=Normal --no-headers | wc -l')).toBe('1\n');
    expect(await type('kubectl events -n other')).toBe('No events found in other namespace.\n');
  });
});

describe('whole objects', () => {
  it('KUBECTL-34 edits through an editor', async () => {
    expect(await type('kubectl edit deploy web', { KUBE_EDITOR: 'sed -i s/1.27/1.28/' })).toBe(
      'deployment.apps/web edited\n',
    );
    expect(
      await type('kubectl get deploy web -o jsonpath="{..image}{.spec.template.spec.containers[0].image}"'),
    ).toContain('nginx:1.28');
    expect(await type('kubectl edit deploy web', { KUBE_EDITOR: 'true' })).toBe(
      'Edit cancelled, no changes made.\n',
    );
    expect(
      await type('kubectl edit deploy web', { KUBE_EDITOR: 'sed -i s/^kind:.Dep/kind:\\ Dop/' }),
    ).toMatch(
      /^A copy of your changes has been stored to "\/tmp\/kubectl-edit-\d+.yaml"\nerror: Edit cancelled, no valid changes were saved.\n\[1\]$/,
    );
  });

  it('KUBECTL-34 replaces and tells differences', async () => {
    expect(await type('kubectl diff -f web.yaml')).toBe('');
    const text = await type('sed -i "s/replicas: 2/replicas: 3/" web.yaml; kubectl diff -f web.yaml');
    expect(text).toMatch(/^diff -u -N \/tmp\/LIVE-\d+\/apps\.v1\.Deployment\.default\.web /);
    expect(text).toContain('\n-  replicas: 2\n+  replicas: 3\n');
    expect(await type('kubectl apply -f web.yaml --dry-run=client -o name')).toBe('deployment.apps/web\n');
    expect(
      await type('kubectl replace -f web.yaml; kubectl get deploy web -o jsonpath="{.spec.replicas}"'),
    ).toBe('deployment.apps/web replaced\n3');
  });

  it('KUBECTL-34 hunks of a difference', () => {
    const text = unifiedDiff('a\nb\nc\nd\ne\nf\n', 'a\nb\nc\nd\nX\nf\n', 'a', 'b', 0).split('\n');
    expect(text.slice(2)).toEqual(['@@ -2,5 +2,5 @@', ' b', ' c', ' d', '-e', '+X', ' f', '']);
  });
});

describe('outputs', () => {
  it.each([
    [`kubectl get deploy web -o go-template='{{.metadata.name}} {{.spec.replicas}}{{"\\n"}}'`, 'web 2\n'],
    ['kubectl get deploy -o custom-columns-file=cols.txt', 'N     R\nweb   2\n'],
    [
      'kubectl get deploy web -o custom-columns=',
      'error: custom-columns format specified but no custom columns given\n[1]',
    ],
    [
      'kubectl get deploy web -o jsonpath-as-json="{.spec.selector}"',
      '[\n    {\n        "matchLabels": {\n            "app": "web"\n        }\n    }\n]\n',
    ],
    [
      'kubectl get deploy web --subresource=scale -o yaml | tail -5',
      'spec:\n  replicas: 2\nstatus:\n  replicas: 0\n  selector: app=web\n',
    ],
    [
      'kubectl run a --image=x >/dev/null; kubectl get pods --sort-by=.metadata.name -o name',
      'pod/a\npod/solo\n',
    ],
    [
      'kubectl get pods --sort-by=.nope',
      'error: couldn\'t find any field with path "{.nope}" in the list of objects\n[1]',
    ],
    [
      'kubectl get pods -l app=none -o yaml',
      'apiVersion: v1\nitems: []\nkind: List\nmetadata:\n  resourceVersion: ""\n',
    ],
  ])('KUBECTL-35 %s', async (line, text) => {
    expect(await type(line)).toBe(text);
  });

  it.each([
    ['{{range .items}}{{.n}} {{end}}', 'a b '],
    ['{{range $i, $e := .items}}{{$i}}={{$e.n}};{{end}}', '0=a;1=b;'],
    ['{{if .no}}x{{else if .items}}y{{end}}', 'y'],
    ['{{len .items}} {{(index .items 1).n}} {{.no}}', '2 b <no value>'],
    ['{{printf "%s-%d" .name 3}}{{- " " -}} {{.name | printf "%q"}}', 'w-3 "w"'],
    ['{{with .m}}{{.k}}{{end}} {{.m}} {{eq .name "w"}}', 'v map[k:v] true'],
  ])('KUBECTL-35 the template %s', (template, text) => {
    expect(renderGoTemplate(template, { items: [{ n: 'a' }, { n: 'b' }], name: 'w', m: { k: 'v' } })).toBe(
      text,
    );
  });

  it('KUBECTL-35 kyaml', () => {
    expect(kyamlText({ b: [1], a: { t: 'x', e: {} }, s: 'one\ntwo' })).toBe(
      '---\n{\n  a: {\n    e: {},\n    t: "x",\n  },\n  b: [\n    1,\n  ],\n  s: "\\\n     one\\n\\\n     two\\\n    ",\n}\n',
    );
  });

  it.each([
    ['kubectl get pods -l "a in"', 'label selector "a in"'],
    [
      'kubectl get pods --field-selector spec.foo=1',
      'field selector "spec.foo=1": field label not supported: spec.foo\n[1]',
    ],
  ])('KUBECTL-36 %s', async (line, text) => {
    const said = await type(line);
    expect(said).toMatch(
      /^Error from server \(BadRequest\): Unable to find "\/v1, Resource=pods" that match /,
    );
    expect(said).toContain(text);
  });

  it('KUBECTL-37 a column is a run of lines', () => {
    expect(aligned('a\tb\nlong\tc\n\nx\ty\tz\nxx\tyyy\tz')).toBe(
      'a     b\nlong  c\n\nx   y    z\nxx  yyy  z',
    );
  });
});

describe('the cluster as a whole', () => {
  it.each([
    [
      'kubectl api-resources --no-headers | grep "^deployments "',
      'deployments                      deploy            apps/v1                            true         Deployment\n',
    ],
    ['kubectl version --client', 'Client Version: v1.37.2\nKustomize Version: v5.8.1\n'],
    ['kubectl auth can-i get pods', 'yes\n'],
    ['kubectl top pods', 'error: Metrics API not available\n[1]'],
    [
      'kubectl port-forward deploy/web 99999:80',
      'error: error parsing local port \'99999\': strconv.ParseUint: parsing "99999": value out of range\n[1]',
    ],
    ['kubectl cp a:/x b:/y', 'error: one of src or dest must be a local file specification\n[1]'],
    [
      'kubectl gett pods',
      'error: unknown command "gett" for "kubectl"\n\nDid you mean this?\n\tset\n\tget\n\n[1]',
    ],
    ['kubectl attach nope', 'Error from server (NotFound): pods "nope" not found\n[1]'],
  ])('KUBECTL-38 %s', async (line, text) => {
    expect((await type(line)).replace(/ {2,}/g, '  ')).toBe(text.replace(/ {2,}/g, '  '));
  });
});
