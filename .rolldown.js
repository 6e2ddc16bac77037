/**
 * Puts the modules that `tsc` has written together: Node 20 takes 0.4 ms for each of the 300 files that `show` would
 * otherwise load. Nothing is minified, and what others wrote stays in node_modules.
 */
export default {
  input: {
    cli: 'dist/cli.js',
    'extract-worker': 'dist/tasks/reading/extract-worker.js',
    'verify-worker': 'dist/tasks/verify/verify-worker.js',
  },
  platform: 'node',
  external: /^[^./]/,
  output: { dir: 'dist/bundle', format: 'esm', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
};
