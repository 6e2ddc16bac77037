/** How a file names another: `type` imports are gone when the program runs, `dynamic` ones are loaded when needed. */
export interface Import {
  readonly specifier: string;
  readonly kind: 'static' | 'dynamic' | 'type';
}

const FROM = /(?:^|[;\n])\s*(?:import|export)\s+(type\s)?(?:[\w*\s{},$]|'[^'\n]*')*?\bfrom\s*(['"])([^'"]+)\2/g;
const SIDE_EFFECT = /(?:^|[;\n])\s*import\s*(['"])([^'"]+)\1/g;
const CALL = /\bimport\s*\(\s*(?:(['"`])([^'"`$]+)\1)?/g;
const WORKER = /\bnew\s+URL\s*\(\s*(['"])(\.[^'"]+\.[jt]s)\1\s*,\s*import\.meta\.url/g;
const REQUIRE = /(?<![.\w])require\s*\(\s*(['"])([^'"]+)\1/g;

/** What a dynamic import whose name is computed counts as. */
export const COMPUTED = '(computed)';

/** All that a source file imports: statically, by `import()`, for its types, or as a worker. */
export function importsOf(source: string): Import[] {
  const code = withoutComments(source);
  const found: Import[] = [];
  for (const match of code.matchAll(FROM)) {
    found.push({ specifier: match[3] ?? '', kind: match[1] === undefined ? 'static' : 'type' });
  }
  for (const match of code.matchAll(SIDE_EFFECT)) found.push({ specifier: match[2] ?? '', kind: 'static' });
  for (const match of code.matchAll(CALL)) found.push({ specifier: match[2] ?? COMPUTED, kind: 'dynamic' });
  for (const match of code.matchAll(WORKER)) found.push({ specifier: match[2] ?? '', kind: 'dynamic' });
  for (const match of code.matchAll(REQUIRE)) found.push({ specifier: match[2] ?? '', kind: 'static' });
  return found;
}

/** Only comments that begin a line or follow a space: `https://` and globs inside texts are none. */
function withoutComments(source: string): string {
  return source.replace(/^\s*\/\*[\s\S]*?\*\//gm, '').replace(/(^|\s)\/\/.*$/gm, '$1');
}

export function withoutTexts(source: string): string {
  return withoutComments(source).replace(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g, "''");
}
