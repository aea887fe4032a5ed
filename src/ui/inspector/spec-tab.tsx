import type { ReactNode } from 'react';
import type { ObjectRef } from '../../protocol/requests.ts';
import { useAnswer } from '../app-shell/use-answer.ts';
import { useClock, useSession } from '../app-shell/use-session.ts';
import { manifestOf } from '../editor/live-manifest.ts';
import { YamlLines } from '../editor/yaml-lines.tsx';
import { Glyph } from '../glyphs/glyph.tsx';
import { CopyButton } from '../share/copy-button.tsx';
import { TEXTS } from '../texts.ts';

/** What is asked for, as YAML to read. */
export function SpecTab({ subject }: { readonly subject: ObjectRef }): ReactNode {
  const { deeds } = useSession();
  const moment = useClock((clock) => clock.traceLength, 0);
  const object = useAnswer({ ask: 'object', ref: subject }, moment);
  if (object === null) return <p className="pd-inspector-part pd-quiet">{TEXTS.inspector.gone}</p>;
  const text = manifestOf(object);
  return (
    <div className="pd-inspector-part pd-inspector-spec">
      <div className="pd-inspector-tools">
        <button
          type="button"
          className="pd-button pd-button-line"
          onClick={() => void deeds.editLive(subject)}
        >
          <Glyph name="icon-file" size={13} />
          {TEXTS.inspector.editIt}
        </button>
        <span className="pd-grow" />
        <CopyButton text={text} label={TEXTS.time.copy} />
      </div>
      <YamlLines text={text} numbered={false} />
    </div>
  );
}
