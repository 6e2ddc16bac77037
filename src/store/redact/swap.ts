import { closeSync, fstatSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** What became of the bytes of the old file. */
export type OldFile = 'overwritten' | 'has another name';

/** A file in the place of another: before `swap` the old one stands there, after it the new one, at no time neither. */
export class Swap {
  readonly path: string;
  /** Where the new file is made. */
  readonly fresh: string;
  readonly #old: number;
  #begun = false;

  /**
   * Opens the old file before SQLite does, and lets go of it after: on POSIX, closing a file lets go of every lock that
   * the process has on it.
   */
  constructor(path: string) {
    this.path = path;
    this.fresh = `${path}.redacting`;
    this.#old = openSync(path, 'r+');
  }

  /** Makes room for the new file, once nobody else can: what a run left there that was killed is removed. */
  begin(): void {
    this.#clear();
    closeSync(openSync(this.fresh, 'wx', fstatSync(this.#old).mode & 0o777));
    this.#begun = true;
  }

  /** Puts the new file, which must be complete and on the disk, in the place of the old one. */
  swap(): void {
    renameSync(this.fresh, this.path);
    const folder = openSync(dirname(this.path), 'r');
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  }

  /**
   * After `swap`, when nobody has the old file open: overwrites its bytes, as removing a name leaves them on the disk.
   * Not where it has another name, which is somebody's copy.
   */
  destroyOld(): OldFile {
    const { nlink, size } = fstatSync(this.#old);
    if (nlink > 0) return 'has another name';
    const zeros = Buffer.alloc(1024 * 1024);
    for (let at = 0; at < size; at += zeros.length)
      writeSync(this.#old, zeros, 0, Math.min(zeros.length, size - at), at);
    fsyncSync(this.#old);
    return 'overwritten';
  }

  /** Lets go of the old file, and removes a new one that was not put in its place. */
  close(): void {
    closeSync(this.#old);
    if (this.#begun) this.#clear();
  }

  #clear(): void {
    for (const suffix of ['', '-journal']) rmSync(this.fresh + suffix, { force: true });
  }
}
