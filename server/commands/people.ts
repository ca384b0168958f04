import { z } from 'zod';
import { addPersonInput, changeOwnPasswordInput, changeRoleInput, personIdInput } from '@/lib/access/person';
import { deed, read } from '@/server/commands/command';
import { pageInput, pageOf } from '@/server/commands/page';

export const listPeople = read({
  permission: 'people.read',
  input: z.object(pageInput),
  async run({ people, changes }, _, input) {
    const sequence = changes.sequence;
    return { ...pageOf(await people.list(), (person) => `${person.name.toLocaleLowerCase()} ${person.id}`, input), sequence };
  },
});

/** Who is asking, with their role. */
export const getMe = read({ permission: null, input: z.object({}), run: (_, caller) => caller });

export const addPerson = deed({
  permission: 'people.write',
  input: addPersonInput,
  run: ({ people }, _, input) => people.add(input),
  record: ({ name, role }, output) => ({ id: output?.person.id, name, role }),
});

export const changeRole = deed({
  permission: 'people.write',
  input: changeRoleInput,
  run: ({ people }, _, input) => people.changeRole(input),
  record: ({ id, role }, output) => ({ id, name: output?.name, role }),
});

export const resetPassword = deed({
  permission: 'people.write',
  input: personIdInput,
  run: ({ people }, _, { id }) => people.resetPassword(id),
  record: ({ id }, output) => ({ id, name: output?.person.name }),
});

export const removePerson = deed({
  permission: 'people.write',
  input: personIdInput,
  run: ({ people }, _, { id }) => people.remove(id),
  record: ({ id }, output) => ({ id, name: output?.name }),
});

export const changeOwnPassword = deed({
  permission: null,
  input: changeOwnPasswordInput,
  async run({ people }, caller, input) {
    await people.changeOwnPassword(caller, input);
    return null;
  },
  record: () => ({}),
});
