import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
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

it('solana: one incident of the phished account, and the clean version of another owner is not in it', async () => {
  const incidents = await told('solana', 'fixtures/incidents/solana-2024');
  expect(incidents).toHaveLength(1);
  expect(incidents[0]).toMatchObject({
    accounts: ['solana-publisher'],
    first: '2024-12-02T15:20:00.000Z',
    last: '2024-12-02T18:30:00.000Z',
  });
  expect(incidents[0]?.releases.map(({ name }) => name)).toEqual(['@solana/web3.js@1.95.6', '@solana/web3.js@1.95.7']);
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
