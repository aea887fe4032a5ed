import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';

/** What sticks out of the screen to the side. */
function sticksOut(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const wide = document.documentElement.scrollWidth > innerWidth ? ['the page itself'] : [];
    const controls = [
      ...document.querySelectorAll('button, [role="switch"], [role="radio"], input, textarea'),
    ];
    const outside = controls.filter((element) => {
      const { left, right, width } = element.getBoundingClientRect();
      const scrolls =
        element.closest('.react-flow, .pd-documents, .monaco-editor, .pd-visually-hidden') !== null;
      return width > 0 && !scrolls && element.checkVisibility() && (left < -1 || right > innerWidth + 1);
    });
    return [
      ...wide,
      ...outside.map((element) => element.getAttribute('aria-label') ?? element.textContent ?? ''),
    ];
  });
}

test('JOURNEY-90 on a phone every pane is reached, a node is switched off, and nothing scrolls sideways', async ({
  page,
  playground,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('./?paused=1');
  await expect(playground.power('node-b')).toBeVisible();
  expect(await sticksOut(page)).toEqual([]);
  await playground.power('node-b').click();
  await expect(playground.power('node-b')).not.toBeChecked();
  await playground.press('Next event');
  await expect.poll(() => playground.seconds()).toBeGreaterThan(0);

  for (const [pane, sign] of [
    ['YAML', playground.editor],
    ['Why', playground.why],
    ['Time', playground.time],
  ] as const) {
    await page.getByRole('radio', { name: pane, exact: true }).click();
    await expect(sign.first()).toBeVisible();
    expect(await sticksOut(page), pane).toEqual([]);
  }
});

test('JOURNEY-91 on a tablet the map is usable and nothing scrolls sideways', async ({
  page,
  playground,
}) => {
  await page.setViewportSize({ width: 1000, height: 800 });
  await playground.open();
  expect(await sticksOut(page)).toEqual([]);
  await playground.power('node-b').click();
  await playground.skipTo('node Unknown');
  await playground.podsOn('node-b').click();
  await expect(playground.why).toBeVisible();
  expect(await sticksOut(page)).toEqual([]);
});

/** Collects names of running animations that move something, until the page is asked for them. */
function watchMovements(): void {
  const seen = new Set<string>();
  Object.assign(window, { movements: seen });
  const moves = ['transform', 'translate', 'scale', 'rotate', 'offsetDistance'];
  const look = (): void => {
    for (const animation of document.getAnimations()) {
      const { effect } = animation;
      if (animation.playState !== 'running' || !(effect instanceof KeyframeEffect)) continue;
      if (Number(effect.getComputedTiming().duration) < 1) continue;
      if (effect.getKeyframes().some((frame) => moves.some((property) => property in frame)))
        seen.add(`${effect.target?.className} ${effect.target?.tagName}`);
    }
    requestAnimationFrame(look);
  };
  look();
}

const movements = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => [...((Reflect.get(window, 'movements') as Set<string> | undefined) ?? [])]);

test('JOURNEY-92 with reduced motion nothing moves by itself', async ({ page, playground }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.addInitScript(watchMovements);
  await playground.open();
  await playground.power('node-b').click();
  await playground.skipTo('node Unknown');
  await playground.skipTo('pods deleted');
  await playground.playUntil(
    playground.map.getByRole('region', { name: 'Deployment web, want 3 · ready 3' }),
    '10×',
  );
  expect(await movements(page)).toEqual([]);
});
