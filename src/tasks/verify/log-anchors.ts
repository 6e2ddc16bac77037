import type { Checkpoint } from '../../integrity/checkpoint.ts';
import type { Verifier } from '../../integrity/vkey.ts';
import type { Findings } from '../../store/verify/finding.ts';
import type { NamedFile } from '../checkpoint/files.ts';
import { readVkeys } from '../checkpoint/keys.ts';
import { openFile } from '../checkpoint/open.ts';

/** A size and root that were kept elsewhere. */
export interface Anchor extends Pick<Checkpoint, 'size' | 'root'> {
  /** What it is called in messages. */
  readonly name: string;
  /** Which log it is of, where it says so. */
  readonly origin?: string;
  /** Whether it proves anything: signed by a key that was given, or noted by the user himself. */
  readonly trusted: boolean;
  /** Seconds since 1970: the newest time that a witness by a known key put to it. */
  readonly time?: number;
}

/** What an anchor is taken from. */
export interface AnchorOptions {
  /** Signed notes. */
  readonly checkpoints: readonly NamedFile[];
  /** Files with the public keys that count. */
  readonly vkeyFiles: readonly NamedFile[];
  /** What was written down. */
  readonly expect?: Pick<Checkpoint, 'size' | 'root'>;
}

/**
 * What was kept elsewhere. Where keys are given, a checkpoint that none of them signed is a finding and no anchor:
 * anybody can make one. Without any key it is compared like what was written down, and is a finding all the same.
 * @throws {AppError} for a file that cannot be read, or is none
 */
export function anchorsOf(options: AnchorOptions, findings: Findings): readonly Anchor[] {
  const keys = readVkeys(options.vkeyFiles);
  const kept = options.checkpoints.map((file) => anchorIn(file, keys, findings));
  const noted = options.expect === undefined ? [] : [{ ...options.expect, name: '--expect', trusted: true }];
  return [...kept.filter(({ trusted }) => trusted || keys.length === 0), ...noted];
}

function anchorIn(file: NamedFile, keys: readonly Verifier[], findings: Findings): Anchor {
  const { name, origin, size, root, verified } = openFile(file, keys, findings);
  const times = verified.flatMap(({ time }) => (time === undefined ? [] : [time]));
  const newest = times.length === 0 ? {} : { time: Math.max(...times) };
  return { name, origin, size, root, trusted: verified.length > 0, ...newest };
}
