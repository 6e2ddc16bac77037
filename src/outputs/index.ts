// This file is generated: npm run catalog
import type { Output } from '../core/output.ts';
import csvOutput from './csv.ts';
import githubOutput from './github.ts';
import jsonOutput from './json.ts';
import jsonlOutput from './jsonl.ts';
import markdownOutput from './markdown.ts';
import sarifOutput from './sarif.ts';
import tableOutput from './table.ts';

export const OUTPUTS: readonly Output[] = [
  csvOutput,
  githubOutput,
  jsonOutput,
  jsonlOutput,
  markdownOutput,
  sarifOutput,
  tableOutput,
];
