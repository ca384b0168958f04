/** Who is in which call of one bridge, by ids. */
export class CallMembers {
  readonly #byCall = new Map<string, Set<string>>();

  of(call: string): string[] {
    return [...(this.#byCall.get(call) ?? [])];
  }

  join(call: string, participant: string): void {
    let members = this.#byCall.get(call);
    if (!members) this.#byCall.set(call, (members = new Set()));
    members.add(participant);
  }

  leave(call: string, participant: string): void {
    const members = this.#byCall.get(call);
    members?.delete(participant);
    if (members?.size === 0) this.#byCall.delete(call);
  }
}
