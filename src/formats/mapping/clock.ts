import type { Json } from '../../core/json.ts';
import { type Basis, parseEpoch, parseTime, type TimeResult } from '../../core/time.ts';
import { type Field, fieldsOf } from './field.ts';
import type { MappingNode } from './node.ts';
import { timePattern } from './time-pattern.ts';

/** Where a record has its time, how that is written, and what it means. */
export interface Clock {
  readonly fields: readonly Field[];
  readonly basis: Basis;
  read(value: Json): TimeResult;
}

const BASES = ['event', 'request_end', 'ingest', 'log_window'] as const satisfies readonly Basis[];

/** Digits of a whole number of each unit between 2009 and 2099. */
const EPOCHS: ReadonlyMap<string, number> = new Map([
  ['epoch-s', 10],
  ['epoch-ms', 13],
  ['epoch-us', 16],
  ['epoch-ns', 19],
]);

const UNREADABLE = { ok: false, code: 'unreadable-time' } as const;

/** @throws {AppError} `usage` */
export function clockOf(node: MappingNode): Clock {
  node.object(['field', 'format', 'zone', 'means']);
  const fields = fieldsOf(node.needed('field', 'name the field: "field": "timestamp"'));
  const basis = node.member('means')?.oneOf(BASES) ?? 'event';
  const zone = zoneOf(node.member('zone'));
  const format = node.member('format');
  if (format === undefined || format.value === 'iso') return { fields, basis, read: (value) => readIso(value, zone) };
  const digits = EPOCHS.get(format.text());
  if (digits !== undefined) return { fields, basis, read: (value) => readEpoch(value, digits) };
  const pattern = timePattern(format);
  if (!pattern.zoned && zone === undefined)
    node.refuse('has no zone, and `format` has none either', 'add "zone": "+02:00", or X to the format');
  return {
    fields,
    basis,
    read: (value) => (typeof value === 'string' ? readAs(value, pattern.iso(value), zone) : UNREADABLE),
  };
}

function zoneOf(node: MappingNode | undefined): string | undefined {
  if (node === undefined) return undefined;
  const zone = node.text();
  if (/^(?:Z|UTC|[+-](?:0\d|1[0-4]):?[0-5]\d)$/.test(zone)) return zone;
  return node.refuse(
    `is "${zone.slice(0, 40)}", not an offset`,
    'write +02:00, -0500 or Z; a zone name does not say whether it was summer time',
  );
}

function readIso(value: Json, zone: string | undefined): TimeResult {
  return typeof value === 'string' ? parseTime(value, zone) : UNREADABLE;
}

function readEpoch(value: Json, digits: number): TimeResult {
  if (typeof value !== 'number' && typeof value !== 'string') return UNREADABLE;
  const result = parseEpoch(value);
  const whole = /^0*(\d*)/.exec(String(value))?.[1] ?? '';
  return result.ok && whole.length !== digits ? { ok: false, code: 'time-out-of-range' } : result;
}

/** The source's own text stays with the time. */
function readAs(raw: string, iso: string | undefined, zone: string | undefined): TimeResult {
  if (iso === undefined) return UNREADABLE;
  const result = parseTime(iso, zone);
  if (!result.ok || result.moment.text === raw) return result;
  return { ok: true, moment: { ...result.moment, raw } };
}
