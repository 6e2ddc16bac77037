import type { Out } from '../../core/format.ts';
import { type Json, member } from '../../core/json.ts';
import type { EvidenceRecord } from '../../core/record.ts';
import { type Moment, momentOf } from '../../core/time.ts';
import { eventsInPart, partOut, problemOut, stampProblem, stateOut } from './outs.ts';
import { newestOf } from './times.ts';
import { readToken, TOKENS, tokenEvent } from './token.ts';

/** Turns the rows of a token list, whatever they are written in, into parts and events. */
export class TokenRows {
  #newest: Moment | undefined;
  #parts = 0;
  #refused = 0;

  row(record: EvidenceRecord, json: Json | undefined): readonly Out[] {
    const token = readToken(json);
    if (token === undefined) {
      this.#refused += 1;
      return [problemOut('missing-field', 'a token without `key`', record)];
    }
    this.#parts += 1;
    const created = momentOf(member(json, 'created'));
    this.#newest = newestOf([this.#newest, created, momentOf(member(json, 'updated'))]);
    const part = partOut(TOKENS, token.key, record);
    if (created !== undefined) return [part, ...eventsInPart([tokenEvent(token, created)], record.number)];
    return [part, ...stampProblem('created', member(json, 'created'), record)];
  }

  /** No state of a list in which nothing could be read: it would say that there are no tokens. */
  end(): readonly Out[] {
    return this.#parts === 0 && this.#refused > 0 ? [] : [stateOut(TOKENS, this.#newest)];
  }
}
