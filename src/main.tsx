import { createRoot } from 'react-dom/client';
import { must } from './base/assert.ts';
import { WorkerClient } from './host/client/worker-client.ts';
import { createMapProjection } from './projections/map-model.ts';
import { scenarioById, SCENARIOS } from './scenarios/scenarios.ts';
import { App } from './ui/app-shell/app.tsx';
import { startAutosave } from './ui/app-shell/autosave.ts';
import { createSession } from './ui/app-shell/session.ts';
import { readUrlParameters } from './ui/app-shell/url-parameters.ts';
import { createMirror } from './ui/stores/engine-mirror.ts';
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
  links: null,
  title: scenario.title,
  documents: scenario.documents.map(({ name, text }) => ({ name, text, applied: text })),
  parameters,
  restore: () => client.restore(),
});

const root = must(document.getElementById('root'), 'index.html has lost its #root element');
createRoot(root).render(<App session={session} />);
void session.deeds.start(scenario.setup).then(() => {
  if (parameters.paused !== true) void session.playback.play();
  startAutosave(session);
});
