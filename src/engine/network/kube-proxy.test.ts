import { describe, expect, it } from 'vitest';
import { Sim } from '../sim/sim.ts';
import type { Machine } from '../world/contract.ts';
import { createKubeProxies } from './kube-proxy.ts';
import type { KubeProxies } from './kube-proxy.ts';
import type { SliceRule } from './service-rules.ts';
import { DEFAULT_KUBE_PROXY } from './settings.ts';
import { MACHINE } from './testing/machine.ts';

/** Endpoints of the service `shop/web` that are told by their number alone. */
class Proxies {
  readonly sim = new Sim(7);
  private readonly proxies: KubeProxies = createKubeProxies(this.sim, DEFAULT_KUBE_PROXY);
  private now: readonly SliceRule[] = [];

  changeTo(entry: number): void {
    this.proxies.endpointsChange('shop/web', this.now);
    this.now = [{ service: 'shop/web', addressType: 'IPv4', ports: [], endpoints: [], entry }];
  }

  known(machine = 'node-a'): number | undefined {
    return this.proxies.endpointsOn(machine, 'shop/web', this.now)?.[0]?.entry;
  }

  at(ms: number): this {
    this.sim.advanceTo(ms);
    return this;
  }

  machine(before: Partial<Machine>, after: Partial<Machine>): void {
    this.proxies.machineChanged({ ...MACHINE, ...before }, { ...MACHINE, ...after });
  }
}

describe('kube-proxy', () => {
  it('NET-05 takes a change in at once after a quiet time, and a second later when it has just run', () => {
    const proxies = new Proxies().at(10_000);
    proxies.changeTo(1);
    expect(proxies.at(10_019).known()).toBeUndefined();
    expect(proxies.at(10_150).known()).toBe(1);
    proxies.at(10_200).changeTo(2);
    proxies.at(10_900).changeTo(3);
    expect(proxies.at(11_019).known()).toBe(1);
    expect(proxies.at(11_150).known()).toBe(3);
    proxies.at(15_000).changeTo(4);
    expect(proxies.at(15_150).known()).toBe(4);
  });

  it('NET-05 is not equally fast on all nodes', () => {
    const proxies = new Proxies().at(10_000);
    proxies.changeTo(1);
    proxies.at(10_085);
    const known = Array.from({ length: 40 }, (_, i) => proxies.known(`node-${i}`));
    expect(new Set(known)).toEqual(new Set([1, undefined]));
  });

  it('NET-06 keeps its rules while the network is cut, however much changes', () => {
    const proxies = new Proxies().at(10_000);
    proxies.changeTo(1);
    proxies.at(20_000).machine({}, { link: 'cut' });
    for (let i = 2; i < 100; i++) proxies.at(20_000 + i * 700).changeTo(i);
    proxies.at(100_000);
    expect(proxies.known()).toBe(1);
    expect(proxies.known('node-b')).toBe(99);
    proxies.machine({ link: 'cut' }, { link: 'up' });
    expect(proxies.at(101_499).known()).toBe(1);
    expect(proxies.at(101_500).known()).toBe(99);
    expect(JSON.stringify(proxies.sim.save()).length).toBeLessThan(3000);
  });

  it('NET-06 has no rules after a boot until it runs', () => {
    const proxies = new Proxies().at(10_000);
    proxies.changeTo(1);
    proxies.at(20_000).machine({ power: 'off' }, { boot: 2 });
    expect(proxies.at(23_999).known()).toBeUndefined();
    expect(proxies.at(24_000).known()).toBe(1);
  });
});
