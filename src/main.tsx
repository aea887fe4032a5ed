import { ENGINE_CLIENT, STARTED_BY_PAGE } from './ui/app-shell/early-engine.ts';
import { lazy, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { must } from './base/assert.ts';
import { BROWSER_STORAGE, recoverVisit } from './host/share/autosave.ts';
import { readRun } from './host/share/read-run.ts';
import { isWorthKeeping, visitOfTab } from './host/share/visit.ts';
import type { Frame } from './protocol/frame.ts';
import { createMapProjection } from './projections/map-model.ts';
import { scenarioById, SCENARIOS } from './scenarios/scenarios.ts';
import { App } from './ui/app-shell/app.tsx';
import { continuesVisit, keepVisit, offerVisit, resumeVisit, tabStorage } from './ui/app-shell/keep-visit.ts';
import { openAddress } from './ui/app-shell/open-linked.ts';
import { takeOpeningFrame } from './ui/app-shell/opening-frame.ts';
import { createSession, type Session } from './ui/app-shell/session.ts';
import { readUrlParameters } from './ui/app-shell/url-parameters.ts';
import { createMirror } from './ui/stores/engine-mirror.ts';
import { startTheme } from './ui/theme/theme.ts';

/** Everything the map can draw, for whoever draws it: `?gallery`. */
const Gallery = lazy(() =>
  import('./ui/gallery/gallery.tsx').then(({ Gallery: component }) => ({ default: component })),
);

/** So long the browser needs this thread to ask for the script of a worker. */
const WORKER_START_MS = 30;

startTheme();
const parameters = readUrlParameters(location.search);
if (parameters.lang !== null) document.documentElement.lang = parameters.lang;

const scenario = must(
  scenarioById(parameters.scenario) ?? SCENARIOS[0],
  'there is no scenario to begin with',
);

/** The first picture of the scenario; null when something else is opened, or an earlier visit goes on. */
function openingOfPage(): Frame | null {
  return location.hash === '' && !continuesVisit() ? takeOpeningFrame(scenario.id) : null;
}

function sessionOfPage(opening: Frame | null): Session {
  const client = ENGINE_CLIENT;
  return createSession({
    client,
    mirror: createMirror(client, opening),
    project: createMapProjection(),
    title: scenario.title,
    documents: scenario.documents.map(({ name, text }) => ({ name, text, applied: text })),
    parameters,
    restore: () => client.restore(),
    beginning: scenario.setup,
  });
}

/**
 * A link wins over what the tab was at; another scenario in the address does too. `opening`: the page shows the scenario already, so its run
 * is the first that the engine is asked for, before anything that somebody does to the picture.
 */
async function begin(session: Session, opening: Frame | null): Promise<void> {
  const begun = opening === null ? null : session.deeds.start(scenario.setup);
  const paused = parameters.paused === true;
  const tab = tabStorage();
  const left = continuesVisit() && tab !== null ? visitOfTab(tab, readRun) : null;
  const linked = await openAddress(session);
  const resumed =
    !linked &&
    left !== null &&
    left.scenario === parameters.scenario &&
    (await resumeVisit(session, left, paused));
  if (!linked && !resumed) {
    await (begun ?? session.deeds.start(scenario.setup));
    if (!paused) await session.playback.play();
  }
  window.addEventListener('hashchange', () => void openAddress(session));
  // What the visit before left is looked up before this visit writes over it.
  const last = resumed ? null : await recoverVisit(BROWSER_STORAGE, readRun);
  if (last !== null && isWorthKeeping(last)) offerVisit(session, last);
  keepVisit(session, parameters.scenario, tab);
}

const root = createRoot(must(document.getElementById('root'), 'index.html has lost its #root element'));
if (new URLSearchParams(location.search).has('gallery')) {
  ENGINE_CLIENT.close();
  root.render(
    <Suspense fallback={null}>
      <Gallery />
    </Suspense>,
  );
} else {
  const opening = openingOfPage();
  const session = sessionOfPage(opening);
  void begin(session, opening);
  // Drawing the whole page is one long piece of work; without a first picture, the worker's start, which passes through this thread, goes first.
  const waitMs = STARTED_BY_PAGE || opening !== null ? 0 : WORKER_START_MS;
  setTimeout(() => root.render(<App session={session} />), waitMs);
}
