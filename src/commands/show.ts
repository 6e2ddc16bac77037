import type { Command } from '../core/command.ts';

const command: Command = {
  id: 'show',
  summary: 'print the timeline, or the story of a package, account, token, address or repository',
  arguments: '',
  options: [
    {
      flags: '--package <name>',
      description: 'the story of this package: acts on it, and what happened around them',
      many: true,
    },
    { flags: '--actor <account>', description: 'what this account did, or was done to it', many: true },
    {
      flags: '--token <fingerprint>',
      description: 'uses of this token: sha512:…, sha256:…, id:…, or - to read the token itself without echo',
      many: true,
    },
    { flags: '--ip <address>', description: 'acts from this address, or range: 203.0.113.0/24', many: true },
    { flags: '--repo <owner/name>', description: 'what concerns this repository', many: true },
    { flags: '--only', description: 'strictly what names it: no story, downloads one by one' },
    { flags: '--why', description: 'print under each row around a story why it is there' },
    {
      flags: '--depth <n>',
      description:
        'how far the story of a package goes: 0 only the package, 1 (default) what those who touched it did, 2 also all of what they changed besides',
    },
    { flags: '--downloads', description: 'each download of a story, not one row for a client and day' },
    { flags: '--action <pattern>', description: 'only these actions: package.published, auth.*', many: true },
    { flags: '--since <time>', description: 'from this time: 2026-03-31T00:00Z, 2d, "yesterday 14:00"' },
    { flags: '--until <time>', description: 'up to this time' },
    { flags: '--around <time>', description: 'around this time, or around evidence: EV-3f9a:17' },
    { flags: '--window <length>', description: 'how far around (default 5m)' },
    { flags: '--where <filter>', description: 'filter: \'action:package.* ip:10.0.0.0/8 -actor:ci-bot "free text"\'' },
    { flags: '--limit <n>', description: 'at most this many steps' },
    { flags: '--order <asc|desc>', description: 'oldest first (default) or newest first' },
    { flags: '--raw', description: 'print the source records under each step' },
    { flags: '--strict', description: 'exit 3 when something is not in evidence' },
  ],
  examples: [
    { line: 'audit-timeline show --package axios', what: 'what happened to a package, and around it' },
    { line: 'audit-timeline show --package axios --why', what: 'the same, with the reason for each row' },
    { line: 'audit-timeline show --actor alice --since 2026-03-01', what: 'what an account did' },
    {
      line: 'audit-timeline show --around 2026-03-31T00:21:58Z --window 30m --json',
      what: 'half an hour around a moment, for a program',
    },
  ],
  run: async (input) => (await import('../tasks/show-command.ts')).run(input),
};

export default command;
