import type { EventDraft } from '../../core/event.ts';
import { isVersion } from '../../registry/lines.ts';
import { type Facts, specOf } from './facts.ts';
import type { Pack } from './packs.ts';

type Details = Partial<EventDraft>;

/** What the rest of a run says of the act that was its purpose. */
export function detailsOf(event: EventDraft, facts: Facts, pack: Pack | undefined): Details {
  switch (event.action) {
    case 'package.published':
      return publishDetails(event, facts, pack);
    case 'package.deprecated':
    case 'package.undeprecated':
      return deprecation(event, facts);
    case 'package.version_deleted':
      return spec(event, facts.args[0]);
    case 'package.dist_tag_changed':
      return { ...spec(event, facts.tagged ?? facts.args[0]), tag: event.tag ?? facts.args[1] };
    case 'package.owner_added':
    case 'package.owner_removed':
      return { user: facts.args[0], package: event.package ?? specOf(facts.args[1]).package };
    default:
      return pack === undefined ? {} : { package: pack.name, version: pack.version, shasum: pack.shasum };
  }
}

function publishDetails(event: EventDraft, facts: Facts, pack: Pack | undefined): Details {
  const named = specOf(facts.pkgid);
  const name = event.package ?? pack?.name ?? named.package;
  const said = named.package === name ? named.version : undefined;
  return {
    package: name,
    version: event.version ?? pack?.version ?? (said !== undefined && isVersion(said) ? said : undefined),
    shasum: pack?.shasum,
    tag: facts.tag,
  };
}

/** Package and version of `name@version`, as far as the event does not know them. */
function spec(event: EventDraft, text: string | undefined): Details {
  const found = specOf(text);
  if (event.package !== undefined && found.package !== event.package) return {};
  const version = found.version !== undefined && isVersion(found.version) ? found.version : undefined;
  return { package: event.package ?? found.package, version: event.version ?? version };
}

/** `npm deprecate <name>@<range> <text>`: an empty text takes the deprecation back. */
function deprecation(event: EventDraft, { args, words }: Facts): Details {
  const target = specOf(args[0]);
  const name = event.package ?? target.package;
  if (target.package === undefined || target.package !== name) return {};
  const next = words[words.indexOf(args[0] ?? '') + 1];
  const text = next?.startsWith('--') === true ? undefined : next;
  const exact = target.version !== undefined && isVersion(target.version);
  return {
    ...(text === '' ? { action: 'package.undeprecated' as const } : {}),
    package: name,
    version: exact ? target.version : undefined,
    deprecated: text === '' ? undefined : text,
    resource: exact ? undefined : args[0],
  };
}
