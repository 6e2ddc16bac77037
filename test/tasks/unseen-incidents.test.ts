import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { manifest, type PublishLook, snapshot } from '../../src/rules/examples/packument.ts';
import { ingest, temporaryFolder } from '../support/cases.ts';
import { run } from '../support/terminal.ts';

interface Told {
  readonly foot: {
    readonly incidents: readonly {
      readonly packages: readonly string[];
      readonly accounts: readonly string[];
      readonly first: string;
      readonly last: string;
      readonly releases: readonly { readonly name: string }[];
      readonly fetched: readonly { readonly who?: string }[];
      readonly not_in_evidence: readonly string[];
    }[];
  };
}

const folder = temporaryFolder();

async function told(name: string, path: string): Promise<Told['foot']['incidents']> {
  const db = join(folder, `${name}.db`);
  await ingest(db, path);
  const { stdout } = await run(['detect', '--json', '--db', db]);
  return (JSON.parse(stdout) as Told).foot.incidents;
}

/** Other work on the machine makes it slow, not wrong. */
const SLOW = { timeout: 120_000 };

describe('a story', SLOW, () => {
  it('solana: one incident of the phished account, and the clean version of another owner is not in it', async () => {
    const incidents = await told('solana', 'fixtures/incidents/solana-2024');
    expect(incidents).toHaveLength(1);
    expect(incidents[0]).toMatchObject({
      accounts: ['solana-publisher'],
      first: '2024-12-02T15:20:00.000Z',
      last: '2024-12-02T18:30:00.000Z',
    });
    expect(incidents[0]?.releases.map(({ name }) => name)).toEqual([
      '@solana/web3.js@1.95.6',
      '@solana/web3.js@1.95.7',
    ]);
  });

  it('qix: one incident of six packages, without the versions that put it right', async () => {
    const incidents = await told('qix', 'fixtures/incidents/qix-2025');
    expect(incidents).toHaveLength(1);
    expect(incidents[0]).toMatchObject({
      packages: ['ansi-styles', 'backslash', 'chalk', 'color-convert', 'debug', 'is-arrayish'],
      accounts: ['qix'],
      first: '2025-09-08T13:12:00.000Z',
      last: '2025-09-08T13:18:00.000Z',
    });
    expect(incidents[0]?.releases).toHaveLength(6);
    expect(incidents[0]?.fetched.map(({ who }) => who)).toEqual(['ci', 'dev']);
  });

  it('qix before the takedown: what no rule speaks of but the burst is among what else there is', async () => {
    const db = join(folder, 'during.db');
    await ingest(db, 'fixtures/incidents/qix-2025', '--include', '*.20250908T144000Z.json');
    const { stdout } = await run(['detect', '--db', db], { columns: 400 });
    expect(stdout).toMatch(/qix: also acted on chalk, color-convert, debug between .*: look at each/);
  });

  it('a manifest that somebody saved by itself is not asked for, and says who published', async () => {
    const bad: PublishLook = { at: '2026-06-10T01:00:00.000Z', by: 'alice <alice@proton.me>' };
    const copy = snapshot('widget', '2026-06-10T05:00:00Z', {
      '1.0.0': { at: '2026-01-01T00:00:00.000Z', by: 'alice <alice@corp.example>' },
      '1.0.1': { at: '2026-02-01T00:00:00.000Z', by: 'alice <alice@corp.example>' },
      '1.1.0': { ...bad, gone: true },
    });
    const files = { ...copy, 'widget-1.1.0.20260610T020000Z.json': JSON.stringify(manifest('widget', '1.1.0', bad)) };
    const paths = Object.entries(files).map(([name, text]) => {
      const path = join(folder, name);
      writeFileSync(path, text);
      return path;
    });
    const db = join(folder, 'saved.db');
    for (const path of paths) await ingest(db, path);
    const { stdout } = await run(['detect', '--json', '--db', db]);
    const [incident] = (JSON.parse(stdout) as Told).foot.incidents;
    expect(incident?.not_in_evidence.join('\n')).not.toMatch(/no manifest in evidence|which account and/);
    expect(incident?.not_in_evidence.join('\n')).toContain('which credential published widget@1.1.0');
    expect(stdout).not.toContain('its manifest is in no evidence');
  });

  it('an empty list of tokens says that all were revoked, once somebody says what it is, and by when', async () => {
    const token = (name: string, digit: string): object => ({
      token: 'npm_ab',
      key: digit.repeat(128),
      cidr_whitelist: null,
      readonly: false,
      automation: false,
      created: `2026-06-0${digit}T01:48:00.000Z`,
      updated: `2026-06-0${digit}T01:48:00.000Z`,
      name,
      id: digit.repeat(6),
    });
    const lists = {
      'token-list.20260602T080000Z.json': [token('ci', '1')],
      'token-list.20260603T050000Z.json': [token('ci', '1'), token('sync', '3')],
      'token-list.20260604T050000Z.json': [],
    };
    const copy = snapshot('gadget', '2026-06-03T06:00:00Z', {
      '1.0.0': { at: '2026-01-01T00:00:00.000Z', by: 'alice <alice@corp.example>' },
      '1.0.1': { at: '2026-06-03T02:00:00.000Z', by: 'alice <alice@corp.example>' },
    });
    const db = join(folder, 'tokens.db');
    for (const [name, content] of Object.entries({ ...lists, ...copy })) {
      const path = join(folder, name);
      writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
      const { stdout } = await ingest(db, path);
      if (name.includes('0604')) expect(stdout).toContain('--as npm-token-list');
      if (name.includes('0604')) await ingest(db, path, '--as', 'npm-token-list');
    }
    const { stdout } = await run(['detect', '--db', db], { columns: 400 });
    expect(stdout).toContain('ended: token "sync" revoked by 2026-06-04 05:00:00');
  });
});
