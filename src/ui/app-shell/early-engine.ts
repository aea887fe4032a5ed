/**
 * The engine of this page. Imported before everything else of the page, so that its worker is fetched and started
 * while the page itself is still being set up.
 */
import { WorkerClient } from '../../host/client/worker-client.ts';

/** Whether the page itself has started it already; then its start needs nothing more of this thread. */
export const STARTED_BY_PAGE = window.podariumEngine !== undefined;

export const ENGINE_CLIENT = new WorkerClient();
