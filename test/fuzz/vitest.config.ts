import { defineConfig } from 'vitest/config';

/** Apart from the tests: takes minutes. */
export default defineConfig({ test: { include: ['test/fuzz/run.ts'], testTimeout: 24 * 60 * 60_000 } });
