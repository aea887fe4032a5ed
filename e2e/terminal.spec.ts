import { AxeBuilder } from '@axe-core/playwright';
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

const GATED = `kubectl apply -f - <<E
apiVersion: v1
kind: Pod
metadata: {name: gated}
spec:
  containers:
  - name: app
    image: busybox:1.36
    command: [sh, -c, "while true; do echo tick; sleep 1; done"]
    readinessProbe: {exec: {command: [cat, /tmp/ready]}, periodSeconds: 1}
E`;

test('JOURNEY-66 a shell in a container makes it ready, and its log is followed', async ({
  page,
  playground,
}) => {
  await playground.open();
  await playground.openTerminal();
  for (const line of GATED.split('\n')) await playground.command(line);
  await expect(playground.row(/^pod\/gated created/)).toBeVisible();
  await playground.press('Play');
  const pod = playground.map.getByRole('button', { name: /^Pod gated,/ });
  await expect(pod).toHaveAccessibleName(/running, not ready/);

  await playground.focusTerminal();
  await playground.command('kubectl exec -it gated -- sh');
  await expect(playground.row(/^\/ # ?$/)).toBeVisible();
  await playground.command('cd /tmp; touch ready; ls');
  await expect(playground.row(/^ready$/)).toBeVisible();
  await expect(playground.row(/^\/tmp # ?$/)).toBeVisible();
  await expect(pod).toHaveAccessibleName(/running, ready/);
  await playground.command('exit');
  await expect(playground.row(/^\$ ?$/)).toBeVisible();

  await playground.command('kubectl logs -f gated | grep -n tick');
  await expect(playground.row(/^\d+:tick$/)).toBeVisible();
  await page.keyboard.press('Control+c');
  await expect(playground.row(/^\$ ?$/)).toBeVisible();
});

test('JOURNEY-67 what the terminal did is undone by going back, and shown by the map', async ({
  page,
  playground,
}) => {
  await playground.open();
  await playground.openTerminal();
  await playground.command('kubectl scale deploy web --replicas=0');
  await expect(playground.row(/^deployment.apps\/web scaled/)).toBeVisible();
  await expect(playground.promise('web')).toContainText('want 0');
  await page.keyboard.press('Control+`');
  await page.keyboard.press('ControlOrMeta+z');
  await expect(playground.promise('web')).toContainText('want 3');

  await playground
    .promise('web')
    .getByRole('button', { name: /^more / })
    .first()
    .click();
  await expect(playground.promise('web')).toContainText('want 4');
  await playground.focusTerminal();
  await expect(playground.row(/^kubectl scale deployment web --replicas=4/)).toBeVisible();
});

test('JOURNEY-68 the terminal completes, remembers, pastes and says what waits', async ({
  page,
  playground,
}) => {
  await playground.open();
  await playground.openTerminal();
  await page.keyboard.type('kubectl get serv');
  await page.keyboard.press('Tab');
  await expect(playground.row(/^\$ kubectl get service/)).toBeVisible();
  await page.keyboard.press('Control+u');
  await playground.command('kubectl get pods -l app=web --no-headers | wc -l');
  await expect(playground.row(/^3$/)).toBeVisible();
  await page.keyboard.press('ArrowUp');
  await expect(playground.row(/^\$ kubectl get pods -l app=web --no-headers \| wc -l/)).toBeVisible();
  await page.keyboard.press('Control+c');
  await playground.command('kubectl delete deploy web');
  await expect(playground.row(/^deployment.apps "web" deleted from default namespace/)).toBeVisible();
  await playground.command('kubectl wait --for=delete pod -l app=web');
  await expect(playground.row(/^\(paused: this waits/)).toBeVisible();
  await page.keyboard.press('Control+c');
  await playground.command('kubectl gett pods');
  await expect(playground.row(/Did you mean this\?/)).toBeVisible();
});

for (const theme of ['light', 'dark', 'projector'])
  test(`JOURNEY-69 axe finds nothing serious in the terminal in the theme ${theme}`, async ({
    page,
    playground,
  }) => {
    await playground.open(`paused=1&theme=${theme}`);
    await playground.openTerminal();
    await playground.command('kubectl get nodes');
    await expect(playground.row(/^node-c/)).toBeVisible();
    const { violations } = await new AxeBuilder({ page }).include('.pd-terminal').analyze();
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
  });
