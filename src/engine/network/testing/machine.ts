import type { Machine } from '../../world/contract.ts';

/** A machine that runs and is connected. */
export const MACHINE: Machine = {
  name: 'node-a',
  power: 'on',
  link: 'up',
  kubelet: 'running',
  boot: 1,
  cpuMilli: 1,
  memoryBytes: 1,
  ephemeralStorageBytes: 1,
  addresses: ['10.0.0.11'],
  podCidrs: [],
  entry: 0,
};
