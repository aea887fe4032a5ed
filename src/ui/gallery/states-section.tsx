import type { ReactNode } from 'react';
import { PodTile } from '../canvas/pod-tile.tsx';
import { Tile } from '../canvas/tile.tsx';
import { fleetSample, STATE_SAMPLES, type StateSample } from './sample-pods.ts';

function StateRow({ sample }: { readonly sample: StateSample }): ReactNode {
  const { pod } = sample;
  return (
    <tr>
      <th scope="row">
        {sample.title}
        <span className="pd-note">{sample.cue}</span>
      </th>
      <td className={pod.pin === 'solid' ? 'pd-on-bar' : undefined}>
        <PodTile pod={pod} variant="row-30" />
      </td>
      <td>
        <div className="pd-with-number">
          <Tile
            state={pod.state}
            size={28}
            containers={pod.containers}
            restarts={pod.restarts}
            timer={pod.timer}
            pin={pod.pin}
          />
          <span>{sample.number}</span>
        </div>
      </td>
      <td>
        <Tile state={pod.state} size={12} pin={pod.pin} />
      </td>
    </tr>
  );
}

function StateTable({ samples }: { readonly samples: readonly StateSample[] }): ReactNode {
  return (
    <table>
      <thead>
        <tr>
          <th className="pd-col-state">State</th>
          <th>Row</th>
          <th className="pd-col-tile">Tile</th>
          <th className="pd-col-dot">Dot</th>
        </tr>
      </thead>
      <tbody>
        {samples.map((sample) => (
          <StateRow key={sample.title} sample={sample} />
        ))}
      </tbody>
    </table>
  );
}

const FLEET = fleetSample();

/** Every state of a pod in three densities. */
export function StatesSection(): ReactNode {
  const half = STATE_SAMPLES.length / 2;
  return (
    <section>
      <h2>
        Pod states{' '}
        <small>one glyph, three densities: row, 28 px tile with a slice per container, 12 px dot</small>
      </h2>
      <div className="pd-panel pd-states">
        <StateTable samples={STATE_SAMPLES.slice(0, half)} />
        <StateTable samples={STATE_SAMPLES.slice(half)} />
        <div className="pd-fleet">
          <span className="pd-note">72 pods as dots, 14 px pitch</span>
          <ul>
            {FLEET.map((pod) => (
              <li key={pod.uid}>
                <Tile state={pod.state} size={12} />
              </li>
            ))}
          </ul>
          <span className="pd-note">only what needs you is solid</span>
        </div>
      </div>
    </section>
  );
}
