/**
 * Whether a value is a row: `name` of what is measured, `subject` and `against` (this program's figure and the bare one's, in one
 * unit), their `ratio`, the `spread` of the ratio over the runs, the `goal` that the ratio must not exceed, and whether it is `met`.
 */
export function isBenchRow(row) {
  const numbers = ['subject', 'against', 'ratio', 'spread', 'goal'];
  return (
    typeof row === 'object' &&
    row !== null &&
    typeof row.name === 'string' &&
    typeof row.met === 'boolean' &&
    numbers.every((key) => typeof row[key] === 'number' && Number.isFinite(row[key]))
  );
}

/** Rows as lines of text with aligned columns. */
export function benchTable(rows) {
  const figure = (value) => String(Number(value.toPrecision(4)));
  const head = ['name', 'subject', 'against', 'ratio', 'spread', 'goal', 'met'];
  const lines = [head, ...rows.map((row) => head.map((key) => cell(row[key])))];
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  return lines.map((line) => line.map((text, column) => text.padEnd(widths[column])).join('  ').trimEnd()).join('\n');

  function cell(value) {
    if (typeof value === 'boolean') return value ? 'yes' : 'NO';
    return typeof value === 'number' ? figure(value) : value;
  }
}
