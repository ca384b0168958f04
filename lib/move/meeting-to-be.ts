/** What stands for the id of a meeting that there will be in a space: no meeting's id begins like this. */
export function meetingToBe({ space, cluster }: { readonly space: string; readonly cluster: string }): string {
  return `space:${cluster}/${space}`;
}

/** Whether an id stands for a meeting that is not there yet. */
export function isToBe(meeting: string): boolean {
  return meeting.startsWith('space:');
}
