import { expect, test } from './fixtures.ts';
import { askEngine } from './tap-engine.ts';

test('JOURNEY-30 steps lead to the next happening and back to the one before', async ({
  page,
  playground,
}) => {
  await playground.open();
  await page.getByRole('button', { name: 'more replicas of Deployment web' }).click();
  await expect(playground.promise('web')).toHaveAccessibleName(/want 4/);
  const hash = () => askEngine(page, { ask: 'hash' });
  const seen = [await hash()];

  for (const way of ['button', 'key', 'button', 'key']) {
    const before = seen.at(-1);
    if (way === 'button') await playground.press('Step');
    else await page.keyboard.press('ArrowRight');
    await expect.poll(hash).not.toEqual(before);
    seen.push(await hash());
  }
  // Back to where the second and the first step led.
  await page.keyboard.press('ArrowLeft');
  await expect.poll(hash).toEqual(seen.at(-2));
  await playground.press('Step back');
  await expect.poll(hash).toEqual(seen.at(-3));
});

test('JOURNEY-31 the playhead is moved by keyboard', async ({ page, playground }) => {
  await playground.open();
  await playground.power('node-b').click();
  await playground.skipTo('node Unknown');
  const there = (await playground.playhead.getAttribute('aria-valuetext')) ?? '';

  await playground.playhead.focus();
  await page.keyboard.press('Home');
  await expect(playground.playhead).toHaveAttribute('aria-valuenow', '0');
  await expect(playground.node('node-b')).not.toHaveAccessibleName(/API: Unknown/);
  for (let steps = 0; steps < 60; steps += 1) {
    if ((await playground.playhead.getAttribute('aria-valuetext')) === there) break;
    const before = await askEngine(page, { ask: 'hash' });
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => askEngine(page, { ask: 'hash' })).not.toEqual(before);
  }
  await expect(playground.playhead).toHaveAttribute('aria-valuetext', there);
});

test('JOURNEY-32 a deed is undone and done again', async ({ page, playground }) => {
  await playground.open();
  await page.getByRole('button', { name: 'more replicas of Deployment web' }).click();
  await expect(playground.promise('web')).toHaveAccessibleName(/want 4/);

  await page.keyboard.press('ControlOrMeta+z');
  await expect(playground.promise('web')).toHaveAccessibleName(/want 3/);
  await page.keyboard.press('ControlOrMeta+Shift+z');
  await expect(playground.promise('web')).toHaveAccessibleName(/want 4/);
});

test('JOURNEY-33 next event leads to what is said to be next, also when all is quiet', async ({
  page,
  playground,
}) => {
  await playground.open();
  const said = playground.time.getByText(/next: .* probe of .* in [\d.]+ s/);
  await expect(said).toBeVisible();
  const due = Number(/in ([\d.]+) s/.exec(await said.innerText())?.[1]);
  await page.keyboard.press('n');
  await expect.poll(() => playground.seconds()).toBeGreaterThan(0);
  expect(Math.abs((await playground.seconds()) - due)).toBeLessThan(0.2);
  const first = await playground.seconds();
  await playground.press('Step');
  await expect.poll(() => playground.seconds()).toBeGreaterThan(first);
  expect(await playground.seconds()).toBeLessThan(15);
});

test('JOURNEY-34 the clock stays where it is when nothing is due, and the page says so', async ({
  page,
  playground,
}) => {
  await playground.open('paused=1&scenario=empty-playground');
  await expect(playground.time.getByText('Paused · nothing is due')).toBeVisible();
  for (const press of ['n', 'ArrowRight']) {
    await page.keyboard.press(press);
    await expect(page.getByText('Nothing is due in the next 10 min')).toBeVisible();
    await page.getByRole('button', { name: 'Put away' }).click();
    expect(await playground.seconds()).toBe(0);
  }
});

test('JOURNEY-35 Alt and an arrow lead to what happens to the selection, from wherever the focus is', async ({
  page,
  playground,
}) => {
  await playground.open();
  await playground.podsOn('node-b').first().click();
  await expect(playground.why.getByRole('heading', { name: /^web-/ })).toBeVisible();
  await page.keyboard.press('Alt+ArrowRight');
  await expect(page.getByText(/^Nothing happens to web-.* in the next 10 min/)).toBeVisible();
  expect(await playground.seconds()).toBe(0);

  await playground.power('node-b').click();
  await expect(page.getByText('node-b switched off')).toBeVisible();
  await page.keyboard.press('Alt+ArrowRight');
  // Its node is given up, and the pod is marked as not ready.
  await expect.poll(() => playground.seconds()).toBeGreaterThan(49);
  expect(await playground.seconds()).toBeLessThan(52);
});

test('JOURNEY-36 an undo puts away what offered to undo the same', async ({ page, playground }) => {
  await playground.open();
  await page.getByRole('button', { name: 'more replicas of Deployment web' }).click();
  await expect(page.getByText('Deployment web scaled to 4')).toBeVisible();
  await page.keyboard.press('ControlOrMeta+z');
  await expect(page.getByText('Undone: You scaled Deployment web to 4')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Undo', exact: true })).toHaveCount(0);
  await page.keyboard.press('ControlOrMeta+Shift+z');
  await expect(page.getByText('Done again: You scaled Deployment web to 4')).toBeVisible();
  await page.keyboard.press('ControlOrMeta+Shift+z');
  await expect(page.getByText('There is nothing to do again.')).toBeVisible();
});
