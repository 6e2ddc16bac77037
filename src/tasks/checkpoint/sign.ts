import { existsSync } from 'node:fs';
import { AppError, EXIT } from '../../core/errors.ts';
import { jsonObject, type Line, type Report, textReport } from '../../core/report.ts';
import { type Checkpoint, checkpointText } from '../../integrity/checkpoint.ts';
import { addSignature, openNote, type Signer, signNote } from '../../integrity/note.ts';
import { consistencyText } from '../../integrity/proof-text.ts';
import type { Verifier } from '../../integrity/vkey.ts';
import { CaseTree } from '../../store/case-tree.ts';
import { Findings } from '../../store/verify/finding.ts';
import { exitCodeOf } from '../integrity-report.ts';
import { type NamedFile, writeDurably } from './files.ts';
import { beginsWith, growthPath } from './history.ts';
import { keyWarnings, readSigner, readVkeys } from './keys.ts';
import { inSentence, type OpenedCheckpoint, openFile } from './open.ts';
import { entries, verdictReport } from './verdict.ts';

export interface SignOptions {
  readonly db: string;
  readonly keyFile: NamedFile;
  /** Name of the key; else the origin of the case. */
  readonly name?: string;
  /** The last checkpoint, as it was kept elsewhere. */
  readonly since?: NamedFile;
  /** Where the new checkpoint goes. One that is there counts as an earlier one too. */
  readonly out: NamedFile;
  /** Where the proof goes that the case only grew since the earlier one. */
  readonly proof?: NamedFile;
  /** Public keys that signed earlier checkpoints; written where it is not there. */
  readonly vkeyFile?: NamedFile;
  readonly progress: (line: string) => void;
}

/** What is there to sign with, and what has been signed before. */
interface Setting {
  readonly tree: CaseTree;
  readonly signer: Signer;
  readonly verifier: Verifier;
  /** Earlier checkpoints; the first is the one that the proof is made from. */
  readonly earlier: readonly OpenedCheckpoint[];
}

/**
 * Signs size and root of a case. Before that, every earlier checkpoint must be signed by a known key and must be the
 * beginning of this case, and all that the case stores of its tree must follow from its leaves: a key must never speak
 * for a history that contradicts what it signed before. Nothing is written when a check fails.
 * @throws {AppError} where the key, a file or the case cannot be read, or a file not be written
 */
export function sign(options: SignOptions): Report {
  const tree = new CaseTree(options.db);
  try {
    return signTree(tree, options);
  } finally {
    tree.close();
  }
}

function signTree(tree: CaseTree, options: SignOptions): Report {
  const { signer, verifier } = readSigner(options.keyFile, options.name ?? tree.origin);
  const findings = new Findings();
  const earlier = earlierOnes(options, verifier, findings);
  for (const kept of earlier) beginsWith(tree, kept, findings);
  const { root } = checkStored(tree, options, findings);
  const head = { origin: tree.origin, size: tree.size, root };
  if (exitCodeOf(findings) !== EXIT.ok) return refusal(findings, head, earlier);
  return written({ tree, signer, verifier, earlier }, head, options);
}

function earlierOnes({ since, out, vkeyFile }: SignOptions, own: Verifier, findings: Findings): OpenedCheckpoint[] {
  const files = [since, existsSync(out.path) ? out : undefined].filter((file) => file !== undefined);
  const known = vkeyFile !== undefined && existsSync(vkeyFile.path) ? readVkeys([vkeyFile]) : [];
  const keys = [own, ...known.filter(({ vkey }) => vkey !== own.vkey)];
  return files.map((file) => openFile(file, keys, findings));
}

function checkStored(tree: CaseTree, { progress }: SignOptions, findings: Findings): { readonly root: Buffer } {
  const check = tree.check((done) => {
    if (done % 65_536 === 0) progress(`checked ${done.toLocaleString('en')} entries`);
  });
  for (const fault of check.faults) findings.add('F-CACHE', fault);
  if (check.size !== tree.size) findings.add('F-LEDGER', `${check.size} leaves are stored for ${entries(tree.size)}`);
  return check;
}

function refusal(findings: Findings, head: Checkpoint, earlier: readonly OpenedCheckpoint[]): Report {
  const shown: Line[] = [{ text: 'NOT SIGNED', style: 'bad' }, { text: REMEDY }];
  return verdictReport({ findings, head, anchored: false, shown, heads: [...earlier, head] });
}

const REMEDY = 'next      give the public keys of whoever signed the earlier checkpoint: --vkey-file FILE';

function written(setting: Setting, head: Checkpoint, options: SignOptions): Report {
  const { signer, verifier, tree } = setting;
  const [from] = setting.earlier;
  // Who made the case chose its name, and may have put anything into it.
  const note = inSentence('the name of the case', () => noteOf(setting, head, options));
  const files: string[] = [];
  const write = (file: NamedFile | undefined, text: string): void => {
    if (file === undefined) return;
    writeDurably(file, text);
    files.push(file.name);
  };
  if (options.proof !== undefined) write(options.proof, proofText(tree, from, head, note));
  if (options.vkeyFile !== undefined && !existsSync(options.vkeyFile.path))
    write(options.vkeyFile, `${verifier.vkey}\n`);
  write(options.out, note);
  const root = head.root.toString('base64');
  const data = { origin: head.origin, size: head.size, root, vkey: verifier.vkey, files };
  return textReport(signedLines(setting, head, signer, options), jsonObject(data), EXIT.ok);
}

/** Where this very head was signed before, what others signed beside it is kept. */
function noteOf({ signer, verifier, earlier }: Setting, head: Checkpoint, { out }: SignOptions): string {
  const text = checkpointText(head);
  const same = earlier.find((kept) => kept.name === out.name && kept.text === text);
  if (same !== undefined && openNote(same.note, [verifier]).verified.length > 0) return same.note;
  const note = same === undefined ? signNote(text, signer) : addSignature(same.note, signer);
  openNote(note, [verifier]);
  return note;
}

/** @throws {AppError} `usage` where there is nothing to prove it from */
function proofText(tree: CaseTree, from: OpenedCheckpoint | undefined, head: Checkpoint, note: string): string {
  if (from === undefined)
    throw new AppError(
      'usage',
      '--proof needs an earlier checkpoint',
      'name it with --since; the first one has no proof',
    );
  const path = growthPath(tree, from.size, head.size);
  if (path === undefined) throw new AppError('case-damaged', 'no proof can be made of this case', 'run `verify`');
  return consistencyText({ oldSize: from.size, path, note });
}

function signedLines({ earlier, verifier }: Setting, head: Checkpoint, signer: Signer, options: SignOptions): Line[] {
  const [from] = earlier;
  const grown = from === undefined ? FIRST : `begins with all ${entries(from.size)} of ${from.name}, unchanged`;
  const isKnown =
    options.vkeyFile === undefined || readVkeys([options.vkeyFile]).some(({ vkey }) => vkey === verifier.vkey);
  const warnings = keyWarnings(options.keyFile.path, options.db);
  if (!isKnown) warnings.push(`${options.vkeyFile?.name} does not hold this key: add the line below`);
  return [
    { text: `signed ${entries(head.size)} of ${head.origin} as ${signer.name}+${signer.keyId}`, style: 'good' },
    { text: `root ${head.root.toString('base64')}`, indent: 2, whole: true },
    { text: grown, indent: 2 },
    ...warnings.map((text) => ({ text, style: 'warning' as const })),
    { text: 'public key, for whoever checks (--vkey-file):' },
    { text: verifier.vkey, indent: 2, whole: true },
    { text: `keep ${options.out.name} where whoever can change the case cannot reach it` },
  ];
}

const FIRST = 'nothing earlier was compared: this is the first, or give the last one with --since';
