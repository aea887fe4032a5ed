import { describe, expect, it } from 'vitest';
import { Sim } from '../../sim/sim.ts';
import { allocateAddress, contains, gatewayAddress, usableRange } from './addresses.ts';

describe('pod addresses', () => {
  it('WORLD-14 come one after the other, start after the gateway, and wrap round to what is free', () => {
    const sim = new Sim(1);
    const taken = new Set<string>();
    const next = (): string | undefined =>
      allocateAddress(sim, 'node-a', '10.1.2.0/29', (ip) => taken.has(ip));
    const given = [1, 2, 3, 4, 5].map(() => next() ?? '');
    expect(given).toEqual(['10.1.2.2', '10.1.2.3', '10.1.2.4', '10.1.2.5', '10.1.2.6']);
    given.forEach((ip) => taken.add(ip));
    expect(next()).toBeUndefined();
    taken.delete('10.1.2.4');
    expect(next()).toBe('10.1.2.4');
    taken.delete('10.1.2.2');
    expect(next()).toBe('10.1.2.2');
  });

  it('WORLD-14 an address is not given again right after it became free', () => {
    const sim = new Sim(1);
    const give = (): string | undefined => allocateAddress(sim, 'node-a', '10.1.2.0/24', () => false);
    expect([give(), give()]).toEqual(['10.1.2.2', '10.1.2.3']);
  });

  it('WORLD-14 IPv6 ranges count in hexadecimal', () => {
    const sim = new Sim(1);
    const give = (): string | undefined => allocateAddress(sim, 'node-a', 'fd00:10:244:1::/64', () => false);
    const given = Array.from({ length: 10 }, give);
    expect(given.at(0)).toBe('fd00:10:244:1::2');
    expect(given.at(9)).toBe('fd00:10:244:1::b');
  });

  it.each([
    ['10.1.2.0/24', '10.1.2.200', true],
    ['10.1.2.0/24', '10.1.3.1', false],
    ['10.1.0.0/16', '10.1.3.1', true],
    ['fd00:1::/64', 'fd00:1::2', true],
    ['fd00:1::/64', 'fd00:2::2', false],
    ['10.1.2.0/24', 'fd00:1::2', false],
    ['fd00:1::/64', '10.1.2.3', false],
  ])('%s contains %s: %s', (cidr, ip, expected) => {
    expect(contains(cidr, ip)).toBe(expected);
  });

  it('the machine has the first address of its range', () => {
    expect(gatewayAddress('10.244.3.0/24')).toBe('10.244.3.1');
    expect(usableRange('10.244.3.0/24')).toBe('10.244.3.1-10.244.3.254');
  });
});
