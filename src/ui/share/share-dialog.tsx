import { useEffect, useState, type ChangeEvent, type ReactNode } from 'react';
import { readRun } from '../../host/share/read-run.ts';
import { readRunFile, runFile, runFileName } from '../../host/share/run-file.ts';
import { runLink } from '../../host/share/run-link.ts';
import { PlainDialog } from '../app-shell/plain-dialog.tsx';
import { useSession } from '../app-shell/use-session.ts';
import { Glyph } from '../glyphs/glyph.tsx';
import type { SavedRun } from '../stores/engine-words.ts';
import { TEXTS } from '../texts.ts';
import { CopyButton } from './copy-button.tsx';
import { KNOWN_SETUPS } from './known-setups.ts';
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
  const { selection, layout } = useSession();
  const [link] = useState(() => {
    const { current } = selection.getState();
    const selected = current === null ? '' : `${current.kind}/${current.namespace}/${current.name}`;
    const { insidePod } = layout.getState();
    const view = insidePod === null ? '' : `pod/${insidePod.namespace}/${insidePod.name}`;
    return runLink({ saved, selection: selected, view }, KNOWN_SETUPS);
  });
  const text = TEXTS.share;
  if (!link.ok) return <p className="pd-note">{link.error}</p>;
  const address = `${location.origin}${location.pathname}${link.value}`;
  return (
    <>
      <div className="pd-share-link">
        <input
          className="pd-input pd-code"
          readOnly
          value={address}
          aria-label={text.link}
          onFocus={(event) => event.currentTarget.select()}
        />
        <CopyButton text={address} label={text.copy} wide />
      </div>
      <p className="pd-note">{text.linkHint}</p>
    </>
  );
}

function Files({ saved }: { readonly saved: SavedRun }): ReactNode {
  const { deeds, layout } = useSession();
  const [refused, setRefused] = useState('');
  const text = TEXTS.share;
  const open = async (event: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const file = event.target.files?.[0];
    // The same file can be chosen again once it was mended.
    event.target.value = '';
    if (file === undefined) return;
    setRefused('');
    const run = readRunFile(new Uint8Array(await file.arrayBuffer()), readRun);
    if (!run.ok) {
      setRefused(text.refused(file.name, run.error));
      return;
    }
    if (await deeds.open(run.value)) layout.change({ dialog: 'none' });
  };
  return (
    <>
      <div className="pd-share-files">
        <button
          type="button"
          className="pd-button pd-button-line"
          onClick={() => saveFile(runFileName(saved), runFile(saved), 'application/json')}
        >
          <Glyph name="icon-download" size={13} />
          {text.save}
        </button>
        <label className="pd-button pd-button-line pd-file">
          <Glyph name="icon-upload" size={13} />
          {text.open}
          <input
            type="file"
            accept=".json"
            className="pd-visually-hidden"
            onChange={(event) => void open(event)}
          />
        </label>
      </div>
      {refused !== '' && (
        <p className="pd-share-refused" role="alert">
          <Glyph name="icon-warning" size={14} />
          {refused}
        </p>
      )}
    </>
  );
}

/** The run as a link, and as a file. */
export function ShareDialog(): ReactNode {
  const saved = useSavedRun();
  const text = TEXTS.share;
  return (
    <PlainDialog title={text.title}>
      {saved === null ? (
        <p className="pd-quiet">{text.busy}</p>
      ) : (
        <>
          <section className="pd-share-part">
            <h3 className="pd-strong">{text.link}</h3>
            <Link saved={saved} />
          </section>
          <section className="pd-share-part">
            <h3 className="pd-strong">{text.file}</h3>
            <Files saved={saved} />
          </section>
        </>
      )}
    </PlainDialog>
  );
}
