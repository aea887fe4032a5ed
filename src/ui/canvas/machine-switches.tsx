import type { ReactNode } from 'react';
import type { NodeCardModel } from '../../projections/view-model.ts';
import { IconSwitch } from '../widgets/icon-switch.tsx';
import { PowerSwitch } from '../widgets/power-switch.tsx';

/** What a person may switch on a machine. */
export interface MachineActions {
  readonly onPower?: (node: string, on: boolean) => void;
  readonly onNetwork?: (node: string, on: boolean) => void;
  readonly onKubelet?: (node: string, on: boolean) => void;
}

/** Only those of the actions that are there. */
export function machineActions({ onPower, onNetwork, onKubelet }: MachineActions): MachineActions {
  return {
    ...(onPower && { onPower }),
    ...(onNetwork && { onNetwork }),
    ...(onKubelet && { onKubelet }),
  };
}

export interface MachineSwitchesProps extends MachineActions {
  readonly node: NodeCardModel;
  /** For the last seat there is only the large one. */
  readonly powerOnly: boolean;
}

/** Kubelet, network and power of a machine, the last the largest. */
export function MachineSwitches(props: MachineSwitchesProps): ReactNode {
  const { node, powerOnly, onPower, onNetwork, onKubelet } = props;
  const { name } = node;
  const isOn = node.power === 'on';
  return (
    <>
      {!powerOnly && (
        <span className="pd-node-ports">
          <IconSwitch
            on={isOn && !node.kubeletStopped}
            label={`Kubelet of ${name}`}
            tip={`${node.kubeletStopped ? 'Start' : 'Stop'} the kubelet of ${name}`}
            glyph="icon-cog"
            {...(!isOn && { disabledReason: `${name} has no power` })}
            onChange={(on) => onKubelet?.(name, on)}
          />
          <IconSwitch
            on={!node.linkCut}
            label={`Network of ${name}`}
            tip={`${node.linkCut ? 'Connect' : 'Cut'} the network of ${name}`}
            glyph="icon-plug"
            onChange={(on) => onNetwork?.(name, on)}
          />
        </span>
      )}
      <PowerSwitch on={isOn} label={`Power of ${name}`} onChange={(on) => onPower?.(name, on)} />
    </>
  );
}
