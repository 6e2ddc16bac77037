import { readFileSync } from 'node:fs';
import { EXIT_MEANINGS } from '../../src/cli/help.ts';
import { GLOBAL_OPTIONS } from '../../src/cli/program.ts';
import { COMMANDS } from '../../src/commands/index.ts';
import { ACTIONS } from '../../src/core/action.ts';
import type { OptionSpec } from '../../src/core/command.ts';
import { EXIT, PROBLEMS } from '../../src/core/errors.ts';
import { MEMBERS } from '../../src/core/event.ts';
import { FORMATS } from '../../src/formats/index.ts';
import { INFERENCES } from '../../src/inference/index.ts';
import { RULES } from '../../src/rules/index.ts';
import { collectScript } from '../../src/tasks/collect.ts';

/** The parts of the README that the program itself says, by the name of their block. */
export function blocks(screen: string): ReadonlyMap<string, string> {
  return new Map([
    ['screen', fenced(pickedSteps(screen))],
    ['save-first', saveFirst()],
    ['global-options', optionTable(GLOBAL_OPTIONS)],
    ...COMMANDS.map((command) => [`command ${command.id}`, commandBlock(command)] as const),
    [
      'inferences',
      table(
        ['what it concludes', 'from what'],
        INFERENCES.map(({ title, reason }) => [title, reason]),
      ),
    ],
    [
      'rules',
      table(
        ['rule', 'severity', 'looks for'],
        RULES.map(({ id, severity, looksFor }) => [code(id), severity, looksFor]),
      ),
    ],
    ['detect-screen', fenced(golden('detect-axios-2026-100').split('\n').slice(0, DETECT_LINES).join('\n'), 'console')],
    ['anchored', fenced(golden('verify').split('\n\n')[1] ?? '', 'console')],
    ['rewritten', fenced(golden('verify-rewritten'), 'console')],
    ['exit-codes', exitCodes()],
    [
      'formats',
      table(
        ['id', 'what it is', 'tried on'],
        FORMATS.map(({ id, title, about }) => [code(id), title, TRIED[about.tried]]),
      ),
    ],
    [
      'problems',
      table(
        ['code', 'why'],
        Object.entries(PROBLEMS).map(([name, why]) => [code(name), why]),
      ),
    ],
    [
      'members',
      table(
        ['member', 'type', 'meaning'],
        Object.entries(MEMBERS).map(([name, [type, meaning]]) => [code(name), type, meaning]),
      ),
    ],
    ['actions', actions()],
  ]);
}

/** Of the screen of `detect`: incident, answers, the first findings. */
const DETECT_LINES = 48;

function golden(name: string): string {
  return readFileSync(`fixtures/screens/${name}.txt`, 'utf8').trimEnd();
}

const TRIED = { real: 'real files', documentation: 'documentation only' } as const;

/** The page with its blocks written anew. */
export function rewritten(page: string, all: ReadonlyMap<string, string>): string {
  let text = page;
  for (const [name, block] of all) {
    const [head, foot] = [`<!-- ${name} -->\n`, `<!-- /${name} -->`];
    const [from, to] = [text.indexOf(head), text.indexOf(foot)];
    if (from === -1 || to < from) throw new Error(`the README has no block "${name}"`);
    text = `${text.slice(0, from + head.length)}${block}\n${text.slice(to)}`;
  }
  return text;
}

type Cells = readonly string[];

function table(head: Cells, rows: readonly Cells[]): string {
  const line = (cells: Cells): string => `| ${cells.map(escaped).join(' | ')} |`;
  return [line(head), `|${' --- |'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

/** A bar ends a cell everywhere; a `<` is markup only outside of code. */
function escaped(cell: string): string {
  return cell.replaceAll('|', '\\|').replace(/`[^`]*`|</g, (found) => (found === '<' ? '&lt;' : found));
}

function code(text: string): string {
  return `\`${text}\``;
}

function fenced(text: string, language = ''): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}

function optionTable(options: readonly OptionSpec[]): string {
  const rows = options.map(({ flags, description, many }) => [
    code(flags),
    many === true ? `${description} (may be repeated)` : description,
  ]);
  return table(['option', 'meaning'], rows);
}

function commandBlock({ id, summary, arguments: words, options }: (typeof COMMANDS)[number]): string {
  const usage = `${code(`audit-timeline ${id}${words === '' ? '' : ` ${words}`}`)}: ${summary}`;
  return options.length === 0 ? usage : `${usage}\n\n${optionTable(options)}`;
}

function exitCodes(): string {
  const names = Object.keys(EXIT) as (keyof typeof EXIT)[];
  return table(
    ['code', 'means'],
    names.map((name) => [String(EXIT[name]), EXIT_MEANINGS[name]]),
  );
}

/** Most urgent first, each with what the collect script contains if it saves this. */
const URGENT: readonly (readonly [string, string])[] = [
  ['npm-packument', 'curl '],
  ['npm-attestations', 'attestations'],
  ['npm-token-list', 'npm token list --json'],
  ['npm-profile', 'npm profile get'],
  ['npm-access', 'npm access list'],
  ['npm-owner', 'npm owner ls'],
  ['npm-trust', 'npm trust list'],
  ['npm-debug-log', '/_logs'],
  ['npm-cacache-index', '/index-v5'],
  ['github-audit', '/audit-log'],
  ['github-actions-runs', '/actions/runs'],
  ['github-actions-log', '/jobs/'],
  ['github-releases', '/releases'],
  ['git-refs', 'git for-each-ref'],
  ['mail', 'mbox'],
  ['verdaccio', 'verdaccio'],
  ['artifactory-request', 'artifactory'],
  ['nexus-audit', 'audit/audit.log'],
  ['aws-cloudtrail', 'cloudtrail'],
  ['npm-lock', 'package-lock'],
];

function saveFirst(): string {
  const script = collectScript({ package: 'axios', repo: 'axios/axios', shell: 'sh' }).join('\n');
  const rows = URGENT.map(([id, sign]) => {
    const format = FORMATS.find((each) => each.id === id);
    if (format === undefined) throw new Error(`no format ${id}`);
    const { title, about } = format;
    return [title, commandCell(about.export), about.lifetime, script.includes(sign) ? 'yes' : 'by hand'];
  });
  return table(['what', 'how to get it', 'gone after', 'in the script'], rows);
}

/** A command as code, what is said beside it as it is. */
function commandCell(text: string): string {
  return text.replace(/^(?:curl|gh|git|npm) .*?(?=;|, then|$)/, code);
}

function actions(): string {
  const groups = new Map<string, string[]>();
  for (const action of ACTIONS) {
    const [family = ''] = action.split('.');
    groups.set(family, [...(groups.get(family) ?? []), code(action)]);
  }
  return table(
    ['family', 'actions'],
    [...groups].map(([family, names]) => [family, names.join(', ')]),
  );
}

/** Begin of the lines that a reader needs first, in the screen of the axios story. */
const TOLD = [
  '   2026-02-18 17:19:20',
  '   2026-03-27 19:01:40.915',
  '   2026-03-30 23:59:12',
  '≈  ≤ 2026-03-31 00:21:58.168',
  '   2026-03-31 00:21:58.168',
  '   2026-03-31 00:31:06.535',
  '~  2026-03-31 01:00 ',
  '   2026-03-31 01:00:57.285',
  '≈  ≤ 2026-03-31 03:15:30',
  '   2026-03-31 03:15:49',
];

/** The told steps of a screen, with an ellipsis for those between, and its head and foot. */
function pickedSteps(screen: string): string {
  const parts = screen.trimEnd().split(/\n(?=[ ≈~] {2}(?:[≤≥] )?\d{4}-|\d+ steps )/);
  const [head = '', ...rest] = parts;
  const foot = rest.pop() ?? '';
  const kept = rest.map((step) => (isTold(step) ? step : '…'));
  const steps = kept.filter((step, i) => step !== '…' || kept[i - 1] !== '…');
  return [head, ...steps, foot].join('\n');
}

function isTold(step: string): boolean {
  return TOLD.some((begin) => step.startsWith(begin)) && !step.includes('dist-tag');
}
