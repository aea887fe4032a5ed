/** The one verb of defaulting: fill in what is absent, and keep the same object when nothing was. */

/** `target` with the fields of `defaults` that it lacks. An empty string counts as lacking, as in Go. */
export function fill<T extends object>(target: T, defaults: Partial<T>): T {
  const lacking = Object.entries(defaults).filter(
    ([name, value]) => value !== undefined && lacks(target, name),
  );
  return lacking.length === 0 ? target : { ...target, ...Object.fromEntries(lacking) };
}

function lacks(target: object, name: string): boolean {
  const value: unknown = Object.hasOwn(target, name) ? Reflect.get(target, name) : undefined;
  return value === undefined || value === null || value === '';
}

/** `target` with one field passed through `change`, if it is there. */
export function changeField<T extends object, K extends keyof T>(
  target: T,
  name: K,
  change: (value: NonNullable<T[K]>) => T[K],
): T {
  const value = target[name];
  if (value === undefined || value === null) return target;
  const changed = change(value);
  return changed === value ? target : { ...target, [name]: changed };
}

/** A list with every element passed through `change`; the same list when none changed. */
export function changeEach<T>(list: readonly T[], change: (item: T) => T): readonly T[] {
  const changed = list.map(change);
  return changed.every((item, index) => item === list[index]) ? list : changed;
}
