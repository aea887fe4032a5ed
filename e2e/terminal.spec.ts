import { expect, test } from './fixtures.ts';

test('JOURNEY-65 the terminal lists the pods of the run and deletes one of them', async ({ playground }) => {
  await playground.open();
  await expect(playground.readyPods('web')).toHaveCount(3);
  await playground.openTerminal();
  await playground.command('kubectl get pods');
  await expect(playground.row(/^NAME\s+READY\s+STATUS\s+RESTARTS\s+AGE/)).toBeVisible();
  const row = playground.row(/^web-\S+\s+1\/1\s+Running\s+0/);
  await expect(row).toBeVisible();
  const name = /^\S+/.exec(await row.innerText())?.[0] ?? '';
  await playground.command(`kubectl delete pod ${name} --wait=false`);
  await expect(playground.row(new RegExp(`pod "${name}" deleted from default namespace`))).toBeVisible();
  await expect(playground.readyPods('web')).toHaveCount(2);
});
