import { createRoot } from 'react-dom/client';
import { must } from '../../../base/assert.ts';
import { startTheme } from '../../theme/theme.ts';
import { App } from '../app.tsx';
import { createSession } from '../session.ts';
import { cannedParts } from './canned-session.ts';

/** The frame with canned content. */
startTheme();
const { parts, selectedPodUid } = cannedParts(location.search);
const session = createSession(parts);
const row = session.mirror.getState().pods.get(selectedPodUid);
if (row !== undefined && !location.search.includes('none')) session.selection.select({ kind: 'Pod', namespace: row.namespace, name: row.name, uid: row.uid });
createRoot(must(document.getElementById('root'), 'the page has lost its #root element')).render(<App session={session} />);
