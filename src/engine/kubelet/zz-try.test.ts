import { it } from 'vitest';
import { startCluster } from './testing/kubelet-fixture.ts';
it('1000 pods on 100 nodes', () => {
  for (let round = 0; round < 3; round++) {
  const f = startCluster(100);
  f.run(12000);
  let t = performance.now();
  for (let i = 0; i < 1000; i++) f.create(`{apiVersion: v1, kind: Pod, metadata: {name: web-${i}, namespace: default}, spec: {nodeName: node-${1 + i % 100}, containers: [{name: app, image: "nginx:1.27"}]}}`);
  const made = performance.now() - t;
  const p0 = f.sim.processed;
  t = performance.now();
  f.run(5000);
  const ms = performance.now() - t;
  const running = [...f.api.inNamespace('Pod', 'default')].filter((p) => p.status?.phase === 'Running').length;
  console.log('create', made.toFixed(0), 'start', ms.toFixed(0), 'ms; running', running, 'events', f.sim.processed - p0);
  t = performance.now(); const p1 = f.sim.processed;
  f.run(100000);
  console.log('idle 100 s', (performance.now() - t).toFixed(0), 'ms', f.sim.processed - p1);
  }
});
it('100 pods with probes', () => {
  const f = startCluster(10);
  f.run(12000);
  for (let i = 0; i < 100; i++) f.create(`{apiVersion: v1, kind: Pod, metadata: {name: web-${i}, namespace: default}, spec: {nodeName: node-${1 + i % 10}, containers: [{name: app, image: "nginx:1.27", readinessProbe: {httpGet: {path: /, port: 80}}, livenessProbe: {httpGet: {path: /, port: 80}}}]}}`);
  f.run(10000);
  const running = [...f.api.inNamespace('Pod', 'default')].filter((p) => p.status?.conditions?.find((c) => c.type === 'Ready')?.status === 'True').length;
  for (let r = 0; r < 3; r++) {
  const p0 = f.sim.processed;
  const t = performance.now();
  f.run(300000);
  const ms = performance.now() - t;
  console.log('ready', running, '300 s in', ms.toFixed(0), 'ms =', (300000 / ms).toFixed(0), 'virtual s per CPU s; events', f.sim.processed - p0);
  }
});
