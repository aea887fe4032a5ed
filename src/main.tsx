import { createRoot } from 'react-dom/client';
import { must } from './base/assert.ts';
import { WorkerClient } from './host/client/worker-client.ts';
import { BROWSER_STORAGE, recoverRun, startAutosave } from './host/share/autosave.ts';
import { readRun } from './host/share/read-run.ts';
import { createMapProjection } from './projections/map-model.ts';
import { scenarioById, SCENARIOS } from './scenarios/scenarios.ts';
import { App } from './ui/app-shell/app.tsx';
import { openLinked } from './ui/app-shell/open-linked.ts';
import { createSession } from './ui/app-shell/session.ts';
import { readUrlParameters } from './ui/app-shell/url-parameters.ts';
import { createMirror } from './ui/stores/engine-mirror.ts';
import { TEXTS } from './ui/texts.ts';
import { startTheme } from './ui/theme/theme.ts';

startTheme();
const parameters = readUrlParameters(location.search);
if (parameters.lang !== null) document.documentElement.lang = parameters.lang;

const scenario = must(
  scenarioById(parameters.scenario) ?? SCENARIOS[0],
  'there is no scenario to begin with',
);
const client = new WorkerClient();
const session = createSession({
  client,
  mirror: createMirror(client),
  project: createMapProjection(),
  title: scenario.title,
  documents: scenario.documents.map(({ name, text }) => ({ name, text, applied: text })),
  parameters,
  restore: () => client.restore(),
});

/** What the visit before left is looked up before this visit writes over it. */
async function keepRuns(): Promise<void> {
  const kept = await recoverRun(BROWSER_STORAGE, readRun);
  session.run.setState({ kept: kept !== null && kept.log.length > 0 ? kept : null });
  startAutosave({
    client,
    storage: BROWSER_STORAGE,
    every(work, periodMs) {
      const timer = setInterval(work, periodMs);
      return () => clearInterval(timer);
    },
    onBlocked: () => session.toasts.show(TEXTS.settings.notRemembered),
  });
}

async function begin(): Promise<void> {
  const linked = await openLinked(session, location.hash);
  if (!linked) await session.deeds.start(scenario.setup);
  if (!linked && parameters.paused !== true) await session.playback.play();
  await keepRuns();
}

const root = must(document.getElementById('root'), 'index.html has lost its #root element');
createRoot(root).render(<App session={session} />);
void begin();
