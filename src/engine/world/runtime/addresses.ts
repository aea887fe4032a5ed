/**
 * Pod addresses: one per address range of the machine, the next free one after the last that was given out.
 *
 * **Upstream:** the host-local IPAM plugin of CNI; the first address of a range is its gateway.
 * **Simplified:** of an IPv6 range only the lowest 65,536 addresses are used.
 */
import { powerOfTwo } from '../../../base/integers.ts';
import { defineTable } from '../../sim/sim.ts';
import type { Sim } from '../../sim/sim.ts';

/** Last offset given out, by machine and range. */
const COUNTERS = defineTable<number>('world/address-counters');

/** Takes the next address of the range that `isTaken` denies; undefined when all are in use. */
export function allocateAddress(
  sim: Sim,
  machine: string,
  cidr: string,
  isTaken: (ip: string) => boolean,
): string | undefined {
  const counters = sim.table(COUNTERS);
  const key = `${machine}/${cidr}`;
  const { size, at } = addressRange(cidr);
  const last = counters.get(key) ?? 1;
  for (let step = 1; step < size; step++) {
    const offset = 2 + ((last - 2 + step + size - 2) % (size - 2));
    const ip = at(offset);
    if (isTaken(ip)) continue;
    counters.put(key, offset);
    return ip;
  }
  return undefined;
}

/** The machine's own address in the range: where its requests to pods come from. */
export function gatewayAddress(cidr: string): string {
  let address = gateways.get(cidr);
  if (address === undefined) gateways.set(cidr, (address = addressRange(cidr).at(1)));
  return address;
}

/** Gateways that were asked for before: every probe comes from one. There are as many as machines. */
const gateways = new Map<string, string>();

/** First and last address pods can get, for the runtime's error text. */
export function usableRange(cidr: string): string {
  const { size, at } = addressRange(cidr);
  return `${at(1)}-${at(size - 1)}`;
}

export function contains(cidr: string, ip: string): boolean {
  if (ip.includes(':')) return cidr.includes(':') && ip.startsWith(prefix6(cidr));
  if (cidr.includes(':')) return false;
  const [base = '', bits = '32'] = cidr.split('/');
  const span = powerOfTwo(32 - Number(bits));
  return Math.floor(number4(base) / span) === Math.floor(number4(ip) / span);
}

/** `size` counts the offsets 0 … size − 1; the last offset of an IPv4 range would be its broadcast address and is left out. */
function addressRange(cidr: string): { readonly size: number; readonly at: (offset: number) => string } {
  if (cidr.includes(':')) return { size: 65_536, at: (offset) => `${prefix6(cidr)}${offset.toString(16)}` };
  const [base = '', bits = '32'] = cidr.split('/');
  const first = number4(base);
  return { size: powerOfTwo(32 - Number(bits)) - 1, at: (offset) => text4(first + offset) };
}

/** `fd00:10:244:1::/64` → `fd00:10:244:1::`. */
function prefix6(cidr: string): string {
  const base = cidr.slice(0, cidr.indexOf('/'));
  return base.endsWith('::') ? base : `${base}:`;
}

function number4(ip: string): number {
  return ip.split('.').reduce((value, part) => value * 256 + Number(part), 0);
}

function text4(value: number): string {
  return [16_777_216, 65_536, 256, 1].map((unit) => Math.floor(value / unit) % 256).join('.');
}
