import { isObject, type Json, member, text } from '../../core/json.ts';
import { packageName } from '../../registry/names.ts';
import { classifyRequest, type RegistryRequest } from '../../registry/request.ts';
import { NAMING, SENTENCES } from '../http-answer.actions.ts';
import type { Answer } from './answer.ts';

/** What an answer tells of the request: it does not hold the request itself. */
export interface Asked {
  readonly url: string | undefined;
  /** Set where the URL can mean nothing but a package. */
  readonly request: RegistryRequest | undefined;
  readonly package: string | undefined;
}

export function askedOf(answer: Answer, sentence: string | undefined): Asked {
  const url = answer.field('content-location') ?? answer.redirectedTo;
  const request = url === undefined ? undefined : certainRequest(url);
  return { url, request, package: request?.package ?? namedIn(sentence) };
}

/** `/login` looks like a package called `login`: only a tarball and a scoped name are taken for what they seem. */
function certainRequest(url: string): RegistryRequest | undefined {
  const request = classifyRequest('GET', url);
  if (request.kind === 'tarball') return request;
  return request.kind === 'metadata' && request.package.startsWith('@') ? request : undefined;
}

function namedIn(sentence: string | undefined): string | undefined {
  const names = NAMING.map((pattern) => pattern.exec(sentence ?? '')?.[1]);
  return packageName(names.find((name) => name !== undefined) ?? '');
}

/** What a body says is wrong. */
export interface Complaint {
  readonly sentence: string | undefined;
  /** Its code, where it has one. */
  readonly code: string | undefined;
}

/** The sentence in a JSON body, or a body that is one short line of text. */
export function complaintIn(body: string): Complaint {
  const json = parsed(body);
  if (isObject(json)) {
    const error = member(json, 'error');
    const place = isObject(error) ? error : json;
    const sentence = [...SENTENCES, 'summary']
      .map((name) => text(member(place, name)))
      .find((said) => said !== undefined);
    return { sentence, code: text(member(place, 'code')) };
  }
  const line = body.trim();
  const plain = line !== '' && line.length <= 300 && !/[\n<]/.test(line) && json === undefined;
  return { sentence: plain ? line : undefined, code: undefined };
}

function parsed(body: string): Json | undefined {
  try {
    return JSON.parse(body) as Json;
  } catch {
    return undefined;
  }
}
