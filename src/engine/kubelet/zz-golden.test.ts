import { it } from 'vitest';
import { readFileSync, writeFileSync, mkdirSync, existsSync } from 'node:fs';
import { parse, parseAllDocuments } from 'yaml';
import { Engine } from '../engine.ts';

const cases = (process.env.CASES ?? '').split(',').filter(Boolean);
const dir = process.env.GOLDEN ?? '/work/shared/golden/kubelet';
const seed = Number(process.env.SEED ?? 3);
const LIST = ['Pod','Event','Service','ConfigMap','PersistentVolumeClaim','ReplicaSet','Deployment','Node'];
const at = (o: any, path: string): any => {
  let cur = o;
  for (const m of path.matchAll(/([^.[\]]+)|\[([^\]]+)\]/g)) {
    if (cur === undefined || cur === null) return undefined;
    if (m[1] !== undefined) cur = cur[m[1]];
    else if (m[2]!.includes('=')) { const [k, v] = m[2]!.split('='); cur = cur.find((x: any) => x[k!] === v); }
    else cur = cur[Number(m[2])];
  }
  return cur;
};
function play(name: string): any {
  const spec = parse(readFileSync(`${dir}/${name}.case.yaml`, 'utf8'));
  const nodes = spec.nodes ?? (dir.includes('cluster') ? ['node-a','node-b','node-c','node-d'] : ['node-1','node-2','node-3']);
  const ns = 'case-ns';
  const machines = nodes.map((n: any) => ({ name: n.name ?? n, cpuMilli: 2000, memoryBytes: 24684096*1024, ephemeralStorageBytes: 270553174016, reservedCpuMilli: 0, reservedMemoryBytes: (24684096-7804480)*1024, reservedEphemeralStorageBytes: 2705531679, podsMax: 110 }));
  const engine = new Engine({ seed, epochMs: 1767225600000, machines, preloadedImages: JSON.parse(readFileSync('/tmp/kl/images.json','utf8')), settings: { 'kubelet.reservedMemoryBytes': 16777216*1024, 'kubelet.reservedStoragePercent': 1 }, title: 't', opening: [], settleMs: 0 } as any);
  const { sim } = engine;
  try { sim.on('world/exec-unheard', () => {}); } catch {}
  const log: any[] = [];
  let t0 = 0;
  const record = new Set([...LIST.filter((x) => x !== 'Node'), ...[spec.record ?? []].flat()]);
  engine.server.context.store.watch((c: any) => { if (record.has(c.kind) && (c.object.metadata.namespace === ns || c.object.metadata.namespace === undefined) && c.object.metadata.name !== 'kube-root-ca.crt') log.push({ t: sim.now - t0, type: c.type, kind: c.kind, obj: c.object }); });
  const run = (ms: number) => { const until = sim.now + ms; while (sim.step(until)); sim.advanceTo(until); };
  run(20000);
  const api = engine.server.client('kubectl');
  const B = { rule: 'T', text: 't' };
  api.create('Namespace', { metadata: { name: ns }, spec: {} } as any, B);
  run(2000);
  log.length = 0; t0 = sim.now;
  if (record.has('Node')) for (const n of nodes) log.push({ t: 0, type: 'ADDED', kind: 'Node', initial: true, obj: api.get('Node', '', n.name ?? n) });
  const steps: any[] = [];
  const sub = (x: any): any => typeof x === 'string' ? x.replaceAll('$NS', ns).replace(/\$(pick|node)\(Pod:([^)]*)\)/g, (_m: string, what: string, sel: string) => { const pods: any[] = [...api.inNamespace('Pod', ns)].filter((o: any) => sel.split(',').every((q) => o.metadata.labels?.[q.split('=')[0]!] === q.split('=')[1])).sort((p: any, q: any) => p.metadata.name < q.metadata.name ? -1 : 1); const p = pods[0]; return what === 'pick' ? p?.metadata.name : p?.spec.nodeName; }) : Array.isArray(x) ? x.map(sub) : x;
  const apply = (text: string) => { for (const d of parseAllDocuments(sub(text).replaceAll('registry.k8s.io/pause:3.10', 'nginx:1.27-alpine'))) { const o: any = d.toJS(); if (!o) continue; o.metadata.namespace ??= ns; const r: any = api.create(o.kind, o, B); if (!r.ok) console.log('CREATE', r.error.message); } };
  const kubectl = (cmd: any) => {
    const a: string[] = Array.isArray(cmd) ? cmd.map(sub) : sub(cmd).split(' ');
    if (a[0] === 'delete' && a[1] === 'pod') {
      const g = a.find((x) => x.startsWith('--grace-period='));
      const opts: any = g ? { gracePeriodSeconds: Number(g.split('=')[1]) } : {};
      const p: any = api.get('Pod', ns, a[2]!);
      api.delete('Pod', ns, a[2]!, opts, B);
      if (!a.includes('--wait=false')) waitFor(() => { const q: any = api.get('Pod', ns, a[2]!); return q === undefined || q.metadata.uid !== p.metadata.uid; }, 120000);
    } else if (a[0] === 'create' && a[1] === 'configmap') {
      const [k, v] = a[3]!.replace('--from-literal=', '').split('=');
      api.create('ConfigMap', { metadata: { name: a[2], namespace: ns }, data: { [k!]: v } } as any, B);
    } else if (a[0] === 'create' && a[1] === 'secret') {
      const [k, v] = a[4]!.replace('--from-literal=', '').split('=');
      api.create('Secret', { metadata: { name: a[3], namespace: ns }, data: { [k!]: Buffer.from(v!).toString('base64') } } as any, B);
    } else if (a[0] === 'patch') {
      const subres = a.find((x) => x.startsWith('--subresource='))?.split('=')[1];
      const body = JSON.parse(a[a.indexOf('-p') + 1]!);
      const r: any = api.patch(a[1] === 'pod' ? 'Pod' : 'ConfigMap', ns, a[2]!, 'strategic', body, B, subres ? { subresource: subres } : {});
      if (!r.ok) console.log('PATCH', r.error.message);
    } else if (a[0] === 'set') {
      const [c, image] = a[3]!.split('=');
      api.patch('Pod', ns, a[2]!.split('/')[1]!, 'strategic', { spec: { containers: [{ name: c, image }] } }, B);
    } else if (a[0] === 'exec') {
      const pod: any = api.get('Pod', ns, a[1]!);
      const head = a.slice(0, a.indexOf('--')); const c = head.includes('-c') ? a[head.indexOf('-c') + 1] : pod.spec.containers[0].name;
      const id = pod.status.containerStatuses.find((x: any) => x.name === c).containerID.replace(/.*\//, '');
      engine.world.exec(id, a.slice(a.indexOf('--') + 1), '', 0, { kind: 'world/exec-unheard', target: id, payload: {} });
      run(400);
    } else if (a[0] === 'debug') {
      const r: any = api.patch('Pod', ns, a[1]!, 'strategic', { spec: { ephemeralContainers: [{ name: 'look', image: 'busybox:1.36', targetContainerName: 'app', command: a.slice(a.indexOf('--') + 1), imagePullPolicy: 'IfNotPresent', terminationMessagePolicy: 'File', terminationMessagePath: '/dev/termination-log', securityContext: { capabilities: { add: ['SYS_PTRACE'] } } }] } } as any, B, { subresource: 'ephemeralcontainers' });
      if (!r.ok) console.log('DEBUG', r.error.message);
    } else run(100);
  };
  const waitFor = (cond: () => boolean, limit: number) => { const end = sim.now + limit; while (!cond()) if (!sim.step(end)) { sim.advanceTo(end); return false; } return true; };
  let met = true;
  for (const step of spec.steps) {
    const start = sim.now - t0;
    if (step.apply) { run(300); apply(step.apply); }
    else if (step.create) { run(300); apply(step.create); }
    else if (step.kubectl) { run(300); kubectl(step.kubectl); }
    else if (step.kubectlAsync) { run(300); kubectl(step.kubectlAsync + ' --wait=false'); }
    else if (step.sleep) run(step.sleep * 1000);
    else if (step.node) { const [[act, n0]] = Object.entries(step.node) as any; const n = sub(n0); const w: any = engine.world;
      ({ kill: () => w.powerOff(n, 0), 'power-on': () => w.powerOn(n, 0), 'stop-kubelet': () => w.stopKubelet(n, 0), 'start-kubelet': () => w.startKubelet(n, 0), partition: () => w.cutLink(n, 0), heal: () => w.healLink(n, 0) } as any)[act](); run(100); }
    else if (step.staticPod) { const s = step.staticPod; engine.world.setManifest(s.node, s.file, s.manifest === undefined ? undefined : sub(s.manifest), 0); }
    else if (step.wait) {
      const w = step.wait;
      const objs = () => { const all: any[] = [...api.inNamespace(w.kind ?? 'Event', ns)]; return all.filter((o) => w.kind ? (w.name ? o.metadata.name === w.name : w.prefix ? o.metadata.name.startsWith(w.prefix) : w.selector ? w.selector.split(',').every((q: string) => o.metadata.labels?.[q.split('=')[0]!] === q.split('=')[1]) : true) : o.reason === w.event && (!w.name || o.involvedObject.name === w.name) && (!w.message || o.message.includes(w.message))); };
      const ok = waitFor(() => {
        const list = objs();
        if (w.event) return list.reduce((s, e) => s + (e.count ?? 1), 0) >= (w.times ?? 1);
        if (w.gone) return list.length === 0;
        return list.filter((o) => { const v = w.path ? at(o, w.path) : true; return 'equals' in w ? String(v) === String(w.equals) : 'notEquals' in w ? v !== undefined && String(v) !== String(w.notEquals) : 'atLeast' in w ? v >= w.atLeast : v !== undefined; }).length >= (w.count ?? 1);
      }, (w.timeout ?? 60) * 1000);
      if (!ok) { met = false; console.log('WAIT NOT MET', name, JSON.stringify(w)); }
    }
    steps.push({ t: start, done: sim.now - t0, step });
  }
  run((spec.settle ?? 1) * 1000);
  return { log, steps, end: sim.now - t0, met, ns };
}
it('golden', () => {
  mkdirSync('/tmp/kl/out', { recursive: true });
  for (const name of cases) {
    try { const r = play(name); writeFileSync(`/tmp/kl/out/${name}.raw.json`, JSON.stringify(r).replaceAll('docker.io/library/nginx:1.27-alpine', 'registry.k8s.io/pause:3.10').replaceAll('nginx:1.27-alpine', 'registry.k8s.io/pause:3.10')); }
    catch (e) { console.log('CRASH', name, (e as Error).stack?.slice(0, 900)); }
  }
}, 600000);
