import { useEffect, useState, type ChangeEvent, type ReactNode } from 'react';
import { PlainDialog } from '../app-shell/plain-dialog.tsx';
import { useSession } from '../app-shell/use-session.ts';
import { Glyph } from '../glyphs/glyph.tsx';
import type { SavedRun } from '../stores/engine-words.ts';
import { TEXTS } from '../texts.ts';
import { CopyButton } from './copy-button.tsx';
import { saveFile } from './save-file.ts';

/** The run as it is now, once asked for. */
function useSavedRun(): SavedRun | null {
  const { client } = useSession();
  const [saved, setSaved] = useState<SavedRun | null>(null);
  useEffect(() => {
    let gone = false;
    client.ask({ ask: 'save' }).then(
      (run) => {
        if (!gone) setSaved(run);
      },
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [client]);
  return saved;
}

function Link({ saved }: { readonly saved: SavedRun }): ReactNode {
  const { links } = useSession();
  const [link] = useState(() => links?.toLink(saved) ?? null);
  const text = TEXTS.share;
  if (link === null) return <p className="pd-note">{text.tooLong}</p>;
  return (
    <>
      <div className="pd-share-link">
        <input
          className="pd-input pd-code"
          readOnly
          value={link}
          aria-label={text.link}
          onFocus={(event) => event.currentTarget.select()}
        />
        <CopyButton text={link} label={text.copy} wide />
      </div>
      <p className="pd-note">{text.linkHint}</p>
    </>
  );
}

function Files({ saved }: { readonly saved: SavedRun }): ReactNode {
  const { links, deeds, layout, toasts } = useSession();
  const text = TEXTS.share;
  const save = (): void =>
    saveFile('run.podarium', links?.toFile(saved) ?? JSON.stringify(saved), 'application/octet-stream');
  const open = async (event: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const file = event.target.files?.[0];
    if (file === undefined) return;
    const run = links?.fromFile(new Uint8Array(await file.arrayBuffer())) ?? null;
    if (run === null) {
      toasts.show(text.badFile, { tone: 'refused' });
      return;
    }
    layout.change({ dialog: 'none' });
    await deeds.open(run);
  };
  return (
    <div className="pd-share-files">
      <button type="button" className="pd-button pd-button-line" onClick={save}>
        <Glyph name="icon-download" size={13} />
        {text.save}
      </button>
      <label className="pd-button pd-button-line pd-file">
        <Glyph name="icon-upload" size={13} />
        {text.open}
        <input type="file" className="pd-visually-hidden" onChange={(event) => void open(event)} />
      </label>
    </div>
  );
}

/** The run as a link, and as a file. */
export function ShareDialog(): ReactNode {
  const saved = useSavedRun();
  const { links } = useSession();
  const text = TEXTS.share;
  return (
    <PlainDialog title={text.title}>
      {saved === null ? (
        <p className="pd-quiet">{text.busy}</p>
      ) : (
        <>
          {links !== null && (
            <section className="pd-share-part">
              <h3 className="pd-strong">{text.link}</h3>
              <Link saved={saved} />
            </section>
          )}
          <section className="pd-share-part">
            <h3 className="pd-strong">{text.file}</h3>
            <Files saved={saved} />
          </section>
        </>
      )}
    </PlainDialog>
  );
}
