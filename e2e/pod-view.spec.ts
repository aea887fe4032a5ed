import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from './fixtures.ts';
import type { Locator, Page } from '@playwright/test';
import type { Playground } from './playground.ts';

const CRASHING = `apiVersion: v1
kind: Pod
metadata:
  name: hopeless
spec:
  containers:
    - name: app
      image: busybox:1.36
      command: ['sh', '-c', 'echo starting; sleep 2; echo giving up; exit 1']
`;

function inside(page: Page, pod: string): Locator {
  return page.getByRole('region', { name: `Inside pod ${pod}` });
}

async function example(page: Page, title: string): Promise<void> {
  await page.getByRole('button', { name: 'Examples' }).click();
  await page.getByRole('menuitem', { name: title }).click();
}

/** The pod's tile in the card of its node. */
function tile(playground: Playground, state = ''): Locator {
  return playground.map
    .getByRole('list', { name: /^pods of node-/ })
    .getByRole('button', { name: new RegExp(`^Pod fresh dash page.*${state}`) });
}

/** Applies an example and runs on until its pod is drawn as running. */
async function startFreshPage(playground: Playground): Promise<void> {
  const { page } = playground;
  await playground.open('paused=1&scenario=empty-playground');
  await example(page, 'A page kept fresh');
  await playground.editor.getByRole('button', { name: /^Apply/ }).click();
  await playground.playUntil(tile(playground, 'running, ready'), '10×');
}

test.describe('JOURNEY-110 looking into a pod', () => {
  test('reads in the drum what a sidecar writes and a server shows, and follows the moment', async ({
    playground,
    page,
  }) => {
    await startFreshPage(playground);
    await tile(playground).dblclick();
    const pod = inside(page, 'fresh-page');
    await expect(pod.getByRole('region', { name: 'Sidecar puller, running, ready' })).toBeVisible();
    await expect(pod.getByRole('region', { name: 'Container server, running, ready' })).toBeVisible();
    await expect(pod.getByRole('listitem', { name: 'Door 80 TCP, open' })).toBeVisible();
    await pod.getByRole('button', { name: /^Files of volume www/ }).click();
    const text = page.getByRole('dialog', { name: 'Files of volume www' }).getByRole('textbox', {
      name: 'Text of index.html',
    });
    await expect(text).toHaveValue(/<h1>Revision \d+<\/h1>/);
    const before = await text.inputValue();
    await playground.speed('10×');
    await playground.press('Play');
    await expect(text).not.toHaveValue(before);
    await playground.press('Pause');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await page.keyboard.press('Escape');
    await expect(playground.node('node-a')).toBeVisible();
  });

  test('watches a crash loop climb the ladder', async ({ playground, page }) => {
    await playground.open('paused=1&scenario=empty-playground');
    await playground.paste(CRASHING);
    await page.keyboard.press('ControlOrMeta+Enter');
    await playground.playUntil(
      playground.map.getByRole('button', { name: /^Pod hopeless.*crashing/ }),
      '10×',
    );
    await playground.map
      .getByRole('button', { name: /^Pod hopeless/ })
      .first()
      .focus();
    await page.keyboard.press('Enter');
    const pod = inside(page, 'hopeless');
    const ladder = pod.getByRole('list', { name: /^Waits before a restart/ });
    await expect(ladder.locator('[aria-current="step"]')).toHaveText('10');
    await playground.speed('60×');
    await playground.press('Play');
    await expect(ladder.locator('[aria-current="step"]')).toHaveText('80', { timeout: 40_000 });
    await playground.press('Pause');
    const runs = pod.getByRole('list', { name: 'Last runs' }).getByRole('listitem');
    await expect(runs.first()).toHaveText('1');
    await expect(pod.getByText('ContainersNotReady').first()).toBeVisible();
  });

  test('shapes a program: its server answers with errors, and leaves the Service', async ({
    playground,
    page,
  }) => {
    await startFreshPage(playground);
    await tile(playground).dblclick();
    const pod = inside(page, 'fresh-page');
    await pod.getByRole('button', { name: 'Behaviour of server' }).click();
    const drawer = page.getByRole('dialog', { name: 'Behaviour of server' });
    await drawer.getByRole('radio', { name: 'With 500' }).click();
    const readiness = pod.getByRole('img', { name: /^readiness probe: failed, failed, failed/ });
    await playground.speed('10×');
    await playground.press('Play');
    await expect(readiness).toBeVisible();
    await playground.press('Pause');
    await expect(pod.getByText('not ready: no traffic')).toBeVisible();
    const slider = drawer.getByRole('slider', { name: /^Answers after/ });
    await slider.focus();
    await page.keyboard.press('ArrowRight');
    await expect(slider).toHaveAttribute('aria-valuetext', '200 ms');
    await expect(page.getByText('answer-delay 200ms')).toBeVisible();
  });

  test('survives being passed on as a link', async ({ playground, page }) => {
    await startFreshPage(playground);
    await tile(playground).dblclick();
    await expect(inside(page, 'fresh-page')).toBeVisible();
    await page.getByRole('button', { name: 'Share' }).click();
    const link = await page.getByRole('textbox', { name: 'Link' }).inputValue();
    expect(link).toContain('view=pod/default/fresh-page');
    await page.goto('about:blank');
    await page.goto(link.replace('#', '?paused=1#'));
    await expect(inside(page, 'fresh-page').getByRole('region', { name: /^Sidecar puller/ })).toBeVisible();
  });
});

test('JOURNEY-112 a pod that is deleted is compared with the one that stands in for it', async ({
  playground,
  page,
}) => {
  await playground.open('paused=1');
  await playground.podsOn('node-a').first().focus();
  await page.keyboard.press('Enter');
  const pod = page.getByRole('region', { name: /^Inside pod web/ });
  await expect(pod.getByRole('region', { name: /^Container/ })).toBeVisible();
  await page.keyboard.press('k');
  await page.getByRole('menuitem', { name: /^Delete the pod/ }).click();
  await playground.playUntil(pod.getByRole('region', { name: 'The pod that left' }), '10×');
  const facts = pod.getByRole('table');
  const [left = '', fresh = ''] = await facts
    .getByRole('row', { name: /^uid/ })
    .getByRole('cell')
    .allInnerTexts();
  expect(left).toMatch(/^…[0-9a-f]{4}$/);
  expect(fresh).not.toBe(left);
  await pod.getByRole('button', { name: 'Open the one that stands in' }).click();
  await expect(page.getByRole('button', { name: 'Open the one that left' })).toBeVisible();
});

test('JOURNEY-113 on a phone everything in a pod stands one below the other', async ({
  playground,
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await playground.open('paused=1');
  await page
    .getByRole('button', { name: /^Pod web/ })
    .first()
    .click();
  await page.keyboard.press('e');
  const pod = page.getByRole('region', { name: /^Inside pod web/ });
  await expect(pod.getByRole('region', { name: /^Container/ })).toBeVisible();
  const sideways = await pod.evaluate((room) => room.scrollWidth - room.clientWidth);
  expect(sideways).toBeLessThanOrEqual(0);
  await pod.getByRole('button', { name: 'Out' }).click();
  await expect(page.getByRole('button', { name: /^Pod web/ }).first()).toBeVisible();
});

for (const theme of ['light', 'dark', 'projector'])
  test(`JOURNEY-111 axe finds nothing serious inside a pod, ${theme}`, async ({ playground, page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await playground.open(`paused=1&theme=${theme}&scenario=three-copies-of-web`);
    await playground.podsOn('node-a').first().dblclick();
    const pod = page.getByRole('region', { name: /^Inside pod web/ });
    await expect(pod.getByRole('region', { name: /^Container/ })).toBeVisible();
    const look = async (): Promise<void> => {
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
        .exclude('.monaco-editor')
        .analyze();
      expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);
    };
    await look();
    await pod.getByRole('button', { name: /^Behaviour of/ }).click();
    await look();
    await page.keyboard.press('Escape');
    await pod
      .getByRole('button', { name: /^Log of/ })
      .first()
      .click();
    await look();
  });
