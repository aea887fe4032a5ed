import { startCluster } from './testing/kubelet-fixture.ts';
const mode = process.argv[2];
const cpu = () => { const u = process.cpuUsage(); return (u.user + u.system) / 1000; };
if (mode === 'start') {
  for (let round = 0; round < 4; round++) {
    const f = startCluster(100);
    f.run(12000);
    f.changes.length = 0;
    for (let i = 0; i < 1000; i++) f.create(`{apiVersion: v1, kind: Pod, metadata: {name: web-${i}, namespace: default}, spec: {nodeName: node-${1 + i % 100}, containers: [{name: app, image: "nginx:1.27"}]}}`);
    const c = cpu(); f.run(5000); console.log('start', (cpu() - c).toFixed(0), 'ms cpu');
    const d = cpu(); f.run(100000); console.log('idle100s', (cpu() - d).toFixed(0));
  }
} else {
  const f = startCluster(10);
  f.run(12000);
  for (let i = 0; i < 100; i++) f.create(`{apiVersion: v1, kind: Pod, metadata: {name: web-${i}, namespace: default}, spec: {nodeName: node-${1 + i % 10}, containers: [{name: app, image: "nginx:1.27", readinessProbe: {httpGet: {path: /, port: 80}}, livenessProbe: {httpGet: {path: /, port: 80}}}]}}`);
  f.run(10000);
  for (let r = 0; r < 5; r++) { const c = cpu(); f.run(300000); console.log('probes 300 s', (cpu() - c).toFixed(0), 'ms cpu =', (300000 / (cpu() - c)).toFixed(0)); }
}
