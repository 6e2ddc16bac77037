import type { ProblemCode } from '../core/errors.ts';
import type { EventDraft } from '../core/event.ts';
import type { Format, Out, Reading, Sample } from '../core/format.ts';
import type { EvidenceRecord } from '../core/record.ts';
import { type Moment, parseTime } from '../core/time.ts';
import { isBeforeNpm, isGitMessage, type RefLine, refLine, repositoryOf } from './git-refs.lines.ts';

/**
 * Refs of a git repository: `git for-each-ref` in the form below or its default one, `git show-ref -d`, `git ls-remote`.
 * Only the first form has dates.
 */
const format: Format = {
  id: 'git-refs',
  title: 'git refs',
  revision: 1,
  about: {
    export:
      "git for-each-ref --format='%(refname)%09%(objectname)%09%(*objectname)%09%(creatordate:iso-strict)%09%(taggername)%09%(taggeremail)'",
    lifetime: 'as long as the repository; a deleted or moved tag leaves nothing here',
    proves: 'which tags and branches existed when it was taken, and the commit of each',
    cannotProve: 'when a tag was pushed, or by whom: its date and tagger are what the client said',
    tried: 'documentation',
  },
  framing: 'lines',
  recognise,
  open: () => new RefsReading(),
};

export default format;

/** The dated form says more than the others, which are still unlike any other log. */
function recognise(sample: Sample): number {
  const lines = sample.lines.filter((line) => line.trim() !== '');
  const refs = lines.map(refLine).filter((ref) => ref !== undefined);
  if (refs.length * 2 <= lines.length) return 0;
  return refs.some((ref) => ref.date !== undefined) ? 75 : 65;
}

class RefsReading implements Reading {
  #subject: string | undefined;
  #repository: string | undefined;
  #newest: Moment | undefined;

  push(record: EvidenceRecord): readonly Out[] {
    const line = record.text.trimEnd();
    const ref = refLine(line);
    if (ref === undefined) return [this.#other(line, record.number)];
    return ref.date === undefined ? [this.#part(ref.name, record.number)] : this.#dated(ref, ref.date, record.number);
  }

  end(): readonly Out[] {
    if (this.#subject === undefined) return [];
    const newest = this.#newest === undefined ? {} : { newest: this.#newest };
    return [{ kind: 'state', subject: this.#subject, ...newest }];
  }

  #other(line: string, number: number): Out {
    this.#repository ??= repositoryOf(line);
    if (isGitMessage(line)) return { kind: 'ignored', rule: 'message of git', records: [number] };
    return { kind: 'problem', code: 'unknown-shape', message: 'not a line about a ref', records: [number] };
  }

  #part(name: string, number: number): Out {
    this.#subject ??= this.#repository === undefined ? 'git-refs' : `git-refs:${this.#repository}`;
    return { kind: 'part', subject: this.#subject, name, records: [number] };
  }

  #dated(ref: RefLine, date: string, number: number): Out[] {
    const part = this.#part(ref.name, number);
    if (date === '' || isBeforeNpm(date)) return [part];
    const time = parseTime(date);
    if (!time.ok) return [part, unusable(ref, time.code, number)];
    if (this.#newest === undefined || time.moment.micros > this.#newest.micros) this.#newest = time.moment;
    if (!ref.name.startsWith('refs/tags/')) return [part];
    const event = release(ref, time.moment, this.#repository);
    return [part, { kind: 'event', event, records: [number], rawIsPart: true }];
  }
}

function unusable(ref: RefLine, code: ProblemCode, number: number): Out {
  return { kind: 'problem', code, message: `${ref.name} has an unusable date`, records: [number] };
}

function release(ref: RefLine, at: Moment, repo: string | undefined): EventDraft {
  return {
    identity: { by: 'native', key: `git-tag:${ref.name}@${ref.object}` },
    at,
    basis: 'vcs_commit',
    action: 'source.release',
    grade: 'client',
    outcome: 'success',
    native_id: ref.object,
    tag: ref.name.slice('refs/tags/'.length),
    ref: ref.name,
    commit: ref.commit ?? ref.object,
    actor: ref.tagger,
    actor_email: ref.email,
    repo,
  };
}
