import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import type { PodRow } from '../../protocol/pod-row.ts';
import { openPod } from '../app-shell/open-pod.ts';
import { useSession } from '../app-shell/use-session.ts';
import { shortUid } from '../inspector/subject-header.tsx';

interface Fact {
  readonly name: string;
  readonly old: string;
  readonly fresh: string;
}

/** What a stand-in shares with the pod it stands in for: never the UID. */
export function standInFacts(old: PodRow, fresh: PodRow): readonly Fact[] {
  return [
    { name: 'name', old: old.name, fresh: fresh.name },
    { name: 'uid', old: shortUid(old.uid), fresh: shortUid(fresh.uid) },
    { name: 'IP', old: old.ip, fresh: fresh.ip || 'not yet' },
    { name: 'node', old: old.node, fresh: fresh.node || 'not yet' },
    { name: 'restarts', old: String(old.restarts), fresh: String(fresh.restarts) },
  ];
}

function Comparison({
  old,
  fresh,
  shown,
}: {
  readonly old: PodRow;
  readonly fresh: PodRow;
  readonly shown: string;
}): ReactNode {
  const session = useSession();
  const other = shown === old.uid ? fresh : old;
  return (
    <section className="pd-in-standin" aria-label="The pod that left, and the one that stands in for it">
      <table>
        <thead>
          <tr>
            <th scope="col" aria-label="what" />
            <th scope="col" className="pd-in-left">
              {old.goneAt > 0 ? 'left' : 'leaves'}
            </th>
            <th scope="col">stands in</th>
          </tr>
        </thead>
        <tbody>
          {standInFacts(old, fresh).map((fact) => (
            <tr key={fact.name} className={fact.old === fact.fresh ? 'pd-in-same' : undefined}>
              <th scope="row">{fact.name}</th>
              <td>
                <code>{fact.old}</code>
              </td>
              <td>
                <code>{fact.fresh}</code>
                {fact.old === fact.fresh && <span className="pd-note"> same</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>
        A pod is never moved and never comes back: another one was made.{' '}
        <button
          type="button"
          className="pd-in-crumb"
          onClick={() =>
            openPod(session, { kind: 'Pod', namespace: other.namespace, name: other.name, uid: other.uid })
          }
        >
          {shown === old.uid ? 'Open the one that stands in' : 'Open the one that left'}
        </button>
      </p>
    </section>
  );
}

/** Ghost and replacement side by side, when the pod has either. */
export function StandIn({ uid }: { readonly uid: string }): ReactNode {
  const { mirror } = useSession();
  const pods = useStore(mirror, (state) => state.pods);
  const row = pods.get(uid);
  if (row === undefined) return null;
  const fresh = pods.get(row.replacedBy);
  const old = pods.get(row.replaces);
  if (fresh !== undefined) return <Comparison old={row} fresh={fresh} shown={uid} />;
  return old === undefined ? null : <Comparison old={old} fresh={row} shown={uid} />;
}
