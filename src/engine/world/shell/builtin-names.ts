/** Names of the builtin commands, for `type` and `command -v`. */

export const BUILTIN_NAMES: ReadonlySet<string> = new Set([
  ':', 'true', 'false', '.', 'source', '[', 'test', 'alias', 'unalias', 'hash', 'break', 'continue', 'cd', 'chdir', 'command', 'echo', 'eval', 'exec', 'exit', 'export', 'readonly', 'getopts', 'jobs', 'kill', 'let', 'local', 'printf', 'pwd', 'read', 'return', 'set', 'shift', 'times', 'trap', 'type', 'ulimit', 'umask', 'unset', 'wait',
]);
