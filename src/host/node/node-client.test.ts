import { engineClientContract } from '../client/engine-client.contract.ts';
import { createNodeClient } from './node-client.ts';

engineClientContract('the Node host', (engine) => ({
  client: createNodeClient(engine.door),
  pump: () => new Promise((resolve) => setTimeout(resolve, 2)),
}));
