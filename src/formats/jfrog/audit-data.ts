import { entries, isObject, type Json, member, scalar } from '../../core/json.ts';

type Fields = ReadonlyMap<string, string>;

/** What an audited change added and took away. Values are text, numbers and times too. */
export interface ChangedData {
  readonly added: Fields;
  readonly removed: Fields;
  /** Values after the change, or of what was removed. */
  readonly values: Fields;
}

/** The last field of a line: JSON, or nothing. Undefined for what is neither. */
export function changedData(text: string): ChangedData | undefined {
  if (text.trim() === '') return sections({});
  try {
    const data = JSON.parse(text) as Json;
    return isObject(data) ? sections(data) : undefined;
  } catch {
    return undefined;
  }
}

/** `added`, `removed`; whatever other section there is counts as added. */
function sections(data: Json): ChangedData {
  const removed = fields(member(data, 'removed'));
  const others = entries(data).filter(([name]) => name !== 'removed');
  const added = new Map(others.flatMap(([, section]) => [...fields(section)]));
  return { added, removed, values: new Map([...removed, ...added]) };
}

function fields(section: Json | undefined): Map<string, string> {
  return new Map(entries(section).map(([name, value]) => [name, scalar(value) ?? ''] as const));
}
