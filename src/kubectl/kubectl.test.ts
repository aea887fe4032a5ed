import { beforeEach, describe, expect, it } from 'vitest';
import { apiOnly } from './testing/api-only.ts';
import type { TestCluster } from './testing/api-only.ts';

const POD =
  'apiVersion: v1\nkind: Pod\nmetadata: {name: web, labels: {app: web}}\nspec: {containers: [{name: app, image: nginx}, {name: side, image: busybox}]}\n';
const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec: {replicas: 2, selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: app, image: "nginx:1.27"}]}}}
`;
const NODE = 'apiVersion: v1\nkind: Node\nmetadata: {name: n1}\n';

let cluster: TestCluster;

beforeEach(async () => {
  cluster = apiOnly();
  await cluster.run('apply -f -', `${POD}---\n${DEPLOYMENT}---\n${NODE}`);
});

/** Runs one command after the other and returns what each wrote, stderr after stdout. */
async function told(...commands: readonly string[]): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const command of commands) {
    const { stdout, stderr } = await cluster.run(command);
    lines.push(`${stdout}${stderr}`.trimEnd());
  }
  return lines;
}

describe('apply and create', () => {
  it('KUBECTL-01 says created, unchanged or configured for each document', async () => {
    const again = await cluster.run(
      'apply -f -',
      `${POD}---\n${DEPLOYMENT.replace('replicas: 2', 'replicas: 3')}`,
    );
    expect(again).toEqual({
      exit: 0,
      stdout: 'pod/web unchanged\ndeployment.apps/web configured\n',
      stderr: '',
    });
  });

  it('KUBECTL-01 removes what the last applied text had and the new one has not', async () => {
    await cluster.run('apply -f -', POD.replace('app: web', 'app: web, tier: front'));
    await cluster.run('label pod web mine=yes');
    await cluster.run('apply -f -', POD);
    expect((await cluster.access.get('Pod', 'default', 'web'))?.metadata.labels).toEqual({
      app: 'web',
      mine: 'yes',
    });
  });

  it.each([
    [
      'create -f -',
      POD,
      'Error from server (AlreadyExists): error when creating "STDIN": pods "web" already exists\n',
    ],
    [
      'create -f -',
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: C_2}\n',
      'The ConfigMap "C_2" is invalid: metadata.name: Invalid value: "C_2": ',
    ],
    [
      'apply -f -',
      'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containres: []}\n',
      'Error from server (BadRequest): error when creating "STDIN": Pod in version "v1" cannot be handled as a Pod: strict decoding error: unknown field "spec.containres"',
    ],
    [
      'apply -f -',
      'kind: Foo\napiVersion: v1\nmetadata: {name: a}\n',
      'error: resource mapping not found for name: "a" namespace: "" from "STDIN": no matches for kind "Foo" in version "v1"\nensure CRDs are installed first\n',
    ],
    ['apply -f -', '# nothing\n', 'error: no objects passed to apply\n'],
    ['apply -f nope.yaml', '', 'error: the path "nope.yaml" does not exist\n'],
  ])("KUBECTL-02 %s refuses %j in kubectl's words", async (command, stdin, text) => {
    const { exit, stderr } = await cluster.run(command, stdin);
    expect([exit, stderr.slice(0, text.length)]).toEqual([1, text]);
  });

  it('KUBECTL-02 one bad document does not hold up the others', async () => {
    const { exit, stdout, stderr } = await cluster.run(
      'create -f -',
      `${POD}---\n${POD.replace('name: web,', 'name: two,')}`,
    );
    expect([exit, stdout, stderr]).toEqual([
      1,
      'pod/two created\n',
      'Error from server (AlreadyExists): error when creating "STDIN": pods "web" already exists\n',
    ]);
  });

  it('KUBECTL-01 makes single kinds from flags', async () => {
    expect(
      await told(
        'create configmap c --from-literal=a=1 --from-literal=b=x,y',
        'get configmap c -o jsonpath={.data}',
        'create secret generic s --from-literal=user=ann',
        'get secret s -o jsonpath={.data.user}',
        'create configmap c',
      ),
    ).toEqual([
      'configmap/c created',
      '{"a":"1","b":"x,y"}',
      'secret/s created',
      'YW5u',
      'error: failed to create configmap: configmaps "c" already exists',
    ]);
  });

  it('KUBECTL-03 reads YAML as Go does', async () => {
    await cluster.run(
      'apply -f -',
      'apiVersion: v1\nkind: Secret\nmetadata: {name: s, annotations: {at: "12:30:45", day: 2026-11-24}}\nimmutable: yes\n',
    );
    expect(
      await told(
        'get secret s -o jsonpath={.immutable}',
        'get secret s -o jsonpath={.metadata.annotations.day}',
      ),
    ).toEqual(['true', '2026-11-24']);
  });
});

describe('delete', () => {
  it('KUBECTL-04 names what it deletes and waits for it', async () => {
    expect(
      await told(
        'delete deployment web',
        'delete deployment web',
        'delete node n1',
        '-n default delete cm,pod -l app=nobody',
      ),
    ).toEqual([
      'deployment.apps "web" deleted from default namespace',
      'Error from server (NotFound): deployments.apps "web" not found',
      'node "n1" deleted',
      'No resources found',
    ]);
  });

  it('KUBECTL-04 warns of force, and of cluster-scoped objects when a namespace was named', async () => {
    const { stdout, stderr } = await cluster.run('delete pod web --force --grace-period=0');
    expect(stdout).toBe('pod "web" force deleted from default namespace\n');
    expect(stderr).toMatch(/^Warning: Immediate deletion does not wait/);
    expect((await cluster.run('-n other delete node n1')).stderr).toBe(
      'Warning: deleting cluster-scoped resources, not scoped to the provided namespace\n',
    );
  });

  it('KUBECTL-04 gives up after the time it was given', async () => {
    await cluster.run([
      'patch',
      'pod',
      'web',
      '--type=merge',
      '-p',
      '{"metadata":{"finalizers":["example.com/hold"]}}',
    ]);
    expect(await told('delete pod web --timeout=2s')).toEqual([
      'pod "web" deleted from default namespace\nerror: timed out waiting for the condition on pods/web',
    ]);
  });

  it('KUBECTL-04 refuses flags that contradict each other', async () => {
    expect(
      await told(
        'delete pod web --force --grace-period=5',
        'delete pod web --cascade=sideways',
        'delete pod',
      ),
    ).toEqual([
      'error: --force and --grace-period greater than 0 cannot be specified together',
      'error: invalid cascade value (sideways). Must be "background", "foreground", or "orphan"',
      'error: resource(s) were provided, but no name was specified',
    ]);
  });
});

describe('changes', () => {
  it('KUBECTL-05 label and annotate tell what they did', async () => {
    expect(
      await told(
        'label pod web env=dev',
        'label pod web env=prod',
        'label pod web env=prod --overwrite',
        'label pod web env-',
        'label pod web env-',
        'annotate pod web note=hi',
      ),
    ).toEqual([
      'pod/web labeled',
      "error: 'env' already has a value (dev), and --overwrite is false",
      'pod/web labeled',
      'pod/web unlabeled',
      'label "env" not found.\npod/web not labeled',
      'pod/web annotated',
    ]);
  });

  it('KUBECTL-05 taints and cordons nodes', async () => {
    expect(
      await told(
        'taint nodes n1 a=b:NoExecute',
        'taint node n1 a-',
        'taint node n1 a-',
        'cordon n1',
        'cordon n1',
        'uncordon n1',
      ),
    ).toEqual([
      'node/n1 tainted',
      'node/n1 untainted',
      'error: taint "a" not found',
      'node/n1 cordoned',
      'node/n1 already cordoned',
      'node/n1 uncordoned',
    ]);
  });

  it('KUBECTL-05 scales and changes images and variables', async () => {
    expect(
      await told(
        'scale deployment web --replicas=5',
        'scale pod web --replicas=1',
        'set image deployment/web app=nginx:1.28',
        'set image deployment/web app=nginx:1.28',
        'set image deployment/web nope=x',
        'set env deployment/web A=1',
      ),
    ).toEqual([
      'deployment.apps/web scaled',
      'Error from server (NotFound): the server could not find the requested resource',
      'deployment.apps/web image updated',
      '',
      'error: unable to find container named "nope"',
      'deployment.apps/web env updated',
    ]);
    expect(
      await told(
        'get deploy web -o jsonpath={.spec.replicas}',
        'get deploy web -o jsonpath={.spec.template.spec.containers[0].env}',
      ),
    ).toEqual(['5', '[{"name":"A","value":"1"}]']);
  });

  it('KUBECTL-05 patches, and says when nothing changed', async () => {
    expect(
      (await cluster.run(['patch', 'pod', 'web', '-p', '{"metadata":{"labels":{"a":"b"}}}'])).stdout,
    ).toBe('pod/web patched\n');
    expect(
      (await cluster.run(['patch', 'pod', 'web', '-p', '{"metadata":{"labels":{"a":"b"}}}'])).stdout,
    ).toBe('pod/web patched (no change)\n');
    expect(await told('patch pod web')).toEqual([
      'error: must specify --patch or --patch-file containing the contents of the patch',
    ]);
  });

  it('KUBECTL-06 pauses, resumes and restarts a rollout', async () => {
    expect(
      await told(
        'rollout pause deploy/web',
        'rollout pause deploy/web',
        'rollout restart deploy/web',
        'rollout resume deploy/web',
        'rollout restart deploy/web',
        'rollout undo deploy/web',
      ),
    ).toEqual([
      'deployment.apps/web paused',
      'error: deployments.apps "web" is already paused',
      'error: deployments.apps "web" can\'t restart paused deployment (run rollout resume first)',
      'deployment.apps/web resumed',
      'deployment.apps/web restarted',
      expect.stringContaining('error: no rollout history found for deployment "web"'),
    ]);
  });
});

describe('get', () => {
  it('KUBECTL-07 prints tables, columns three blanks apart', async () => {
    expect((await cluster.run('get pods')).stdout).toBe(
      'NAME   READY   STATUS    RESTARTS   AGE\nweb    0/2     Pending   0          0s\n',
    );
    expect((await cluster.run('get deploy,pods')).stdout).toBe(
      'NAME                  READY   UP-TO-DATE   AVAILABLE   AGE\ndeployment.apps/web   0/2     0            0           0s\n\nNAME      READY   STATUS    RESTARTS   AGE\npod/web   0/2     Pending   0          0s\n',
    );
  });

  it('KUBECTL-07 prints names, columns and paths', async () => {
    expect(
      await told(
        'get pods -o name',
        'get pod web -o custom-columns=N:.metadata.name,I:.spec.containers[*].image,X:.spec.x',
        'get pods -o jsonpath={.items[*].metadata.name}',
        'get pod web -o jsonpath={.spec.containers[?(@.name=="side")].image}',
      ),
    ).toEqual(['pod/web', 'N     I               X\nweb   nginx,busybox   <none>', 'web', 'busybox']);
  });

  it('KUBECTL-07 an empty list is no error, a missing name is', async () => {
    expect(await cluster.run('-n other get pods')).toEqual({
      exit: 0,
      stdout: '',
      stderr: 'No resources found in other namespace.\n',
    });
    expect(await cluster.run('get pod nope')).toEqual({
      exit: 1,
      stdout: '',
      stderr: 'Error from server (NotFound): pods "nope" not found\n',
    });
  });
});

describe('containers', () => {
  it('KUBECTL-08 exec passes on output and exit code', async () => {
    await cluster.run([
      'patch',
      'pod',
      'web',
      '--type=json',
      '-p',
      '[{"op":"add","path":"/spec/nodeName","value":"n1"}]',
    ]);
    expect(await told('exec web', 'exec web ls', 'exec nope -- ls', 'exec web -c none -- ls')).toEqual([
      'error: you must specify at least one command for the container',
      "error: exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead\nSee 'kubectl exec -h' for help and examples",
      'Error from server (NotFound): pods "nope" not found',
      'error: container none is not valid for pod web out of: app, side',
    ]);
  });

  it('KUBECTL-08 exec says which container it chose, and that a pod has no node', async () => {
    expect((await cluster.run('exec web -- ls')).stderr).toBe(
      'Defaulted container "app" out of: app, side\nerror: unable to upgrade connection: pod web does not have a host assigned\n',
    );
  });

  it('KUBECTL-08 logs of a pod without a node are empty, of a missing one an error', async () => {
    expect(await cluster.run('logs web -c app')).toEqual({ exit: 0, stdout: '', stderr: '' });
    expect((await cluster.run('logs nope')).stderr).toBe(
      'error: error from server (NotFound): pods "nope" not found in namespace "default"\n',
    );
  });
});

describe('the command line', () => {
  it.each([
    ['get', 'You must specify the type of resource to get.'],
    ['gett pods', 'error: unknown command "gett" for "kubectl"'],
    ['get pods --foo', "error: unknown flag: --foo\nSee 'kubectl get --help' for usage."],
    ['get widgets', 'error: the server doesn\'t have a resource type "widgets"'],
    ['get pod,svc/x', 'error: arguments in resource/name form must have a single resource and name'],
  ])('KUBECTL-09 `%s` is refused', async (command, text) => {
    const { exit, stderr } = await cluster.run(command);
    expect([exit, stderr.slice(0, text.length)]).toEqual([1, text]);
  });
});
