import { useState, type ReactNode } from 'react';
import './place-row.css';
import type { ClaimModel, PlaceModel, PlacesBody } from '../../projections/workloads/ticket-model.ts';
import { TickingLine } from '../canvas/ticking-line.tsx';
import { Glyph } from '../glyphs/glyph.tsx';
import { moveRovingFocus } from '../widgets/roving-focus.ts';
import { CopyBox } from './copy-box.tsx';

interface PlaceRowProps {
  readonly body: PlacesBody;
  /** Whose places they are: 'StatefulSet db'. */
  readonly owner: string;
  readonly onSelectPod?: ((uid: string) => void) | undefined;
}

function Claims({ claims }: { readonly claims: readonly ClaimModel[] }): ReactNode {
  return claims.map(({ name, state }) => (
    <span key={name} className={`pd-claim pd-claim-${state}`}>
      <Glyph name="icon-drum" size={11} />
    </span>
  ));
}

/** What a place says in one breath: itself, then its claims. */
export function placeLabel({ text, letter, claims }: PlaceModel): string {
  return [text + (letter === null ? '' : `, revision ${letter}`), ...claims.map((claim) => claim.text)].join(
    '; ',
  );
}

function Place({
  place,
  first,
  onSelectPod,
}: {
  readonly place: PlaceModel;
  readonly first: boolean;
  readonly onSelectPod?: ((uid: string) => void) | undefined;
}): ReactNode {
  const { label, slot, locked, podUid, letter, claims } = place;
  const text = placeLabel(place);
  return (
    <li>
      <button
        type="button"
        className="pd-place"
        aria-label={text}
        data-tip={text}
        aria-disabled={podUid === null}
        tabIndex={first ? 0 : -1}
        onClick={() => podUid !== null && onSelectPod?.(podUid)}
        onKeyDown={(event) => moveRovingFocus(event, '.pd-place')}
      >
        <CopyBox slot={slot} large>
          {locked && <Glyph name="state-gated" size={12} />}
          {!locked && slot !== 'ending' && letter !== null && <b>{letter}</b>}
        </CopyBox>
        <span className="pd-place-label">
          {label}
          <Claims claims={claims} />
        </span>
      </button>
    </li>
  );
}

/** More places than this are folded away until somebody wants them, so that a ticket stays a ticket. */
const FOLDED_MAX = 16;

/** Ordinals, nodes or completions side by side, and the one thing worth saying about them. */
export function PlaceRow({ body, owner, onSelectPod }: PlaceRowProps): ReactNode {
  const [open, setOpen] = useState(false);
  const shown = open ? body.places : body.places.slice(0, FOLDED_MAX);
  const folded = body.places.length - shown.length;
  const rest = folded + body.hidden;
  return (
    <div className="pd-places">
      <ul className="pd-place-list" aria-label={`${body.name} of ${owner}`} data-roving>
        {shown.map((place, index) => (
          <Place key={place.id} place={place} first={index === 0} onSelectPod={onSelectPod} />
        ))}
        {rest > 0 && (
          <li className="pd-place-more">
            {folded > 0 ? (
              <button
                type="button"
                className="pd-place-more-button"
                aria-label={`Show ${folded} more ${body.name} of ${owner}`}
                onClick={() => setOpen(true)}
              >
                +{rest}
              </button>
            ) : (
              <span className="pd-note">+{rest}</span>
            )}
          </li>
        )}
      </ul>
      {body.note !== '' && (
        <p className="pd-note pd-place-note">
          <TickingLine line={body.note} />
        </p>
      )}
    </div>
  );
}
