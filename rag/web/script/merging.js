// Turns of a chat that several windows show: what each of them adds stays, whatever the others know of it. A turn is known
// by its id; those that were kept before there were ids by their questions.
// @ts-check

/**
 * A turn by the server's own account; of one that is `under_way` the answer is being written, and `ways` are the ways on
 * from there, with null for its own.
 * @typedef {{ id?: string, question: string, under_way?: boolean, answer?: { text: string } | null, ways?: (Turn[] | null)[] }} Turn
 */

/** @param {Turn} turn */
const identity = (turn) => turn.id ?? turn.question;
/** @param {Turn[]} turns */
const identities = (turns) => new Set(turns.map(identity));

/** Whether these are the same turns in the same order. @param {Turn[]} some @param {Turn[]} others */
export const same = (some, others) => some.map(identity).join() === others.map(identity).join();

/** Those of some turns that others are not. @param {Turn[]} turns @param {Turn[]} others */
export function without(turns, others) {
  const known = identities(others);
  return turns.filter((turn) => !known.has(identity(turn)));
}

/**
 * The turns to keep, where a window that showed `before` shows `before` up to a turn and then `turns`: of what is `kept`
 * all but what this window took out, each as it was kept last, and what is new at the end.
 * @param {Turn[]} kept
 * @param {Turn[]} before
 * @param {number} from
 * @param {Turn[]} turns
 */
export function merged(kept, before, from, turns) {
  const now = [...before.slice(0, from), ...turns];
  const taken = identities(without(before, now));
  const changed = new Map(turns.map((turn) => [identity(turn), turn]));
  const left = kept.filter((turn) => !taken.has(identity(turn))).map((turn) => changed.get(identity(turn)) ?? turn);
  return [...left, ...without(now, left)];
}
