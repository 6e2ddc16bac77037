import type { Out } from '../../core/format.ts';
import type { EvidenceRecord } from '../../core/record.ts';
import { maskSecrets } from '../../core/secrets.ts';
import { bodyText } from './body.ts';
import { fieldsOf, isHeadLine } from './head.ts';
import { mailEvent } from './mail-event.ts';
import { type RegistryMail, registryMail } from './notice.ts';
import { deliveryOf } from './when.ts';

/** Lines and characters of a head that are kept; no honest head comes near. */
const MOST_HEAD_LINES = 1000;
const MOST_HEAD = 256 * 1024;
/** Lines and characters of a body that are kept: a notice says it all at its start. */
const MOST_LINES = 2000;
const MOST_BODY = 64 * 1024;

/** One mail, as it is read line by line. Nothing of a mail of anybody else is kept once its head is known. */
export class Message {
  readonly #head: string[] = [];
  /** Numbers of the records that the event cites. */
  readonly #records: number[] = [];
  /** Numbers of those with links or codes: they are read, and not stored. */
  readonly #hidden: number[] = [];
  readonly #body: string[] = [];
  readonly #inMailbox: boolean;
  #headSize = 0;
  #size = 0;
  #mail: RegistryMail | undefined;
  /** Why lines behind the head are passed over. */
  #passing: string | undefined;
  #inHead = true;

  /** @param separator the `From ` line of a mailbox */
  constructor(separator?: EvidenceRecord) {
    this.#inMailbox = separator !== undefined;
    if (separator !== undefined) this.#records.push(separator.number);
  }

  /** @param gap whether an empty line stands before this one */
  push(record: EvidenceRecord, gap: boolean): readonly Out[] {
    if (!this.#inHead) return this.#bodyLine(record, gap);
    const goesOn = !gap || this.#head.length === 0;
    if (goesOn && isHeadLine(record.text, this.#head.length)) return this.#headLine(record);
    return [...this.#endHead(record), ...(this.#head.length === 0 ? [] : this.#bodyLine(record, gap))];
  }

  end(): readonly Out[] {
    const outs = this.#inHead ? this.#endHead() : [];
    return this.#mail === undefined ? outs : this.#told(this.#mail);
  }

  #headLine({ number, text }: EvidenceRecord): readonly Out[] {
    if (this.#head.length >= MOST_HEAD_LINES || this.#headSize + text.length > MOST_HEAD)
      return [{ kind: 'ignored', rule: 'head-beyond-the-limit', records: [number] }];
    this.#head.push(text);
    this.#headSize += text.length;
    this.#records.push(number);
    return [];
  }

  /** @param behind the first line that is not of the head */
  #endHead(behind?: EvidenceRecord): readonly Out[] {
    this.#inHead = false;
    if (this.#head.length === 0) return this.#noHead(behind);
    this.#mail = registryMail(fieldsOf(this.#head));
    if (this.#mail === undefined) {
      this.#passing = 'not-a-registry-mail';
      return [{ kind: 'ignored', rule: this.#passing, records: this.#records }];
    }
    if ((this.#mail.notice?.action ?? 'other') === 'other') this.#passing = 'mail-body';
    return [];
  }

  #noHead(behind: EvidenceRecord | undefined): readonly Out[] {
    this.#passing = 'not-a-mail';
    const records = behind === undefined ? this.#records : [...this.#records, behind.number];
    return records.length === 0
      ? []
      : [{ kind: 'problem', code: 'unknown-shape', message: 'no head of a mail: From, Date, Subject', records }];
  }

  #bodyLine({ number, text }: EvidenceRecord, gap: boolean): readonly Out[] {
    if (this.#passing !== undefined) return [{ kind: 'ignored', rule: this.#passing, records: [number] }];
    this.#size += text.length;
    if (this.#size > MOST_BODY || this.#body.length >= MOST_LINES) {
      this.#passing = 'mail-body-beyond-the-limit';
      return [{ kind: 'ignored', rule: this.#passing, records: [number] }];
    }
    if (gap) this.#body.push('');
    this.#body.push(this.#inMailbox ? text.replace(/^>(?=>*From )/, '') : text);
    (this.#mail?.notice?.secret === true ? this.#hidden : this.#records).push(number);
    return [];
  }

  /** What the mail tells. A time that cannot be read is a problem even where another one is at hand. */
  #told(mail: RegistryMail): readonly Out[] {
    const { when, problem } = deliveryOf(mail.fields);
    const event = mailEvent(mail, when, maskSecrets(bodyText(mail.fields, this.#body)));
    const outs: Out[] = problem === undefined ? [] : [{ kind: 'problem', ...problem, records: this.#records }];
    if (event.at !== undefined) outs.push({ kind: 'event', event, records: this.#records });
    if (this.#hidden.length > 0)
      outs.push({ kind: 'ignored', rule: 'mail-body-with-a-link-or-code', records: this.#hidden });
    return outs;
  }
}
