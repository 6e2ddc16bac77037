import { expect, it } from 'vitest';
import type { EventMembers } from '../../src/core/event.ts';
import { addressOfAccount, whoText } from '../../src/timeline/who.ts';
import { EMAIL, V1_14_1 } from './axios.ts';
import { step } from './support.ts';

it.each<[string, Partial<EventMembers>]>([
  ['jasonsaayman', V1_14_1.members],
  ['jasonsaayman', EMAIL.members],
  ['alice', { action: 'auth.login', actor: 'alice', actor_email: 'alice@example.test' }],
  ['alice', { action: 'package.published', actor: 'alice' }],
  ['alice@example.test', { action: 'source.push', actor_email: 'alice@example.test', ip: '203.0.113.7' }],
  ['bob', { user: 'bob', ip: '203.0.113.7' }],
  ['203.0.113.7', { ip: '203.0.113.7', source_name: 'proxy' }],
  ['OSV', { action: 'advisory.published', grade: 'third_party', source_name: 'OSV' }],
  ['', {}],
])('%s', (expected, members) => expect(whoText(step(members))).toBe(expected));

it('names the address of the account under a publish only', () => {
  expect(addressOfAccount(step(V1_14_1.members))).toBe(' (ifstap@proton.me)');
  expect(addressOfAccount(step({ action: 'auth.login', actor: 'alice', actor_email: 'alice@example.test' }))).toBe('');
});
