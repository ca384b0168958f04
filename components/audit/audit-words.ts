import { goodResults } from '@/lib/audit/audit-record';

/** What a record says in a person's words: `add-person` is "Add person". */
export function actionWords(action: string): string {
  const words = action.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function isGood(result: string): boolean {
  return goodResults.includes(result);
}

/** What an administrator looks for most; whatever else is in the list joins them. */
const usualActions = ['sign-in', 'sign-out', 'token-used', 'submit-move', 'move-ended', 'stop-all', 'change-cluster', 'add-person', 'change-role', 'remove-person', 'create-token', 'export-audit'];

/** The actions to pick from: the usual ones, and those that were seen. */
export function actionChoices(seen: Iterable<string>): { value: string; label: string }[] {
  return [...new Set([...usualActions, ...seen])].toSorted().map((value) => ({ value, label: actionWords(value) }));
}
