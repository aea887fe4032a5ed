/**
 * Error numbers of file operations, with the texts strerror prints for them. Programs inside containers show these texts.
 *
 * **Simplified:** only the errors the simulated file system can produce.
 */

export type Errno =
  | 'ENOENT'
  | 'EACCES'
  | 'EEXIST'
  | 'ENOTDIR'
  | 'EISDIR'
  | 'ENOTEMPTY'
  | 'EROFS'
  | 'ELOOP'
  | 'EBUSY'
  | 'EINVAL'
  | 'EPERM'
  | 'ENOSPC'
  | 'EXDEV'
  | 'EBADF'
  | 'ENOEXEC';

const TEXTS: Readonly<Record<Errno, string>> = {
  ENOENT: 'No such file or directory',
  EACCES: 'Permission denied',
  EEXIST: 'File exists',
  ENOTDIR: 'Not a directory',
  EISDIR: 'Is a directory',
  ENOTEMPTY: 'Directory not empty',
  EROFS: 'Read-only file system',
  ELOOP: 'Too many levels of symbolic links',
  EBUSY: 'Resource busy',
  EINVAL: 'Invalid argument',
  EPERM: 'Operation not permitted',
  ENOSPC: 'No space left on device',
  EXDEV: 'Cross-device link',
  EBADF: 'Bad file descriptor',
  ENOEXEC: 'Exec format error',
};

export function errnoText(errno: Errno): string {
  return TEXTS[errno];
}
