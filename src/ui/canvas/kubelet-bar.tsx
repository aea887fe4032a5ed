import { memo, type ReactNode } from 'react';
import './kubelet-bar.css';
import { Glyph } from '../glyphs/glyph.tsx';

export interface KubeletBarProps {
  readonly lease: readonly ('kept' | 'missed')[];
  /** 'no power', 'cut off', …; empty when it works. */
  readonly words: string;
  /** What its last probe carried, for wide cards: 'GET 200'. */
  readonly probeText: string;
}

function leaseLabel(lease: KubeletBarProps['lease']): string {
  const missed = lease.filter((pip) => pip === 'missed').length;
  return missed === 0 ? 'lease kept' : `${missed} of ${lease.length} lease renewals missed`;
}

/** The floor of a node card: who starts and probes the pods above, and whether the control plane hears of it. */
function KubeletBarDrawing({ lease, words, probeText }: KubeletBarProps): ReactNode {
  return (
    <div className="pd-kubelet">
      <span className="pd-kubelet-name pd-strong">kubelet</span>
      {words === '' ? (
        <span className="pd-kubelet-proxy">
          <Glyph name="icon-proxy" size={11} />
          proxy
        </span>
      ) : (
        <span className="pd-kubelet-words">{words}</span>
      )}
      {probeText !== '' && <span className="pd-kubelet-probe pd-code">{probeText}</span>}
      <span className="pd-lease" role="img" aria-label={leaseLabel(lease)} data-tip={leaseLabel(lease)}>
        {lease.map((pip, index) => (
          <i key={index} className={pip === 'missed' ? 'pd-lease-missed' : undefined} />
        ))}
      </span>
    </div>
  );
}

export const KubeletBar = memo(KubeletBarDrawing);
