import { describe, expect, it } from 'vitest';
import { fullReference, parseImageName, registryHost } from './image-name.ts';

function whole(written: string): string {
  const name = parseImageName(written);
  return name.ok ? fullReference(name.value) : name.error;
}

describe('image names', () => {
  it.each([
    ['nginx', 'docker.io/library/nginx:latest'],
    ['nginx:1.27', 'docker.io/library/nginx:1.27'],
    ['docker.io/nginx', 'docker.io/library/nginx:latest'],
    ['index.docker.io/library/nginx:1', 'docker.io/library/nginx:1'],
    ['team/app:v1', 'docker.io/team/app:v1'],
    ['registry.k8s.io/pause:3.10', 'registry.k8s.io/pause:3.10'],
    ['localhost/app', 'localhost/app:latest'],
    ['localhost:5000/a/b:c', 'localhost:5000/a/b:c'],
    [`nginx@sha256:${'0'.repeat(64)}`, `docker.io/library/nginx@sha256:${'0'.repeat(64)}`],
    [`nginx:1@sha256:${'a'.repeat(64)}`, `docker.io/library/nginx@sha256:${'a'.repeat(64)}`],
  ])('WORLD-11 %s is known as %s', (written, reference) => {
    expect(whole(written ?? '')).toBe(reference);
  });

  it.each([
    ['Nginx', 'invalid reference format: repository name (library/Nginx) must be lowercase'],
    ['team/App:v1', 'invalid reference format: repository name (team/App) must be lowercase'],
    ['nginx:', 'invalid reference format'],
    ['nginx:a b', 'invalid reference format'],
    ['', 'invalid reference format'],
    ['-nginx', 'invalid reference format'],
    ['a/../b', 'invalid reference format'],
    [
      'f'.repeat(64),
      `invalid repository name (${'f'.repeat(64)}), cannot specify 64-byte hexadecimal strings`,
    ],
  ])('WORLD-11 %j is refused', (written, reason) => {
    expect(whole(written)).toBe(`couldn't parse image name ${JSON.stringify(written)}: ${reason}`);
  });

  it('WORLD-11 Docker Hub is asked at its registry host, others at their own', () => {
    const host = (written: string): string => {
      const name = parseImageName(written);
      return name.ok ? registryHost(name.value) : '';
    };
    expect(['nginx', 'quay.io/a/b', 'localhost:5000/x'].map(host)).toEqual([
      'registry-1.docker.io',
      'quay.io',
      'localhost:5000',
    ]);
  });
});
