import { expect, it } from 'vitest';
import { kubectl } from './kubectl.ts';
import { apiOnly } from './testing/api-only.ts';

const OBJECTS = `apiVersion: v1
kind: Node
metadata: {name: n1}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, labels: {app: web}}
spec: {replicas: 2, selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: app, image: "nginx:1.27"}]}}}
---
apiVersion: v1
kind: Pod
metadata: {name: solo}
spec: {nodeName: n1, containers: [{name: app, image: nginx}]}
`;

it.each([
  ['scale deploy web --replicas=5', 'deployment.apps/web scaled (dry run)'],
  ['label deploy web tier=front', 'deployment.apps/web labeled (dry run)'],
  ['annotate pod solo a=b', 'pod/solo annotated (dry run)'],
  ['set image deploy/web app=nginx:1.28', 'deployment.apps/web image updated (dry run)'],
  ['rollout restart deploy web', 'deployment.apps/web restarted (dry run)'],
  ['rollout pause deploy web', 'deployment.apps/web paused (dry run)'],
  ['taint node n1 k=v:NoSchedule', 'node/n1 tainted (dry run)'],
  ['cordon n1', 'node/n1 cordoned (dry run)'],
  [
    'drain n1 --force',
    'node/n1 cordoned (dry run)\nevicting pod default/solo (dry run)\nnode/n1 drained (dry run)',
  ],
  ['patch pod solo -p {"metadata":{"labels":{"a":"b"}}}', 'pod/solo patched (dry run)'],
  ['delete pod solo', 'pod "solo" deleted from default namespace (dry run)'],
])('KUBECTL-50 kubectl %s --dry-run=client says so and changes nothing', async (command, text) => {
  const cluster = apiOnly();
  const run = (line: string, stdin = '') => kubectl(line.split(' '), { cluster: cluster.access, stdin });
  await run('apply -f -', OBJECTS);
  const all = 'get node,deploy,pod -o json';
  const before = await run(all);
  expect(await run(`${command} --dry-run=client`)).toMatchObject({ exit: 0, stdout: `${text}\n` });
  expect((await run(all)).stdout).toBe(before.stdout);
});

it("KUBECTL-50 what is not there is refused in the server's words", async () => {
  const answer = await kubectl(['delete', 'pod', 'nobody', '--dry-run=server'], {
    cluster: apiOnly().access,
  });
  expect(answer).toMatchObject({
    exit: 1,
    stderr: 'Error from server (NotFound): pods "nobody" not found\n',
  });
});
