// This file is generated: npm run catalog
import type { Command } from '../core/command.ts';
import demoCommand from './demo.ts';
import detectCommand from './detect.ts';
import evidenceCommand from './evidence.ts';
import formatsCommand from './formats.ts';
import ingestCommand from './ingest.ts';
import noteCommand from './note.ts';
import reindexCommand from './reindex.ts';
import rulesCommand from './rules.ts';
import showCommand from './show.ts';
import verifyCommand from './verify.ts';

export const COMMANDS: readonly Command[] = [
  demoCommand,
  detectCommand,
  evidenceCommand,
  formatsCommand,
  ingestCommand,
  noteCommand,
  reindexCommand,
  rulesCommand,
  showCommand,
  verifyCommand,
];
