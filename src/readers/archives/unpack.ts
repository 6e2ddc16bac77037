import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { Tarball } from '../../core/format.ts';
import type { Found } from '../found.ts';
import { decompress, newDecompression } from '../gunzip.ts';
import { isNote, NOTE, SKIP_HEAD, skipReason } from '../own-files.ts';
import { hashSource, type Source } from '../source.ts';
import { ARCHIVE_HEAD, type ArchiveForm, archiveForm } from './archive-form.ts';
import type { ArchiveItem } from './archive-item.ts';
import { ARCHIVE_LIMITS, Budget, Exceeded } from './budget.ts';
import { type ArchiveRule, MANIFEST, rulesFor } from './rules.ts';
import { type SlicedSource, Spool } from './spool.ts';
import { type ArchiveSurvey, surveyArchive } from './survey.ts';
import { tarItems } from './tar-items.ts';

/** What comes of a file: itself, or what its archive holds. */
export type Unpacked =
  | { readonly kind: 'evidence'; readonly file: Found }
  /** Might be evidence, and cannot be read. */
  | { readonly kind: 'refused'; readonly name: string; readonly reason: string }
  /** No evidence. */
  | { readonly kind: 'passed'; readonly name: string; readonly reason: string };

/** An archive, in the file or in a member of another archive. */
interface Opened {
  readonly source: Source;
  readonly form: ArchiveForm;
  readonly bytes: number;
  readonly budget: Budget;
  /** The file that lies there, and its digest. */
  readonly file: Found;
  readonly sha256: string;
  /** Leads from the file to this archive: empty, or `inner.zip!`. */
  readonly path: string;
}

/**
 * The members of an archive as evidence of their own, one after the other; of any other file, itself. Each can be read
 * until the next one is asked for. Nothing is unpacked under a name that comes from the archive.
 * @throws {AppError} `path-unreadable`; whatever an archive holds never throws
 */
export async function* unpack(file: Found, limits = ARCHIVE_LIMITS): AsyncGenerator<Unpacked> {
  const form = await archiveForm(file.source);
  if (form === undefined) {
    yield { kind: 'evidence', file };
    return;
  }
  const { sha256, bytes } = await hashSource(file.source);
  yield* opened({ source: file.source, form, bytes, budget: new Budget(bytes, limits), file, sha256, path: '' });
}

async function* opened(archive: Opened): AsyncGenerator<Unpacked> {
  const reading = new Reading(archive, await surveyArchive(itemsOf(archive, archive.budget.fresh())));
  yield* reading.before();
  try {
    for await (const item of itemsOf(archive, archive.budget)) yield* reading.item(item);
  } catch (error) {
    if (!(error instanceof Exceeded) || error.budget !== archive.budget) throw error;
    yield reading.stopped(error.message);
  }
  yield* reading.after();
}

async function* itemsOf({ source, form, bytes }: Opened, budget: Budget): AsyncGenerator<ArchiveItem> {
  const decompression = newDecompression();
  const open = () => decompress(() => source.chunks(), ARCHIVE_HEAD, decompression);
  if (form.kind === 'tar') {
    const { chunks } = await open();
    const plain = form.levels === 0 && isSliced(source) ? { plain: source } : {};
    yield* tarItems({ chunks, decompression, ...plain }, budget);
    return;
  }
  const { zipItems } = await import('./zip.ts');
  if (form.levels === 0 && isSliced(source)) {
    yield* zipItems(source, bytes, budget);
    return;
  }
  const spool = new Spool();
  try {
    await spool.keep((await open()).chunks);
    if (decompression.exceeded) budget.tooMuch();
    const whole = spool.source(source.name);
    yield* zipItems(whole, spool.size, budget);
  } finally {
    await spool.dispose();
  }
}

function isSliced(source: Source): source is SlicedSource {
  return source.slice !== undefined;
}

/** One archive that is being read. */
class Reading {
  readonly #archive: Opened;
  readonly #survey: ArchiveSurvey;
  readonly #rules: readonly ArchiveRule[];
  readonly #passed = new Map<ArchiveRule, number>();
  #members = 0;
  #at = '';
  #tarball: Promise<Tarball> | undefined;

  constructor(archive: Opened, survey: ArchiveSurvey) {
    this.#archive = archive;
    this.#survey = survey;
    this.#rules = rulesFor(archive.form.kind, survey.names);
  }

  *before(): Generator<Unpacked> {
    for (const { name, reason } of this.#survey.problems) yield { kind: 'passed', name: this.#name(name), reason };
  }

  async *item(item: ArchiveItem): AsyncGenerator<Unpacked> {
    this.#members += 1;
    if (item.kind === 'damage') {
      yield { kind: 'refused', name: this.#whole, reason: item.reason };
      return;
    }
    const rule = this.#rules.find((each) => each.passesBy(item.name));
    if (rule !== undefined) this.#passed.set(rule, (this.#passed.get(rule) ?? 0) + 1);
    else if (item.kind === 'member') yield* this.#member(item.name, item.source);
    else yield { ...item, name: this.#name(item.name) };
  }

  *after(): Generator<Unpacked> {
    for (const [{ what }, count] of this.#passed)
      yield { kind: 'passed', name: this.#whole, reason: `${count} ${what}` };
    if (this.#members === 0) yield { kind: 'refused', name: this.#whole, reason: 'the archive holds no files' };
  }

  /** A limit was exceeded where it stands. */
  stopped(why: string): Unpacked {
    this.#members += 1;
    const reason = `${why}: it and what follows in the archive was not read`;
    return { kind: 'refused', name: this.#at === '' ? this.#whole : this.#at, reason };
  }

  async *#member(member: string, source: Source): AsyncGenerator<Unpacked> {
    const name = this.#name(member);
    if (isNote(member)) {
      yield { kind: 'passed', name, reason: NOTE };
      return;
    }
    this.#at = name;
    const { head, ...digest } = await takeIn(source);
    const own = skipReason(member, head);
    const form = own === undefined ? await archiveForm(source) : undefined;
    if (own !== undefined) yield { kind: 'passed', name, reason: own };
    else if (form === undefined) yield { kind: 'evidence', file: await this.#evidence(member, source, digest) };
    else yield* this.#inner(member, source, form, digest.bytes);
    this.#at = '';
  }

  async *#inner(member: string, source: Source, form: ArchiveForm, bytes: number): AsyncGenerator<Unpacked> {
    const { budget, path } = this.#archive;
    if (budget.depth < budget.limits.depth)
      yield* opened({ ...this.#archive, source, form, bytes, budget: budget.within(bytes), path: `${path}${member}!` });
    else {
      const reason = `an archive in an archive, more than ${budget.limits.depth} deep: unpack it first`;
      yield { kind: 'refused', name: this.#name(member), reason };
    }
  }

  async #evidence(member: string, source: Source, digest: { sha256: string; bytes: number }): Promise<Found> {
    const { sha256, path, form } = this.#archive;
    const name = this.#name(member);
    const collected = this.#survey.collected.get(member);
    const isManifest = form.kind === 'tar' && form.levels > 0 && member === MANIFEST;
    if (isManifest) this.#tarball ??= tarballOf(this.#archive);
    const tarball = isManifest ? await this.#tarball : undefined;
    const known = { ...(collected && { collected }), ...(tarball && { tarball }) };
    return { path: name, name, source, digest, member: { archive: sha256, path: `${path}${member}`, ...known } };
  }

  get #whole(): string {
    const { file, path } = this.#archive;
    return path === '' ? file.name : `${file.name}!${path.slice(0, -1)}`;
  }

  #name(member: string): string {
    return `${this.#archive.file.name}!${this.#archive.path}${member}`;
  }
}

/** Reads a member once: its digest, its first bytes, and, in the source, what is wrong with it. */
async function takeIn(source: Source): Promise<{ sha256: string; bytes: number; head: Buffer }> {
  const digest = createHash('sha256');
  let [bytes, head] = [0, Buffer.alloc(0)];
  for await (const chunk of source.chunks()) {
    digest.update(chunk);
    bytes += chunk.length;
    if (head.length < SKIP_HEAD) head = Buffer.concat([head, chunk.subarray(0, SKIP_HEAD - head.length)]);
  }
  return { sha256: digest.digest('hex'), bytes, head };
}

/** What npm says of a tarball: digests of it as it was published. One that was unpacked to tar has others. */
async function tarballOf({ source, file, path }: Opened): Promise<Tarball> {
  const [sha512, sha1] = [createHash('sha512'), createHash('sha1')];
  for await (const chunk of source.chunks()) {
    sha512.update(chunk);
    sha1.update(chunk);
  }
  const name = basename(path === '' ? file.name : path.slice(0, -1).replace(/^.*!/s, ''));
  return { name, integrity: `sha512-${sha512.digest('base64')}`, shasum: sha1.digest('hex') };
}
