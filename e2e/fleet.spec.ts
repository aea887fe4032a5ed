import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import type { RunSetup } from '../src/protocol/requests.ts';
import { expect, test } from './fixtures.ts';
import { askEngine } from './tap-engine.ts';

const GI = 1024 ** 3;
const NODES = 300;

function setup(): RunSetup {
  const container = { name: 'app', image: 'nginx:1.27', resources: { requests: { cpu: '1' } } };
  const manifest = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'shop' },
    spec: {
      replicas: 40,
      selector: { matchLabels: { app: 'shop' } },
      template: { metadata: { labels: { app: 'shop' } }, spec: { containers: [container] } },
    },
  };
  return {
    seed: 42,
    epochMs: 1_767_261_600_000,
    machines: Array.from({ length: NODES }, (_, index) => ({
      name: `node-${String(index + 1).padStart(3, '0')}`,
      cpuMilli: 4000,
      memoryBytes: 16 * GI,
      ephemeralStorageBytes: 100 * GI,
      reservedCpuMilli: 0,
      reservedMemoryBytes: 0,
      reservedEphemeralStorageBytes: 0,
      podsMax: 110,
    })),
    preloadedImages: ['nginx:1.27'],
    settings: {},
    title: 'A fleet',
    opening: [{ kind: 'apply-manifest', text: JSON.stringify(manifest) }],
    settleMs: 30_000,
  };
}

const mosaic = (page: Page) => page.getByRole('listbox', { name: /^One tile for every node:/ });
const problems = (page: Page) => page.getByRole('region', { name: 'Problems first' });
const press = (page: Page, name: string) =>
  page.getByRole('group', { name: 'Zoom of the map' }).getByRole('button', { name }).click();

test('JOURNEY-96 a fleet opens as tiles, with those that need somebody beside them; a dead node is reached by keyboard alone', async ({
  page,
  playground,
}) => {
  await playground.open();
  await askEngine(page, { ask: 'start', setup: setup() });
  await expect(mosaic(page)).toHaveAccessibleName(/300 nodes, 300 ready · 40 pods · nothing needs you/);
  await expect(problems(page)).toContainText('Nothing needs you.');

  for (const machine of ['node-150', 'node-007'])
    await askEngine(page, { ask: 'command', command: { kind: 'power-off', machine } });
  const dead = problems(page).getByRole('button', { name: /^node-/ });
  await expect(dead).toHaveCount(2);
  await expect(dead.first()).toHaveAccessibleName(/^node-007, Off/);
  const { violations } = await new AxeBuilder({ page }).exclude('.monaco-editor').analyze();
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);

  await dead.first().focus();
  await page.keyboard.press('ArrowDown');
  await expect(dead.last()).toBeFocused();
  await page.keyboard.press('Space');
  await expect(dead.last()).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('Enter');
  await expect(playground.node('node-150')).toBeInViewport();
  await expect(playground.power('node-150')).not.toBeChecked();
});

test('JOURNEY-97 tiles become cards when one comes near, and cards tiles when one goes away', async ({
  page,
  playground,
}) => {
  await playground.open();
  await askEngine(page, { ask: 'start', setup: setup() });
  await expect(mosaic(page)).toBeVisible();
  await press(page, 'Zoom in');
  await press(page, 'Zoom in');
  await expect(mosaic(page)).toHaveCount(0);
  await expect(playground.map.getByRole('region', { name: /^node-/ }).first()).toBeVisible();

  await askEngine(page, { ask: 'command', command: { kind: 'power-off', machine: 'node-300' } });
  await askEngine(page, { ask: 'command', command: { kind: 'power-off', machine: 'node-001' } });
  const beyond = page.getByRole('button', { name: /needs? attention/ });
  await expect(beyond.first()).toBeVisible();
  await beyond.last().click();
  await expect(playground.node('node-300').or(playground.node('node-001')).first()).toBeInViewport();

  await page.getByRole('group', { name: 'Zoom of the map' }).hover();
  await press(page, 'Fit the cluster');
  await expect(mosaic(page)).toBeVisible();
});
