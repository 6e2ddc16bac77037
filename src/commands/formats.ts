import { type Command, type CommandInput, textOption } from '../core/command.ts';
import { AppError, EXIT } from '../core/errors.ts';
import type { JsonObject } from '../core/json.ts';
import { type Report, textReport } from '../core/report.ts';

const command: Command = {
  id: 'formats',
  summary: 'what can be read, how to export it, how long it lives, what it can and cannot prove',
  arguments: '',
  options: [
    { flags: '--collect <package>', description: 'print a script that saves what disappears, in the right order' },
    { flags: '--user <account>', description: 'with --collect: npm account whose packages to list' },
    { flags: '--repo <owner/name>', description: 'with --collect: source repository' },
    { flags: '--shell <sh|powershell>', description: 'with --collect: for which shell (default sh)' },
    { flags: '--check-mapping <file>', description: 'try a mapping for `ingest --mapping` on a sample' },
    { flags: '--sample <log>', description: 'with --check-mapping: the log to try it on' },
    {
      flags: '--schema <kind>',
      description: 'print the JSON Schema of a report: ingest, timeline, integrity, evidence, formats or text',
    },
  ],
  examples: [
    { line: 'audit-timeline formats', what: 'the list' },
    {
      line: 'audit-timeline formats --collect axios --repo axios/axios > collect.sh',
      what: 'a script to read, then to run',
    },
    { line: 'audit-timeline formats --schema timeline > timeline.schema.json', what: 'what `show --json` looks like' },
  ],
  run: async (input) => {
    const kind = textOption(input, 'schema');
    if (kind !== undefined) return schemaReport(kind);
    const mapping = textOption(input, 'checkMapping');
    if (mapping !== undefined) return checkReport(mapping, input);
    const { formats, scriptReport } = await import('../tasks/formats.ts');
    const name = textOption(input, 'collect');
    if (name === undefined) return formats();
    const shell = textOption(input, 'shell') ?? 'sh';
    if (shell !== 'sh' && shell !== 'powershell')
      throw new AppError('usage', `--shell is sh or powershell, not "${shell}"`);
    const { collectScript } = await import('../tasks/collect.ts');
    const [user, repo] = [textOption(input, 'user'), textOption(input, 'repo')];
    return scriptReport(
      collectScript({ package: name, shell, ...(user !== undefined && { user }), ...(repo !== undefined && { repo }) }),
    );
  },
};

/** @throws {AppError} for a mapping or a sample that cannot be read */
async function checkReport(mapping: string, input: CommandInput): Promise<Report> {
  const sample = textOption(input, 'sample');
  if (sample === undefined) throw new AppError('usage', '--check-mapping needs a log to try it on', 'add --sample LOG');
  const { checkMapping } = await import('../tasks/check-mapping.ts');
  return checkMapping(mapping, sample, input.host);
}

/** @throws {AppError} `usage` */
async function schemaReport(kind: string): Promise<Report> {
  const { SCHEMAS } = await import('../core/schemas.ts');
  const found = Object.entries(SCHEMAS).find(([name]) => name === kind);
  if (found === undefined)
    throw new AppError('usage', `there is no report "${kind}"`, `one of ${Object.keys(SCHEMAS).join(', ')}`);
  const schema = found[1] as unknown as JsonObject;
  const lines = JSON.stringify(schema, null, 2).split('\n');
  return textReport(
    lines.map((text) => ({ text, whole: true })),
    { schema },
    EXIT.ok,
  );
}

export default command;
