import { expect, test } from './fixtures.ts';

const CROWD = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: crowd
spec:
  replicas: 120
  selector:
    matchLabels:
      app: crowd
  template:
    metadata:
      labels:
        app: crowd
    spec:
      containers:
        - name: app
          image: nginx:1.27
          resources:
            requests:
              cpu: 10m
`;

test.describe('on a low screen', () => {
  test.use({ viewport: { width: 1280, height: 800 } });

  test('FRAME-64 all lanes are in sight, also those of a node with its pods', async ({ playground }) => {
    await playground.open();
    await playground.power('node-b').click();
    await playground.skipTo('node Unknown');
    const lanes = playground.time.getByRole('listitem');
    await expect(lanes).toHaveCount(5);
    await expect(lanes.last()).toBeInViewport({ ratio: 1 });
    await playground.podsOn('node-b').first().click();
    await expect(playground.why.getByRole('heading', { name: /^web-/ })).toBeVisible();
    await playground.skipTo('pods deleted');
    await playground.skipTo('the stand-in');
    await expect(lanes).toHaveCount(6);
    await expect(lanes.last()).toBeInViewport({ ratio: 1 });
    await expect(playground.node('node-b').getByText('unreachable').first()).toBeVisible();
  });
});

test('FRAME-69 a state that lasts reaches the playhead while time runs', async ({ page, playground }) => {
  await playground.open();
  const band = playground.time.getByRole('listitem', { name: 'node-a' }).getByText('Ready');
  await playground.playUntil(band, '60×');
  await playground.press('Play');
  const head = playground.time.getByRole('slider', { name: 'Playhead' });
  for (let look = 0; look < 5; look++) {
    await page.waitForTimeout(200);
    const gap = await band.evaluate(
      (word, playhead) =>
        (playhead?.getBoundingClientRect().left ?? 0) -
        (word.parentElement?.getBoundingClientRect().right ?? 0),
      await head.elementHandle(),
    );
    expect(gap).toBeLessThan(1);
  }
});

test('FRAME-63 a long list of Events draws what can be seen, to its last row', async ({
  page,
  playground,
}) => {
  await playground.open();
  await playground.press('New manifest');
  await playground.paste(CROWD);
  await page.keyboard.press('ControlOrMeta+Enter');
  await playground.playUntil(
    playground.promise('crowd').and(page.getByRole('region', { name: /ready 1[0-9][0-9]/ })),
    '10×',
  );
  await page.getByRole('radio', { name: 'Events' }).click();
  const count = playground.time.getByText(/^\d+ Events$/);
  await expect(count).toBeVisible();
  const all = Number.parseInt(await count.innerText(), 10);
  expect(all).toBeGreaterThan(300);
  const rows = playground.time.getByRole('listitem');
  expect(await rows.count()).toBeLessThan(60);
  const list = playground.time.getByRole('list', { name: 'Events' });
  await list.evaluate((element) => element.parentElement?.scrollTo(0, element.parentElement.scrollHeight));
  await expect(rows.last()).toHaveAttribute('aria-posinset', String(all));
  await expect(rows.last()).toBeInViewport();
});
