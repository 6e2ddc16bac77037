import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from './client.js';

/** What one machine is to do, and who does it. */
export function partOf({ major }) {
  return {
    owner: `alice${major}`,
    other: `mallory${major}`,
    name: `@acme/widget-${major}`,
    passwords: [`owner-of-${major}-Xk29dkTq81`, `other-of-${major}-Pw73hsQz40`],
  };
}

/**
 * Lets one npm do everything, and copies the storage before the version goes.
 * @returns what went otherwise than it should, and the secrets that were used
 */
export async function act(tool, { folder, server, backup }) {
  const client = new Client(tool, { folder, registry: server.url });
  const { owner, other, name, passwords } = partOf(tool);
  const unexpected = [];
  const expectCode = async (what, fails, running) => {
    const { code, output } = await running;
    if ((code !== 0) !== fails)
      unexpected.push(`npm ${tool.version}: ${what} ended with ${code}: ${output.slice(-300)}`);
  };
  await expectCode('login', false, client.login(owner, passwords[0]));
  await expectCode('login of the other account', false, client.login(other, passwords[1]));
  await expectCode('token create', false, client.createToken(owner, passwords[0]));
  await expectCode('publish 1.0.0', false, client.publish(owner, name, '1.0.0'));
  await expectCode('publish 1.0.1', false, client.publish(owner, name, '1.0.1'));
  await expectCode('dist-tag add', false, client.run(owner, ['dist-tag', 'add', `${name}@1.0.0`, 'stable']));
  await expectCode('deprecate', false, client.run(owner, ['deprecate', `${name}@1.0.0`, 'use another']));
  await expectCode('owner add', true, client.run(other, ['owner', 'add', other, name]));
  cpSync(join(server.storage, name, 'package.json'), join(backup, name, 'package.json'), { recursive: true });
  await expectCode('unpublish', false, client.run(owner, ['unpublish', `${name}@1.0.1`]));
  await expectCode('install', false, client.install(owner, `${name}@1.0.0`));
  return { unexpected, secrets: [...passwords, ...client.tokens([owner, other])] };
}
