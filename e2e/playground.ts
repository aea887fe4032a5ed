/** The page as a person sees it: by roles and names, never by the classes of its drawing. */
import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';

export type Speed = '1×' | '10×' | '60×' | '300×' | '1000×';

/** Names are spoken with their hyphens. */
function spoken(name: string): string {
  return name.replaceAll('-', ' dash ');
}

export class Playground {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Paused at the beginning unless the query says otherwise. */
  async open(query = 'paused=1'): Promise<void> {
    await this.page.goto(`./?${query}`);
    await this.isThere();
  }

  async isThere(): Promise<void> {
    await expect(this.node('node-a')).toBeVisible();
  }

  get map(): Locator {
    return this.page.getByRole('region', { name: 'Cluster', exact: true });
  }

  node(name: string): Locator {
    return this.map.getByRole('region', { name: new RegExp(`^${name},`) });
  }

  power(node: string): Locator {
    return this.page.getByRole('switch', { name: `Power of ${node}` });
  }

  /** The kubelet of a node, or its network. */
  switchOf(what: 'Kubelet' | 'Network', node: string): Locator {
    return this.page.getByRole('switch', { name: new RegExp(`^${what} of ${node}`) });
  }

  /** What can be done to a node, by key. */
  async actOnNode(node: string, action: string): Promise<void> {
    await this.node(node)
      .getByRole('button', { name: new RegExp(`^${node},`) })
      .click();
    await this.page.keyboard.press('k');
    await this.page
      .getByRole('dialog', { name: `Node ${node}` })
      .getByRole('menuitem', { name: new RegExp(`^${action}`) })
      .click();
  }

  /** The pods drawn in a node's card. */
  podsOn(node: string): Locator {
    return this.node(node).getByRole('button', { name: /^Pod / });
  }

  /** The pods of one promise that are drawn as running and ready, whatever node they are on. */
  readyPods(owner: string): Locator {
    return this.map
      .getByRole('list', { name: /^pods of node-/ })
      .getByRole('button', { name: new RegExp(`^Pod ${spoken(owner)} dash .*, running, ready`) });
  }

  promise(name: string): Locator {
    return this.map.getByRole('region', { name: new RegExp(`^Deployment ${name},`) });
  }

  get why(): Locator {
    const name = 'Why, and what it is';
    return this.page.getByRole('complementary', { name }).or(this.page.getByRole('region', { name }));
  }

  get time(): Locator {
    return this.page.getByRole('region', { name: 'Time', exact: true });
  }

  get clock(): Locator {
    return this.page.getByRole('timer', { name: 'Time of the run' });
  }

  get playhead(): Locator {
    return this.page.getByRole('slider', { name: 'Playhead' });
  }

  get caption(): Locator {
    return this.map.getByRole('status').last();
  }

  get editor(): Locator {
    return this.page.getByRole('region', { name: 'Spec: what is asked for' });
  }

  get problems(): Locator {
    return this.editor.getByRole('list', { name: 'Problems' });
  }

  /** Virtual seconds, as the clock shows them. */
  async seconds(): Promise<number> {
    const [hours = 0, minutes = 0, seconds = 0] = (await this.clock.innerText())
      .replace(/\s/g, '')
      .split(':')
      .map(Number);
    return hours * 3600 + minutes * 60 + seconds;
  }

  press(name: string): Promise<void> {
    return this.page.getByRole('button', { name, exact: true }).click();
  }

  async speed(speed: Speed): Promise<void> {
    await this.page.getByRole('radio', { name: speed, exact: true }).click();
  }

  /** Runs on until the state is there, then stands. */
  async playUntil(state: Locator, speed: Speed): Promise<void> {
    await this.speed(speed);
    await this.press('Play');
    await expect(state).toBeVisible({ timeout: 40_000 });
    await this.press('Pause');
    await expect(this.page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  }

  /** The shortcut of the newcomer: on to the next stage of a node's death. */
  async skipTo(stage: 'node Unknown' | 'pods deleted' | 'the stand-in'): Promise<void> {
    const button = this.page.getByRole('button', { name: `To: ${stage}` });
    await button.click();
    await expect(button).toHaveCount(0, { timeout: 40_000 });
  }

  /** Pastes a text over the one in front. */
  async paste(text: string): Promise<void> {
    await this.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await this.page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
    const field = await this.text();
    await field.press('ControlOrMeta+A');
    await field.press('ControlOrMeta+V');
  }

  /** The rows of the terminal, as a screen reader has them. */
  get terminal(): Locator {
    return this.page.getByRole('region', { name: 'Terminal' });
  }

  /** Opens the terminal by its key. */
  async openTerminal(): Promise<void> {
    await this.page.keyboard.press('Control+`');
    await expect(this.terminal.getByRole('textbox')).toBeFocused();
    await expect(this.row(/\$ ?$/)).toBeVisible();
  }

  /** From wherever the focus is. */
  async focusTerminal(): Promise<void> {
    await this.terminal.getByRole('textbox').focus();
  }

  /** A row of the terminal; the newest when there are several. */
  row(text: RegExp): Locator {
    return this.terminal.getByRole('listitem').filter({ hasText: text }).last();
  }

  /** Types a command line and waits until the prompt is back. */
  async command(line: string): Promise<void> {
    await this.page.keyboard.type(line);
    await this.page.keyboard.press('Enter');
  }

  /** The field of the editor, once the editor itself has come in place of its preview. */
  async text(): Promise<Locator> {
    await this.editor.getByRole('textbox', { name: /^Manifest / }).focus();
    const field = this.editor.getByRole('code').getByRole('textbox');
    await expect(field).toBeAttached();
    await field.focus();
    return field;
  }
}
