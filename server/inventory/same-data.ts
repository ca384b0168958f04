/**
 * Whether two values of plain data (objects, lists, texts, numbers, flags, null) say the same. Of objects the two must be of one
 * kind: the fields of the first are compared.
 */
export function sameData(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one)) {
    return Array.isArray(other) && one.length === other.length && one.every((value, index) => sameData(value, other[index]));
  }
  return sameFields(one, other);
}

function sameFields<T extends object>(one: T, other: object): boolean {
  for (const key in one) if (!sameData(one[key], (other as T)[key])) return false;
  return true;
}
