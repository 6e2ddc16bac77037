// This file is generated: npm run catalog
import type { Command } from '../core/command.ts';
import demoCommand from './demo.ts';
import evidenceCommand from './evidence.ts';
import formatsCommand from './formats.ts';
import ingestCommand from './ingest.ts';
import noteCommand from './note.ts';
import reindexCommand from './reindex.ts';
import showCommand from './show.ts';
import verifyCommand from './verify.ts';

export const COMMANDS: readonly Command[] = [
  demoCommand,
  evidenceCommand,
  formatsCommand,
  ingestCommand,
  noteCommand,
  reindexCommand,
  showCommand,
  verifyCommand,
];
