/** Turns what was read into the model both printers use: reachable definitions, Go types, modules. */
import { goFields } from './go-facts.mjs';
import { alwaysThere, defaultInteger, extraMeta, fields137, kinds, scalars } from './kinds.mjs';

const metaFolder = 'apis/meta/v1';

/** Volumes and pods make up most of core/v1, so they have modules of their own. */
const coreModules = [
  {
    name: 'core-v1-volume',
    title: 'Volumes and their sources of core/v1',
    roots: ['Volume', 'PersistentVolumeSpec'],
  },
  { name: 'core-v1-pod-status', title: 'The status of a Pod of core/v1', roots: ['PodStatus'] },
  { name: 'core-v1-pod', title: 'The Pod of core/v1', roots: ['Pod', 'PodTemplateSpec'] },
  { name: 'core-v1', title: 'Nodes, Services, configuration and the other nouns of core/v1', roots: [] },
];

/** Types that a reader looks for elsewhere than where the walk over their users would put them. */
const pinnedModules = {
  LocalObjectReference: 'core-v1-pod',
  ObjectFieldSelector: 'core-v1-pod',
  ObjectReference: 'core-v1',
  PersistentVolumeClaimSpec: 'core-v1',
  ResourceClaim: 'core-v1-pod',
  ResourceFieldSelector: 'core-v1-pod',
  ResourceRequirements: 'core-v1-pod',
};

export function buildModel(read, integerFormats) {
  const wanted = collect(read);
  const names = new Map();
  for (const one of wanted.values()) names.set(one.name, (names.get(one.name) ?? 0) + 1);
  const keyed = [...wanted.values()].map((one) => ({ ...one, key: keyOf(one, names) }));
  const keyById = new Map(keyed.map((one) => [one.id, one.key]));
  const definitions = keyed
    .map((one) => finish(one, keyById, integerFormats))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  const byKey = new Map(definitions.map((one) => [one.key, one]));
  assignModules(definitions, byKey);
  return { definitions, byKey, modules: moduleList(definitions), kinds: kindList(definitions) };
}

const folderOf = (apiVersion) => apiVersion;

function collect(read) {
  const byPlace = new Map([...read.values()].map((one) => [`${one.folder}/${one.name}`, one]));
  const wanted = new Map();
  const visitType = (type) => {
    if (type.kind === 'ref' && !(type.id in scalars)) visit(read.get(type.id) ?? missing(type.id));
    if (type.of !== undefined) visitType(type.of);
    for (const property of type.properties ?? []) visitType(property.type);
  };
  const visit = (definition) => {
    if (wanted.has(definition.id)) return;
    wanted.set(definition.id, definition);
    visitType(definition.type);
  };
  for (const [apiVersion, names] of Object.entries(kinds)) {
    for (const name of names)
      visit(byPlace.get(`${folderOf(apiVersion)}/${name}`) ?? missing(`${apiVersion} ${name}`));
  }
  for (const name of extraMeta) visit(byPlace.get(`${metaFolder}/${name}`) ?? missing(name));
  return wanted;
}

function missing(what) {
  throw new Error(`the packages do not define ${what}`);
}

function keyOf(definition, names) {
  if (names.get(definition.name) === 1 || definition.folder === 'v1') return definition.name;
  return `${definition.folder.split('/').at(-2).split('.')[0]}.${definition.name}`;
}

function finish(definition, keyById, integerFormats) {
  const properties = definition.type.properties ?? [];
  const finished = properties.map((property) => {
    const format = integerFormats(definition, property.name);
    const always = alwaysThere.some(([name, field]) => name === definition.name && field === property.name);
    return { ...property, alwaysThere: always, type: resolve(property.type, keyById, format) };
  });
  for (const [name, field, type, doc] of fields137) {
    if (name === definition.name)
      finished.push({ name: field, doc, required: false, alwaysThere: false, type });
  }
  const top = kindOf(definition);
  const ordered = inGoOrder(keyById.get(definition.id), finished);
  return {
    ...definition,
    properties: top ? ordered.map((one) => topProperty(one)) : ordered,
  };
}

/** Puts the fields in the order of the Go struct and notes how Go writes each. */
function inGoOrder(key, fields) {
  const facts = (goFields[key] ?? missing(`Go fields of ${key}`))
    .split(' ')
    .filter((word) => word !== '')
    .map(readFact);
  const rank = new Map(facts.map((fact, index) => [fact.name, index]));
  const factOf = new Map(facts.map((fact) => [fact.name, fact]));
  return fields
    .filter((field) => factOf.has(field.name) || typeMeta.includes(field.name))
    .map((field) => ({ ...field, go: factOf.get(field.name) ?? { pointer: false, always: false } }))
    .sort(
      (a, b) =>
        (rank.get(a.name) ?? typeMeta.indexOf(a.name) - 2) -
        (rank.get(b.name) ?? typeMeta.indexOf(b.name) - 2),
    );
}

const typeMeta = ['kind', 'apiVersion'];

function readFact(word) {
  const [, pointer, name, always, type] = /^(\*?)([^!:]+)(!?)(?::(.+))?$/.exec(word);
  return { name, pointer: pointer !== '', always: always !== '', type };
}

const kindOf = (definition) => (kinds[definition.folder] ?? []).includes(definition.name);

/** In the types an object always has its metadata, with a name, and its spec. */
function topProperty(property) {
  if (property.name === 'metadata') {
    return { ...property, alwaysThere: true, namedMeta: true };
  }
  return property.name === 'spec' ? { ...property, alwaysThere: true } : property;
}

function resolve(type, keyById, format) {
  switch (type.kind) {
    case 'list':
    case 'map':
      return { kind: type.kind, of: resolve(type.of, keyById, format) };
    case 'ref':
      return type.id in scalars
        ? { kind: 'scalar', name: scalars[type.id] }
        : { kind: 'ref', key: keyById.get(type.id) };
    case 'number':
      return { kind: 'scalar', name: { int64: 'int64', double: 'float64' }[format] ?? defaultInteger };
    case 'boolean':
      return { kind: 'scalar', name: 'bool' };
    case 'string':
      return { kind: 'scalar', name: format === 'byte' ? '[]byte' : 'string' };
    case 'any':
      return { kind: 'scalar', name: 'any' };
    case 'enum':
      return type;
    // The one inline object is the claim of a StatefulSet.
    case 'object':
      return { kind: 'ref', key: 'PersistentVolumeClaim', embedded: true };
    default:
      throw new Error(`unknown type ${type.kind}`);
  }
}

function assignModules(definitions, byKey) {
  for (const [key, name] of Object.entries(pinnedModules)) byKey.get(key).module = name;
  for (const { name, roots } of coreModules) {
    const seen = new Set();
    const walk = (key) => {
      const definition = byKey.get(key);
      if (definition.folder !== 'v1' || seen.has(key)) return;
      seen.add(key);
      definition.module ??= name;
      for (const { type } of definition.properties) for (const next of keysIn(type)) walk(next);
    };
    roots.forEach(walk);
  }
  for (const definition of definitions) definition.module ??= moduleOf(definition.folder);
}

function keysIn(type) {
  if (type.kind === 'ref') return [type.key];
  return type.of === undefined ? [] : keysIn(type.of);
}

function moduleOf(folder) {
  if (folder === metaFolder) return 'meta-v1';
  if (folder === 'v1') return 'core-v1';
  const [group, version] = folder.split('/');
  return `${group.split('.')[0]}-${version}`;
}

function moduleList(definitions) {
  const titles = new Map(coreModules.map((one) => [one.name, one.title]));
  titles.set('meta-v1', 'What all objects share: the types of meta/v1');
  return [...new Set(definitions.map((one) => one.module))]
    .sort()
    .map((name) => ({ name, title: titles.get(name) ?? `The API group ${name.replace(/-(v\d+)$/, '/$1')}` }));
}

function kindList(definitions) {
  return Object.entries(kinds).flatMap(([apiVersion, names]) =>
    names.map((kind) => ({
      apiVersion,
      kind,
      key: definitions.find((one) => one.folder === folderOf(apiVersion) && one.name === kind).key,
    })),
  );
}
