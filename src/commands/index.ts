// This file is generated: npm run catalog
import type { Command } from '../core/command.ts';
import checkpointCommand from './checkpoint.ts';
import demoCommand from './demo.ts';
import detectCommand from './detect.ts';
import evidenceCommand from './evidence.ts';
import exportCommand from './export.ts';
import formatsCommand from './formats.ts';
import ingestCommand from './ingest.ts';
import noteCommand from './note.ts';
import redactCommand from './redact.ts';
import reindexCommand from './reindex.ts';
import rulesCommand from './rules.ts';
import showCommand from './show.ts';
import verifyCommand from './verify.ts';

export const COMMANDS: readonly Command[] = [
  checkpointCommand,
  demoCommand,
  detectCommand,
  evidenceCommand,
  exportCommand,
  formatsCommand,
  ingestCommand,
  noteCommand,
  redactCommand,
  reindexCommand,
  rulesCommand,
  showCommand,
  verifyCommand,
];
