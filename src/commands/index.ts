// This file is generated: npm run catalog
import type { Command } from '../core/command.ts';

export const COMMANDS: readonly Command[] = [
];
