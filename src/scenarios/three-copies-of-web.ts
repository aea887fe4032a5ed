/** The opening: three machines, one promise, three copies of web. */
import { EPOCH_MS, machine, SEED } from './scenario.ts';
import type { Scenario } from './scenario.ts';

const WEB = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 3
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      affinity:
        podAntiAffinity:
          preferredDuringSchedulingIgnoredDuringExecution:
            - weight: 100
              podAffinityTerm:
                topologyKey: kubernetes.io/hostname
                labelSelector:
                  matchLabels:
                    app: web
      containers:
        - name: web
          image: nginx:1.27
          ports:
            - containerPort: 80
          readinessProbe:
            httpGet:
              path: /
              port: 80
            periodSeconds: 5
          resources:
            requests:
              cpu: 250m
              memory: 128Mi
`;

const SERVICE = `apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - port: 80
`;

export const THREE_COPIES_OF_WEB: Scenario = {
  id: 'three-copies-of-web',
  title: 'Three copies of web',
  invitation: 'This cluster promised 3 copies of web. Switch a node off.',
  setup: {
    seed: SEED,
    epochMs: EPOCH_MS,
    machines: ['node-a', 'node-b', 'node-c'].map(machine),
    preloadedImages: [],
    settings: {},
    title: 'Three copies of web',
    opening: [
      { kind: 'apply-manifest', text: WEB },
      { kind: 'apply-manifest', text: SERVICE },
    ],
    settleMs: 30_000,
  },
  documents: [
    { name: 'web.yaml', text: WEB },
    { name: 'service.yaml', text: SERVICE },
  ],
};
