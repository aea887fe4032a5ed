/**
 * What runs on machines: a container that has ended never runs again under its id, and pods that run together on a node never ask for more
 * than it can give.
 *
 * **Simplified:** pods whose object is gone are not added up: a kubelet that was restarted no longer knows what they asked for.
 */
import { milliValue } from '../../api/quantity.ts';
import type { MakeChecker } from './checker.ts';

export const machineContainers: MakeChecker = (run, complain) => {
  const { engine } = run;
  const ended = new Set<string>();

  function checkEnds(machine: string): void {
    for (const { id, state } of engine.world
      .podUids(machine)
      .flatMap((uid) => engine.world.containers(machine, uid))) {
      if (state === 'running' && ended.has(id)) complain(`container ${id} runs again`);
      if (state === 'exited') ended.add(id);
    }
  }

  function checkLoad(machine: string): void {
    const api = engine.reader();
    const allocatable = milliValue(api.get('Node', '', machine)?.status?.allocatable?.['cpu']);
    if (allocatable === 0) return;
    const running = api
      .podsOnNode(machine)
      .filter(({ metadata }) =>
        engine.world.containers(machine, metadata.uid).some(({ state }) => state === 'running'),
      );
    const asked = running.map(({ spec }) =>
      spec.containers.reduce((sum, { resources }) => sum + milliValue(resources?.requests?.['cpu']), 0),
    );
    const sum = asked.reduce((a, b) => a + b, 0);
    if (sum > allocatable) complain(`${machine} runs pods that ask for ${sum}m of ${allocatable}m`);
  }

  return {
    name: 'containers of machines',
    reset: () => ended.clear(),
    look() {
      for (const { name } of engine.world.machines()) {
        checkEnds(name);
        checkLoad(name);
      }
    },
  };
};
