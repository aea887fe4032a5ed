/**
 * The composition root: one run's kernel, API server, world and components, wired together.
 *
 * Components never see each other. They are told of API writes in the order of the list below, and of the world's changes through listeners.
 */
import type { Json } from '../base/json.ts';
import { ApiServer } from './apiserver/api-server.ts';
import type { ApiClient, EventRecorder } from './apiserver/client.ts';
import type { Component, ComponentContext } from './apiserver/component.ts';
import { createEventExpiry } from './apiserver/event-expiry.ts';
import { Recorder } from './apiserver/event-recorder.ts';
import { SeriesRecorder } from './apiserver/event-series.ts';
import { createInitialObjects } from './run/cluster-start.ts';
import type { Command, CommandReply } from './commands/command.ts';
import { runCommand } from './commands/run-command.ts';
import { EXEC_ANSWERED, keepExecResult, worldControls } from './commands/world-controls.ts';
import { createControllers } from './run/controller-list.ts';
import { createKubelet } from './kubelet/kubelet.ts';
import type { NodeTraits } from './kubelet/kubelet-context.ts';
import { createClusterNetwork } from './network/cluster-network.ts';
import type { RunSetup } from './run/run-setup.ts';
import { createScheduler } from './scheduler/scheduler.ts';
import { settingsWith } from './run/settings.ts';
import type { Settings } from './run/settings.ts';
import { Sim } from './sim/sim.ts';
import { createDepartureWatch } from './view/departures.ts';
import { createLeaseWatch } from './view/lease-times.ts';
import { createTrafficWatch } from './view/inside-traffic.ts';
import { createRunWatch } from './view/run-watch.ts';
import { createStateWatch } from './view/state-bands.ts';
import type { ComposedWorld } from './world/world.ts';
import { createWorld } from './world/world.ts';

const DNS_ADDRESS = '10.96.0.10';

export class Engine {
  readonly sim: Sim;
  readonly server: ApiServer;
  readonly world: ComposedWorld;
  readonly settings: Settings;
  readonly setup: RunSetup;
  private readonly components: readonly Component[];
  private readonly execListeners: ((entry: number, answer: Json) => void)[] = [];

  /** Composes a run and starts it: machines boot, the initial objects are there. No virtual time has passed yet. */
  constructor(setup: RunSetup) {
    this.setup = setup;
    this.settings = settingsWith(setup.settings);
    this.sim = new Sim(setup.seed);
    this.server = new ApiServer(
      this.sim,
      setup.epochMs,
      this.settings.admission,
      setup.controlPlane === 'scheduler',
    );
    this.world = createWorld(
      this.sim,
      { ...this.settings.world, preloadedImages: setup.preloadedImages },
      setup.epochMs,
    );
    this.components = this.compose();
    this.wire();
    this.start();
  }

  /** Carries out a command now. The timeline calls this, live and at every replay. */
  command(command: Command): CommandReply {
    const context = {
      sim: this.sim,
      world: worldControls(this.sim, this.world, this.setup),
      epochMs: this.setup.epochMs,
      client: (name: string) => this.server.client(name),
    };
    return runCommand(context, command);
  }

  /** A client for whoever reads from outside; it always reaches the server. */
  reader(): ApiClient {
    return this.server.client('reader');
  }

  private context(name: string): ComponentContext {
    const { sim, server, setup } = this;
    const api = server.client(name);
    return {
      sim,
      api,
      events: new Recorder(sim, api, setup.epochMs, { component: name }),
      epochMs: setup.epochMs,
    };
  }

  private compose(): readonly Component[] {
    const { sim, world, setup, settings } = this;
    const network = createClusterNetwork(sim, {
      dnsAddress: DNS_ADDRESS,
      kubeProxy: settings.kubeProxy,
      machines: () => world.machines(),
    });
    world.useNetwork(network);
    world.listen({ machineChanged: network.machineChanged });
    return [
      world.component,
      network.component,
      ...(setup.controlPlane === 'scheduler' || setup.controlPlane === 'api-server'
        ? []
        : createControllers((name) => this.context(name), settings, setup.machines.length)),
      ...(setup.controlPlane === 'api-server' ? [] : [this.composeScheduler()]),
      this.composeKubelet(),
      createEventExpiry(sim, this.context('apiserver')),
      createLeaseWatch(sim),
      createDepartureWatch(sim),
      createStateWatch(sim),
      createRunWatch(sim, setup.epochMs),
      createTrafficWatch(sim, world),
    ];
  }

  private composeScheduler(): Component {
    const context = this.context('default-scheduler');
    const { sim, api, epochMs } = context;
    const instance = `${api.name}-control-plane`;
    return createScheduler({ ...context, events: new SeriesRecorder(sim, api, epochMs, api.name, instance) });
  }

  private composeKubelet(): Component {
    const { sim, world, setup, settings } = this;
    return createKubelet({
      sim,
      world,
      epochMs: setup.epochMs,
      settings: settings.kubelet,
      client: (machine) => this.kubeletClient(machine),
      recorder: (machine) => this.kubeletRecorder(machine),
      traits: (machine) => this.traitsOf(machine),
    });
  }

  /** What the setup says of a machine; one that was added later is like the first. */
  private traitsOf(name: string): NodeTraits | undefined {
    const machines = this.setup.machines;
    const found = machines.find((machine) => machine.name === name) ?? machines[0];
    return found === undefined
      ? undefined
      : { ...found, labels: found.name === name ? (found.labels ?? {}) : {} };
  }

  private kubeletClient(machine: string): ApiClient {
    return this.server.client(`kubelet/${machine}`, () => this.world.reachesApiServer(machine));
  }

  private kubeletRecorder(machine: string): EventRecorder {
    return new Recorder(this.sim, this.kubeletClient(machine), this.setup.epochMs, {
      component: 'kubelet',
      host: machine,
    });
  }

  /**
   * Tells how commands in containers ended: the trace entry of the command (as in its reply) and `{result}`, what the runtime said.
   * Listeners only hear; the run is the same with and without them.
   */
  onExecAnswered(hear: (entry: number, answer: Json) => void): void {
    this.execListeners.push(hear);
  }

  private wire(): void {
    for (const { handlers } of this.components)
      for (const [kind, handler] of Object.entries(handlers)) this.sim.on(kind, handler);
    this.sim.on(EXEC_ANSWERED, ({ target, payload }) => {
      keepExecResult(this.sim, payload);
      for (const hear of this.execListeners) hear(Number(target), payload);
    });
    const { store } = this.server.context;
    for (const component of this.components)
      if (component.onChange !== undefined) store.watch(component.onChange.bind(component), component.kinds);
  }

  private start(): void {
    createInitialObjects(this.server.client('apiserver'));
    const controls = worldControls(this.sim, this.world, this.setup);
    for (const machine of this.setup.machines) controls.addMachine(machine, 0);
    for (const component of this.components) component.start?.();
  }
}
