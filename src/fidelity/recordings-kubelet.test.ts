import { holdRatchet } from './testing/hold-ratchet.ts';

holdRatchet('kubelet');
