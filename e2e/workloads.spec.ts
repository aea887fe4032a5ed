import type { Locator } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import type { Playground } from './playground.ts';

const template = (app: string, container: string): string => `
  selector:
    matchLabels:
      app: ${app}
  template:
    metadata:
      labels:
        app: ${app}
    spec:
      containers:
        - name: ${app}
${container
  .trim()
  .split('\n')
  .map((line) => `          ${line}`)
  .join('\n')}
`;

const deployment = (name: string, image: string): string => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  replicas: 3
  progressDeadlineSeconds: 30${template(name, `image: ${image}`)}`;

const statefulSet = (probe: string): string => `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: queue
spec:
  serviceName: queue
  replicas: 3${template(
    'queue',
    `image: busybox:1.36
command: [sh, -c, 'sleep 1000000']
readinessProbe:
  exec:
    command: [sh, -c, '${probe}']
  periodSeconds: 2`,
  )}`;

const job = (kind: string, spec: string, script: string, indent: string): string => `apiVersion: batch/v1
kind: ${kind}
metadata:
  name: work
spec:
${spec}
${indent}template:
${indent}  spec:
${indent}    restartPolicy: Never
${indent}    containers:
${indent}      - name: work
${indent}        image: busybox:1.36
${indent}        command: [sh, -c, '${script}']
`;

const AUTOSCALED = `${deployment('worker', 'nginx:1.27').replace('replicas: 3', 'replicas: 1')}---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: worker
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: worker
  maxReplicas: 6
  metrics:
    - type: External
      external:
        metric:
          name: queue_length
        target:
          type: AverageValue
          averageValue: '10'
`;

/** Writes a manifest into a new tab, or over the one in front, and applies it by key. */
async function apply(playground: Playground, text: string, where: 'new' | 'front' = 'new'): Promise<void> {
  if (where === 'new') await playground.press('New manifest');
  await playground.paste(text);
  await playground.page.keyboard.press('ControlOrMeta+Enter');
  await expect(playground.editor.getByText('As applied')).toBeVisible();
}

function ticket(playground: Playground, name: string): Locator {
  return playground.map.getByRole('region', { name: new RegExp(`^${name},`) });
}

test('JOURNEY-120 a rollout of a broken image is stuck at its deadline, and one click on the old revision undoes it', async ({
  playground,
}) => {
  await playground.open();
  await apply(playground, deployment('shop', 'nginx:1.27'));
  const shop = ticket(playground, 'Deployment shop');
  await playground.playUntil(
    playground.map.getByRole('region', { name: 'Deployment shop, want 3 · ready 3' }),
    '10×',
  );
  await expect(shop.getByRole('list', { name: /^revisions of/ })).toHaveCount(0);

  await apply(playground, deployment('shop', 'nginx:1.27-typo'), 'front');
  await playground.playUntil(shop.getByText('stuck'), '10×');
  await expect(shop.getByText(/ProgressDeadlineExceeded/)).toBeVisible();
  await expect(
    shop.getByRole('img', { name: /^4 of at most 4 pods, 3 available of at least 3$/ }),
  ).toBeVisible();
  await expect(playground.readyPods('shop')).toHaveCount(3);

  await shop.getByRole('button', { name: /^Compare revision A/ }).click();
  await expect(playground.why.getByText('A compared with B')).toBeVisible();
  await expect(playground.why.getByText('nginx:1.27-typo').first()).toBeVisible();

  await shop.getByRole('button', { name: /^Roll Deployment shop back to revision A,/ }).click();
  await playground.playUntil(shop.getByText('rolled out: nginx:1.27', { exact: true }), '10×');
  await expect(shop.getByText('stuck')).toHaveCount(0);
  await expect(
    playground.map.getByRole('region', { name: 'Deployment shop, want 3 · ready 3' }),
  ).toBeVisible();
  await expect(shop.getByRole('button', { name: /^Roll Deployment shop back to revision B,/ })).toBeVisible();

  await shop.getByRole('button', { name: 'Deployment shop', exact: true }).click();
  await playground.page.getByRole('tab', { name: 'Why' }).click();
  await expect(playground.why.getByText(/You rolled Deployment shop back to revision 1/)).toBeVisible();
});

test('JOURNEY-121 an ordinal says which one it waits for; a stuck one is named, and deleting it by hand leads on', async ({
  page,
  playground,
}) => {
  await playground.open();
  await apply(playground, statefulSet('test $HOSTNAME != queue-1'));
  const queue = ticket(playground, 'StatefulSet queue');
  const waiting = queue.getByRole('button', {
    name: 'queue-2: wanted, waits for queue-1, which is not ready',
  });
  await playground.playUntil(waiting, '10×');

  await queue.getByRole('button', { name: /^queue-0: ready/ }).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(waiting).toBeFocused();

  await apply(playground, statefulSet('true'), 'front');
  await playground.playUntil(queue.getByText('stuck'), '10×');
  await queue.getByRole('button', { name: 'StatefulSet queue', exact: true }).click();
  await expect(playground.why.getByText('Delete queue-1, so that it is made anew')).toBeVisible();
  await playground.why.getByRole('button', { name: 'Do it' }).click();
  await playground.playUntil(
    playground.map.getByRole('region', { name: 'StatefulSet queue, want 3 · ready 3' }),
    '60×',
  );
  await expect(queue.getByText('stuck')).toHaveCount(0);
});

test('JOURNEY-122 a Job counts down to its next pod, and is failed at its limit', async ({ playground }) => {
  await playground.open();
  await apply(playground, job('Job', '  backoffLimit: 1', 'exit 1', '  '));
  const work = ticket(playground, 'Job work');
  await playground.playUntil(work.getByText(/^next pod in/), '1×');
  await expect(work.getByText('1 failure, 1 allowed')).toBeVisible();
  await playground.playUntil(work.getByText('failed', { exact: true }), '10×');
  await expect(work.getByText('BackoffLimitExceeded')).toBeVisible();
});

test('JOURNEY-123 a CronJob shows what it ran and what comes, is suspended, and runs by hand', async ({
  playground,
}) => {
  await playground.open();
  await apply(
    playground,
    job('CronJob', `  schedule: '* * * * *'\n  jobTemplate:\n    spec:`, 'sleep 5', '      '),
  );
  const work = ticket(playground, 'CronJob work');
  await playground.playUntil(
    work.getByRole('button', { name: /^due at 10:01: Job work-\d+ completed$/ }),
    '60×',
  );
  await expect(work.getByText(/^in \d+ s$/)).toBeVisible();

  await work.getByRole('button', { name: 'Suspend CronJob work' }).click();
  await expect(work.getByText('suspended')).toBeVisible();
  await work.getByRole('button', { name: 'Run CronJob work now' }).click();
  await playground.playUntil(
    work.getByRole('button', { name: /^by hand at 10:0\d: Job work-manual-1 completed$/ }),
    '10×',
  );
  await work.getByRole('button', { name: 'Let CronJob work go on' }).click();
  await expect(work.getByText(/^in \d+ s$/)).toBeVisible();
});

test('JOURNEY-124 an autoscaler follows what is measured, and says why it holds back', async ({
  page,
  playground,
}) => {
  await playground.open();
  await apply(playground, AUTOSCALED);
  const gauge = playground.map.getByRole('group', { name: 'HorizontalPodAutoscaler worker' });
  await playground.playUntil(gauge.getByText('FailedGetExternalMetric'), '10×');

  const measured = gauge.getByRole('textbox', { name: 'Metric queue_length: set what is measured' });
  await measured.fill('35');
  await page.keyboard.press('Enter');
  await playground.playUntil(
    playground.map.getByRole('region', { name: 'Deployment worker, want 4 · ready 4' }),
    '10×',
  );
  await measured.fill('5');
  await page.keyboard.press('Enter');
  await playground.playUntil(gauge.getByText(/^held, ScaleDownStabilized: \d+ s$/), '10×');
  await expect(gauge.getByText(/^recommends 1/)).toBeVisible();
  await expect(
    playground.map.getByRole('region', { name: 'Deployment worker, want 4 · ready 4' }),
  ).toBeVisible();
});

test('JOURNEY-125 twenty promises fold into one board, are filtered, and one opens where it stands', async ({
  page,
  playground,
}) => {
  await playground.open();
  const many = Array.from({ length: 20 }, (_, index) =>
    deployment(`app-${index}`, 'nginx:1.27').replace('replicas: 3', 'replicas: 1'),
  );
  await apply(playground, many.join('---\n'));
  const board = playground.map.getByRole('region', { name: /^Workloads, 21/ });
  await expect(board).toBeVisible();
  await expect(board.getByRole('button', { name: 'Show 3 more' })).toBeVisible();
  await board.getByRole('searchbox', { name: 'Filter workloads' }).fill('app-17');
  await expect(board.getByRole('listitem')).toHaveCount(1);
  await board.getByRole('button', { name: /^Deployment app-17,/ }).press('Enter');
  const opened = board.getByRole('region', { name: /^Deployment app-17,/ });
  await opened.getByRole('button', { name: 'more replicas of Deployment app-17' }).click();
  await expect(board.getByRole('region', { name: /^Deployment app-17, want 2/ })).toBeVisible();
  await board.getByRole('searchbox').fill('nobody');
  await page.getByRole('button', { name: 'Clear the filter' }).click();
  await board.getByRole('button', { name: /^Show \d more$/ }).click();
  await expect(board.getByRole('button', { name: /^Deployment web,/ })).toBeVisible();
});
