/**
 * Writes the Kubernetes types and schemas of this project from three unpacked npm packages:
 *
 *   node generate.mjs <kubernetes-models> <@kubernetes-models/apimachinery> <@kubernetes/client-node>
 *
 * See README.md beside this file for versions and licence.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { emitEditorSchema, emitEngineSchema } from './emit-schema.mjs';
import { emitTypes } from './emit-types.mjs';
import { buildModel } from './model.mjs';
import { readDefinitions } from './read-models.mjs';

const [models, apimachinery, clientNode] = process.argv.slice(2);
if (clientNode === undefined)
  throw new Error('usage: generate.mjs <kubernetes-models> <apimachinery> <client-node>');

const apiFolder = join(dirname(fileURLToPath(import.meta.url)), '..');
const model = buildModel(
  readDefinitions(models, apimachinery),
  readFormats(join(clientNode, 'dist/gen/models')),
);

for (const [name, text] of emitTypes(model)) write(join(apiFolder, name), text);
write(join(apiFolder, 'schema/engine-schema.ts'), emitEngineSchema(model));
write(join(apiFolder, '../../ui/editor/k8s.schema.json'), `${emitEditorSchema(model)}\n`);

/** The number format of a field (int32, int64, double, byte), which only client-node tells. */
function readFormats(folder) {
  const cache = new Map();
  const formatsOf = (className) => {
    if (!cache.has(className)) cache.set(className, parseFormats(join(folder, `${className}.js`)));
    return cache.get(className);
  };
  return (definition, field) => {
    const version = /v\d+$/.exec(definition.folder)?.[0]?.toUpperCase() ?? '';
    const group =
      {
        v1: 'Core',
        'discovery.k8s.io/v1': 'Discovery',
        'rbac.authorization.k8s.io/v1': 'Rbac',
        'events.k8s.io/v1': 'Events',
      }[definition.folder] ?? '';
    const formats =
      formatsOf(`${version}${definition.name}`) ?? formatsOf(`${group}${version}${definition.name}`);
    return formats?.get(field) ?? '';
  };
}

function parseFormats(file) {
  if (!existsSync(file)) return undefined;
  const found = readFileSync(file, 'utf8').matchAll(
    /"baseName": "([^"]+)",\s*"type": "[^"]*",\s*"format": "([^"]*)"/g,
  );
  return new Map([...found].map(([, name, format]) => [name, format]));
}

function write(file, text) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  console.log(`${file.slice(apiFolder.length)}: ${text.length} bytes, ${gzipSync(text).length} gzip`);
}
