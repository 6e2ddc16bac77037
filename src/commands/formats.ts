import { type Command, textOption } from '../core/command.ts';
import { AppError } from '../core/errors.ts';

const command: Command = {
  id: 'formats',
  summary: 'what can be read, how to export it, how long it lives, what it can and cannot prove',
  arguments: '',
  options: [
    { flags: '--collect <package>', description: 'print a script that saves what disappears, in the right order' },
    { flags: '--user <account>', description: 'with --collect: npm account whose packages to list' },
    { flags: '--repo <owner/name>', description: 'with --collect: source repository' },
    { flags: '--shell <sh|powershell>', description: 'with --collect: for which shell (default sh)' },
  ],
  examples: [
    { line: 'audit-timeline formats', what: 'the list' },
    { line: 'audit-timeline formats --collect axios --repo axios/axios > collect.sh', what: 'a script to read, then to run' },
  ],
  run: async (input) => {
    const { formats, scriptReport } = await import('../tasks/formats.ts');
    const name = textOption(input, 'collect');
    if (name === undefined) return formats();
    const shell = textOption(input, 'shell') ?? 'sh';
    if (shell !== 'sh' && shell !== 'powershell') throw new AppError('usage', `--shell is sh or powershell, not "${shell}"`);
    const { collectScript } = await import('../tasks/collect.ts');
    const [user, repo] = [textOption(input, 'user'), textOption(input, 'repo')];
    return scriptReport(collectScript({ package: name, shell, ...(user !== undefined && { user }), ...(repo !== undefined && { repo }) }));
  },
};

export default command;
