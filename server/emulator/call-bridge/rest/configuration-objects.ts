import type { ConfigurationObject, Database } from '../../cluster/database/database';
import type { Refusal } from '../../cluster/database/failure';
import type { Filter, Kind, KindEntry } from '../../cluster/database/kind';
import { kinds } from '../../cluster/database/kinds';
import type { Parameter } from '../../cluster/database/parameter';
import { changeObject, createObject } from '../../cluster/database/write';
import { existsIn } from '../version';
import { badParameters, created, done, failed, notFound, xml } from './answer';
import type { Answer } from './answer';
import type { Handlers, RestParts } from './handler';
import { page, smallPage } from './page';
import type { Parameters } from './parameters';
import { readGiven } from './read-given';
import { element, text } from './xml';

type ObjectOperation = 'list-objects' | 'create-object' | 'get-object' | 'change-object' | 'delete-object';

/** What the cluster's database holds: the same five handlers for every kind of the table. */
export const configurationHandlers: Handlers<ObjectOperation> = {
  'list-objects': ({ core }, { ids: { kind, parent }, query }) => {
    const refused = refusePath(core, kind, parent);
    if (refused) return refused;
    const { collection, entry, pageCap = smallPage } = kinds[kind];
    const { database } = core.cluster;
    const found = database.list(kind, parent ?? null).filter((object) => passes(database, object, query));
    const result = page(query, collection, pageCap, found, (object) =>
      element(entry, { id: object.id }, ...written(core, object, ({ shown }) => shown === 'list')),
    );
    return result.ok ? xml(result.xml) : result.answer;
  },

  'create-object': ({ core }, { ids: { kind, parent }, form }) => {
    const refused = refusePath(core, kind, parent);
    if (refused) return refused;
    const read = readGiven(kinds[kind], core.version, form, 'create');
    if (!read.ok) return badParameters(...read.invalid);
    const made = createObject(core.cluster.database, { kind, id: core.ids.guid(), parent: parent ?? null }, read.given, core.ids);
    return made.ok ? created(pathOf(made.object)) : refusal(made.refusal);
  },

  'get-object': ({ core }, { ids }) =>
    withObject(core, ids, (object) => {
      const { entry, single } = kinds[object.kind];
      return xml(element(entry, single ? {} : { id: object.id }, ...written(core, object, () => true)));
    }),

  'change-object': ({ core }, { ids, form }) =>
    withObject(core, ids, (object) => {
      const read = readGiven(kinds[object.kind], core.version, form, 'change');
      if (!read.ok) return badParameters(...read.invalid);
      const changed = changeObject(core.cluster.database, object, read.given, core.ids);
      return changed.ok ? done : refusal(changed.refusal);
    }),

  'delete-object': ({ core }, { ids }) =>
    withObject(core, ids, ({ kind, id }) => {
      core.cluster.database.remove(kind, id);
      return done;
    }),
};

type Core = RestParts['core'];

/** The answer to a kind that this version does not have, or to an unknown object in the path; null if all is well. */
function refusePath({ cluster, version }: Core, kind: Kind, parent: string | undefined): Answer | null {
  const entry = kinds[kind];
  if (!existsIn(version, entry)) return notFound;
  if (entry.parent === undefined || cluster.database.get(entry.parent, parent ?? '')) return null;
  return failed(kinds[entry.parent].missing);
}

function withObject(
  core: Core,
  { kind, parent, object }: { kind: Kind; parent?: string; object: string },
  act: (object: ConfigurationObject) => Answer,
): Answer {
  const refused = refusePath(core, kind, parent);
  if (refused) return refused;
  const id = kinds[kind].single === 'perCallBridge' ? core.id : object;
  const found = core.cluster.database.get(kind, id);
  return found && found.parent === (parent ?? null) ? act(found) : failed(kinds[kind].missing);
}

function written({ cluster, version }: Core, object: ConfigurationObject, isShown: (parameter: Parameter) => boolean): string[] {
  return Object.entries(kinds[object.kind].parameters).flatMap(([name, parameter]) => {
    if (parameter.hidden || parameter.order || !isShown(parameter) || !existsIn(version, parameter)) return [];
    return [text(name, parameter.computed ? parameter.computed(cluster.database, object) : object.values[name])];
  });
}

function passes(database: Database, object: ConfigurationObject, query: Parameters): boolean {
  return Object.entries(kinds[object.kind].filters ?? {}).every(([name, filter]) => {
    const wanted = query.get(name)?.toLowerCase() ?? '';
    return wanted === '' || passesFilter(database, object, filter, wanted);
  });
}

function passesFilter(database: Database, { kind, id, values }: ConfigurationObject, filter: Filter, wanted: string): boolean {
  if ('contains' in filter) return filter.contains.some((name) => values[name]?.toLowerCase().includes(wanted));
  if ('equals' in filter) return values[filter.equals]?.toLowerCase() === wanted;
  return (database.referring(kind, id).length > 0) === (wanted === 'referenced');
}

function pathOf({ kind, id, parent }: ConfigurationObject): string {
  const { path }: KindEntry = kinds[kind];
  return `${path.replace(':parent', parent ?? '')}/${id}`;
}

function refusal(refused: Refusal): Answer {
  return 'tag' in refused ? failed(refused.tag) : badParameters(...refused.invalid);
}
