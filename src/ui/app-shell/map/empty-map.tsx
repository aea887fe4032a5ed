import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { loadExample } from '../../editor/load-example.ts';
import { EXAMPLES } from '../../editor/examples.ts';
import { TEXTS } from '../../texts.ts';
import { useSession } from '../use-session.ts';

const STARTERS = ['nginx Deployment', 'One pod', 'Crash loop'];

/** What to do when there is nothing to see. */
export function EmptyMap(): ReactNode {
  const session = useSession();
  const state = useStore(session.map, ({ model }) => {
    if (model === null) return 'starting';
    if (model.nodes.length === 0) return 'no-nodes';
    const pods =
      model.pending.pods.length +
      model.owners.length +
      model.nodes.reduce((sum, node) => sum + node.pods.length, 0);
    return pods === 0 ? 'no-pods' : 'full';
  });
  if (state === 'full') return null;
  if (state === 'starting') return <p className="pd-map-empty-note pd-quiet">{TEXTS.map.starting}</p>;
  if (state === 'no-nodes') {
    return (
      <div className="pd-map-empty-note">
        <p>{TEXTS.map.noNodes}</p>
        <button
          type="button"
          className="pd-button pd-button-solid"
          onClick={() => void session.deeds.command({ kind: 'add-node' })}
        >
          {TEXTS.map.addNode}
        </button>
      </div>
    );
  }
  return (
    <div className="pd-map-empty-note">
      <p>{TEXTS.map.noPods}</p>
      <div className="pd-map-empty-chips">
        {EXAMPLES.filter(({ title }) => STARTERS.includes(title)).map((example) => (
          <button
            key={example.file}
            type="button"
            className="pd-button pd-button-line"
            onClick={() => loadExample(session, example)}
          >
            {example.title}
          </button>
        ))}
      </div>
    </div>
  );
}
