/** The page that tells how close the simulation comes to a real cluster: every recorded case, what differs and why. */
import { useEffect, useRef, useState, type ReactNode } from 'react';
import './truth.css';
import type { CaseRow, CheckedCase, Simplification, TruthList } from '../../fidelity/case-messages.ts';
import { PlainDialog } from '../app-shell/plain-dialog.tsx';
import { useSession } from '../app-shell/use-session.ts';
import { Glyph } from '../glyphs/glyph.tsx';
import { TEXTS } from '../texts.ts';
import { Segmented } from '../widgets/segmented.tsx';
import { createCasesClient, type CasesClient } from './cases-client.ts';
import { caseHash } from './case-link.ts';
import { openCase } from './open-case.ts';
import {
  areasOf,
  caseTitle,
  isEqual,
  LEVELS,
  levelState,
  sums,
  type Area,
  type Show,
} from './truth-model.ts';

const text = TEXTS.truth;
const SHOWS = (['all', 'differing'] as const).map((value) => ({ value, label: text.shows[value] }));

type Checks = Readonly<Record<string, CheckedCase>>;

interface Room {
  readonly list: TruthList | null;
  readonly error: string | null;
  readonly checks: Checks;
  /** Cases that Check all still has before it; null when it is not running. */
  readonly running: { readonly done: number; readonly all: number } | null;
  readonly busy: string | null;
  check(id: string): Promise<void>;
  checkAll(): Promise<void>;
  stop(): void;
  play(id: string): Promise<void>;
}

function useRoom(): Room {
  const session = useSession();
  const client = useRef<CasesClient | null>(null);
  const going = useRef(false);
  const [list, setList] = useState<TruthList | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [checks, setChecks] = useState<Checks>({});
  const [running, setRunning] = useState<Room['running']>(null);
  const [busy, setBusy] = useState<string | null>(null);
  useEffect(() => {
    const made = createCasesClient();
    client.current = made;
    made.list().then(setList, (reason: unknown) => setError(messageOf(reason)));
    return () => {
      going.current = false;
      client.current = null;
      made.close();
    };
  }, []);
  const check = async (id: string): Promise<void> => {
    setBusy(id);
    try {
      const result = await client.current?.check(id);
      if (result !== undefined) setChecks((before) => ({ ...before, [id]: result }));
    } catch (reason) {
      setError(messageOf(reason));
    }
    setBusy(null);
  };
  return {
    list,
    error,
    checks,
    running,
    busy,
    check,
    async checkAll() {
      const all = list?.cases ?? [];
      going.current = true;
      for (const [done, { id }] of all.entries()) {
        if (!going.current) break;
        setRunning({ done, all: all.length });
        await check(id);
      }
      going.current = false;
      setRunning(null);
    },
    stop() {
      going.current = false;
    },
    async play(id) {
      setBusy(id);
      try {
        const played = await client.current?.play(id);
        if (played !== undefined && (await openCase(session, id, played))) {
          session.layout.change({ dialog: 'none' });
          return;
        }
      } catch (reason) {
        setError(messageOf(reason));
      }
      setBusy(null);
    },
  };
}

function messageOf(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason);
}

function Sums({ cases }: { readonly cases: readonly CaseRow[] }): ReactNode {
  return (
    <dl className="pd-truth-sums">
      {sums(cases).map(({ level, equal, counted }) => (
        <div key={level}>
          <dt>{text.levels[level]}</dt>
          <dd className="pd-truth-number">{text.sum(equal, counted)}</dd>
          <dd className="pd-quiet">{text.meaning[level]}</dd>
        </div>
      ))}
    </dl>
  );
}

function Marks({ row }: { readonly row: Pick<CaseRow, 'counted' | 'equal'> }): ReactNode {
  return (
    <span className="pd-truth-marks">
      {LEVELS.map((level) => {
        const state = levelState(row, level);
        const said = `${text.levels[level]}: ${text.state[state]}`;
        return (
          <span
            key={level}
            className="pd-truth-mark"
            data-state={state}
            data-tip={said}
            role="img"
            aria-label={said}
          >
            {state === 'uncounted' ? (
              ''
            ) : (
              <Glyph name={state === 'equal' ? 'icon-check' : 'icon-unequal'} size={11} />
            )}
          </span>
        );
      })}
    </span>
  );
}

function Known({ row }: { readonly row: CaseRow }): ReactNode {
  if (isEqual(row)) return null;
  return (
    <p className="pd-truth-why">
      {row.known === undefined ? (
        text.unexplained
      ) : (
        <>
          <b>{text.whose[row.known.whose]}.</b> {row.known.why}
        </>
      )}
    </p>
  );
}

function Checked({
  row,
  check,
}: {
  readonly row: CaseRow;
  readonly check: CheckedCase | undefined;
}): ReactNode {
  if (check === undefined) return null;
  const equal = isEqual({ counted: row.counted, equal: check.equal });
  return (
    <div className="pd-truth-checked">
      {equal ? text.checkedEqual : text.checkedDiffers}
      {!equal && (
        <ul>
          {check.differences.map((difference) => (
            <li key={difference}>{difference}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Case({ row, room }: { readonly row: CaseRow; readonly room: Room }): ReactNode {
  const title = caseTitle(row.id);
  const waits = room.running !== null || room.busy !== null;
  return (
    <li className="pd-truth-case" data-busy={room.busy === row.id}>
      <Marks row={row} />
      <div className="pd-truth-words">
        <h4>{title}</h4>
        <p>{row.about}</p>
        <Known row={row} />
        <Checked row={row} check={room.checks[row.id]} />
      </div>
      <span className="pd-truth-deeds">
        <button
          type="button"
          className="pd-button pd-button-line"
          aria-label={text.checkNamed(title)}
          disabled={waits}
          onClick={() => void room.check(row.id)}
        >
          {text.check}
        </button>
        <a
          href={caseHash(row.id)}
          className="pd-button pd-button-line"
          aria-label={text.playNamed(title)}
          aria-disabled={waits}
          onClick={(event) => {
            event.preventDefault();
            if (!waits) void room.play(row.id);
          }}
        >
          <Glyph name="icon-play" size={11} />
          {text.play}
        </a>
      </span>
    </li>
  );
}

function AreaPart({ area, room }: { readonly area: Area; readonly room: Room }): ReactNode {
  return (
    <section className="pd-truth-area">
      <h3>
        {(text.areas as Readonly<Record<string, string>>)[area.id] ?? area.id}
        <span className="pd-quiet">{text.areaSum(area.equal, area.counted)}</span>
      </h3>
      {area.cases.length === 0 ? (
        <p className="pd-note">{text.nothing}</p>
      ) : (
        <ul>
          {area.cases.map((row) => (
            <Case key={row.id} row={row} room={room} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Simplifications({ list }: { readonly list: readonly Simplification[] }): ReactNode {
  return (
    <details className="pd-truth-left">
      <summary>
        {text.left} <span className="pd-quiet">{list.length}</span>
      </summary>
      <p className="pd-note">{text.leftHint}</p>
      <ul>
        {list.map(({ area, text: said }) => (
          <li key={said}>
            <code>{area}</code> {said}
          </li>
        ))}
      </ul>
    </details>
  );
}

function Loaded({ list, room }: { readonly list: TruthList; readonly room: Room }): ReactNode {
  const [show, setShow] = useState<Show>('all');
  return (
    <>
      <Sums cases={list.cases} />
      <div className="pd-truth-tools">
        <Segmented label={text.show} options={SHOWS} value={show} onChange={setShow} />
        <span role="status">
          {room.running !== null && text.checking(room.running.done, room.running.all)}
        </span>
        <button
          type="button"
          className="pd-button pd-button-line"
          onClick={() => (room.running === null ? void room.checkAll() : room.stop())}
        >
          {room.running === null ? text.checkAll : text.stop}
        </button>
      </div>
      {areasOf(list.cases, show).map((area) => (
        <AreaPart key={area.id} area={area} room={room} />
      ))}
      <Simplifications list={list.simplifications} />
    </>
  );
}

export function TruthDialog(): ReactNode {
  const room = useRoom();
  return (
    <PlainDialog title={text.title} wide>
      <p className="pd-truth-intro">{text.intro}</p>
      {room.error !== null && (
        <p className="pd-note" role="alert">
          {room.error}
        </p>
      )}
      {room.list === null ? (
        room.error === null && <p className="pd-note">{text.loading}</p>
      ) : (
        <Loaded list={room.list} room={room} />
      )}
    </PlainDialog>
  );
}
