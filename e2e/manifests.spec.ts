import { expect, test } from './fixtures.ts';

/** The Deployment that every newcomer meets first in the Kubernetes documentation, in our own writing. */
const NGINX = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: nginx-deployment
  labels:
    app: nginx
spec:
  replicas: 3
  selector:
    matchLabels:
      app: nginx
  template:
    metadata:
      labels:
        app: nginx
    spec:
      containers:
        - name: nginx
          image: nginx:1.14.2
          ports:
            - containerPort: 80
`;

test('JOURNEY-10 a pasted Deployment is applied by key and becomes ready pods on the map', async ({
  page,
  playground,
}) => {
  await playground.open();
  await playground.press('New manifest');
  await playground.paste(NGINX);
  await expect(playground.editor.getByText('Not applied yet, valid')).toBeVisible();

  await page.keyboard.press('ControlOrMeta+Enter');

  await expect(playground.editor.getByText('As applied')).toBeVisible();
  await playground.playUntil(
    playground.map.getByRole('region', { name: 'Deployment nginx-deployment, want 3 · ready 3' }),
    '10×',
  );
  await expect(playground.readyPods('nginx-deployment')).toHaveCount(3);
  await expect(playground.readyPods('web')).toHaveCount(3);
});

const WRONG = [
  {
    what: 'an indentation that YAML does not allow',
    text: NGINX.replace('  replicas: 3', '   replicas: 3'),
    line: 9,
    message: /./,
  },
  {
    what: 'a kind that nobody knows',
    text: NGINX.replace('kind: Deployment', 'kind: Deploiment'),
    line: 2,
    message: /Deploiment/,
  },
  {
    what: 'a word where a number belongs',
    text: NGINX.replace('replicas: 3', 'replicas: three'),
    line: 8,
    message: /replicas/,
  },
];

for (const { what, text, line, message } of WRONG) {
  test(`JOURNEY-11 ${what} is told at its line, the text stays, and the cluster goes on`, async ({
    page,
    playground,
  }) => {
    await playground.open();
    await playground.press('New manifest');
    await playground.paste(text);

    const problem = playground.problems.getByRole('button', { name: new RegExp(`Line ${line}\\b`) });
    await expect(problem).toContainText(message);
    await page.keyboard.press('ControlOrMeta+Enter');

    await expect(playground.problems.getByRole('button').first()).toBeVisible();
    await expect(playground.map.getByRole('region', { name: /^Deployment nginx/ })).toHaveCount(0);
    const shown = await (
      await playground.text()
    ).evaluate(() => document.querySelector('.view-lines')?.textContent);
    expect(shown?.replaceAll('\u00a0', ' ')).toContain(text.split('\n')[line - 1]?.trim());
    await playground.press('Play');
    await expect.poll(() => playground.seconds()).toBeGreaterThan(1);
  });
}
