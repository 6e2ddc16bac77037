import { AppError } from '../core/errors.ts';
import { packageName } from '../registry/names.ts';

export interface CollectOptions {
  readonly package: string;
  readonly user?: string;
  /** `owner/name` of the source repository. */
  readonly repo?: string;
  readonly shell: 'sh' | 'powershell';
}

/** One thing to save: in the order in which they disappear. */
interface Item {
  /** File name before the stamp. */
  readonly name: string;
  readonly extension: string;
  readonly why: string;
  readonly sh: string;
  readonly powershell: string;
}

const ACCOUNT = /^[A-Za-z0-9][A-Za-z0-9._-]{0,213}$/;
const REPO = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}\/[A-Za-z0-9._-]{1,100}$/;

/**
 * A commented script that saves what disappears, in that order, and only then names what to revoke. Printed, never
 * run: it needs the network, this program does not.
 * @throws {AppError} `usage` for a name that could not be one (it goes into a shell script)
 */
export function collectScript(options: CollectOptions): readonly string[] {
  const name = packageName(options.package);
  if (name === undefined || !/^[@A-Za-z0-9._~/-]+$/.test(name))
    throw new AppError('usage', `"${options.package}" is no package name`);
  if (options.user !== undefined && !ACCOUNT.test(options.user))
    throw new AppError('usage', `"${options.user}" is no account name`);
  if (options.repo !== undefined && !REPO.test(options.repo))
    throw new AppError('usage', `"${options.repo}" is no repository`, 'write owner/name');
  return options.shell === 'sh' ? shScript(name, options) : powershellScript(name, options);
}

function items(name: string, { user, repo }: CollectOptions): Item[] {
  const url = name.replace('/', '%2f');
  const file = fileName(name);
  return [
    {
      name: file,
      extension: 'json',
      why: 'the packument: the takedown removes the bad versions from it',
      sh: `curl -sS -H 'accept: application/json' "$registry"'${url}'`,
      powershell: `curl.exe -sS -H 'accept: application/json' ($registry + '${url}')`,
    },
    both(`${file}-view`, 'json', 'what npm itself shows', `npm view ${name} --json`),
    both('token-list', 'json', 'your tokens; npm keeps no history of them', 'npm token list --json'),
    both('profile', 'json', 'e-mail and 2FA as they are now', 'npm profile get --json'),
    both(
      'access-packages',
      'json',
      'everything the account can publish',
      `npm access list packages${user === undefined ? '' : ` ${user}`} --json`,
    ),
    both(`${file}-owners`, 'txt', 'who may publish', `npm owner ls ${name}`),
    both(`${file}-trust`, 'json', 'trusted publishers', `npm trust list ${name} --json`),
    ...(repo === undefined ? [] : repoItems(repo, file)),
  ];
}

/** `@acme/widget` -> `acme-widget`. */
function fileName(name: string): string {
  return name.replace(/^@/, '').replace('/', '-');
}

function repoItems(repo: string, file: string): Item[] {
  const [owner = ''] = repo.split('/');
  const audit = `gh api --paginate "/orgs/${owner}/audit-log?include=all&per_page=100"`;
  const refs =
    "git for-each-ref --format='%(refname)%09%(objectname)%09%(*objectname)%09%(creatordate:iso-strict)%09%(taggername)%09%(taggeremail)'";
  return [
    both('github-audit', 'json', 'organisation audit log: git events are gone after 7 days, the rest after 180', audit),
    both(
      `${file}-runs`,
      'json',
      'CI runs: gone after 90 days, or when somebody deletes them',
      `gh api --paginate "/repos/${repo}/actions/runs?per_page=100"`,
    ),
    both(`${file}-git-refs`, 'tsv', 'tags and branches as they are now (run inside a clone)', refs),
    both(`${file}-releases`, 'json', 'releases', `gh api --paginate "/repos/${repo}/releases?per_page=100"`),
  ];
}

function both(name: string, extension: string, why: string, command: string): Item {
  return { name, extension, why, sh: command, powershell: command };
}

const REVOKE = [
  'Only now revoke, from a clean machine:',
  '  npm token list, then npm token revoke <id> for each; end all sessions on the website',
  '  change the password and check the e-mail address of the npm account and of the mailbox behind it',
  '  revoke GitHub tokens, SSH keys and app authorisations; rotate every CI secret',
  'Save by hand as well: the security log of your GitHub account (Settings, Security log, Export JSON),',
  'and the mails npm sent you (publish, e-mail change, 2FA change).',
];

function shScript(name: string, options: CollectOptions): readonly string[] {
  const body = items(name, options).flatMap(({ name: file, extension, why, sh }) => [
    `# ${why}`,
    `save ${file} ${extension} ${sh}`,
  ]);
  return [
    '#!/bin/sh',
    `# Saves what disappears about ${name}, in this order. Nothing is changed on any account.`,
    'set -u',
    'dir=evidence; mkdir -p "$dir"',
    '# what this machine did lately, first: npm keeps ten logs, and each npm command below writes one',
    'cp -R "$HOME/.npm/_logs" "$dir/npm-logs" 2>/dev/null || true',
    'registry=$(npm config get registry)',
    'registry="$(printf %s "$registry" | sed "s:/*$::")/"',
    'save() {',
    '  stamp=$(date -u +%Y%m%dT%H%M%SZ); file="$1.$stamp.$2"; shift 2',
    '  "$@" > "$dir/$file" 2>> collect-errors.log || echo "failed, kept what came: $file" >&2',
    '  [ -s "$dir/$file" ] || { rm -f "$dir/$file"; return; }',
    '  printf \'%s\\t%s\\t%s\\n\' "$file" "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$(id -un)" >> "$dir/collected.tsv"',
    '}',
    ...body,
    '# attestations of the newest versions: they go with the version',
    `for version in $(npm view ${name} versions --json 2>> collect-errors.log | tr -d '[]", ' | tail -n 5); do`,
    `  save "${fileName(name)}-$version.attestations" json curl -sS -H 'accept: application/json' "$registry-/npm/v1/attestations/${name}@$version"`,
    'done',
    ...REVOKE.map((line) => `# ${line}`),
    'echo "saved to $dir. Next: audit-timeline ingest $dir"',
  ];
}

function powershellScript(name: string, options: CollectOptions): readonly string[] {
  const body = items(name, options).flatMap(({ name: file, extension, why, powershell }) => [
    `# ${why}`,
    `Save '${file}' '${extension}' { ${powershell} }`,
  ]);
  return [
    `# Saves what disappears about ${name}, in this order. Nothing is changed on any account.`,
    "$dir = 'evidence'; New-Item -ItemType Directory -Force $dir | Out-Null",
    '# what this machine did lately, first: npm keeps ten logs, and each npm command below writes one',
    'Copy-Item -Recurse "$env:LocalAppData/npm-cache/_logs" "$dir/npm-logs" -ErrorAction SilentlyContinue',
    "$registry = (npm config get registry).TrimEnd('/') + '/'",
    'function Save($name, $extension, $command) {',
    '  $stamp = (Get-Date).ToUniversalTime().ToString(\'yyyyMMddTHHmmssZ\'); $file = "$name.$stamp.$extension"',
    '  & $command > "$dir/$file"',
    "  $when = (Get-Date).ToUniversalTime().ToString('yyyy-MM-ddTHH:mm:ssZ')",
    '  "$file`t$when`t$env:USERNAME" | Out-File -Append -Encoding utf8 "$dir/collected.tsv"',
    '}',
    ...body,
    '# attestations of the newest versions: they go with the version',
    `foreach ($version in (npm view ${name} versions --json | ConvertFrom-Json | Select-Object -Last 5)) {`,
    `  Save "${fileName(name)}-$version.attestations" 'json' { curl.exe -sS -H 'accept: application/json' ($registry + "-/npm/v1/attestations/${name}@$version") }`,
    '}',
    ...REVOKE.map((line) => `# ${line}`),
    'Write-Output "saved to $dir. Next: audit-timeline ingest $dir"',
  ];
}
