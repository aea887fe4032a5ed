/** Monaco with YAML and nothing else, set up once. Loaded late: it is several times larger than the rest of the page. */
import * as monaco from 'monaco-editor/editor';
import 'monaco-editor/features/register.all';
import 'monaco-editor/languages/definitions/yaml/register';
import { configureMonacoYaml } from 'monaco-yaml';
import schemaUrl from './k8s.schema.json?url';

export { monaco };

type MonacoForYaml = Parameters<typeof configureMonacoYaml>[0];
interface OldWorkerOptions {
  readonly moduleId: string;
  readonly label: string;
  readonly createData?: unknown;
  readonly host?: Record<string, (...args: unknown[]) => unknown>;
}

const CHECKED_MARKERS = 'yaml';
const THEME = 'podarium';

function yamlWorker(): Worker {
  return new Worker(new URL('./yaml.worker.ts', import.meta.url), { type: 'module', name: 'yaml' });
}

function startWorkers(): void {
  const editorWorker = (): Worker =>
    new Worker(new URL('./editor.worker.ts', import.meta.url), { type: 'module', name: 'editor' });
  globalThis.MonacoEnvironment = {
    getWorker: (_id: string, label: string) => (label === 'yaml' ? yamlWorker() : editorWorker()),
  };
}

/**
 * **Why:** monaco-yaml still describes its worker by name and expects Monaco to make it; Monaco now takes a worker that is ready. The first
 * message to it is swallowed, the second is what it was created with.
 */
function monacoForYaml(): MonacoForYaml {
  const createWebWorker = (options: OldWorkerOptions): unknown => {
    const worker = yamlWorker();
    worker.postMessage('start');
    worker.postMessage(options.createData);
    return monaco.editor.createWebWorker({ worker, ...(options.host && { host: options.host }) });
  };
  return { ...monaco, editor: { ...monaco.editor, createWebWorker } } as object as MonacoForYaml;
}

/** Findings against the schema are faults here: the API server refuses unknown fields too. */
function raiseFindings(): void {
  monaco.editor.onDidChangeMarkers((resources) => {
    for (const resource of resources) {
      const model = monaco.editor.getModel(resource);
      const markers = monaco.editor.getModelMarkers({ resource, owner: CHECKED_MARKERS });
      if (model === null || !markers.some(({ severity }) => severity === monaco.MarkerSeverity.Warning))
        continue;
      monaco.editor.setModelMarkers(
        model,
        CHECKED_MARKERS,
        markers.map((marker) => ({ ...marker, severity: monaco.MarkerSeverity.Error })),
      );
    }
  });
}

async function describeKubernetes(): Promise<void> {
  const reply = await fetch(schemaUrl);
  const schema: object = await reply.json();
  configureMonacoYaml(monacoForYaml(), {
    enableSchemaRequest: false,
    hover: true,
    completion: true,
    validate: true,
    format: { enable: true },
    schemas: [{ uri: 'inmemory://podarium/k8s.schema.json', fileMatch: ['*.yaml'], schema }],
  });
}

/** `#abc` of a custom property; Monaco wants plain hexadecimal colours. */
function colour(name: string): string {
  const probe = document.createElement('canvas').getContext('2d');
  const value = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  if (probe === null) return '#000000';
  probe.fillStyle = value;
  const plain = String(probe.fillStyle);
  return plain.startsWith('#') ? plain : '#000000';
}

/** Takes the colours of the page's theme. */
function dressLikePage(): void {
  const dark = document.documentElement.dataset['theme'] === 'dark';
  const bare = (name: string): string => colour(name).slice(1);
  monaco.editor.defineTheme(THEME, {
    base: dark ? 'vs-dark' : 'vs',
    inherit: true,
    rules: [
      { token: '', foreground: bare('--ink') },
      { token: 'type', foreground: bare('--yaml-key') },
      { token: 'string', foreground: bare('--yaml-string') },
      { token: 'string.yaml', foreground: bare('--yaml-string') },
      { token: 'number', foreground: bare('--yaml-number') },
      { token: 'keyword', foreground: bare('--yaml-number') },
      { token: 'comment', foreground: bare('--yaml-comment') },
      { token: 'delimiter', foreground: bare('--ink') },
      { token: 'delimiter.bracket.yaml', foreground: bare('--ink') },
      { token: 'operators', foreground: bare('--ink') },
    ],
    colors: {
      'editor.background': colour('--card'),
      'editor.foreground': colour('--ink'),
      'editorLineNumber.foreground': colour('--ink-2'),
      'editorLineNumber.activeForeground': colour('--ink'),
      'editorLineNumber.dimmedForeground': colour('--ink-2'),
      'editor.lineHighlightBackground': colour('--line-active'),
      'editor.lineHighlightBorder': '#00000000',
      'editorGutter.background': colour('--card'),
      'editorError.foreground': colour('--failing'),
      'editorWarning.foreground': colour('--progress'),
      'editorWidget.background': colour('--raised'),
      'editorWidget.border': colour('--hairline'),
      'editorHoverWidget.background': colour('--raised'),
      'editorSuggestWidget.background': colour('--raised'),
      'editorCursor.foreground': colour('--ink'),
      'scrollbarSlider.background': `${colour('--boundary')}44`,
      'scrollbarSlider.hoverBackground': `${colour('--boundary')}88`,
      'scrollbarSlider.activeBackground': `${colour('--boundary')}aa`,
      'scrollbar.shadow': '#00000000',
      focusBorder: colour('--focus'),
    },
  });
  monaco.editor.setTheme(THEME);
}

let started = false;

/** Once for the page. */
export function startMonaco(): void {
  if (started) return;
  started = true;
  startWorkers();
  raiseFindings();
  void describeKubernetes();
  dressLikePage();
  new MutationObserver(dressLikePage).observe(document.documentElement, { attributeFilter: ['data-theme'] });
}
