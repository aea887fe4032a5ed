import { expect, test } from './fixtures.ts';

test('JOURNEY-130 the kubelet, the network and the power of a node each have a switch that the keyboard presses', async ({
  page,
  playground,
}) => {
  await playground.open();
  const kubelet = playground.switchOf('Kubelet', 'node-a');
  await kubelet.focus();
  await page.keyboard.press('Space');
  await expect(kubelet).not.toBeChecked();
  await expect(playground.node('node-a')).toHaveAccessibleName(/Kubelet stopped/);

  await page.keyboard.press('Tab');
  const network = playground.switchOf('Network', 'node-a');
  await expect(network).toBeFocused();
  await page.keyboard.press('Space');
  await expect(network).not.toBeChecked();
  await expect(playground.node('node-a')).toHaveAccessibleName(/Network cut/);

  await page.keyboard.press('Tab');
  await expect(playground.power('node-a')).toBeFocused();
  await page.keyboard.press('Space');
  await expect(playground.switchOf('Kubelet', 'node-a')).toHaveAttribute('aria-disabled', 'true');
  await expect(playground.switchOf('Kubelet', 'node-a')).toHaveAccessibleName(/node-a has no power/);

  for (let deeds = 0; deeds < 3; deeds += 1) await page.keyboard.press('ControlOrMeta+z');
  await expect(playground.power('node-a')).toBeChecked();
  await expect(network).toBeChecked();
  await expect(kubelet).toBeChecked();
});

test('JOURNEY-131 a node is shut down in good order from its menu, and switched on again', async ({
  playground,
}) => {
  await playground.open();
  await playground.actOnNode('node-b', 'Shut down in good order');
  await expect(playground.power('node-b')).not.toBeChecked();
  await playground.power('node-b').click();
  await expect(playground.power('node-b')).toBeChecked();
});
