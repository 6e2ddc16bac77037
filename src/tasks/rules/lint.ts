import { AppError, EXIT } from '../../core/errors.ts';
import { jsonObject, type Report } from '../../core/report.ts';
import { problemText } from '../../rules/sigma/problem.ts';
import { readRules } from './load.ts';

/** Whether files of rules can be used: what is wrong, by file and line. Exit code 2 where anything is. @throws {AppError} */
export async function lintRules(paths: readonly string[], cwd: string): Promise<Report> {
  if (paths.length === 0)
    throw new AppError('usage', 'rules lint needs a file or folder', 'audit-timeline rules lint rules/');
  const { set, files } = await readRules(paths, { cwd });
  const { problems, rules, limits } = set;
  const text = `${files} files, ${rules.length} rules, ${limits.size} built-in rules with new limits, ${problems.length} errors`;
  return {
    kind: 'rules',
    head: [],
    columns: [{ title: 'WHERE' }, { title: 'WHAT IS WRONG', weight: 1 }],
    csv: ['file', 'line', 'rule', 'message'],
    rows: problems.map((problem) => ({
      cells: [
        { text: `${problem.file}:${problem.line}` },
        { text: problemText(problem).slice(`${problem.file}:${problem.line}: `.length) },
      ],
      data: jsonObject({ ...problem }),
    })),
    foot: () => ({
      lines: [{ text, style: problems.length === 0 ? 'good' : 'bad' }],
      data: { files, rules: rules.length, errors: problems.length },
      exitCode: problems.length === 0 ? EXIT.ok : EXIT.couldNotRun,
    }),
  };
}
