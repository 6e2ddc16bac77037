import type { Context, Format, Out, Reading, Sample, Taken } from '../core/format.ts';
import { type StatusLine, statusLine } from '../core/http.ts';
import type { EvidenceRecord } from '../core/record.ts';
import { Answer, isInterim } from './http-answer/answer.ts';
import { answerOut } from './http-answer/answer-out.ts';

/**
 * Answers of a server saved with their heads: `curl -i`, `curl -D -`. An answer whose body is a known kind of JSON is
 * read as that kind; this is for the others, refusals above all.
 */
const format: Format = {
  id: 'http-answer',
  title: 'HTTP answer',
  revision: 1,
  about: {
    export: 'curl -si https://registry.example/<name> > <name>.<UTC stamp>.http',
    lifetime: 'as long as the file',
    proves: 'that a server answered so at that time: not found, not allowed, still there',
    cannotProve:
      'what was asked for, unless the answer names it; that the server sent it; a cache may answer with what is older than its Date',
    tried: 'documentation',
  },
  framing: 'lines',
  entriesOfLines: true,
  signs: { line: 'HTTP/1.1 404 Not Found' },
  whole: isWhole,
  recognise,
  open: (context: Context) => new AnswersReading(context.taken),
};

export default format;

/** A refusal is an answer whatever its body is. Of any other answer the body says more, if a format knows it. */
function recognise({ lines }: Sample): number {
  const first = lines.find((line) => line.trim() !== '');
  if (first === undefined || statusLine(first) === undefined) return 0;
  const statuses = lines.map((line) => statusOn(line)?.status).filter((status) => status !== undefined);
  const final = statuses.filter((status) => !isInterim(status));
  return final.length > 0 && final.every(({ status }) => status >= 400) ? 95 : 2;
}

/** A body without a line end has the next status line right behind it. */
const BEHIND_BODY = /^(.*?[}\]>])(HTTP\/\d(?:\.\d)? [1-5]\d\d(?: [\w '-]{0,60})?)$/;

function statusOn(line: string): { readonly before: string; readonly status: StatusLine } | undefined {
  const own = statusLine(line);
  if (own !== undefined) return { before: '', status: own };
  const [, before = '', behind = ''] = BEHIND_BODY.exec(line.trimEnd()) ?? [];
  const status = statusLine(behind);
  return status === undefined ? undefined : { before, status };
}

/** Bodies seldom end with a line end: JSON that parses and markup that is closed are whole. */
function isWhole(line: string): boolean {
  if (line.endsWith('>')) return true;
  try {
    return typeof JSON.parse(line) === 'object';
  } catch {
    return false;
  }
}

class AnswersReading implements Reading {
  readonly #taken: Taken;
  #answer: Answer | undefined;

  constructor(taken: Taken) {
    this.#taken = taken;
  }

  push(record: EvidenceRecord): readonly Out[] {
    const found = statusOn(record.text);
    if (found !== undefined && (found.before === '' || this.#answer !== undefined)) return this.#begin(found, record);
    if (this.#answer !== undefined) return this.#answer.push(record);
    return [{ kind: 'ignored', rule: 'before the answer', records: [record.number] }];
  }

  end(): readonly Out[] {
    return this.#answer === undefined ? [] : [answerOut(this.#answer, this.#taken)];
  }

  #begin(found: NonNullable<ReturnType<typeof statusOn>>, record: EvidenceRecord): readonly Out[] {
    const before = this.#answer;
    before?.endWith(found.before);
    const leads = before?.leadsOn === true;
    this.#answer = leads ? new Answer(found.status, record, before) : new Answer(found.status, record);
    return before === undefined || leads ? [] : [answerOut(before, this.#taken)];
  }
}
