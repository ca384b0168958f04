import { z } from 'zod';
import { addPersonInput, changeOwnPasswordInput, changeRoleInput, personIdInput } from '@/lib/access/person';
import { deed, read } from '@/server/commands/command';
import { pageInput, pageOf } from '@/server/commands/page';

export const listPeople = read({
  permission: 'people.read',
  scope: 'refused',
  input: z.object(pageInput),
  async run({ people, changes }, _, input) {
    const sequence = changes.sequence;
    return { ...pageOf(await people.list(), (person) => `${person.name.toLocaleLowerCase()} ${person.id}`, input), sequence };
  },
});

/** Who is asking, with their role. */
export const getMe = read({ permission: null, scope: 'irrelevant', input: z.object({}), run: (_, caller) => caller });

export const addPerson = deed({
  permission: 'people.write',
  scope: 'refused',
  input: addPersonInput,
  run: ({ people }, _, input) => people.add(input),
  record: ({ name, role, scope }, output) => ({ id: output?.person.id, name, role, scope }),
});

export const changeRole = deed({
  permission: 'people.write',
  scope: 'refused',
  input: changeRoleInput,
  run: ({ people }, _, input) => people.changeRole(input),
  record: ({ id, role, scope }, output) => ({ id, name: output?.name, role, scope, sessionsEnded: output?.sessionsEnded }),
});

export const resetPassword = deed({
  permission: 'people.write',
  scope: 'refused',
  input: personIdInput,
  run: ({ people }, _, { id }) => people.resetPassword(id),
  record: ({ id }, output) => ({ id, name: output?.person.name, sessionsEnded: output?.sessionsEnded }),
});

export const removePerson = deed({
  permission: 'people.write',
  scope: 'refused',
  input: personIdInput,
  run: ({ people }, _, { id }) => people.remove(id),
  record: ({ id }, output) => ({ id, name: output?.name, sessionsEnded: output?.sessionsEnded }),
});

export const changeOwnPassword = deed({
  permission: null,
  scope: 'irrelevant',
  input: changeOwnPasswordInput,
  async run({ people }, caller, input) {
    await people.changeOwnPassword(caller, input);
    return null;
  },
  record: () => ({}),
});
