/** The manifests of the Examples menu. The files are the examples; this only names, orders and sorts them into groups. */

export interface Example {
  readonly file: string;
  readonly title: string;
  /** What there is to see. */
  readonly about: string;
  readonly group: ExampleGroup;
  readonly text: string;
}

export type ExampleGroup =
  'First steps' | 'Life of a pod' | 'Promises' | 'Work that ends' | 'Where pods go' | 'Files';

const FILES: Readonly<Record<string, string>> = import.meta.glob<string>('./examples/*.yaml', {
  query: '?raw',
  import: 'default',
  eager: true,
});

const LIST: readonly Omit<Example, 'text'>[] = [
  { file: 'one-pod', title: 'One pod', about: 'Nobody replaces it', group: 'First steps' },
  {
    file: 'nginx-deployment',
    title: 'nginx Deployment',
    about: 'Three copies, as in the documentation',
    group: 'First steps',
  },
  {
    file: 'service-and-deployment',
    title: 'Service and Deployment',
    about: 'Traffic only to those who are ready',
    group: 'First steps',
  },
  { file: 'probes', title: 'Three kinds of probe', about: 'exec, HTTP and TCP', group: 'Life of a pod' },
  {
    file: 'init-containers',
    title: 'Init containers',
    about: 'One after the other, then the app',
    group: 'Life of a pod',
  },
  { file: 'sidecar', title: 'Native sidecar', about: 'Starts first, stops last', group: 'Life of a pod' },
  { file: 'crash-loop', title: 'Crash loop', about: '10, 20, 40 … 300 s', group: 'Life of a pod' },
  {
    file: 'image-typo',
    title: 'Misspelt image',
    about: 'ErrImagePull, then back-off',
    group: 'Life of a pod',
  },
  {
    file: 'restart-policies',
    title: 'Restart policies',
    about: 'Always, OnFailure, Never',
    group: 'Life of a pod',
  },
  { file: 'slow-goodbye', title: 'Slow goodbye', about: 'preStop, TERM, KILL', group: 'Life of a pod' },
  {
    file: 'rolling-update',
    title: 'Rolling update',
    about: 'Change the image and apply again',
    group: 'Promises',
  },
  {
    file: 'impatient',
    title: '30 s of patience',
    about: 'Replaced sooner when a node is lost',
    group: 'Promises',
  },
  { file: 'replica-set', title: 'ReplicaSet', about: 'Counts pods by label', group: 'Promises' },
  {
    file: 'stateful-set',
    title: 'StatefulSet with claims',
    about: 'In order, each with its own volume',
    group: 'Promises',
  },
  {
    file: 'stuck-ordinal',
    title: 'Stuck StatefulSet',
    about: 'One pod that is never ready holds up the rest',
    group: 'Promises',
  },
  { file: 'daemon-set', title: 'DaemonSet', about: 'One on every node', group: 'Promises' },
  {
    file: 'autoscaler',
    title: 'Autoscaler',
    about: 'More pods when the queue grows',
    group: 'Promises',
  },
  {
    file: 'disruption-budget',
    title: 'Disruption budget',
    about: 'How many pods a drain may take',
    group: 'Promises',
  },
  { file: 'quota', title: 'Quota', about: 'Six wanted, four allowed', group: 'Promises' },
  {
    file: 'indexed-job',
    title: 'Indexed Job',
    about: 'Numbered pieces, two at a time',
    group: 'Work that ends',
  },
  {
    file: 'failing-job',
    title: 'Failing Job',
    about: '10, 20, 40 s, then the limit',
    group: 'Work that ends',
  },
  {
    file: 'cron-job',
    title: 'CronJob',
    about: 'Every minute, never two at once',
    group: 'Work that ends',
  },
  { file: 'node-affinity', title: 'Node affinity', about: 'Only where the label is', group: 'Where pods go' },
  {
    file: 'unschedulable',
    title: 'Too large for any node',
    about: 'Waits, and the scheduler says why',
    group: 'Where pods go',
  },
  { file: 'spread', title: 'Spread over nodes', about: 'At most one apart', group: 'Where pods go' },
  {
    file: 'static-pod',
    title: 'Static pod',
    about: 'A file on the node, not an API request',
    group: 'Where pods go',
  },
  { file: 'config-volume', title: 'ConfigMap as files', about: 'Text that becomes a folder', group: 'Files' },
  {
    file: 'fresh-page',
    title: 'A page kept fresh',
    about: 'A sidecar writes, a server shows',
    group: 'Files',
  },
  {
    file: 'shared-volume',
    title: 'Two containers, one drum',
    about: 'emptyDir lives as long as the pod',
    group: 'Files',
  },
];

export const EXAMPLES: readonly Example[] = LIST.flatMap((entry) => {
  const text = FILES[`./examples/${entry.file}.yaml`];
  return text === undefined ? [] : [{ ...entry, text }];
});

export const EXAMPLE_GROUPS: readonly ExampleGroup[] = [
  'First steps',
  'Life of a pod',
  'Promises',
  'Work that ends',
  'Where pods go',
  'Files',
];
