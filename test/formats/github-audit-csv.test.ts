import { describe, expect, it } from 'vitest';
import { membersOf } from '../../src/core/event.ts';
import type { Out } from '../../src/core/format.ts';
import type { JsonObject } from '../../src/core/json.ts';
import { recordOfCells } from '../../src/formats/github/audit-cells.ts';
import audit from '../../src/formats/github-audit.ts';
import format from '../../src/formats/github-audit-csv.ts';
import { parseNaively, readNaively, sampleOf } from '../support/naive.ts';

const HEADER = 'action,actor,user,org,repo,created_at';

function score(text: string): number {
  return format.recognise(sampleOf(parseNaively(text)));
}

function cell(value: unknown): string {
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return `"${text.replaceAll('"', '""')}"`;
}

function told(outs: readonly Out[]) {
  return outs.flatMap((out) => (out.kind === 'event' ? [[out.event.identity, membersOf(out.event)]] : []));
}

/** The same record as one line of CSV, members of objects in columns of their own. */
function asTable(record: JsonObject): string {
  const cells = Object.entries(record).flatMap(([name, value]) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.entries(value).map(([inner, item]) => [`${name}.${inner}`, item])
      : [[name, value]],
  );
  return `${cells.map(([name]) => name).join(',')}\n${cells.map(([, value]) => cell(value)).join(',')}`;
}

describe('a row', () => {
  const common = { '@timestamp': 1774917600123, actor: 'mallory', actor_id: 666, org: 'acme', repo: 'acme/widget' };

  it.each<[string, JsonObject]>([
    ['with an id', { _document_id: 'AbC', action: 'repo.access', visibility: 'public' }],
    ['of a member', { action: 'org.add_member', user: 'bob', user_id: 102, actor_location: { country_code: 'NL' } }],
    ['of a bot', { action: 'git.push', actor_is_bot: true, transport_protocol: 2, transport_protocol_name: 'ssh' }],
    [
      'of a token',
      { action: 'personal_access_token.create', token_id: 77, hashed_token: 'x+/=', token_scopes: 'repo' },
    ],
    ['of a hook', { action: 'hook.create', hook_id: 4410, events: ['push'], config: { url: 'https://a.example' } }],
    ['of an old export', { action: 'team.add_member', data: { team: 'acme/core', user: 'bob' } }],
    ['of a package', { action: 'packages.package_published', package: 'widget', version: '1.1.0', ecosystem: 'npm' }],
    ['of a rule', { action: 'environment.update_protection_rule', environment_name: 'npm', can_admins_bypass: true }],
    ['of a run', { action: 'workflows.completed_workflow_run', workflow_run_id: 8800, secrets_passed: ['A', 'B'] }],
  ])('%s is what the JSON export tells', (_, fields) => {
    const record = { ...common, ...fields };
    const expected = told(readNaively(audit, JSON.stringify(record)));
    expect(expected).toHaveLength(1);
    expect(told(readNaively(format, asTable(record)))).toEqual(expected);
  });

  it('keeps numbers as texts, and reads lists, objects and booleans', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f.g', 'f.g', 'h', ''];
    const cells = ['9007199254740993', '["x"]', 'TRUE', '{"y":1}', '[x', '1', '2', '', 'z'];
    expect(recordOfCells(names, cells)).toEqual({
      a: '9007199254740993',
      b: ['x'],
      c: true,
      d: { y: 1 },
      e: '[x',
      f: { g: '1' },
    });
  });

  it('has columns of any name', () => {
    const record = recordOfCells(['__proto__', 'constructor.prototype', '.x', 'x.'], ['1', '2', '3', '4']);
    expect(Object.keys(record).sort()).toEqual(['.x', '__proto__', 'constructor', 'x']);
    expect(Object.getPrototypeOf(record)).toBe(Object.prototype);
  });
});

describe('recognition', () => {
  it.each([
    ['the documented columns', `${HEADER}\norg.add_member,alice,bob,acme,,1774917600123`],
    ['a header alone', HEADER],
    ['another order, a byte order mark, semicolons', '\ufeff"created_at";"x";"Actor";"ACTION"\n1;y;alice;repo.create'],
    ['a first row that is not a whole line', `${HEADER}\nrepo.create,alice,"a\nb",acme,,1774917600123`],
    ['another name of the time', 'action,actor,@timestamp\nrepo.create,alice,1774917600123'],
  ])('takes %s', (_, text) => expect(score(text)).toBeGreaterThan(50));

  it.each([
    ['a log of something else', `${HEADER}\nlogin,alice,,,,2026-03-31`],
    ['reported facts', 'at,kind,source,text\n2026-03-31,other,a,b'],
    ['a table without times', 'action,actor\nrepo.create,alice'],
    ['the JSON export', '{"action":"repo.create","actor":"alice","created_at":1774917600123}'],
    ['nothing', ''],
  ])('leaves %s', (_, text) => expect(score(text)).toBe(0));
});

it('names every record, whatever the quotes do', () => {
  const pieces = ['"', 'repo.create', ',', '""', ' ', 'repo.create,alice,,,,1774917600123', ',"x', '\r'];
  for (let seed = 1; seed < 300; seed++) {
    const lines = Array.from({ length: 1 + (seed % 7) }, (_, line) =>
      Array.from(
        { length: 1 + ((seed * (line + 3)) % 5) },
        (__, i) => pieces[(seed * 31 + line * 17 + i * 7) % 8],
      ).join(''),
    );
    const text = [HEADER, ...lines].join('\n');
    const named = readNaively(format, text).flatMap((out) => (out.kind === 'state' ? [] : out.records));
    const filled = text.split('\n').filter((line) => line.trim() !== '');
    expect(named.toSorted((a, b) => a - b)).toEqual([...filled.keys()]);
  }
});
