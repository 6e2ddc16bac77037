import type { Out } from '../../core/format.ts';
import type { EvidenceRecord } from '../../core/record.ts';
import { maskSecrets } from '../../core/secrets.ts';
import { bodyText, hidesSecret } from './body.ts';
import { fieldsOf, isHeadLine } from './head.ts';
import { mailEvent } from './mail-event.ts';
import { type RegistryMail, registryMail } from './notice.ts';
import { deliveryOf } from './when.ts';
import { decodeWords } from './words.ts';

/** Lines and characters of a head that are kept; no honest head comes near. */
const MOST_HEAD_LINES = 1000;
const MOST_HEAD = 256 * 1024;
/** Lines and characters of a body that are kept: a notice says it all at its start. */
const MOST_LINES = 2000;
const MOST_BODY = 64 * 1024;

/** One mail, as it is read line by line. Nothing of a mail of anybody else is kept once its head is known. */
export class Message {
  readonly #separator: readonly number[];
  readonly #head: Pick<EvidenceRecord, 'number' | 'text'>[] = [];
  readonly #body: string[] = [];
  /** Numbers of the records of the body. */
  readonly #bodyRecords: number[] = [];
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
    this.#separator = separator === undefined ? [] : [separator.number];
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
    this.#head.push({ number, text });
    this.#headSize += text.length;
    return [];
  }

  /** @param behind the first line that is not of the head */
  #endHead(behind?: EvidenceRecord): readonly Out[] {
    this.#inHead = false;
    if (this.#head.length === 0) return this.#noHead(behind);
    this.#mail = registryMail(fieldsOf(this.#head.map(({ text }) => text)));
    if (this.#mail === undefined) {
      this.#passing = 'not-a-registry-mail';
      return [{ kind: 'ignored', rule: this.#passing, records: this.#headRecords() }];
    }
    if ((this.#mail.notice?.action ?? 'other') === 'other') this.#passing = 'mail-body';
    return [];
  }

  #noHead(behind: EvidenceRecord | undefined): readonly Out[] {
    this.#passing = 'not-a-mail';
    const records = [...this.#separator, ...(behind === undefined ? [] : [behind.number])];
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
    this.#bodyRecords.push(number);
    return [];
  }

  /** What the mail tells. A time that cannot be read is a problem even where another one is at hand. */
  #told(mail: RegistryMail): readonly Out[] {
    const { when, problem } = deliveryOf(mail.fields);
    const event = mailEvent(mail, when, maskSecrets(bodyText(mail.fields, this.#body)));
    const head = this.#hiddenHead(mail);
    const body = this.#hiddenBody(mail);
    const hidden = new Set([...head, ...body]);
    const records = [...this.#headRecords(), ...this.#bodyRecords].filter((number) => !hidden.has(number));
    const outs: Out[] = [];
    if (problem !== undefined) outs.push({ kind: 'problem', ...problem, records });
    if (event.at !== undefined) outs.push({ kind: 'event', event, records });
    if (head.length > 0) outs.push({ kind: 'ignored', rule: 'mail-head-with-a-secret', records: head });
    if (body.length > 0) outs.push({ kind: 'ignored', rule: 'mail-body-with-a-link-or-code', records: body });
    return outs;
  }

  #headRecords(): readonly number[] {
    return [...this.#separator, ...this.#head.map(({ number }) => number)];
  }

  /** Numbers of the encoded lines of a head in which a secret shows when they are decoded. */
  #hiddenHead({ fields }: RegistryMail): readonly number[] {
    const decoded = fields.map(({ value }) => decodeWords(value));
    if (decoded.every((value) => maskSecrets(value) === value)) return [];
    return this.#head.filter(({ text }) => text.includes('=?')).map(({ number }) => number);
  }

  /** Numbers of the lines of a body with links, codes or hidden secrets: they are read, and not stored. */
  #hiddenBody({ notice, fields }: RegistryMail): readonly number[] {
    return notice?.secret === true || hidesSecret(fields, this.#body) ? this.#bodyRecords : [];
  }
}
