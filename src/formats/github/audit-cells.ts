import { isObject, type Json, type JsonObject } from '../../core/json.ts';

/** A cell that begins and ends like one of these is JSON: an export writes lists and objects so. */
const JSON_CELL = /^(?:\[.*\]|\{.*\})$/s;
const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['false', false],
]);

/**
 * A row as the record that the JSON export holds. `config.url` names a member of `config`; `data.team` one of `data`,
 * where old exports keep what is peculiar to an action. Empty cells are absent. Where columns share a name, the first
 * filled one counts.
 */
export function recordOfCells(names: readonly string[], cells: readonly string[]): JsonObject {
  const plain: Members = new Map();
  const nested = new Map<string, Members>();
  for (const [index, name] of names.entries()) {
    const cell = cells[index] ?? '';
    const dot = name.indexOf('.');
    if (cell === '' || name === '') continue;
    if (dot <= 0) add(plain, name, cell);
    else {
      const outer = name.slice(0, dot);
      nested.set(outer, add(nested.get(outer) ?? new Map(), name.slice(dot + 1), cell));
    }
  }
  for (const [name, members] of nested) {
    const whole = plain.get(name);
    if (whole === undefined || isObject(whole)) plain.set(name, { ...Object.fromEntries(members), ...whole });
  }
  return Object.fromEntries(plain);
}

type Members = Map<string, Json>;

function add(members: Members, name: string, cell: string): Members {
  return members.has(name) ? members : members.set(name, cellValue(cell));
}

/** Numbers stay texts: ids lose digits otherwise, and times show whether a spreadsheet rounded them. */
function cellValue(cell: string): Json {
  const boolean = BOOLEANS.get(cell.toLowerCase());
  if (boolean !== undefined) return boolean;
  if (!JSON_CELL.test(cell)) return cell;
  try {
    return JSON.parse(cell) as Json;
  } catch {
    return cell;
  }
}
