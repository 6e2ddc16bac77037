import type { Sha256 } from '../core/digest.ts';
import { ENTRY_KINDS, type PartEntry, type StateEntry } from '../core/entry.ts';
import type { StateView } from '../core/inference.ts';
import type { Json } from '../core/json.ts';
import type { EntryReader } from './entries.ts';
import { type Db, guarded } from './open.ts';

const STATE = ENTRY_KINDS.indexOf('state');
const PART = ENTRY_KINDS.indexOf('part');

/** Parsed parts that are kept: a package may have ten thousand manifests, each asked for once or twice. */
const CACHED = 512;

/** Snapshots in the case, by subject. Parts are read when asked for. */
export class StateReader {
  readonly #path: string;
  readonly #reader: EntryReader;
  readonly #subjects;
  readonly #states;
  readonly #part;
  readonly #values = new Map<Sha256, Json | undefined>();

  constructor(db: Db, reader: EntryReader) {
    this.#path = db.name;
    this.#reader = reader;
    this.#subjects = db
      .prepare<[], string>(
        `SELECT DISTINCT s.text FROM mark m JOIN string s ON s.id = m.subject WHERE m.entry = ${STATE}`,
      )
      .pluck();
    this.#states = db
      .prepare<[string], number>(
        `SELECT m.seq FROM mark m JOIN string s ON s.id = m.subject WHERE m.entry = ${STATE} AND s.text = ?`,
      )
      .pluck();
    this.#part = db
      .prepare<[Buffer], number>(`SELECT seq FROM mark WHERE digest = ? AND entry = ${PART} ORDER BY seq LIMIT 1`)
      .pluck();
  }

  subjects(): readonly string[] {
    return guarded(this.#path, () => this.#subjects.all()).sort();
  }

  states(subject: string): readonly StateView[] {
    const found = guarded(this.#path, () => this.#states.all(subject));
    const views = found.map((seq) => this.#view(this.#reader.entry(seq) as StateEntry));
    const key = (view: StateView): string => `${view.taken ?? view.newest ?? ''} ${view.evidence}`;
    return views.sort((a, b) => (key(a) < key(b) ? -1 : 1));
  }

  #view(state: StateEntry): StateView {
    const parts = new Map(Object.entries(this.#parts(state)));
    const value = (name: string): Json | undefined => {
      const digest = parts.get(name);
      return digest === undefined ? undefined : this.#value(digest);
    };
    const times = {
      ...(state.taken === undefined ? {} : { taken: state.taken }),
      ...(state.newest === undefined ? {} : { newest: state.newest }),
    };
    return {
      subject: state.subject,
      evidence: state.evidence,
      ...times,
      parts: [...parts.keys()].sort(),
      digest: (name) => parts.get(name),
      value,
    };
  }

  #parts(state: StateEntry): Readonly<Record<string, Sha256>> {
    if (state.parts_sha256 === undefined) return state.parts ?? {};
    return JSON.parse(this.#reader.raw(state.parts_sha256) ?? '{}') as Record<string, Sha256>;
  }

  #value(digest: Sha256): Json | undefined {
    const known = this.#values.get(digest);
    if (known !== undefined) return known;
    const value = parseOrText(this.partText(digest));
    if (this.#values.size >= CACHED) this.#values.clear();
    this.#values.set(digest, value);
    return value;
  }

  /** Text of a part. */
  partText(digest: Sha256): string | undefined {
    const seq = guarded(this.#path, () => this.#part.get(Buffer.from(digest, 'hex')));
    if (seq === undefined) return undefined;
    const part = this.#reader.entry(seq) as PartEntry;
    return part.raw ?? (part.raw_sha256 === undefined ? undefined : this.#reader.raw(part.raw_sha256));
  }
}

/** Parts are JSON where the format is; lines of text formats are text. */
function parseOrText(text: string | undefined): Json | undefined {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
