import { expect, test } from 'vitest';
import { Carriers } from '@/components/live/carriers';

const by = (name: string) => ({ id: name, name });

test('whoever is held by two is shown with the one who came later, and with the other once that one lets go', () => {
  const carriers = new Carriers();
  expect(carriers.take({ id: 's1', by: by('Ana'), participants: ['p', 'q'] })).toEqual(['p', 'q']);
  carriers.take({ id: 's2', by: by('Ben'), participants: ['p'] });
  expect([carriers.of('p')?.name, carriers.of('q')?.name]).toEqual(['Ben', 'Ana']);
  carriers.take({ id: 's2', by: by('Ben'), participants: [] });
  expect(carriers.of('p')?.name).toBe('Ana');
});

test('with the next stack the last one is put down', () => {
  const carriers = new Carriers();
  carriers.take({ id: 's1', by: by('Ana'), participants: ['p'] });
  expect(carriers.take({ id: 's1', by: by('Ana'), participants: ['q'] })).toEqual(['p', 'q']);
  expect([carriers.of('p'), carriers.of('q')?.name]).toEqual([null, 'Ana']);
  expect(carriers.clear()).toEqual(['q']);
  expect(carriers.of('q')).toBeNull();
});
